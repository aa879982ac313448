"""The first page: what is next, what is coming, which series there are, how never to miss one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import Publication
from seminars.presenting.agenda import agenda
from seminars.presenting.cards import card
from seminars.presenting.feeds import ALL, atom_path, series_path
from seminars.presenting.series import series_view
from seminars.presenting.turning import next_turn
from seminars.web.browsers import by_browser, strip_for
from seminars.web.keeping.gate import keep
from seminars.web.reading import (
    frame_of,
    lines_of,
    page_language,
    public_series,
    reader_zone,
    skips_ahead,
    snapshot_of,
)

MOST_COMING = 40
MOST_RECENT = 4


@by_browser
def home(request: HttpRequest) -> HttpResponse:
    at, language = timezone.now(), page_language()
    listed = Publication.objects.listed().select_related("series")
    coming = list(listed.upcoming(at=at)[:MOST_COMING])
    first = next((each for each in coming if each.state == "published"), None)
    series = [series_view(each, language) for each in public_series()]
    frame = frame_of(
        request,
        "",
        description=_("Talks and seminars: what is next, when, and where."),
        atom=atom_path(series_path(ALL)),
    )
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "card": card(snapshot_of(first), language, at=at, reader_zone=reader_zone(request))
        if first
        else None,
        "weeks": agenda(
            lines_of([each for each in coming if each is not first], at=at),
            skips_ahead(at, language),
            language,
            at=at,
            zone_name=settings.TIME_ZONE,
        ),
        "has_more": len(coming) == MOST_COMING,
        "all_series": series,
        "recent": lines_of(listed.past(at=at)[:MOST_RECENT], at=at),
    }
    until = next_turn([snapshot_of(each) for each in coming], [settings.TIME_ZONE, reader_zone(request)], at)
    return keep(render(request, "home.html", context), until=until)
