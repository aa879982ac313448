"""Stored components → one file: those that the window shows, soonest first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, takewhile

from django.conf import settings
from django.db.models import F

from seminars.calendars.component import RENDERER
from seminars.calendars.envelope import CLOSING, Heading, opening, with_alarm
from seminars.calendars.options import Options
from seminars.models.querysets import PublicationQuerySet

DAYS_BACK = timedelta(days=60)
DAYS_CANCELLED = timedelta(days=30)
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
) -> CalendarFile:
    """The feed of those `publications` that its window shows on `day`; `changed_at`: when one last changed."""
    head = opening(heading, language)
    rows = _rows(publications, options, day)
    parts = [
        with_alarm(bytes(body), state, minutes=options.alarm, language=language)
        for body, _digest, state in rows
    ]
    if not options.is_whole_history:
        fitting = _how_many_fit(parts, MOST_BYTES - len(head) - len(CLOSING))
        rows, parts = rows[:fitting], parts[:fitting]
    tag = tag_of([head.decode(), options.query, day.isoformat(), *(digest for _body, digest, _state in rows)])
    since = _midnight(day)
    body = b"".join([head, *reversed(parts), CLOSING])
    # The window moves at midnight (UTC) without an edit: nothing served today is older than that.
    return CalendarFile(body, tag, max(since, changed_at or since))


def _rows(
    publications: PublicationQuerySet, options: Options, day: date
) -> list[tuple[bytes | memoryview, str, str]]:
    """Body, digest and state of the components to show, the latest event first."""
    today = _midnight(day)
    shown = publications.filter(
        components__language=options.language or F("series__language"), components__has_link=False
    )
    if options.has_cancelled:
        shown = shown.exclude(state="cancelled", ends_at__lte=today - DAYS_CANCELLED)
    else:
        shown = shown.exclude(state="cancelled")
    shown = shown.order_by("-starts_at", "-pk")
    if not options.is_whole_history:
        shown = shown.filter(ends_at__gt=today - DAYS_BACK)[:MOST_EVENTS]
    return list(shown.values_list("components__body", "components__digest", "state"))


def _how_many_fit(parts: Sequence[bytes], room: int) -> int:
    """How many of the first parts `room` bytes hold."""
    ends = accumulate(map(len, parts))
    return sum(1 for _end in takewhile(lambda end: end <= room, ends))


def tag_of(parts: Sequence[str]) -> str:
    """What stands for a file made of `parts` by this code for this site."""
    whole = "\n".join([str(RENDERER), settings.SITE_URL, *parts])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
