"""The working copy as readers will see it: by the same code and templates that make the public page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

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
from seminars.announcements.composing import compose
from seminars.announcements.items import Item
from seminars.announcements.wordings import wordings_of
from seminars.calendars.component import component
from seminars.models import Event
from seminars.presenting.events import event_page
from seminars.programme.changes import compare, raises_sequence
from seminars.programme.paths import wanted_path
from seminars.programme.snapshots import Snapshot

CODES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it would be sent."""

    language: str
    subject: str
    text: str


@for_event
def preview(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """Page, mail and calendar entry side by side."""
    snapshot = _previewed(event)
    if snapshot is None:
        messages.error(request, gettext("Say first when it starts; then there is something to preview."))
        return redirect("admin:seminars_event_change", event.pk)
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Preview of %(event)s") % {"event": standing.name(event)},
        "opts": desk.opts,
        "event": event,
        "name": standing.name(event),
        "languages": (("zh", "中文"), ("en", "English")),
        "mails": [_mail(event, snapshot, language) for language in CODES],
        "calendar": _calendar(event, snapshot, at=timezone.now()),
        "lacks": standing.lacks(event),
        "warnings": [*standing.gaps(event), *formulas.faults(event)],
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/seminars/event/preview.html", context)


@xframe_options_sameorigin
@for_event
def page(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """The page alone, in the language asked for with `?language=`."""
    snapshot = _previewed(event)
    if snapshot is None:
        return redirect("admin:seminars_event_change", event.pk)
    language = "en" if request.GET.get("language") == "en" else "zh"
    with translation.override(CODES[language]):
        shown = event_page(snapshot, language=language, at=timezone.now(), is_preview=True)
        return render(request, "event/page.html", {"page": shown})


def _previewed(event: Event) -> Snapshot | None:
    snapshot = standing.working_snapshot(event)
    return replace(snapshot, path=event.path or wanted_path(event)) if snapshot else None


def _mail(event: Event, snapshot: Snapshot, language: str) -> Mail:
    before = standing.published_snapshot(event)
    changes = compare(before, snapshot) if before else ()
    item = Item(snapshot, before, changes) if changes else Item(snapshot)
    with translation.override(CODES[language]):
        message = compose([item], language=language, zone=snapshot.zone, wordings=wordings_of(event.series))
    return Mail(language=language, subject=message.subject, text=message.text)


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
