"""Calendars as served: of a series, or of all. Raises what a reader must be told; knows no HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import Max, Q

from seminars.calendars.envelope import Heading
from seminars.calendars.joining import CalendarFile, joined
from seminars.calendars.links import feed_url, home_url, series_url
from seminars.calendars.options import Options
from seminars.models import Publication, Series
from seminars.text.bilingual import Bilingual

JOINT = "all"
JOINT_NAME = Bilingual("全部讨论班", "All seminars")


class NoSuchCalendar(Exception):
    """No calendar that may be shown has this address."""


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
    return joined(
        heading,
        options.language or "zh",
        Publication.objects.listed(),
        options,
        day=day,
        changed_at=heading.changed_at,
    )


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
    return joined(
        heading,
        language,
        Publication.objects.of_series(series).standing(),
        options,
        day=day,
        changed_at=heading.changed_at,
    )


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
