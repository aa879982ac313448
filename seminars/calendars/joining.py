"""Stored components → one file: those that the window shows, soonest first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import accumulate, takewhile

from django.conf import settings

from seminars.calendars.component import RENDERER
from seminars.calendars.entries import DAYS_CANCELLED, Entry, entries, midnight
from seminars.calendars.envelope import CLOSING, Heading, opening
from seminars.calendars.localizing import clocks
from seminars.calendars.options import Options
from seminars.models.querysets import PublicationQuerySet

DAYS_BACK = timedelta(days=60)
MOST_EVENTS = 300
# Google is reported to refuse files of a megabyte.
MOST_BYTES = 900_000


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Bytes to send, the tag that stands for them, and when their content last changed."""

    body: bytes
    tag: str
    changed_at: datetime


def joined(
    heading: Heading,
    language: str,
    publications: PublicationQuerySet,
    options: Options,
    *,
    day: date,
    changed_at: datetime | None,
    has_link: bool = False,
) -> CalendarFile:
    """The feed of those `publications` that its window shows on `day`; `changed_at`: when one last changed.

    `has_link` is for feeds that only confirmed subscribers can open.
    """
    head = opening(replace(heading, zone=options.zone or heading.zone), language)
    most = None if options.is_whole_history else MOST_EVENTS
    shown = entries(_windowed(publications, options, day), options, day=day, most=most, has_link=has_link)
    table = _clocks(shown, options)
    if not options.is_whole_history:
        shown = _fitting(shown, MOST_BYTES - len(head) - len(table) - len(CLOSING))
        table = _clocks(shown, options)
    tag = tag_of(
        [head.decode(), table.decode(), options.query, day.isoformat(), *(each.digest for each in shown)]
    )
    body = b"".join([head, table, *(each.body for each in reversed(shown)), CLOSING])
    since = midnight(day)
    # The window moves at midnight (UTC) without an edit: nothing served today is older than that.
    return CalendarFile(body, tag, max(since, changed_at or since))


def _windowed(publications: PublicationQuerySet, options: Options, day: date) -> PublicationQuerySet:
    """Those that the feed shows on `day`, the latest event first."""
    today = midnight(day)
    if options.has_cancelled:
        shown = publications.exclude(state="cancelled", ends_at__lte=today - DAYS_CANCELLED)
    else:
        shown = publications.exclude(state="cancelled")
    shown = shown.order_by("-starts_at", "-pk")
    if options.is_whole_history:
        return shown
    return shown.filter(ends_at__gt=today - DAYS_BACK)


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


def tag_of(parts: Sequence[str]) -> str:
    """What stands for a file made of `parts` by this code for this site."""
    whole = "\n".join([str(RENDERER), settings.SITE_URL, *parts])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]
