from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.calendars.envelope import wrapped
from seminars.calendars.lint import faults
from seminars.calendars.localizing import clocks, localized
from seminars.programme.snapshots import Snapshot
from tests.calendars.samples import a_snapshot, written
from tests.calendars.strategies import snapshots, zones

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
UTF8 = "text/calendar; charset=utf-8"

EVENT = """BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
SEQUENCE:0
DTSTART:20261128T060000Z
DTEND:20261128T080000Z
SUMMARY:一
END:VEVENT
"""
SECOND = EVENT.replace("UID:1", "UID:2")
FEED = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//ZH\nMETHOD:PUBLISH\n{EVENT}{SECOND}END:VCALENDAR\n"


def codes(text: str | bytes, content_type: str | None = None) -> list[str]:
    body = text if isinstance(text, bytes) else text.replace("\n", "\r\n").encode()
    return [each.code for each in faults(body, at=AT, content_type=content_type)]


def test_a_sound_calendar_has_no_faults() -> None:
    assert codes(FEED) == codes(FEED, UTF8) == codes(FEED, 'Text/Calendar; Charset="UTF-8"') == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("UID:1\n", "", "no_uid"),
        ("UID:2\n", "UID:1\n", "same_uid"),
        ("SEQUENCE:0\n", "", "no_sequence"),
        ("DTSTAMP:20261101T000000Z\n", "", "no_dtstamp"),
        ("DTSTAMP:20261101T000000Z", "DTSTAMP:20261124T035900Z", "dtstamp_is_now"),
        ("DTSTART:20261128T060000Z\n", "", "no_start"),
        ("DTSTART:20261128T060000Z", "DTSTART:20261128T140000", "floating"),
        ("DTSTART:20261128T060000Z", "DTSTART;TZID=Asia/Shanghai:20261128T140000", "no_vtimezone"),
        ("DTEND:20261128T080000Z", "DTEND:20261128T060000Z", "ends_first"),
        ("METHOD:PUBLISH", "METHOD:REQUEST", "method"),
        ("SEQUENCE:0", "SEQUENCE:0\nMETHOD:PUBLISH", "method_in_event"),
        ("SEQUENCE:0", "SEQUENCE:0\nATTENDEE:mailto:x@example.org", "attendee_in_event"),
        ("METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:P1H", "duration"),
        ("METHOD:PUBLISH", "X-PUBLISHED-TTL:1H", "duration"),
        ("METHOD:PUBLISH", "REFRESH-INTERVAL:PT1H", "refresh_without_type"),
        ("METHOD:PUBLISH", "COLOR:#fff", "colour"),
        ("VERSION:2.0\n", "", "missing"),
        ("SUMMARY:一", "SUMMARY:<b>一</b>", "html"),
        ("SUMMARY:一", "SUMMARY:", "empty_summary"),
        ("SEQUENCE:0", "SEQUENCE:0\nSTATUS:CANCELED", "status"),
        ("SUMMARY:一", "SUMMARY:" + "x" * 70, "unfolded"),
        ("SUMMARY:一", "SUMMARY:" + "一" * 60, "folded_by_characters"),
        ("SUMMARY:一", "SUMMARY", "structure"),
        ("END:VEVENT\nEND", "END", "structure"),
        ("BEGIN:VCALENDAR\n", "", "structure"),
    ],
)
def test_one_fault_is_named_and_no_other(old: str, new: str, code: str) -> None:
    assert codes(FEED.replace(old, new)) == [code]


def test_faults_of_bytes_are_named() -> None:
    body = FEED.replace("\n", "\r\n").encode()

    assert codes(body.replace(b"\r\n", b"\n")) == ["line_ends"]
    assert codes(b"\xef\xbb\xbf" + body) == ["mark"]
    assert codes(body.replace("一".encode(), "概率".encode("gb18030"))) == ["not_utf8"]
    assert codes(body.replace("一".encode(), b"\xe4\r\n \xb8\x80")) == ["split_character"]
    assert codes(body.replace("一".encode(), b"x\r\n " * 300_000)) == ["large"]
    assert codes(b"") == ["no_calendar"]
    assert codes(b"<html>\r\n") == ["structure"]


def test_what_the_server_says_of_it_is_judged_when_fetched() -> None:
    assert codes(FEED, "text/calendar") == codes(FEED, "text/calendar; charset=utf8") == ["charset"]
    assert codes(FEED, "text/html; charset=utf-8") == codes(FEED, "") == ["content_type"]


def test_sentences_say_where_and_how_often_in_both_languages() -> None:
    (found,) = faults(FEED.replace("SEQUENCE:0\n", "").replace("\n", "\r\n").encode(), at=AT)

    assert (found.zh, found.en) == (
        "2 个活动没有 SEQUENCE（第一个在第 5 行）；改期后，有的日历不会更新。",
        "2 of the events have no SEQUENCE (the first in line 5); some calendars then miss changes.",
    )


@pytest.mark.parametrize("value", ["PT1H", "P1D", "P2W", "-PT15M", "P1DT12H", "PT1H30M"])
def test_durations_that_are_right_are_no_faults(value: str) -> None:
    assert codes(FEED.replace("METHOD:PUBLISH", f"X-PUBLISHED-TTL:{value}")) == []


def test_an_inequality_is_no_html() -> None:
    assert codes(FEED.replace("SUMMARY:一", "SUMMARY:a<b and b>c")) == []
    assert codes(FEED.replace("SUMMARY:一", 'SUMMARY:<a href="https://example.org">一</a>')) == ["html"]


@given(snapshots(), zones)
def test_our_own_calendars_have_no_faults(snapshot: Snapshot, zone: str) -> None:
    entry = localized(written(snapshot), own_zone=snapshot.zone, reader_zone=zone, language="zh")
    body = wrapped([clocks([entry], zone), entry.body], language="zh")

    assert set(codes(body, UTF8)) <= {"html"}  # texts such as `<b>` without an end stay as they were typed


@given(st.binary(max_size=300), st.text(alphabet='BEGIN:VCALDR;="\r\n ,TZ1', max_size=200))
def test_nothing_breaks_the_linter(raw: bytes, text: str) -> None:
    for body in (raw, text.encode(), b"BEGIN:VCALENDAR\r\n" + text.encode() + raw):
        assert all(each.zh and each.en for each in faults(body, at=AT, content_type=text))


def test_a_plain_sample_of_ours_is_faultless() -> None:
    assert codes(wrapped([written(a_snapshot())], language="zh"), UTF8) == []
