"""When an event takes place, as it is typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation

from seminars.admin.times import TimeFault, Typed, typed_times
from seminars.models import Event

DAY = date(2026, 11, 28)


def typed(**fields: Any) -> Typed:
    given: dict[str, Any] = {"on": None, "start": None, "end": None, "last": None, "zone": "Asia/Shanghai"}
    return Typed(**(given | fields))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (None, None)),
        ({"on": DAY, "start": time(14), "end": time(16)}, (utc(2026, 11, 28, 6), utc(2026, 11, 28, 8))),
        ({"on": DAY, "start": time(14)}, (utc(2026, 11, 28, 6), utc(2026, 11, 28, 8))),
        ({"on": DAY, "start": time(14), "minutes": 90}, (utc(2026, 11, 28, 6), utc(2026, 11, 28, 7, 30))),
        ({"on": DAY, "usual_start": time(9, 30)}, (utc(2026, 11, 28, 1, 30), utc(2026, 11, 28, 3, 30))),
        (
            {"on": DAY, "start": time(22), "end": time(1), "last": date(2026, 11, 29)},
            (utc(2026, 11, 28, 14), utc(2026, 11, 28, 17)),
        ),
        (
            {"on": DAY, "last": date(2026, 11, 29), "is_all_day": True},
            (utc(2026, 11, 27, 16), utc(2026, 11, 29, 16)),
        ),
        # Midnight of this day does not exist in Beirut: the day begins at one.
        (
            {"on": date(2027, 3, 28), "zone": "Asia/Beirut", "is_all_day": True},
            (utc(2027, 3, 27, 22), utc(2027, 3, 28, 21)),
        ),
        # Two hours pass although the clocks show three.
        (
            {"on": date(2027, 3, 14), "start": time(1), "zone": "America/New_York"},
            (utc(2027, 3, 14, 6), utc(2027, 3, 14, 8)),
        ),
    ],
)
def test_what_was_typed_is_read_by_the_clocks_of_its_zone(
    fields: dict[str, Any], expected: tuple[datetime | None, datetime | None]
) -> None:
    assert typed(**fields).read() == expected


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"start": time(14)}, "on", "Give the date as well."),
        ({"on": DAY}, "start", "Say when it starts, or tick “whole days”."),
        (
            {"on": DAY, "start": time(14), "last": date(2026, 11, 27)},
            "last",
            "The last day must not be before the first.",
        ),
        (
            {"on": DAY, "start": time(14), "last": date(2026, 11, 29)},
            "end",
            "Say at what time it ends on the last day.",
        ),
        (
            {"on": DAY, "start": time(14), "end": time(14)},
            "end",
            "The end must be after the start. If it ends on a later day, give that day too.",
        ),
        (
            {"on": DAY, "start": time(14), "end": time(15), "last": date(2026, 11, 29)},
            "end",
            "An event lasts at most 24 hours, or 14 whole days.",
        ),
        (
            {"on": DAY, "last": date(2026, 12, 12), "is_all_day": True},
            "last",
            "An event lasts at most 24 hours, or 14 whole days.",
        ),
        (
            {"on": date(2027, 3, 14), "start": time(2, 30), "zone": "America/New_York"},
            "start",
            "2027-03-14 02:30 (New York time) does not exist: the clocks go forward and skip it. Choose another time.",
        ),
        (
            {"on": date(2026, 11, 1), "start": time(1, 30), "zone": "America/New_York"},
            "start",
            "2026-11-01 01:30 (New York time) happens twice: the clocks go back over it. Choose another time, "
            "or write its offset from UTC.",
        ),
        ({"on": date(9999, 12, 31), "start": time(14)}, "start", "The year 9999 is out of range."),
        ({"on": date(9999, 12, 31), "is_all_day": True}, "on", "The year 9999 is out of range."),
        ({"on": date(1, 1, 1), "is_all_day": True}, "on", "The year 1 is out of range."),
        (
            {"on": date(9999, 12, 30), "last": date.max, "is_all_day": True},
            "on",
            "The year 9999 is out of range.",
        ),
    ],
)
def test_a_time_that_cannot_be_names_its_field_and_says_why(
    fields: dict[str, Any], field: str, sentence: str
) -> None:
    with translation.override("en"), pytest.raises(TimeFault) as fault:
        typed(**fields).read()

    assert (fault.value.field, fault.value.sentence) == (field, sentence)


def test_the_sentence_is_chinese_at_the_chinese_desk() -> None:
    with translation.override("zh-hans"), pytest.raises(TimeFault, match="不存在"):
        typed(on=date(2027, 3, 14), start=time(2, 30), zone="America/New_York").read()


@pytest.mark.parametrize(
    ("starts_at", "length", "is_all_day", "shown"),
    [
        (
            utc(2026, 11, 28, 6), timedelta(hours=2), False,
            {"on": DAY, "start": time(14), "end": time(16), "last": None},
        ),
        (
            utc(2026, 11, 28, 14), timedelta(hours=3), False,
            {"on": DAY, "start": time(22), "end": time(1), "last": date(2026, 11, 29)},
        ),
        (utc(2026, 11, 27, 16), timedelta(days=1), True, {"on": DAY, "last": None}),
        (utc(2026, 11, 27, 16), timedelta(days=3), True, {"on": DAY, "last": date(2026, 11, 30)}),
    ],
)  # fmt: skip
def test_the_fields_show_the_clocks_of_the_event(
    starts_at: datetime, length: timedelta, is_all_day: bool, shown: dict[str, Any]
) -> None:
    event = Event(
        starts_at=starts_at, ends_at=starts_at + length, is_all_day=is_all_day, zone="Asia/Shanghai"
    )

    assert typed_times(event) == shown
    back = Typed(**({"start": None, "end": None, "zone": event.zone, "is_all_day": is_all_day} | shown))
    assert back.read() == (event.starts_at, event.ends_at)
