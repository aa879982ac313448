"""What is over, by term or by year."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import Publication
from seminars.presenting.terms import Term, term_called, term_of
from seminars.timekeeping.zones import zone
from seminars.web.reading import frame_of, lines_of

FIRST_YEAR, LAST_YEAR = 1970, 9000
YEAR = re.compile(r"\d{4}", re.ASCII)


def archive(request: HttpRequest) -> HttpResponse:
    """The newest term that has something, or what `?term=2025-autumn` or `?year=2025` asks for."""
    at = timezone.now()
    past = Publication.objects.listed().past(at=at).filter(starts_at__gte=_year_bounds(FIRST_YEAR)[0])
    terms = terms_of(past.datetimes("starts_at", "month", tzinfo=zone(settings.TIME_ZONE)))
    year, term = _asked(request, terms)
    if year or term:
        first, last = _year_bounds(year) if year else term.bounds(settings.TIME_ZONE) if term else (at, at)
        chosen = past.filter(starts_at__gte=first, starts_at__lt=last).select_related("series")
    else:
        chosen = past.none()
    title = str(year) if year else term.title if term else ""
    context = {
        "frame": frame_of(request, " · ".join(each for each in (_("Past events"), title) if each)),
        "terms": terms,
        "years": sorted({each.year for each in terms}, reverse=True),
        "term": term,
        "year": year,
        "title": title,
        "lines": lines_of(chosen, at=at),
    }
    return render(request, "archive.html", context)


def terms_of(months: object) -> list[Term]:
    """The terms of the given months, newest first."""
    return sorted({term_of(month) for month in months}, reverse=True)  # type: ignore[attr-defined]  # dates


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
