from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from seminars.programme.snapshots import AbstractPart, MeetingPart, Snapshot, VenuePart
from seminars.text.bilingual import Bilingual
from tests.calendars.samples import (
    CHANGED,
    CREATED,
    LIN,
    MEETING,
    ROOM,
    TALK,
    UNTITLED,
    a_snapshot,
    description,
    golden,
    read,
    written,
)

CASES: dict[str, tuple[Snapshot, dict[str, Any]]] = {
    "hybrid-zh": (a_snapshot(), {}),
    "hybrid-en": (a_snapshot(), {"language": "en"}),
    "hybrid-both": (a_snapshot(), {"language": "both"}),
    "two-talks-zh": (a_snapshot(talks=(TALK, UNTITLED)), {}),
    "cancelled-en": (
        a_snapshot(state="cancelled", cancel_reason="The speaker is ill"),
        {"language": "en", "sequence": 3},
    ),
    "online-zh": (a_snapshot(venue=None), {}),
    "withheld-zh": (a_snapshot(meeting=replace(MEETING, visibility="subscribers")), {}),
    "all-day-en": (
        a_snapshot(
            is_all_day=True,
            starts_at=datetime(2026, 12, 30, 16, tzinfo=UTC),
            ends_at=datetime(2027, 1, 2, 16, tzinfo=UTC),
        ),
        {"language": "en"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_component_is_written_as_known(name: str) -> None:
    snapshot, options = CASES[name]

    body = written(snapshot, **options)

    assert body == golden(f"{name}.ics", body)


def test_a_component_carries_the_stored_identity_and_version() -> None:
    event = read(written(a_snapshot(), sequence=7))

    assert str(event["uid"]) == "5d3ab65e-7f2b-4d0e-9a5b-0a1b2c3d4e5f"
    assert event["sequence"] == 7
    assert event.decoded("dtstamp") == event.decoded("last-modified") == CHANGED
    assert event.decoded("created") == CREATED


def test_a_component_invites_nobody_and_rings_nobody() -> None:
    names = {name for name, _value in read(written(a_snapshot(), has_link=True)).property_items()}

    assert not names & {"ORGANIZER", "ATTENDEE", "RRULE", "METHOD"}
    assert b"VALARM" not in written(a_snapshot(), has_link=True)


def test_a_cancelled_event_is_marked_three_times() -> None:
    snapshot = a_snapshot(state="cancelled")

    for language, mark in [("zh", "【已取消】"), ("en", "[CANCELLED] "), ("both", "【已取消 CANCELLED】")]:
        event = read(written(snapshot, language=language))
        assert str(event["summary"]).startswith(mark)
        assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert description(snapshot)[1] == "本次活动已取消。"


def test_a_public_meeting_is_shown_to_everybody() -> None:
    assert written(a_snapshot()) == written(a_snapshot(), has_link=True)


def test_a_meeting_for_subscribers_stays_out_of_public_bytes() -> None:
    snapshot = a_snapshot(meeting=replace(MEETING, visibility="subscribers"))

    public, kept = written(snapshot), written(snapshot, has_link=True)

    assert not any(secret in public for secret in (b"555-010", b"555010", b"0420", b"meeting.example"))
    assert "CONFERENCE" not in read(public)
    assert kept == written(a_snapshot(), has_link=True)


@pytest.mark.parametrize("visibility", ["members", "request"])
def test_a_meeting_kept_closer_is_in_no_component(visibility: str) -> None:
    snapshot = a_snapshot(meeting=replace(MEETING, visibility=visibility))

    assert b"555-010" not in written(snapshot, has_link=True)
    assert "CONFERENCE" not in read(written(snapshot, has_link=True))


def test_an_online_event_without_a_link_names_the_meeting_as_its_place() -> None:
    snapshot = a_snapshot(venue=None, meeting=MeetingPart("tencent"))

    assert read(written(snapshot))["location"] == "腾讯会议（会议号另行通知）"
    assert read(written(snapshot, language="en"))["location"] == "Tencent Meeting (number to be announced)"


def test_a_room_without_coordinates_is_one_line_with_its_address() -> None:
    event = read(written(a_snapshot(venue=replace(ROOM, latitude="", longitude=""))))

    assert event["location"] == "明理楼 201, 北辰路 5 号"
    assert "GEO" not in event


def test_coordinates_are_never_written_with_an_exponent() -> None:
    body = written(a_snapshot(venue=replace(ROOM, latitude="0.000001", longitude="-116.5")))

    assert b"GEO:0.0;-116.5\r\n" in body


def test_an_event_without_place_talk_and_number_has_no_empty_property() -> None:
    bare = a_snapshot(venue=None, meeting=None, talks=(), number=None)
    bare = replace(bare, series=replace(bare.series, colour=""))

    event = read(written(bare))

    assert str(event["summary"]) == "问渠"
    assert not {"LOCATION", "GEO", "CONFERENCE", "CATEGORIES", "COLOR"} & set(event)
    assert description(bare) == [
        "2026年11月27日（周五）15:00–17:00（北京时间）",
        "https://seminars.example.org/wenqu/42/",
    ]


def test_all_days_end_on_the_day_after_the_last_one() -> None:
    snapshot = CASES["all-day-en"][0]

    event = read(written(snapshot))

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 31), date(2027, 1, 3))
    assert description(snapshot)[0] == "2026年12月31日（周四）至2027年1月2日（周六）（北京时间）"


def test_an_event_over_midnight_and_new_year_names_both_days() -> None:
    snapshot = a_snapshot(
        starts_at=datetime(2026, 12, 31, 15, tzinfo=UTC), ends_at=datetime(2026, 12, 31, 17, tzinfo=UTC)
    )

    assert description(snapshot)[0] == "2026年12月31日（周四）23:00–2027年1月1日（周五）01:00（北京时间）"


def test_beijing_summer_time_of_1988_is_kept() -> None:
    snapshot = a_snapshot(
        starts_at=datetime(1988, 7, 1, 0, tzinfo=UTC), ends_at=datetime(1988, 7, 1, 2, tzinfo=UTC)
    )

    assert b"DTSTART:19880701T000000Z\r\n" in written(snapshot)
    assert description(snapshot)[0] == "1988年7月1日（周五）09:00–11:00（北京时间）"


def test_a_title_of_three_hundred_chinese_characters_is_cut_at_255() -> None:
    long = replace(TALK, abstracts=(AbstractPart("zh", "长" * 300),))

    summary = str(read(written(a_snapshot(talks=(long,))))["summary"])

    assert len(summary) == 255
    assert summary == "问渠 #42 · 林知远 · " + "长" * 239 + "…"


def test_a_long_abstract_leaves_room_for_the_second_talk_and_the_address() -> None:
    first = replace(TALK, abstracts=(AbstractPart("zh", "第一", "甲" * 5000),))
    second = replace(TALK, abstracts=(AbstractPart("zh", "第二", "乙" * 5000),))

    lines = description(a_snapshot(talks=(first, second)))

    assert len("\n".join(lines)) <= 2000
    assert [line[0] for line in lines[-5:]] == ["1", "甲", "2", "乙", "h"]
    assert min(len(lines[-4]), len(lines[-2])) > 800
    assert lines[-1] == "https://seminars.example.org/wenqu/42/"


def test_one_abstract_is_cut_at_1200_characters() -> None:
    long = replace(TALK, abstracts=(AbstractPart("en", "Long", "word " * 1000),))

    abstract = description(a_snapshot(talks=(long,)), language="en")[-2]

    assert len(abstract) <= 1200
    assert abstract.endswith("word…")


def test_a_withdrawn_talk_is_not_told() -> None:
    snapshot = a_snapshot(talks=(TALK, replace(UNTITLED, state="withdrawn")))

    assert written(snapshot) == written(a_snapshot())


def test_a_name_cannot_smuggle_a_property() -> None:
    evil = replace(LIN, name=Bilingual("林\r\nATTENDEE:mailto:x@example.org\r\nX-EVIL;A=1:b", ""))
    room = VenuePart("v", Bilingual('"\r\nBEGIN:VALARM:;X="', ""), latitude="1", longitude="1")

    event = read(written(a_snapshot(talks=(replace(TALK, speakers=(evil,)),), venue=room)))

    assert set(event) == set(read(written(a_snapshot())))
    assert not event.subcomponents


def test_the_same_revision_gives_the_same_bytes_in_another_process() -> None:
    code = "import sys; from tests.calendars.samples import *; sys.stdout.buffer.write(written(a_snapshot()))"

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout

    assert other == written(a_snapshot())
