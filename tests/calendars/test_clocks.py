from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import pytz
from icalendar import Timezone

from seminars.calendars.clocks import observances, vtimezone
from seminars.timekeeping.zones import picker_zones

FIRST, LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2040, 12, 31, tzinfo=UTC)

# Changes of every kind: the rules of 2026, whole days lost, half hours, negative summer time, none at all.
SAMPLES = [
    "America/New_York", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Inuvik",
    "America/Havana", "Africa/Casablanca", "Europe/Chisinau", "Europe/Dublin", "Pacific/Apia",
    "Pacific/Kwajalein", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Shanghai", "Asia/Gaza",
]  # fmt: skip


def offsets(body: bytes) -> list[tuple[datetime, timedelta]]:
    """From which instant on which offset holds, as RFC 5545 §3.6.5 reads a VTIMEZONE without rules."""
    found = Timezone.from_ical(body)
    assert not found.errors
    observed = [
        (each.decoded("dtstart"), each.decoded("tzoffsetfrom"), each.decoded("tzoffsetto"))
        for each in found.subcomponents
    ]
    return sorted(((onset - before).replace(tzinfo=UTC), after) for onset, before, after in observed)


@cache
def changes(zone_name: str) -> list[datetime]:
    """When clocks change: by zoneinfo's data, and by pytz's table."""
    there = ZoneInfo(zone_name)
    found = []
    day = FIRST
    while day < LAST:
        low, day = day, day + timedelta(days=1)
        if low.astimezone(there).utcoffset() == day.astimezone(there).utcoffset():
            continue
        before = low.astimezone(there).utcoffset()
        index = bisect_left(
            range(24 * 60 * 60),
            True,
            key=lambda s: (low + timedelta(seconds=s)).astimezone(there).utcoffset() != before,
        )
        found.append(low + timedelta(seconds=index))
    table = getattr(pytz.timezone(zone_name), "_utc_transition_times", [])
    return found + [each.replace(tzinfo=UTC) for each in table if FIRST.year <= each.year <= LAST.year]


def check(zone_name: str) -> None:
    known = offsets(vtimezone(zone_name, FIRST, LAST))
    starts = [at for at, _offset in known]
    for change in [FIRST, LAST, *changes(zone_name)]:
        for instant in (change - timedelta(seconds=1), change, change + timedelta(seconds=1)):
            if not FIRST <= instant <= LAST:
                continue
            told = known[bisect_right(starts, instant) - 1][1]
            assert told == instant.astimezone(ZoneInfo(zone_name)).utcoffset(), (zone_name, instant)
            if instant.year <= 2037:
                assert told == instant.astimezone(pytz.timezone(zone_name)).utcoffset(), (zone_name, instant)


@pytest.mark.parametrize("zone_name", SAMPLES)
def test_every_change_from_1990_to_2040_is_told_as_zoneinfo_and_pytz_know_it(zone_name: str) -> None:
    check(zone_name)


@pytest.mark.slow
@pytest.mark.parametrize("zone_name", picker_zones())
def test_every_zone_of_the_picker_is_right_at_every_change(zone_name: str) -> None:
    check(zone_name)


@pytest.mark.parametrize(
    ("zone_name", "told"),
    [
        ("America/Vancouver", ["2025-11-02 02:00 -8", "2026-03-08 02:00 -7"]),
        ("America/Edmonton", ["2025-11-02 02:00 -7", "2026-03-08 02:00 -6"]),
        ("America/Winnipeg", ["2025-11-02 02:00 -6", "2026-03-08 02:00 -5"]),
        ("America/Inuvik", ["2025-11-02 02:00 -7", "2026-03-08 02:00 -6"]),
        ("America/Havana", ["2025-11-02 01:00 -5", "2026-03-08 00:00 -4", "2027-11-07 01:00 -5"]),
        (
            "Africa/Casablanca",
            ["2025-04-06 02:00 +1", "2026-02-15 03:00 +0", "2026-03-22 02:00 +1", "2026-09-20 02:00 +0"],
        ),
    ],
)
def test_what_countries_changed_in_2026_is_told_for_the_two_years_after(
    zone_name: str, told: list[str]
) -> None:
    years = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)

    assert [
        f"{each.onset:%Y-%m-%d %H:%M} {each.after // timedelta(hours=1):+}"
        for each in observances(zone_name, *years)
    ] == told


