"""Cases that broke calendars of others, each with the bytes or words that ours must have."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from seminars.calendars.feed import feed
from seminars.calendars.localizing import clocks, localized
from seminars.calendars.options import Options
from seminars.models import Counter, Publication
from seminars.programme.snapshots import AbstractPart, Snapshot, VenuePart
from seminars.publishing.change import cancel, restore
from seminars.publishing.rename import rename_venue
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.zones import SkippedTime, parse_local
from tests.calendars.readers import with_icalendar, with_vobject
from tests.calendars.samples import LIN, MEETING, ROOM, TALK, a_snapshot, description, written
from tests.factories import NOW, STARTS, a_series, a_venue, an_event, published


def titled(title: str, text: str = "") -> Snapshot:
    """The sample with this title and abstract in Chinese, and nothing else to be told."""
    return a_snapshot(talks=(replace(TALK, abstracts=(AbstractPart("zh", title, text),)),), meeting=None)


def lines(body: bytes) -> list[str]:
    """The content lines, unfolded."""
    return body.decode().replace("\r\n ", "").split("\r\n")


def test_half_past_two_on_a_day_in_1988_never_was_in_beijing() -> None:
    with pytest.raises(SkippedTime):
        parse_local(datetime(1988, 4, 17, 2, 30), "Asia/Shanghai")


def test_a_series_at_nine_in_the_evening_keeps_its_instants_in_new_york_all_year() -> None:
    first = parse_local(datetime(2026, 1, 2, 21), "Asia/Shanghai")
    weeks = [first + timedelta(weeks=week) for week in range(52)]

    entries = [
        localized(
            written(a_snapshot(starts_at=at, ends_at=at + timedelta(hours=1))),
            own_zone="Asia/Shanghai",
            reader_zone="America/New_York",
            language="zh",
        )
        for at in weeks
    ]

    hours = [line[-6:-4] for each in entries for line in lines(each.body) if line.startswith("DTSTART;")]
    # Standard time until the 8th of March and from the 1st of November on.
    assert hours == ["08"] * 10 + ["09"] * 34 + ["08"] * 8
    assert clocks(entries, "America/New_York").count(b"BEGIN:STANDARD") == 2
    assert clocks(entries, "America/New_York").count(b"BEGIN:DAYLIGHT") == 1


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x85"])
def test_a_line_end_of_any_kind_in_an_abstract_is_one_line_end(end: str) -> None:
    told = description(titled("题", f"甲。{end}{end}乙。"))

    assert told[-3:] == ["甲。", "乙。", "https://seminars.example.org/wenqu/42/"]


def test_commas_semicolons_and_backslashes_are_escaped_once() -> None:
    body = written(titled("a,b;c 与 d:e"))

    assert "SUMMARY:问渠 #42 · 林知远 · a\\,b\\;c 与 d:e" in lines(body)
    assert with_vobject(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n")[0].summary.endswith(
        "a,b;c 与 d:e"
    )


def test_a_nabla_is_no_line_end() -> None:
    told = description(titled("题", r"能量 $\nabla u$ 与 $\nu$；`\n` 是换行。"))

    assert told[-2] == r"能量 ∇u 与 ν；\n 是换行。"
    assert any(r"\\n 是换行。" in line for line in lines(written(titled("题", r"`\n` 是换行。"))))


def test_html_in_a_text_is_no_html_in_a_calendar() -> None:
    event = titled("<b>题</b> 一", '<p class="x">甲<br>乙 &amp; <b>丙</b></p><div>**丁**</div>')

    assert description(event)[-4:-1] == ["甲", "乙 & 丙", "丁"]
    assert "SUMMARY:问渠 #42 · 林知远 · 题 一" in lines(written(event))
    assert b"X-ALT-DESC" not in written(event)


def test_an_inequality_is_no_html() -> None:
    assert description(titled("题", "若 a<b 且 b>c，则 x<i>y。"))[-2] == "若 a<b 且 b>c，则 x<i>y。"
    assert (
        description(titled("题", "<b>若</b> a<b and b>c，x<i 且 i>y。"))[-2] == "若 a<b and b>c，x<i 且 i>y。"
    )


def test_quotes_and_colons_in_parameters_are_written_so_that_they_come_back() -> None:
    room = VenuePart("v", Bilingual('“甲”"乙": 丙;丁,戊^'), latitude="40.5", longitude="116.5")
    body = written(a_snapshot(venue=room, meeting=None))

    (line,) = (each for each in lines(body) if each.startswith("X-APPLE-STRUCTURED-LOCATION"))
    # RFC 6868: a quote is ^' and a caret ^^ there.
    assert "X-TITLE=\"“甲”^'乙^': 丙;丁,戊^^\"" in line
    assert line.endswith(":geo:40.5,116.5")


def test_empty_fields_leave_no_trace() -> None:
    bare = a_snapshot(venue=None, meeting=None, talks=(), number=None)

    told = lines(written(bare, language="both"))

    assert not [line for line in told if "None" in line or line.endswith((":", ";"))]
    assert not [line for line in told[:-1] if not line]


def test_online_only_has_the_link_for_its_place_and_hybrid_the_room() -> None:
    meeting = replace(MEETING, url="https://meeting.example.org/dm/aBc")
    online, hybrid = (written(a_snapshot(venue=venue, meeting=meeting)) for venue in (None, ROOM))

    assert "LOCATION:https://meeting.example.org/dm/aBc" in lines(online)
    assert "LOCATION:明理楼 201\\n北辰路 5 号" in lines(hybrid)
    for body in (online, hybrid):
        assert next(each for each in lines(body) if each.startswith("CONFERENCE")).endswith(
            ":https://meeting.example.org/dm/aBc"
        )


@pytest.mark.parametrize(
    "poison", ["林\r\nATTENDEE:mailto:x@example.org", "林\u2028X-A:b", '林";X-B="', "林\x00\x0b\ud800"]
)
def test_a_name_brings_no_property_with_it_in_any_zone(poison: str) -> None:
    evil = a_snapshot(talks=(replace(TALK, speakers=(replace(LIN, name=Bilingual(poison)),)),))
    known = {line.partition(":")[0] for line in lines(written(a_snapshot()))}

    entry = localized(written(evil), own_zone="Asia/Shanghai", reader_zone="America/New_York", language="zh")

    names = {line.partition(":")[0] for line in lines(entry.body)}
    assert {name.partition(";")[0] for name in names} == {name.partition(";")[0] for name in known}


def test_another_host_with_other_habits_writes_the_same_bytes() -> None:
    code = "import sys; from tests.calendars.samples import *; sys.stdout.buffer.write(written(a_snapshot()))"
    other = os.environ | {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "42"}

    body = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=other).stdout

    assert body == written(a_snapshot())


@pytest.mark.django_db
def test_a_database_restored_elsewhere_serves_the_same_file() -> None:
    series = a_series(slug="wenqu")
    published(an_event(series))
    before = feed("wenqu", Options(), at=NOW)

    # What differs there: how far the change cursor counted, and what rows were numbered.
    Counter.objects.filter(name="changes").update(value=4711)
    Publication.objects.update(cursor=1)

    assert feed("wenqu", Options(), at=NOW) == before


@pytest.mark.django_db
def test_cancelling_and_restoring_raises_the_sequence_by_two() -> None:
    event = an_event(a_series(slug="wenqu"))
    published(event)
    plain = with_icalendar(feed("wenqu", Options(), at=NOW).body)

    cancel(event, reason="", by=None, at=NOW + timedelta(minutes=1))
    restore(event, by=None, at=NOW + timedelta(minutes=2))

    body = feed("wenqu", Options(), at=NOW).body
    assert with_icalendar(body) == [replace(each, sequence=2) for each in plain]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_renamed_room_is_told_by_forty_coming_events_and_by_no_past_one() -> None:
    series, venue = a_series(slug="wenqu"), a_venue(name_zh="旧馆")
    for week in range(-3, 40):
        published(
            an_event(series, venue=venue, starts_at=STARTS + timedelta(weeks=week)),
            at=NOW - timedelta(days=30),
        )
    venue.name_zh = "新馆"

    rename_venue(venue, by=None, at=NOW)

    told = lines(feed("wenqu", Options(), at=NOW).body)
    assert [line for line in told if line.startswith("LOCATION")] == ["LOCATION:旧馆"] * 3 + [
        "LOCATION:新馆"
    ] * 40
    assert [line for line in told if line.startswith("SEQUENCE")] == ["SEQUENCE:0"] * 3 + ["SEQUENCE:1"] * 40
