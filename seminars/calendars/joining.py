"""Stored components → one file: those that the window shows, soonest first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate, takewhile
from typing import NamedTuple

from django.conf import settings

from seminars.calendars.component import RENDERER
from seminars.calendars.entries import DAYS_CANCELLED, Entry, entries, midnight
from seminars.calendars.envelope import CLOSING, Heading, opening
from seminars.calendars.histories import NOTHING, Earlier, history
from seminars.calendars.localizing import clocks
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile, chunk_of, packed
from seminars.models.querysets import PublicationQuerySet

DAYS_BACK = timedelta(days=60)
MOST_EVENTS = 300
# Google is reported to refuse files of a megabyte.
MOST_BYTES = 900_000


class Selection(NamedTuple):
    """Which public copies a feed is of; `changed_at`: when one of them last changed.

    `has_link` is for feeds that only confirmed subscribers can open.
    """

    publications: PublicationQuerySet
    changed_at: datetime | None
    has_link: bool = False


def joined(
    heading: Heading,
    language: str,
    selection: Selection,
    options: Options,
    *,
    day: date,
    earlier: Earlier = NOTHING,
) -> CalendarFile:
    """The feed of those of `selection` that its window shows on `day`.

    `earlier` is the same feed, made before: a whole history takes from it what has not changed since.
    """
    head = opening(replace(heading, zone=options.zone or heading.zone), language)
    shown = _windowed(selection.publications, options, day)
    since = midnight(day)
    # The window moves at midnight (UTC) without an edit: nothing served today is older than that.
    changed_at = max(since, selection.changed_at or since)
    if options.is_whole_history and options.is_as_stored:
        chunks = history(shown, options.language, has_link=selection.has_link, earlier=earlier)
        digests = [member.digest for chunk in chunks for member in chunk.members]
        return packed(head, chunks, tag=_tag(head, options, day, digests), changed_at=changed_at)
    most = None if options.is_whole_history else MOST_EVENTS
    # The latest first: what there is no room for is the oldest.
    found = entries(
        shown.order_by("-starts_at", "-pk"), options, day=day, most=most, has_link=selection.has_link
    )
    table = _clocks(found, options)
    if not options.is_whole_history:
        found = _fitting(found, MOST_BYTES - len(head) - len(table) - len(CLOSING))
        table = _clocks(found, options)
    found.reverse()
    chunk = chunk_of([each.body for each in found])
    tag = _tag(head + table, options, day, [each.digest for each in found])
    return packed(head + table, (chunk,), tag=tag, changed_at=changed_at)


def _windowed(publications: PublicationQuerySet, options: Options, day: date) -> PublicationQuerySet:
    """Those that the feed shows on `day`, the soonest first."""
    today = midnight(day)
    if options.has_cancelled:
        shown = publications.exclude(state="cancelled", ends_at__lte=today - DAYS_CANCELLED)
    else:
        shown = publications.exclude(state="cancelled")
    if not options.is_whole_history:
        shown = shown.filter(ends_at__gt=today - DAYS_BACK)
    return shown.order_by("starts_at", "pk")


def _clocks(shown: Sequence[Entry], options: Options) -> bytes:
    return clocks((part for each in shown for part in each.parts), options.zone) if options.zone else b""


def _fitting(shown: Sequence[Entry], room: int) -> list[Entry]:
    """The first entries that `room` bytes hold, of at most 300 VEVENTs."""
    sizes = accumulate(len(each.body) for each in shown)
    counts = accumulate(len(each.parts) for each in shown)
    fitting = takewhile(
        lambda found: found[1] <= room and found[2] <= MOST_EVENTS, zip(shown, sizes, counts, strict=True)
    )
    return [entry for entry, _size, _count in fitting]


def _tag(head: bytes, options: Options, day: date, digests: Sequence[str]) -> str:
    return tag_of([head.decode(), options.query, day.isoformat(), *digests])


def tag_of(parts: Sequence[str]) -> str:
    """What stands for a file made of `parts` by this code for this site."""
    whole = "\n".join([str(RENDERER), settings.SITE_URL, *parts])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