def test_a_year_of_new_york_is_three_observances() -> None:
    body = vtimezone("America/New_York", datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))

    assert body.decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        *change_lines("STANDARD", "20251102T020000", "-0400", "-0500", "EST"),
        *change_lines("DAYLIGHT", "20260308T020000", "-0500", "-0400", "EDT"),
        *change_lines("STANDARD", "20261101T020000", "-0400", "-0500", "EST"),
        "END:VTIMEZONE",
        "",
    ]


def change_lines(kind: str, onset: str, before: str, after: str, name: str) -> list[str]:
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset}",
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        f"TZNAME:{name}",
        f"END:{kind}",
    ]


def test_beijing_today_is_one_standard_time_from_long_ago() -> None:
    (one,) = observances("Asia/Shanghai", datetime(2026, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))

    assert (one.onset, one.before, one.after, one.name, one.is_summer) == (
        datetime(1970, 1, 1), timedelta(hours=8), timedelta(hours=8), "CST", False,
    )  # fmt: skip


def test_a_summer_has_the_standard_time_before_it_too() -> None:
    july = datetime(2026, 7, 1, tzinfo=UTC)

    found = [(each.onset, each.is_summer) for each in observances("America/New_York", july, july)]

    assert found == [(datetime(2025, 11, 2, 2), False), (datetime(2026, 3, 8, 2), True)]


def test_a_summer_after_a_winter_that_changed_no_clock_has_an_older_standard_time_too() -> None:
    # In November 2007 the county left Central summer time for Eastern standard time: both are UTC-5. A table
    # without any standard time breaks dateutil.
    may = datetime(2008, 5, 6, tzinfo=UTC)

    found = [(each.onset, each.is_summer) for each in observances("America/Indiana/Petersburg", may, may)]

    assert found == [
        (datetime(2006, 10, 29, 2), False), (datetime(2007, 3, 11, 2), True), (datetime(2008, 3, 9, 2), True),
    ]  # fmt: skip


def test_a_first_summer_after_years_without_one_has_the_time_before_it_too() -> None:
    # Egypt took summer time up again in 2023, after nine years.
    july = datetime(2023, 7, 1, tzinfo=UTC)

    found = [(each.onset, each.after, each.is_summer) for each in observances("Africa/Cairo", july, july)]

    assert found == [
        (datetime(1970, 1, 1), timedelta(hours=2), False), (datetime(2023, 4, 28), timedelta(hours=3), True),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("zone_name", picker_zones())
def test_a_table_of_a_day_or_a_month_always_has_a_standard_time(zone_name: str) -> None:
    for change in changes(zone_name):
        for length in (timedelta(0), timedelta(days=30)):
            assert not all(each.is_summer for each in observances(zone_name, change, change + length))


def test_a_file_that_begins_with_a_change_begins_with_the_new_offset() -> None:
    at = datetime(2026, 3, 8, 7, tzinfo=UTC)

    assert observances("America/New_York", at, at)[-1].after == timedelta(hours=-4)
    before = at - timedelta(seconds=1)
    assert [each.after for each in observances("America/New_York", before, before)] == [timedelta(hours=-5)]
    assert len(observances("America/New_York", before, at)) == 2


def test_offsets_with_seconds_are_written_with_seconds() -> None:
    at = datetime(1971, 6, 1, tzinfo=UTC)

    assert b"TZOFFSETTO:-004430\r\n" in vtimezone("Africa/Monrovia", at, at)
