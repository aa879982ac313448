"""The first page: what is next, what is coming, how never to miss one, what was recorded, which series there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import Publication
from seminars.presenting.agenda import agenda
from seminars.presenting.bulletins import bulletin_of
from seminars.presenting.cards import card
from seminars.presenting.feeds import ALL, Wishes, atom_path, feed, series_path
from seminars.presenting.frames import Frame
from seminars.presenting.lines import line
from seminars.presenting.links import to_tag
from seminars.presenting.said import Said, said
from seminars.presenting.series import series_view
from seminars.presenting.talks import TagView
from seminars.presenting.turning import next_turn
from seminars.programme.snapshots import Snapshot
from seminars.web.browsers import strip_for
from seminars.web.bulletins import by_client, is_plain, plain_answer
from seminars.web.keeping.gate import keep
from seminars.web.pausing import expectations
from seminars.web.reading import (
    frame_of,
    page_language,
    public_series,
    reader_zone,
    skips_ahead,
    snapshot_of,
)

MOST_COMING = 40
MOST_RECORDED = 4
RECORDED_SINCE = timedelta(days=180)
MOST_TAGS = 12


@by_client
def home(request: HttpRequest) -> HttpResponse:
    """What is coming in every public series, as a page or as plain text."""
    at, language = timezone.now(), page_language()
    listed = Publication.objects.listed().select_related("series")
    coming = [snapshot_of(each) for each in listed.upcoming(at=at)[:MOST_COMING]]
    frame = frame_of(
        request,
        "",
        description=_("Talks and seminars: what is next, when, and where."),
        atom=atom_path(series_path(ALL)),
    )
    if is_plain(request):
        until = next_turn(coming, [settings.TIME_ZONE], at)
        return keep(plain_answer(_bulletin(coming, frame, language, at=at)), until=until)
    rows = public_series()
    first = next((each for each in coming if not each.is_cancelled), None)
    recorded = listed.recorded().past(at=at).filter(starts_at__gt=at - RECORDED_SINCE)[:MOST_RECORDED]
    replays = [snapshot_of(each) for each in recorded]
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "card": card(first, language, at=at, reader_zone=reader_zone(request)) if first else None,
        "weeks": agenda(
            (line(each, language, at=at) for each in coming if each is not first),
            skips_ahead(at, language),
            language,
            at=at,
            zone_name=settings.TIME_ZONE,
        ),
        "has_more": len(coming) == MOST_COMING,
        "expectations": [] if coming else expectations(rows, listed, language, at=at),
        "all_series": [series_view(each, language) for each in rows],
        "feed": feed(Said(_("All series together"), language), series_path(ALL), Wishes()),
        "recorded": [line(each, language, at=at) for each in replays],
        "tags": tags_of([*coming, *replays], language),
    }
    # Each series is expected again by its own clocks.
    zones = [settings.TIME_ZONE, reader_zone(request), *(each.zone for each in rows)]
    return keep(render(request, "home.html", context), until=next_turn(coming, zones, at))


def tags_of(snapshots: Iterable[Snapshot], language: str) -> list[TagView]:
    """The topics of these events, the most frequent first."""
    named = Counter(
        tag for each in snapshots for talk in each.planned_talks for tag in dict.fromkeys(talk.tags)
    )
    return [
        TagView(said(tag.name, language) or Said(tag.slug, "en"), to_tag(tag.slug, language))
        for tag, _count in named.most_common(MOST_TAGS)
    ]


def _bulletin(coming: list[Snapshot], frame: Frame, language: str, *, at: datetime) -> str:
    title = " · ".join((str(settings.SITE_NAME), _("Coming talks")))
    return bulletin_of(
        title, coming, language, at=at, address=frame.canonical, nothing=_("Nothing is announced yet")
    )
