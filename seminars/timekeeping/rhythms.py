"""Wall-clock hours that come again: the instant of one on a day, the next one, the last one. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from seminars.timekeeping.zones import next_clock_change, zone

_DAY = timedelta(days=1)


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
    day = day_at(at, zone_name) + _DAY
    while True:
        moment = instant_of(day, hour, zone_name)
        if moment <= at and weekday in (None, day.weekday()):
            return day, moment
        day -= _DAY


def next_hour(
    hour: time, zone_name: str, *, at: datetime, weekday: int | None = None
) -> tuple[date, datetime]:
    """The earliest `hour` after `at`, with its local day; with a `weekday` (0 is Monday), on such a day."""
    day = day_at(at, zone_name) - _DAY
    while True:
        moment = instant_of(day, hour, zone_name)
        if moment > at and weekday in (None, day.weekday()):
            return day, moment
        day += _DAY
