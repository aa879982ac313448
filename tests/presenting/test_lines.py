from __future__ import annotations

from datetime import timedelta

from seminars.presenting.agenda import Entry, Skip, agenda
from seminars.presenting.lines import line
from seminars.presenting.said import Said
from tests.presenting.samples import BEFORE, BROOK, STARTS, a_snapshot, a_talk, with_link


def test_a_line_says_when_what_who_and_where() -> None:
    told = line(a_snapshot(), "en", at=BEFORE)

    assert (
        str(told.when),
        told.heading.text,
        told.speakers,
        str(told.place),
        told.meeting,
        told.near,
        told.href,
    ) == (
        "Sat, 1 November 15:00–17:00 (Beijing time)",
        "再看旋转位置编码",
        "Lin Zhiyuan",
        "Gezhi Hall 112",
        "Tencent Meeting",
        "in 3 days",
        "/en/wenqu/89/",
    )


def test_several_talks_are_listed_below_the_names() -> None:
    snapshot = a_snapshot(talks=(a_talk(), a_talk(uid="two", title="", speakers=(BROOK,))))

    told = line(snapshot, "zh", at=BEFORE)

    assert (told.heading.text, told.speakers, told.details) == (
        "林知远、Ada Brook",
        "",
        (Said("再看旋转位置编码", "zh-Hans"),),
    )


def test_a_cancelled_event_is_marked_with_its_reason() -> None:
    told = line(a_snapshot(state="cancelled", cancel_reason="下雪"), "zh", at=BEFORE)

    assert (told.is_cancelled, told.reason, told.near) == (True, "下雪", "")


def test_a_past_event_tells_that_it_was_recorded() -> None:
    told = line(with_link(a_snapshot(), "recording"), "en", at=STARTS + timedelta(days=1))

    assert (told.phase, told.marks) == ("over", ("Recording available",))


def test_the_agenda_names_weeks_and_skipped_dates_in_order() -> None:
    lines = [
        line(
            a_snapshot(
                starts_at=STARTS + timedelta(days=days), ends_at=STARTS + timedelta(days=days, hours=2)
            ),
            "en",
            at=BEFORE,
        )
        for days in (14, 0, 7)
    ]
    off = Skip(STARTS.date() + timedelta(days=9), "Mon, 10 November", Said("Wenqu", "en"), "/en/wenqu/", None)

    weeks = agenda(lines, [off], "en", at=BEFORE, zone_name="Asia/Shanghai")

    told = [(week.title, [date_of(entry) for entry in week.entries]) for week in weeks]
    assert told == [
        ("This week", ["Sat, 1 November"]),
        ("Next week", ["Sat, 8 November"]),
        ("Later", ["Mon, 10 November", "Sat, 15 November"]),
    ]


def date_of(entry: Entry) -> str:
    if entry.skip:
        return entry.skip.date
    return entry.line.when.date if entry.line else ""
