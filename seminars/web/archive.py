"""What is over, by term or by year."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import Publication
from seminars.models.querysets import PublicationQuerySet
from seminars.presenting.bulletins import bulletin_of
from seminars.presenting.lines import line
from seminars.presenting.terms import Term, term_called, term_of, terms_between
from seminars.presenting.turning import next_turn
from seminars.timekeeping.zones import zone
from seminars.web.bulletins import by_client, is_plain, plain_answer
from seminars.web.keeping.gate import keep
from seminars.web.paging import paged
from seminars.web.reading import frame_of, page_language, snapshot_of

FIRST_YEAR, LAST_YEAR = 1970, 9000
YEAR = re.compile(r"\d{4}", re.ASCII)
PAGE = 50


@by_client
def archive(request: HttpRequest) -> HttpResponse:
    """The newest term that has something, or what `?term=2025-autumn` or `?year=2025` asks for."""
    at, language = timezone.now(), page_language()
    past = Publication.objects.listed().past(at=at).filter(starts_at__gte=_year_bounds(FIRST_YEAR)[0])
    terms = terms_of(past)
    year, term = _asked(request, terms)
    if year or term:
        first, last = _year_bounds(year) if year else term.bounds(settings.TIME_ZONE) if term else (at, at)
        chosen = past.filter(starts_at__gte=first, starts_at__lt=last).select_related("series")
        # Within a term as it lies in the index by starts.
        chosen = chosen.order_by("-starts_at", "-pk")
    else:
        chosen = past.none()
    rows, pager = paged(request, chosen, PAGE)
    snapshots = [snapshot_of(each) for each in rows]
    title = str(year) if year else term.title if term else ""
    heading = " · ".join(each for each in (_("Past events"), title) if each)
    frame = frame_of(request, heading)
    until = _next_end(at)
    if is_plain(request):
        nothing = _("Nothing has taken place yet. What is coming stands on the first page.")
        address = frame.canonical
        text = bulletin_of(heading, snapshots, language, at=at, address=address, nothing=nothing)
        return keep(plain_answer(text), until=until)
    context = {
        "frame": frame,
        "terms": terms,
        "years": sorted({each.year for each in terms}, reverse=True),
        "term": term,
        "year": year,
        "title": title,
        "lines": [line(each, language, at=at) for each in snapshots],
        "pager": pager,
    }
    return keep(render(request, "archive.html", context), until=until)


def _next_end(at: datetime) -> datetime:
    """When the next event comes in, or a day begins."""
    ends_at = Publication.objects.listed().upcoming(at=at).order_by().aggregate(at=Min("ends_at"))["at"]
    midnight = next_turn([], [settings.TIME_ZONE], at)
    return min(ends_at, midnight) if ends_at else midnight


def terms_of(past: PublicationQuerySet) -> list[Term]:
    """From the term of the newest of these events back to that of the oldest, in two looks into an index."""
    there = zone(settings.TIME_ZONE)
    found = past.order_by().aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if found["first"] is None:
        return []
    first, last = (term_of(found[each].astimezone(there).date()) for each in ("first", "last"))
    return terms_between(first, last)


def _asked(request: HttpRequest, terms: list[Term]) -> tuple[int, Term | None]:
    if "year" in request.GET:
        year = request.GET["year"]
        if not (YEAR.fullmatch(year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
            raise Http404
        return int(year), None
    if "term" in request.GET:
        term = term_called(request.GET["term"])
        if term is None:
            raise Http404
        return 0, term
    return 0, terms[0] if terms else None


def _year_bounds(year: int) -> tuple[datetime, datetime]:
    there = zone(settings.TIME_ZONE)
    return (
        datetime(year, 1, 1, tzinfo=there).astimezone(UTC),
        datetime(year + 1, 1, 1, tzinfo=there).astimezone(UTC),
    )
