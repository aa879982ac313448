"""What a new event of a series most likely looks like: the next number, the usual day, the same place."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Max

from seminars.models import Event, EventState, Series
from seminars.timekeeping.zones import TimeOutOfRange, TimeRefused, parse_local

WEEK = timedelta(days=7)


def last_of(series: Series) -> Event | None:
    """The latest event of the series that has a date."""
    dated = series.events.exclude(state=EventState.WITHDRAWN).filter(starts_at__isnull=False)
    return dated.order_by("-starts_at", "-pk").first()


def next_number(series: Series) -> int | None:
    """One more than the highest number so far; None where events are not numbered."""
    if not series.is_numbered:
        return None
    highest = series.events.exclude(state=EventState.WITHDRAWN).aggregate(highest=Max("number"))["highest"]
    return highest + 1 if highest else None


def next_day(series: Series, *, at: datetime) -> date | None:
    """The first usual day, not skipped, after the last event and today; None without a usual day."""
    if series.usual_weekday is None:
        return None
    there = ZoneInfo(series.zone)
    day = at.astimezone(there).date()
    last = last_of(series)
    if last and last.starts_at:
        day = max(day, last.starts_at.astimezone(there).date())
    day += timedelta(days=(series.usual_weekday - day.weekday() - 1) % 7 + 1)
    skipped = set(series.skipped_dates.values_list("on", flat=True))
    while day in skipped:
        day += WEEK
    return day


def suggested(series: Series, *, at: datetime) -> dict[str, Any]:
    """Initial values for the form of a new event."""
    return {
        "series": series.pk,
        "zone": series.zone,
        "number": next_number(series),
        "on": next_day(series, at=at),
        "start": series.usual_start,
        "end": _end(series),
    }


def duplicate(event: Event, *, by: User | None, at: datetime) -> Event:
    """A new draft with the next number, a week after `event`, at the same place; its talks stay behind."""
    starts_at, ends_at = (_a_week_later(moment, event.zone) for moment in (event.starts_at, event.ends_at))
    if starts_at is None or ends_at is None:
        starts_at = ends_at = None
    copied = (
        "zone", "is_all_day", "venue_from", "venue", "meeting_from", "meeting", "host", "host_email", "contact",
        "notes_zh", "notes_en", "audience_zh", "audience_en",
    )  # fmt: skip
    return Event.objects.create(
        series=event.series,
        number=next_number(event.series),
        starts_at=starts_at,
        ends_at=ends_at,
        created_by=by,
        **{name: getattr(event, name) for name in copied},
    )


def _end(series: Series) -> time | None:
    if series.usual_start is None:
        return None
    begun = datetime.combine(date(2000, 1, 1), series.usual_start)
    ended = begun + timedelta(minutes=series.minutes or 120)
    return ended.time() if ended.date() == begun.date() else None


def _a_week_later(moment: datetime | None, zone: str) -> datetime | None:
    """The same time on the clocks of `zone`; where they skip or repeat it, seven times 24 hours later.

    None where the calendar ends.
    """
    if moment is None:
        return None
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + WEEK
    try:
        return parse_local(wall, zone)
    except TimeOutOfRange:
        return None
    except TimeRefused:
        return moment + WEEK
