"""Calendars: exact times in their zones, repetitions day by day, and our own entries read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.doors.opened import in_short, opened, refused

GOLDEN = Path(__file__).parents[2] / "calendars" / "golden"


def calendar(*lines: str) -> str:
    event = ["BEGIN:VEVENT", "UID:a@example.org", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *event, "END:VCALENDAR", ""])


def test_every_event_of_a_calendar_is_one_announcement() -> None:
    entries = opened("calendar.ics")

    said = [(entry.uid, in_short(entry)) for entry in entries]
    starts = [short["when"][0] for _uid, short in said]
    assert starts == [
        "2026-10-01T16:00:00-04:00", "2026-10-15T16:00:00-04:00", "2026-10-22T16:00:00-04:00",
        "2026-10-29T16:00:00-04:00", "2026-11-06T10:00:00-05:00", "2026-11-12T16:00:00-05:00",
        "2026-11-19T16:00:00-05:00", "2026-12-04T19:00:00+08:00", "2026-12-10T09:00:00-05:00",
        "2026-12-11T00:00:00-05:00",
    ]  # fmt: skip
    assert said[7] == (
        "a@x",
        {
            "kind": "announcement",
            "number": None,
            "when": ("2026-12-04T19:00:00+08:00", "2026-12-04T20:30:00+08:00"),
            "where": ["Room 305, Wexford Hall", "91234567890"],
            "talks": [("Theory Lunch: Ann Lee (MIT) - Faster Flows", ["Ann Lee"])],
            "doubts": ["guessed_title"],
            "faults": [],
        },
    )
    assert "time_conflict" in said[4][1]["doubts"]
    assert (said[9][1]["kind"], entries[9].reading.is_all_day) == ("cancellation", True)


@pytest.mark.parametrize(
    "name", ["hybrid-zh", "hybrid-en", "hybrid-both", "two-talks-zh", "all-day-en", "cancelled-en"]
)
def test_our_own_entries_are_read_back(name: str) -> None:
    octets = (GOLDEN / f"{name}.ics").read_bytes()
    whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + octets + b"END:VCALENDAR\r\n"

    (entry,) = opened("a.ics", whole)

    reading, short = entry.reading, in_short(entry)
    talk = reading.talks[0]
    is_chinese = not name.endswith("en")
    assert entry.uid == "5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f"
    assert (reading.number, len(reading.meetings), reading.meetings[0].code) == (42, 1, "555010042")
    assert [place.text for place in reading.places] == ["明理楼 201" if is_chinese else "Mingli Hall 201"]
    assert short["talks"][0] == (
        ("再看 √(2 log n) 的界", ["林知远"])
        if is_chinese
        else ("The √(2 log n) bound revisited", ["Lin Zhiyuan"])
    )
    assert talk.abstract == (
        "设 X₁,...,Xₙ 独立。\n我们给出 更短 的证明；常数最优。"
        if is_chinese
        else "A shorter proof, with the best constant."
    )
    assert short["kind"] == ("cancellation" if "cancelled" in name else "announcement")
    assert short["when"] == (
        ("2026-12-31T00:00:00+08:00", "2027-01-03T00:00:00+08:00")
        if "all-day" in name
        else ("2026-11-27T15:00:00+08:00", "2026-11-27T17:00:00+08:00")
    )
    assert set(short["doubts"]) <= {"missing_talk_title"}
    assert [len(reading.talks), reading.links] == [2 if "two" in name else 1, ()]


def test_a_repetition_without_end_says_how_far_it_was_read() -> None:
    rule = "RRULE:FREQ=WEEKLY;BYDAY=FR"

    entries = opened("a.ics", calendar("DTSTART:20261120T070000Z", "DURATION:PT1H", rule, "SUMMARY:Seminar"))

    assert (len(entries), {entry.uid for entry in entries}) == (53, {""})
    assert [remark.en for remark in entries[0].remarks] == [
        "This entry is repeated for ever; it was read up to 2027-11-21."
    ]


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=SECONDLY", "FREQ=WEEKLY;INTERVAL=0"]
)
def test_rules_that_never_end_or_never_find_a_day_are_not_followed(rule: str) -> None:
    (entry,) = opened("a.ics", calendar("DTSTART:20261120T070000Z", f"RRULE:{rule}", "SUMMARY:Seminar"))

    assert "too complex" in entry.remarks[0].en


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "empty_calendar"),
        ("BEGIN:VCALENDAR\nnonsense\n", "broken_calendar"),
        ("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 501 + "END:VCALENDAR", "too_many_events"),
        (calendar("SUMMARY:never"), "empty_calendar"),
    ],
    ids=["nothing", "nonsense", "many", "timeless"],
)
def test_calendars_that_say_nothing_are_refused(data: str, reason: str) -> None:
    assert refused("a.ics", data) == reason
