"""Calendars as served: of a series, or of all. Raises what a reader must be told; knows no HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery

from seminars.calendars.envelope import Heading
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.joining import Selection, joined
from seminars.calendars.links import feed_url, home_url, series_url
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile
from seminars.models import Publication, Series
from seminars.text.bilingual import Bilingual

JOINT = "all"
JOINT_NAME = Bilingual("全部讨论班", "All seminars")


class NoSuchCalendar(Exception):
    """No calendar that may be shown has this address."""


def feed(slug: str, options: Options, *, at: datetime, earlier: Earlier = NOTHING) -> CalendarFile:
    """The feed of a series, under its present or a former slug, or of `all`; raises `NoSuchCalendar`.

    `earlier`: what was made of it before, see `joined`.
    """
    day = at.astimezone(UTC).date()
    if slug == JOINT:
        return _joint_feed(options, day, earlier)
    return _series_feed(_series(slug), options, day, earlier)


def _joint_feed(options: Options, day: date, earlier: Earlier) -> CalendarFile:
    changes = Publication.objects.last_changed()
    listed = Subquery(changes.filter(is_listed=True).values("changed_at")[:1])
    last, last_listed = changes.values_list("changed_at", listed).first() or (None, None)
    heading = Heading(
        name=JOINT_NAME,
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=home_url(settings.SITE_URL, options.language or "zh"),
        source=feed_url(settings.SITE_URL, JOINT, options.query),
        changed_at=last_listed,
    )
    return joined(
        heading,
        options.language or "zh",
        # What leaves the list changes it too.
        Selection(Publication.objects.listed(), last),
        options,
        day=day,
        earlier=earlier,
    )


def _series_feed(series: Series, options: Options, day: date, earlier: Earlier) -> CalendarFile:
    language = options.language or series.language
    heading = Heading(
        name=series.name,
        about=series.about,
        zone=series.zone,
        colour=series.colour,
        page=series_url(settings.SITE_URL, series.slug, language),
        source=feed_url(settings.SITE_URL, series.slug, options.query),
        changed_at=_later(series.last_change, series.last_departure),  # type: ignore[attr-defined]  # by `_series`
    )
    return joined(
        heading,
        language,
        Selection(Publication.objects.of_series(series).standing(), heading.changed_at),
        options,
        day=day,
        earlier=earlier,
    )


def _later(change: datetime | None, departure: datetime | None) -> datetime | None:
    """What leaves for another series changes this feed too, although nothing of it is left here."""
    return max((each for each in (change, departure) if each), default=None)


def _series(slug: str) -> Series:
    """The series with this slug, else the one that had it, in one query."""
    changes = Publication.objects.last_changed()
    stayed = changes.filter(series=OuterRef("pk"))
    departed = changes.filter(event__former_paths__series=OuterRef("pk"))
    found = list(
        Series.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug))
        .exclude(visibility="hidden")
        .annotate(
            last_change=Subquery(stayed.values("changed_at")[:1]),
            last_departure=Subquery(departed.values("changed_at")[:1]),
        )[:2]
    )
    if not found:
        raise NoSuchCalendar
    return next((series for series in found if series.slug == slug), found[0])
