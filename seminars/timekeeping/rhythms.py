"""Wall-clock hours that come again: the instant of one on a day, the next one, the last one. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from seminars.timekeeping.zones import next_clock_change, zone

_DAY = timedelta(days=1)


# Asked for every reader, of whom thousands have the same hour in the same zone.
@lru_cache(maxsize=4096)
def instant_of(day: date, hour: time, zone_name: str) -> datetime:
    """When the clocks of an IANA zone show `hour` on `day`, in UTC.

    Where they show it twice, the first time; where they skip it, the first instant after the gap.
    """
    there = zone(zone_name)
    wall = datetime.combine(day, hour, tzinfo=there)
    moment = wall.astimezone(UTC)
    if moment.astimezone(there).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    change = next_clock_change(zone_name, moment - _DAY, _DAY)
    return change.at.astimezone(UTC) if change else moment


def day_at(at: datetime, zone_name: str) -> date:
    """The date that the clocks of an IANA zone show at `at`."""
    return at.astimezone(zone(zone_name)).date()


def last_hour(
    hour: time, zone_name: str, *, at: datetime, weekday: int | None = None
) -> tuple[date, datetime]:
    """The latest `hour` that is not after `at`, with its local day; with a `weekday` (0 is Monday), on such a day."""
    days = _days(day_at(at, zone_name) + _DAY, -_DAY, weekday)
    return next(each for each in _hours(days, hour, zone_name) if each[1] <= at)


def next_hour(
    hour: time, zone_name: str, *, at: datetime, weekday: int | None = None
) -> tuple[date, datetime]:
    """The earliest `hour` after `at`, with its local day; with a `weekday` (0 is Monday), on such a day."""
    days = _days(day_at(at, zone_name) - _DAY, _DAY, weekday)
    return next(each for each in _hours(days, hour, zone_name) if each[1] > at)


def _days(first: date, step: timedelta, weekday: int | None) -> Iterator[date]:
    day = first
    while True:
        if weekday in (None, day.weekday()):
            yield day
        day += step


def _hours(days: Iterator[date], hour: time, zone_name: str) -> Iterator[tuple[date, datetime]]:
    """The hour of each day; a day that the calendar of a zone left out has none, as 30 December 2011 in Samoa."""
    for day in days:
        moment = instant_of(day, hour, zone_name)
        if day_at(instant_of(day, time(), zone_name), zone_name) == day:
            yield day, moment
