"""Calendars as served: stored components, joined. Raises what a reader must be told; knows no HTTP."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, takewhile

from django.conf import settings
from django.db import connection
from django.db.models import F, Max, Q

from seminars.calendars.component import RENDERER
from seminars.calendars.envelope import CLOSING, Heading, opening, with_alarm
from seminars.calendars.links import feed_url, home_url, series_url
from seminars.calendars.options import Options
from seminars.models import Publication, Series
from seminars.models.querysets import PublicationQuerySet
from seminars.text.bilingual import Bilingual

JOINT = "all"
JOINT_NAME = Bilingual("全部讨论班", "All seminars")
DAYS_BACK = timedelta(days=60)
DAYS_CANCELLED = timedelta(days=30)
MOST_EVENTS = 300
# Google is reported to refuse files of a megabyte.
MOST_BYTES = 900_000


class NoSuchCalendar(Exception):
    """No calendar that may be shown has this address."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Bytes to send, the tag that stands for them, and when their content last changed."""

    body: bytes
    tag: str
    changed_at: datetime


def change_cursor() -> int:
    """The number that every publishing act raises: one raw read, for those who ask at every request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM seminars_counter WHERE name = %s", ["changes"])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def feed(slug: str, options: Options, *, at: datetime) -> CalendarFile:
    """The feed of a series, under its present or a former slug, or of `all`; raises `NoSuchCalendar`."""
    if slug == JOINT:
        return _joint_feed(options, at.astimezone(UTC).date())
    return _series_feed(_series(slug), options, at.astimezone(UTC).date())


def _joint_feed(options: Options, day: date) -> CalendarFile:
    listed = Publication.objects.filter(is_listed=True)
    heading = Heading(
        name=JOINT_NAME,
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=home_url(settings.SITE_URL, options.language or "zh"),
        source=feed_url(settings.SITE_URL, JOINT, options.query),
        changed_at=listed.aggregate(at=Max("changed_at"))["at"],
    )
    return _joined(heading, options.language or "zh", Publication.objects.listed(), options, day)


def _series_feed(series: Series, options: Options, day: date) -> CalendarFile:
    language = options.language or series.language
    heading = Heading(
        name=series.name,
        about=series.about,
        zone=series.zone,
        colour=series.colour,
        page=series_url(settings.SITE_URL, series.slug, language),
        source=feed_url(settings.SITE_URL, series.slug, options.query),
        changed_at=series.last_change,  # type: ignore[attr-defined]  # annotated by `_series`
    )
    return _joined(heading, language, Publication.objects.of_series(series).standing(), options, day)


def _joined(
    heading: Heading, language: str, publications: PublicationQuerySet, options: Options, day: date
) -> CalendarFile:
    """The feed of those `publications` that its window shows on `day`, soonest first."""
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
    return CalendarFile(body, tag, max(since, heading.changed_at or since))


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


def _series(slug: str) -> Series:
    """The series with this slug, else the one that had it, in one query."""
    found = list(
        Series.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug))
        .exclude(visibility="hidden")
        .annotate(last_change=Max("publications__changed_at"))[:2]
    )
    if not found:
        raise NoSuchCalendar
    return next((series for series in found if series.slug == slug), found[0])


def tag_of(parts: Sequence[str]) -> str:
    """What stands for a file made of `parts` by this code for this site."""
    whole = "\n".join([str(RENDERER), settings.SITE_URL, *parts])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
