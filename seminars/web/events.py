"""The page of an event, and its time in other zones."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.presenting.adding import adding
from seminars.presenting.bulletins import bulletin
from seminars.presenting.clocks import clocks
from seminars.presenting.colophon import colophon
from seminars.presenting.events import event_page
from seminars.presenting.lines import line
from seminars.presenting.links import to_time
from seminars.presenting.states import Face
from seminars.presenting.turning import next_turn
from seminars.timekeeping.names import city_name
from seminars.timekeeping.zones import CountryZones, UnknownZone, zone, zones_by_country
from seminars.web.addresses import addressed, find_publication
from seminars.web.browsers import strip_for
from seminars.web.bulletins import by_client, is_plain, plain_answer
from seminars.web.keeping.gate import keep
from seminars.web.reading import (
    frame_of,
    history_of,
    neighbours,
    page_language,
    reader_zone,
    related,
    snapshot_of,
)

MOST_ZONES = 6
OFTEN_ASKED = (
    "America/New_York",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Tokyo",
    "Asia/Singapore",
    "Asia/Shanghai",
)
_zones_by_country = cache(zones_by_country)


@by_client
@addressed
def event(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """The event as a page, or as a plain programme for who asks for one."""
    at = timezone.now()
    publication = find_publication(slug, path)
    snapshot, language = snapshot_of(publication), page_language()
    until = next_turn([snapshot], [reader_zone(request)], at)
    if is_plain(request):
        return keep(plain_answer(bulletin(snapshot, language, at=at)), until=until)
    earlier, later = neighbours(publication, at=at)
    page = event_page(
        snapshot,
        language=language,
        at=at,
        reader_zone=reader_zone(request),
        history=history_of(publication),
        is_listed=publication.is_listed,
        earlier=earlier,
        later=later,
        related=related(publication, at=at),
    )
    context = {
        "page": page,
        "colophon": colophon(publication.series, language),
        "adding": adding(snapshot, language) if page.face == Face.CALENDAR else None,
        "strip": strip_for(request, page.frame.canonical),
    }
    return keep(render(request, "event/page.html", context), until=until)


@addressed
def time(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """The event by the clocks of the zones asked for with `?tz=`; 400 for one that does not exist."""
    at, language = timezone.now(), page_language()
    publication = find_publication(slug, path)
    snapshot = snapshot_of(publication)
    asked, unknown = asked_zones(request.GET.getlist("tz"))
    shown = line(snapshot, language, at=at)
    context = {
        "frame": frame_of(
            request,
            " · ".join((_("Time zones"), shown.heading.text)),
            is_indexed=publication.is_listed,
            colour=shown.series.colour,
        ),
        "event": shown,
        "clocks": clocks(snapshot, asked, language, at=at),
        "asked": asked,
        "fault": (unknown.zh if language == "zh" else unknown.en) if unknown else "",
        "countries": countries(language),
        "often": [
            (
                to_time(publication.series.slug, publication.path, language, *asked, name),
                city_name(name, language),
            )
            for name in OFTEN_ASKED
            if name not in (snapshot.zone, *asked)
        ],
    }
    return render(request, "event/time.html", context, status=400 if unknown else 200)


def asked_zones(names: list[str]) -> tuple[list[str], UnknownZone | None]:
    """The known zones among `names`, at most six, and what is wrong with the first unknown one."""
    known: list[str] = []
    unknown = None
    for name in dict.fromkeys(each.strip() for each in names if each.strip()):
        try:
            known.append(zone(name).key)
        except UnknownZone as fault:
            unknown = unknown or fault
    return known[:MOST_ZONES], unknown


def countries(language: str) -> list[CountryZones]:
    """The zone picker's list; made once for each language."""
    return _zones_by_country(language)
