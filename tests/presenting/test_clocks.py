from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seminars.presenting.clocks import clocks
from seminars.timekeeping.zones import UnknownZone
from tests.presenting.samples import BEFORE, a_snapshot


def test_new_york_reads_three_in_the_morning_and_is_told_that_its_clocks_go_back() -> None:
    told = clocks(a_snapshot(), ["America/New_York"], "en", at=BEFORE)

    assert [str(each.when) for each in (told.home, *told.others)] == [
        "Sat, 1 November 15:00–17:00 (Beijing time)",
        "Sat, 1 November 03:00–05:00 (New York time)",
    ]
    assert told.others[0].gap == "12 hours behind Beijing time"
    assert told.changes == (
        "Clocks in New York go back by 1 hour on Sun, 2 November 2025."
        " Before that they are 12 hours behind Beijing time, from then on 13 hours behind Beijing time.",
    )


def test_a_change_of_the_event_s_own_clocks_is_told_to_everybody() -> None:
    snapshot = a_snapshot(zone="America/New_York")

    told = clocks(snapshot, [], "en", at=BEFORE)

    assert told.changes == ("Clocks in New York go back by 1 hour on Sun, 2 November 2025.",)


def test_no_change_within_two_weeks_needs_no_sentence() -> None:
    july = datetime(2025, 7, 5, 7, 0, tzinfo=UTC)
    snapshot = a_snapshot(starts_at=july, ends_at=july + timedelta(hours=2))

    assert clocks(snapshot, ["America/New_York", "Asia/Kolkata"], "en", at=BEFORE).changes == ()


def test_the_event_s_own_zone_is_not_repeated() -> None:
    told = clocks(a_snapshot(), ["Asia/Shanghai", "Asia/Kolkata", "Asia/Kolkata"], "en", at=BEFORE)

    assert [(each.when.zone_name, each.gap) for each in told.others] == [
        ("Asia/Kolkata", "2 hours 30 minutes behind Beijing time")
    ]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        clocks(a_snapshot(), ["Mars/Olympus"], "en", at=BEFORE)
