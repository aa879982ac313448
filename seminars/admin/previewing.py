"""The working copy as readers will see it: by the same code and templates that make the public page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin

from seminars.admin import formulas, standing
from seminars.admin.acting import for_event
from seminars.admin.ruled import Ruled
from seminars.announcements.channels.base import Message
from seminars.announcements.channels.writing import Style, written
from seminars.announcements.saying.carding import card
from seminars.announcements.saying.composing import compose
from seminars.announcements.saying.items import Item, day_there
from seminars.announcements.saying.wordings import wordings_of
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.moments import offered
from seminars.announcements.wechat.short import short
from seminars.calendars.component import component
from seminars.meetings.audiences import Audience
from seminars.models import Channel, Event
from seminars.presenting.colophon import colophon
from seminars.presenting.events import event_page
from seminars.programme.changes import compare, raises_sequence
from seminars.programme.paths import wanted_path
from seminars.programme.snapshots import Snapshot

CODES = {"zh": "zh-hans", "en": "en"}
# What a card says, without the marks of any one channel.
BARE = Style(escape=str, strong=str, title=str, link=lambda label, url: f"{label}: {url}")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it would be sent."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """What would be said in a place: a chat channel, or WeChat."""

    name: str
    text: str
    lang: str


@for_event
def preview(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """All that would be said if it were told now: page, mail, calendar entry, posts and cards."""
    snapshot = previewed(event)
    if snapshot is None:
        messages.error(request, gettext("Say first when it starts; then there is something to preview."))
        return redirect("admin:seminars_event_change", event.pk)
    item, at = _item(event, snapshot), timezone.now()
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Preview of %(event)s") % {"event": standing.name(event)},
        "opts": desk.opts,
        "event": event,
        "name": standing.name(event),
        "languages": (("zh", "中文"), ("en", "English")),
        "mails": [_mail(event, item, language, at=at) for language in CODES],
        "posts": _posts(event, item, at=at),
        "cards": _cards(event, item, at=at),
        "calendar": _calendar(event, snapshot, at=at),
        "lacks": standing.lacks(event),
        "warnings": [*standing.gaps(event), *formulas.faults(event)],
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/seminars/event/preview.html", context)


@xframe_options_sameorigin
@for_event
def page(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """The page alone, in the language asked for with `?language=`."""
    snapshot = previewed(event)
    if snapshot is None:
        return redirect("admin:seminars_event_change", event.pk)
    language = "en" if request.GET.get("language") == "en" else "zh"
    with translation.override(CODES[language]):
        shown = event_page(snapshot, language=language, at=timezone.now(), is_preview=True)
        context = {"page": shown, "colophon": colophon(event.series, language)}
        return render(request, "event/page.html", context)


@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]  # the stubs know views of a request alone
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["data:"],
        "frame-ancestors": [SELF],
        "sandbox": True,
    }
)
@for_event
def mail(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """The mail alone as mail programs show it; its own policy lets it style itself and do nothing else."""
    snapshot = previewed(event)
    if snapshot is None:
        return redirect("admin:seminars_event_change", event.pk)
    language = "en" if request.GET.get("language") == "en" else "zh"
    return HttpResponse(_message(event, _item(event, snapshot), language, at=timezone.now()).html)


def previewed(event: Event) -> Snapshot | None:
    """What would be published now, under the address that it would have; None while it has no time."""
    snapshot = standing.working_snapshot(event)
    return replace(snapshot, path=event.path or wanted_path(event)) if snapshot else None


def _item(event: Event, snapshot: Snapshot) -> Item:
    """What would be told: the event, or what changed since it was published."""
    before = standing.published_snapshot(event)
    changes = compare(before, snapshot) if before else ()
    return Item(snapshot, before, changes) if changes else Item(snapshot)


def _message(event: Event, item: Item, language: str, *, at: datetime) -> Message:
    with translation.override(CODES[language]):
        return compose(
            [item], language=language, zone=item.snapshot.zone, at=at, wordings=wordings_of(event.series)
        )


def _mail(event: Event, item: Item, language: str, *, at: datetime) -> Mail:
    message = _message(event, item, language, at=at)
    return Mail(language=language, subject=message.subject, text=message.text)


def _posts(event: Event, item: Item, *, at: datetime) -> list[Post]:
    """The WeChat texts of the likeliest moment, in the series' language."""
    language, moment, on = event.series.language, offered(item, at=at)[0], day_there(item.snapshot, at)
    brief = short(item, moment, language, on=on, wordings=wordings_of(event.series))
    full = long(item, moment, language, on=on, motto=event.series.motto)
    names = (gettext("WeChat, short"), gettext("WeChat, long"))
    return [Post(name, text, _lang(language)) for name, text in zip(names, (brief, full), strict=True)]


def _cards(event: Event, item: Item, *, at: datetime) -> list[Post]:
    """What each chat channel of the series would be told, without the marks of its kind."""
    wordings = wordings_of(event.series)
    found = []
    for channel in Channel.objects.open_of(event.series).order_by("kind", "pk"):
        audience: Audience = "subscriber" if channel.is_closed else "public"
        said = card([item], language=channel.language, audience=audience, at=at, wordings=wordings)
        text = written(said, BARE, keyword=channel.keyword)
        found.append(Post(str(channel), text, _lang(channel.language)))
    return found


def _lang(language: str) -> str:
    return "en" if language == "en" else "zh-Hans"


def _calendar(event: Event, snapshot: Snapshot, *, at: datetime) -> str:
    before = standing.published_snapshot(event)
    is_raised = before is not None and raises_sequence(compare(before, snapshot))
    body = component(
        snapshot,
        language="both",
        has_link=False,
        sequence=event.sequence + is_raised,
        created_at=event.published_at or at,
        changed_at=at,
        site_url=settings.SITE_URL,
    )
    return body.decode().replace("\r\n", "\n")
