"""The page of a series, and the door to its next event."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from seminars.models import Publication, PublicationState, SeriesVisibility
from seminars.presenting.agenda import agenda
from seminars.presenting.cards import card
from seminars.presenting.feeds import atom_path, series_path
from seminars.presenting.frames import Frame
from seminars.presenting.lines import Line
from seminars.presenting.links import to_event, to_series
from seminars.presenting.series import series_view
from seminars.presenting.terms import term_of
from seminars.presenting.turning import next_turn
from seminars.timekeeping.zones import zone
from seminars.web.addresses import addressed, find_series
from seminars.web.browsers import by_browser, strip_for
from seminars.web.keeping.gate import keep
from seminars.web.reading import lines_of, page_language, reader_zone, skips_ahead, snapshot_of

MOST_COMING = 40
MOST_PAST = 200


@by_browser
@addressed
def series(request: HttpRequest, slug: str) -> HttpResponse:
    at, language = timezone.now(), page_language()
    row = find_series(slug)
    events = Publication.objects.standing().of_series(row).select_related("series")
    coming = list(events.upcoming(at=at)[:MOST_COMING])
    first = next((each for each in coming if each.state == PublicationState.PUBLISHED), None)
    view = series_view(row, language)
    frame = Frame(
        language=language,
        path=to_series(row.slug, "zh"),
        title=view.name.text,
        description=" · ".join(text for text in (view.slot, str(view.motto or "")) if text),
        is_indexed=row.visibility == SeriesVisibility.PUBLIC,
        colour=row.colour,
        atom=atom_path(series_path(row.slug)),
    )
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "series": view,
        "card": card(snapshot_of(first), language, at=at, reader_zone=reader_zone(request))
        if first
        else None,
        "weeks": agenda(
            lines_of([each for each in coming if each is not first], at=at),
            skips_ahead(at, language, row),
            language,
            at=at,
            zone_name=row.zone,
        ),
        "terms": by_term(lines_of(events.past(at=at)[:MOST_PAST], at=at)),
    }
    until = next_turn([snapshot_of(each) for each in coming], [row.zone, reader_zone(request)], at)
    return keep(render(request, "series.html", context), until=until)


@never_cache
@addressed
def next_event(request: HttpRequest, slug: str) -> HttpResponse:
    """To the event that is on or next, for a QR code on the door; to the series when nothing is coming."""
    row = find_series(slug)
    events = Publication.objects.standing().of_series(row).upcoming(at=timezone.now())
    path = events.exclude(state=PublicationState.CANCELLED).values_list("path", flat=True).first()
    language = page_language()
    return HttpResponseRedirect(to_event(row.slug, path, language) if path else to_series(row.slug, language))


def by_term(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Lines, newest first, under the titles of their terms."""
    return [
        (term.title, list(group)) for term, group in groupby(lines, key=lambda each: term_of(_date(each)))
    ]


def _date(line: Line) -> date:
    return datetime.fromisoformat(line.when.starts).astimezone(zone(line.when.zone_name)).date()
