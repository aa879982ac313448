"""Doubts that a human decided."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from seminars.intake.reader import read
from seminars.intake.reading import Reading
from seminars.intake.settling import BY_HAND, decisions, settled

BEIJING = ZoneInfo("Asia/Shanghai")


def reading(text: str) -> Reading:
    return read(text, date(2026, 11, 24), "Asia/Shanghai")


def at(day: int, hour: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("chosen", "times"),
    [
        ("2026-12-11", (at(11, 16), at(11, 17))),
        ("2026-12-10", (at(10, 16), at(10, 17))),
        (BY_HAND, (at(11, 16), at(11, 17))),
    ],
)
def test_another_day_takes_the_hours_along(chosen: str, times: tuple[datetime, datetime]) -> None:
    text = "报告：某题目\n时间：12月11日（周四）下午 16:00-17:00\n地点：理科楼 1479"
    found = reading(text)
    (open_,) = decisions(found)
    assert (open_.name, [*open_.candidates], open_.forbids) == (
        "weekday_mismatch:starts_at",
        ["2026-12-11", "2026-12-10"],
        True,
    )

    after = settled(found, {open_.name: chosen}, text=text)

    assert (after.starts_at, after.ends_at) == times
    assert decisions(after) == ()
    assert settled(found, {open_.name: "2026-12-24", "nothing": "x"}, text=text) == found


def test_another_place_and_another_number_take_their_words_along() -> None:
    text = (
        "周五 14:00-16:00 在听涛馆 305 报告。\n时间：11月27日（周五）14:00-16:00\n地点：望江楼 210\n"
        "腾讯会议：555-020-140\n腾讯会议号 555-020-141"
    )
    found = reading(text)
    names = {each.path: each for each in decisions(found)}
    assert {"places", "meetings"} <= names.keys()

    answers = {
        names["places"].name: list(names["places"].candidates)[1],
        names["meetings"].name: list(names["meetings"].candidates)[1],
    }
    after = settled(found, answers, text=text)

    assert [(each.venue, each.room) for each in after.places] == [("听涛馆 305", None)]
    assert [each.code for each in after.meetings] == ["555020141"]
    assert text[slice(*after.evidence["places.0"])] == "听涛馆 305"
    assert text[slice(*after.evidence["meetings.0"])] == "555-020-141"


def test_a_day_that_was_said_with_other_hours_brings_them() -> None:
    text = (
        "本周六下午 14:00-16:00，我们将在听涛馆 305 给大家带来报告。\n"
        "【重复一遍时间地点】北京时间本周日 11 月 29 日下午 15:00 - 15:30 听涛馆305"
    )
    found = reading(text)
    (open_,) = (each for each in decisions(found) if each.path == "starts_at")
    assert found.starts_at == at(29, 15, 11)

    after = settled(found, {open_.name: "2026-11-28"}, text=text)

    assert (after.starts_at, after.ends_at) == (at(28, 14, 11), at(28, 16, 11))
