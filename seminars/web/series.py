"""The page of a series, and the door to its next event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from seminars.models import Publication, PublicationState, Series
from seminars.models.querysets import PublicationQuerySet
from seminars.models.series import SeriesVisibility
from seminars.presenting.agenda import agenda
from seminars.presenting.bulletins import bulletin_of
from seminars.presenting.cards import card
from seminars.presenting.colophon import colophon
from seminars.presenting.feeds import Wishes, atom_path, feed, series_path
from seminars.presenting.frames import Frame
from seminars.presenting.lines import Line, line
from seminars.presenting.links import to_event, to_series
from seminars.presenting.series import series_view
from seminars.presenting.terms import term_of
from seminars.presenting.turning import next_turn
from seminars.programme.snapshots import Snapshot
from seminars.timekeeping.zones import zone
from seminars.web.addresses import addressed, find_series
from seminars.web.browsers import strip_for
from seminars.web.bulletins import by_client, is_plain, plain_answer
from seminars.web.keeping.gate import keep
from seminars.web.paging import paged
from seminars.web.pausing import expectations
from seminars.web.reading import frame_of, page_language, reader_zone, skips_ahead, snapshot_of

MOST_COMING = 40
PAGE = 50
# A door is opened by many at once; whoever comes a minute later may be led elsewhere.
SECONDS_AT_THE_DOOR = 60


@by_client
@addressed
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """What is next and coming, what was, how to follow; as a page or as plain text."""
    row = find_series(slug)
    return _page(request, row, _events(row), at=timezone.now())


@cache_control(public=True, max_age=SECONDS_AT_THE_DOOR)
@by_client
@addressed
def next_event(request: HttpRequest, slug: str) -> HttpResponse:
    """To the event that is on or next, for a QR code on the door; the series itself when nothing is coming.

    One that is cancelled counts on its own day: whoever stands at the door must learn of it.
    """
    row, at, language = find_series(slug), timezone.now(), page_language()
    events = _events(row)
    today = at.astimezone(zone(row.zone)).date()
    for path, state, starts_at in events.upcoming(at=at).values_list("path", "state", "starts_at")[
        :MOST_COMING
    ]:
        is_today = starts_at.astimezone(zone(row.zone)).date() == today
        if state != PublicationState.CANCELLED or is_today:
            return HttpResponseRedirect(to_event(row.slug, path, language))
    return _page(request, row, events, at=at)


def _events(row: Series) -> PublicationQuerySet:
    return Publication.objects.standing().of_series(row).select_related("series")


def _page(request: HttpRequest, row: Series, events: PublicationQuerySet, *, at: datetime) -> HttpResponse:
    language, view = page_language(), series_view(row, page_language())
    coming = [snapshot_of(each) for each in events.upcoming(at=at)[:MOST_COMING]]
    # Skipped dates leave, and a term is expected, by the clocks of the site.
    until = next_turn(coming, [row.zone, settings.TIME_ZONE, reader_zone(request)], at)
    frame = _frame(request, row, view.name.text, " · ".join(filter(None, (view.slot, str(view.motto or "")))))
    if is_plain(request):
        text = bulletin_of(
            view.name.text,
            coming,
            language,
            at=at,
            address=frame.canonical,
            nothing=_("Nothing is announced yet"),
        )
        return keep(plain_answer(text), until=until)
    past, pager = paged(request, events.past(at=at), PAGE)
    first = next((each for each in coming if not each.is_cancelled), None)
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "series": view,
        "colophon": colophon(row, language),
        "card": card(first, language, at=at, reader_zone=reader_zone(request)) if first else None,
        "weeks": agenda(
            (line(each, language, at=at) for each in coming if each is not first),
            skips_ahead(at, language, row),
            language,
            at=at,
            zone_name=row.zone,
        ),
        "expectations": [] if coming else expectations([row], events, language, at=at),
        "feed": feed(view.name, series_path(row.slug), Wishes(), colour=row.colour),
        "terms": by_term([snapshot_of(each) for each in past], language, at=at),
        "pager": pager,
    }
    return keep(render(request, "series.html", context), until=until)


def _frame(request: HttpRequest, row: Series, title: str, description: str) -> Frame:
    """Under the series' own address, also where its door is asked for."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    asked = frame_of(request, title)
    return Frame(
        language=asked.language,
        path=to_series(row.slug, "zh") + query,
        title=title,
        description=description,
        is_indexed=row.visibility == SeriesVisibility.PUBLIC and not query,
        colour=row.colour,
        atom=atom_path(series_path(row.slug)),
    )


def by_term(snapshots: Iterable[Snapshot], language: str, *, at: datetime) -> list[tuple[str, list[Line]]]:
    """Events, newest first, as lines under the titles of their terms."""
    grouped = groupby(snapshots, key=lambda each: term_of(each.starts_at.astimezone(zone(each.zone)).date()))
    return [(term.title, [line(each, language, at=at) for each in group]) for term, group in grouped]
