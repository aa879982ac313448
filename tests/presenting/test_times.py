from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.said import speaking
from seminars.presenting.times import nearness, when
from seminars.timekeeping.zones import picker_zones
from tests.presenting.samples import STARTS

ENDS = STARTS + timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Asia/Shanghai", "zh", "2025年11月1日 周六 15:00–17:00（北京时间）"),
        ("Asia/Shanghai", "en", "Sat, 1 November 2025 15:00–17:00 (Beijing time)"),
        ("America/New_York", "zh", "2025年11月1日 周六 03:00–05:00（纽约时间）"),
        ("America/Los_Angeles", "en", "Sat, 1 November 2025 00:00–02:00 (Los Angeles time)"),
    ],
)
def test_a_time_names_date_weekday_and_zone(zone: str, language: str, words: str) -> None:
    with speaking(language):
        told = when(STARTS, ENDS, zone, language, home_zone="Asia/Shanghai")

    assert str(told) == words


def test_another_day_than_the_event_s_own_is_marked() -> None:
    evening = datetime(2025, 11, 1, 14, 0, tzinfo=UTC)

    with speaking("en"):
        shifts = [
            when(evening, evening + timedelta(hours=1), zone, "en", home_zone="Asia/Shanghai").shift
            for zone in ("Pacific/Auckland", "Asia/Tokyo", "America/New_York")
        ]
        before = when(STARTS, ENDS, "Pacific/Honolulu", "en", home_zone="Asia/Shanghai").shift

    assert (shifts, before) == (["(+1 day)", "", ""], "(−1 day)")


def test_an_hour_that_happens_twice_says_its_offset() -> None:
    twice = datetime(2025, 11, 2, 5, 30, tzinfo=UTC)

    with speaking("en"):
        told = when(twice, twice + timedelta(hours=2), "America/New_York", "en")

    assert str(told) == "Sun, 2 November 2025 01:30–02:30 (New York time, UTC−4 → UTC−5)"


def test_an_end_after_midnight_says_so() -> None:
    with speaking("en"):
        told = when(STARTS, STARTS + timedelta(hours=10), "Asia/Shanghai", "en", this_year=2025)

    assert (told.day, told.clock) == ("1 November", "15:00–01:00 the next day")


def test_whole_days_have_no_clock() -> None:
    first = datetime(2026, 4, 30, 16, 0, tzinfo=UTC)

    with speaking("en"):
        told = when(first, first + timedelta(days=3), "Asia/Shanghai", "en", is_all_day=True)

    assert (told.date, told.clock) == ("1 May 2026 to 3 May", "")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=31), ""),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=1), "tomorrow"),
        (timedelta(hours=5), "today"),
        (timedelta(minutes=1, seconds=30), "in 1 minute"),
        (timedelta(minutes=-1), "now"),
        (timedelta(hours=-2), ""),
    ],
)
def test_nearness_in_words(before: timedelta, words: str) -> None:
    with speaking("en"):
        assert nearness(STARTS, ENDS, "Asia/Shanghai", STARTS - before) == words


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(minutes=5), timedelta(hours=24)),
    st.sampled_from(picker_zones()),
    st.sampled_from(["zh", "en"]),
)
def test_the_instants_survive_in_every_zone(
    starts: datetime, length: timedelta, zone: str, language: str
) -> None:
    starts = starts.replace(microsecond=0)

    told = when(starts, starts + length, zone, language)

    assert (datetime.fromisoformat(told.starts), told.zone_name) == (starts, zone)
