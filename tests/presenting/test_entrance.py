from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from seminars.meetings.ways import VOOV
from seminars.presenting.entrance import Device, Entrance, countdown_words, entrance
from seminars.presenting.events import event_page
from seminars.presenting.said import speaking
from seminars.programme.snapshots import MeetingPart, Snapshot
from tests.presenting.samples import BEFORE, STARTS, a_snapshot

WEB, APP = "https://meeting.tencent.com/dm/EXAMPLE1", "wemeet://page/inmeeting?meeting_code=555010021"
ROOM = MeetingPart("tencent", code="555010021", url=WEB)
ADDRESS = "https://seminars.example.org/wenqu/89/join/"
PHONE, INSIDE = Device(is_phone=True), Device(is_phone=True, app="wechat")


def entered(
    meeting: MeetingPart = ROOM,
    device: Device | None = None,
    *,
    language: str = "zh",
    at: datetime = BEFORE,
    **fields: Any,
) -> Entrance:
    snapshot = a_snapshot(meeting=meeting, **fields)
    page = event_page(snapshot, language=language, at=at)
    return entrance(snapshot, page, device or Device(), address=ADDRESS, at=at)


@pytest.mark.parametrize(
    ("meeting", "device", "language", "urls"),
    [
        (ROOM, Device(), "zh", [WEB, APP]),
        (ROOM, PHONE, "zh", [APP, WEB]),
        (ROOM, INSIDE, "zh", [WEB]),
        (ROOM, Device(), "en", [WEB, APP, VOOV]),
        (ROOM, Device(zone="Europe/Berlin"), "zh", [WEB, APP, VOOV]),
        (ROOM, Device(zone="Asia/Shanghai"), "en", [WEB, APP]),
        (MeetingPart("tencent", url="https://voovmeeting.com/dm/X"), Device(), "en", ["https://voovmeeting.com/dm/X"]),
        (MeetingPart("tencent", code="555010021"), Device(), "zh", [APP]),
        (MeetingPart("tencent", code="555010021"), INSIDE, "zh", []),
        (MeetingPart("tencent", code="5550102663"), INSIDE, "zh", ["https://meeting.tencent.com/p/5550102663"]),
        (MeetingPart("zoom", code="95550100713"), PHONE, "en", ["https://zoom.us/j/95550100713"]),
        (MeetingPart("feishu", code="555010021"), PHONE, "zh", ["https://vc.feishu.cn/j/555010021"]),
        (MeetingPart("other", url="https://rooms.example.org/1"), PHONE, "zh", ["https://rooms.example.org/1"]),
        (MeetingPart("tencent"), Device(), "en", []),
        (MeetingPart("tencent", code="555010021", opens_before=10), Device(), "en", []),
    ],
)  # fmt: skip
def test_the_ways_that_work_come_first(
    meeting: MeetingPart, device: Device, language: str, urls: list[str]
) -> None:
    ways = entered(meeting, device, language=language).ways

    assert [way.url for way in ways] == urls
    assert [way.is_main for way in ways] == [number == 0 for number, _url in enumerate(urls)]


@pytest.mark.parametrize(
    ("device", "at", "fields", "has_code"),
    [
        (Device(), BEFORE, {}, True),
        (PHONE, BEFORE, {}, False),
        (Device(), STARTS + timedelta(hours=3), {}, False),
        (Device(), BEFORE, {"state": "cancelled"}, False),
    ],
)
def test_a_code_for_another_device_is_drawn_while_one_may_join(
    device: Device, at: datetime, fields: dict[str, Any], has_code: bool
) -> None:
    shown = entered(device=device, at=at, **fields)

    assert (bool(shown.code), bool(shown.ways)) == (has_code, has_code or device.is_phone)


def words(snapshot: Snapshot, at: datetime) -> str:
    with speaking("en"):
        return countdown_words(snapshot, at)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(days=2, hours=3, minutes=1), "It begins in 2 days 3 hours 1 minute."),
        (timedelta(hours=1), "It begins in 1 hour."),
        (timedelta(seconds=61), "It begins in 2 minutes."),
        (timedelta(seconds=1), "It begins in 1 minute."),
        (timedelta(0), "It has begun."),
        (timedelta(hours=-2), "It is over."),
    ],
)
def test_the_countdown_is_also_a_sentence(before: timedelta, said: str) -> None:
    assert words(a_snapshot(), STARTS - before) == said


def test_nothing_is_counted_down_to_what_is_cancelled() -> None:
    shown = entered(state="cancelled")

    assert (shown.countdown, shown.counts_to) == ("", "")


@pytest.mark.parametrize(
    ("meeting", "copied", "mark"),
    [
        (ROOM, "#腾讯会议：555-010-021", "#腾讯会议："),
        (MeetingPart("zoom", code="95550100713"), "95550100713", ""),
    ],
)
def test_what_is_copied_makes_the_app_offer_to_join(meeting: MeetingPart, copied: str, mark: str) -> None:
    joining = event_page(a_snapshot(meeting=meeting), language="en", at=BEFORE).facts.joining

    assert joining is not None
    assert (joining.copied, joining.mark) == (copied, mark)


@pytest.mark.parametrize(
    ("meeting", "at", "why"),
    [
        (MeetingPart("tencent", code="555010021", opens_before=10), BEFORE,
         "How to join is shown from Sat, 1 November 2025, 14:50 (Beijing time)."),
        (MeetingPart("tencent", code="555010021", closes_after=60), STARTS + timedelta(hours=3),
         "How to join was shown until Sat, 1 November 2025, 18:00 (Beijing time)."),
        (MeetingPart("tencent", opens_before=10), BEFORE, ""),
        (MeetingPart("tencent", code="555010021", visibility="request"), BEFORE,
         "The organizers tell it to those who ask them."),
    ],
)  # fmt: skip
def test_the_page_says_why_a_link_is_not_shown_and_when_it_will_be(
    meeting: MeetingPart, at: datetime, why: str
) -> None:
    joining = event_page(a_snapshot(meeting=meeting), language="en", at=at).facts.joining

    assert joining is not None
    assert (joining.why, joining.can_join, joining.is_withheld) == (why, False, bool(why))
