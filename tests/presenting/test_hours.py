from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seminars.presenting.hours import Hours, Mark, Stretch, hours
from tests.presenting.samples import STARTS, a_snapshot


def test_rows_of_two_zones_lie_side_by_side() -> None:
    snapshot = a_snapshot()

    beijing, india = (hours(snapshot, each, "en") for each in ("Asia/Shanghai", "Asia/Kolkata"))

    assert beijing == Hours(
        nights=(Stretch("0", "29.167"), Stretch("91.667", "8.333")),
        event=Stretch("62.5", "8.333"),
        marks=(
            Mark("0", "Sat", is_midnight=True),
            *(Mark(place, str(3 * at), is_midnight=False) for at, place in enumerate(
                ("12.5", "25", "37.5", "50", "62.5", "75", "87.5"), 1
            )),
        ),
    )  # fmt: skip
    assert india is not None
    assert india.event == beijing.event
    # Half past nine in the evening of Friday: midnight comes two and a half hours later.
    assert india.marks[0] == Mark("10.417", "Sat", is_midnight=True)
    assert india.nights == (Stretch("2.083", "37.5"),)


@pytest.mark.parametrize(
    ("starts_at", "length", "event"),
    [
        # From 23:00 to 01:00: the row begins an hour later, so that all of it is shown.
        (datetime(2025, 11, 1, 15, 0, tzinfo=UTC), timedelta(hours=2), Stretch("91.667", "8.333")),
        # Three days fill the row from their start.
        (datetime(2025, 11, 1, 2, 0, tzinfo=UTC), timedelta(days=3), Stretch("0", "100")),
    ],
)
def test_what_lasts_into_the_next_day_is_in_the_row(
    starts_at: datetime, length: timedelta, event: Stretch
) -> None:
    row = hours(a_snapshot(starts_at=starts_at, ends_at=starts_at + length), "Asia/Shanghai", "zh")

    assert row
    assert row.event == event


def test_when_clocks_go_back_an_hour_is_there_twice() -> None:
    sunday = datetime(2025, 11, 2, 16, 0, tzinfo=UTC)
    snapshot = a_snapshot(starts_at=sunday, ends_at=sunday + timedelta(hours=1), zone="America/New_York")

    row = hours(snapshot, "America/New_York", "zh")

    assert row
    assert [(mark.text, mark.place) for mark in row.marks[:3]] == [
        ("周日", "0"),
        ("3", "16.667"),
        ("6", "29.167"),
    ]


def test_whole_days_and_the_ends_of_the_calendar_have_no_row() -> None:
    first = datetime(1, 1, 1, 1, 0, tzinfo=UTC)

    assert hours(a_snapshot(is_all_day=True), "Asia/Shanghai", "zh") is None
    assert (
        hours(a_snapshot(starts_at=first, ends_at=first + timedelta(hours=1)), "America/New_York", "zh")
        is None
    )
    assert hours(a_snapshot(starts_at=STARTS), "UTC", "zh") is not None
