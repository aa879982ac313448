"""Hours come once a day, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import pytz
from hypothesis import example, given
from hypothesis import strategies as st

from seminars.timekeeping.rhythms import day_at, instant_of, last_hour, next_hour
from seminars.timekeeping.zones import zone

ZONES = st.sampled_from(pytz.common_timezones)
HOURS = st.times().map(lambda each: each.replace(second=0, microsecond=0))
# Two years in which every zone that still changes its clocks does so in both directions.
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
WEEKDAYS = st.none() | st.integers(0, 6)


@pytest.mark.parametrize(
    ("day", "hour", "zone_name", "instant"),
    [
        ("2026-11-24", "08:00", "Asia/Shanghai", "2026-11-24T00:00"),
        ("2026-11-24", "08:00", "Asia/Kathmandu", "2026-11-24T02:15"),
        # An hour that is skipped: when the clocks have jumped.
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-03-29", "02:00", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-03-29", "03:00", "Europe/Berlin", "2026-03-29T01:00"),
        ("2026-03-08", "02:30", "America/New_York", "2026-03-08T07:00"),
        # One that comes twice: the first time.
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),
        # Half an hour, as nowhere else.
        ("2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:30"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),
        # At midnight.
        ("2026-03-08", "00:30", "America/Havana", "2026-03-08T05:00"),
        # The day that Samoa left out.
        ("2011-12-30", "08:00", "Pacific/Apia", "2011-12-30T10:00"),
    ],
)
def test_an_hour_is_an_instant(day: str, hour: str, zone_name: str, instant: str) -> None:
    found = instant_of(date.fromisoformat(day), time.fromisoformat(hour), zone_name)

    assert found == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_a_day_that_was_left_out_has_no_hour() -> None:
    at = datetime(2011, 12, 30, 1, tzinfo=UTC)

    eve, day, after = date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31)
    assert last_hour(time(20), "Pacific/Apia", at=at)[0] == eve
    assert next_hour(time(20), "Pacific/Apia", at=at)[0] == day
    assert next_hour(time(20), "Pacific/Apia", at=at + timedelta(hours=6))[0] == after


@given(ZONES, HOURS, INSTANTS, WEEKDAYS)
@example("Australia/Lord_Howe", time(2, 15), datetime(2026, 10, 3, 15, 29, tzinfo=UTC), None)
@example("Europe/Berlin", time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 6)
def test_the_last_hour_and_the_next_enclose_the_instant(
    zone_name: str, hour: time, at: datetime, weekday: int | None
) -> None:
    last_day, last = last_hour(hour, zone_name, at=at, weekday=weekday)
    next_day, after = next_hour(hour, zone_name, at=at, weekday=weekday)

    assert last <= at < after
    # None is left out between them, and none comes twice.
    assert next_day - last_day == timedelta(days=7 if weekday is not None else 1)
    assert last_hour(hour, zone_name, at=after, weekday=weekday) == (next_day, after)
    assert next_hour(hour, zone_name, at=last, weekday=weekday) == (next_day, after)
    assert weekday in (None, last_day.weekday())


@given(ZONES, HOURS, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
@example("Africa/Casablanca", time(2, 30), date(2026, 3, 22))
def test_the_clocks_show_the_hour_or_have_skipped_it(zone_name: str, hour: time, day: date) -> None:
    wall = instant_of(day, hour, zone_name).astimezone(zone(zone_name))

    before = (wall.astimezone(UTC) - timedelta(minutes=1)).astimezone(zone(zone_name))
    assert day_at(wall, zone_name) == day
    assert wall.time() == hour or before.time() < hour < wall.time()
