"""The copy page of an event: texts ready to paste into WeChat, and a tick for each place where they stand.

It asks for no right to edit: whoever sees the event at the desk may copy and tick.
"""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.acting import DeskView, EventView, organizer
from seminars.admin.ruled import Ruled
from seminars.announcements.saying.items import RECORDED
from seminars.announcements.saying.wordings import wordings_of
from seminars.announcements.wechat.long import long
from seminars.announcements.wechat.moments import offered
from seminars.announcements.wechat.newest import Newest, newest
from seminars.announcements.wechat.short import LONGEST, short
from seminars.announcements.wechat.ticking import tick, ticked, untick
from seminars.models import Event, Moment, SeriesLanguage, SeriesVisibility
from seminars.timekeeping.spans import moment_words
from seminars.timekeeping.zones import zone


def for_seen_event(view: EventView) -> DeskView:
    """The view with the event read and the right to see it checked."""

    @wraps(view)
    def checked(request: HttpRequest, pk: int, *, desk: Ruled) -> HttpResponse:
        event = get_object_or_404(Event.objects.with_programme(), pk=pk)
        if not rules.may_post_event(request.user, event):
            raise PermissionDenied
        return view(request, event, desk=desk)

    return checked


@for_seen_event
def copy_page(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """The posts for the moment and the language asked for, or for the likeliest ones."""
    now = newest(event)
    if now is None or not standing.public_url(event):
        messages.error(request, gettext("Publish it first; then there is something to post."))
        return redirect("admin:seminars_event_change", event.pk)
    at = timezone.now()
    moments = offered(now.item, at=at)
    moment = next((each for each in moments if each == request.GET.get("moment")), moments[0])
    asked = request.GET.get("language")
    language = str(asked) if asked in SeriesLanguage.values else event.series.language
    on = at.astimezone(zone(event.zone)).date()
    brief = short(now.item, moment, language, on=on, wordings=wordings_of(event.series))
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Post %(event)s in groups") % {"event": standing.name(event)},
        "opts": desk.opts,
        "event": event,
        "name": standing.name(event),
        "moments": [(each.label, _address(event, each, language), each == moment) for each in moments],
        "languages": [
            (SeriesLanguage(each).label, _address(event, moment, each), each == language)
            for each in SeriesLanguage.values
        ],
        "moment": moment,
        "language": language,
        "lang": "en" if language == "en" else "zh-Hans",
        "short": brief,
        "count": len(brief),
        "longest": LONGEST,
        "long": long(now.item, moment, language, on=on, motto=event.series.motto),
        "number": now.number,
        "rows": _rows(event, moment, now),
        "may_edit_series": rules.may_edit_series(request.user, event.series),
        "warnings": _warnings(event, moment, now),
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/seminars/event/copy.html", context)


@require_POST
@for_seen_event
def tick_place(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """Note that the post stands in a place, or take that back."""
    now = newest(event)
    typed = {name: str(request.POST.get(name, "")) for name in ("place", "moment", "number", "language")}
    is_number = all(typed[name].isdecimal() and len(typed[name]) < 10 for name in ("place", "number"))
    if now is None or not is_number or typed["moment"] not in Moment.values:
        raise PermissionDenied
    place = get_object_or_404(event.series.places, pk=int(typed["place"]))
    moment, number = Moment(typed["moment"]), min(int(typed["number"]), now.number)
    if "undo" in request.POST:
        untick(event, place, moment, number=number)
    else:
        tick(event, place, moment, number=number, by=organizer(request), at=timezone.now())
    return redirect(f"{_address(event, moment, typed['language'])}#places")


def _rows(event: Event, moment: Moment, now: Newest) -> list[dict[str, Any]]:
    shown = "en" if (get_language() or "").startswith("en") else "zh"
    return [
        {
            "place": row.place,
            "language": row.place.get_language_display(),
            "url": _address(event, moment, row.place.language),
            "posting": row.posting,
            "is_old": row.is_old,
            "by": (row.posting.by.get_full_name() or row.posting.by.get_username())
            if row.posting and row.posting.by
            else "",
            "when": moment_words(row.posting.at, event.zone, shown) if row.posting else "",
        }
        for row in ticked(event, moment, now)
    ]


def _warnings(event: Event, moment: Moment, now: Newest) -> list[str]:
    found = []
    if standing.has_unpublished_changes(event):
        found.append(gettext("These texts say what is published; your latest changes are not in them."))
    if event.series.visibility == SeriesVisibility.HIDDEN:
        found.append(gettext("The series is hidden: the links in these texts lead nowhere."))
    links = [link for talk in now.item.snapshot.planned_talks for link in talk.links]
    if moment == Moment.REPLAY and not any(link.kind in RECORDED for link in links):
        found.append(gettext("No talk has a recording or slides yet: add the links and publish them first."))
    return found


def _address(event: Event, moment: str, language: str) -> str:
    query = urlencode({"moment": str(moment), "language": language})
    return f"{reverse('admin:seminars_event_copy', args=[event.pk])}?{query}"
