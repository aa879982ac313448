from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from seminars.presenting.history import Past
from seminars.presenting.said import speaking
from seminars.presenting.structured import structured
from seminars.programme.snapshots import MeetingPart, Snapshot, SpeakerPart
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import BEFORE, BROOK, HALL, STARTS, a_snapshot, a_talk

SITE = "http://127.0.0.1:8000"
PLACE = {
    "@type": "Place",
    "name": "Gezhi Hall 112",
    "address": "Gezhi Hall 112",
    "url": f"{SITE}/en/venues/gezhi-112/",
}
LIN = {"@type": "Person", "name": "Lin Zhiyuan", "alternateName": "林知远", "url": f"{SITE}/en/speakers/lin/"}


def told(snapshot: Snapshot, *, history: tuple[Snapshot, ...] = ()) -> dict[str, Any]:
    past = [Past(number, BEFORE, each) for number, each in enumerate((*history, snapshot), 1)]
    with speaking("en"):
        found = structured(snapshot, "en", description="In short", history=past)
    return dict(json.loads(found))


def test_an_event_is_told_to_search_engines() -> None:
    meeting = MeetingPart("tencent", code="555010021", url="https://meeting.example.org/1")
    snapshot = a_snapshot(talks=(a_talk(language="mixed"),), meeting=meeting)

    assert told(snapshot) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{SITE}/wenqu/89/#event",
        "name": "再看旋转位置编码",
        "description": "In short",
        "url": f"{SITE}/en/wenqu/89/",
        "image": f"{SITE}/en/wenqu/89/poster-wide.png",
        "startDate": "2025-11-01T15:00:00+08:00",
        "endDate": "2025-11-01T17:00:00+08:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            PLACE,
            {"@type": "VirtualLocation", "name": "Tencent Meeting", "url": "https://meeting.example.org/1"},
        ],
        "inLanguage": ["en", "zh"],
        "performer": [LIN],
        "organizer": {"@type": "Organization", "name": "Wenqu Class Seminar", "url": f"{SITE}/en/wenqu/"},
    }


def test_a_moved_event_says_when_it_was_to_begin_and_a_cancelled_one_that_it_is_off() -> None:
    now = a_snapshot()
    before = replace(now, starts_at=STARTS - timedelta(days=7), ends_at=STARTS - timedelta(days=6))
    off = replace(now, state="cancelled")

    found = [told(now), told(now, history=(before,)), told(off), told(off, history=(before,))]

    assert [(each["eventStatus"].rsplit("/")[-1], each.get("previousStartDate")) for each in found] == [
        ("EventScheduled", None),
        ("EventRescheduled", "2025-10-25T15:00:00+08:00"),
        ("EventCancelled", None),
        ("EventCancelled", "2025-10-25T15:00:00+08:00"),
    ]


@pytest.mark.parametrize(
    "rule", [{"visibility": "subscribers"}, {"visibility": "request"}, {"opens_before": 10}]
)
def test_a_meeting_that_is_not_for_everybody_is_joined_through_its_page(rule: dict[str, Any]) -> None:
    meeting = MeetingPart(
        "zoom", code="95550100713", url="https://zoom.example.org/secret", passcode="24", **rule
    )

    found = told(a_snapshot(meeting=meeting, venue=None))

    assert found["location"] == [
        {"@type": "VirtualLocation", "name": "Zoom", "url": f"{SITE}/en/wenqu/89/join/"}
    ]
    assert found["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


def test_talks_of_one_event_are_events_within_it_and_whole_days_are_dates() -> None:
    at = STARTS + timedelta(hours=1)
    talks = (a_talk(), a_talk(uid="two", title="", starts_at=at, ends_at=at, speakers=(BROOK,)))
    whole_day = a_snapshot(is_all_day=True, starts_at=STARTS - timedelta(hours=15), ends_at=STARTS)

    assert [
        (each["name"], each["url"], each["startDate"]) for each in told(a_snapshot(talks=talks))["subEvent"]
    ] == [
        ("再看旋转位置编码", f"{SITE}/en/wenqu/89/#talk-1", "2025-11-01T15:00:00+08:00"),
        ("Ada Brook", f"{SITE}/en/wenqu/89/#talk-2", "2025-11-01T16:00:00+08:00"),
    ]
    assert (told(whole_day)["startDate"], told(whole_day)["endDate"]) == ("2025-11-01", "2025-11-02")


def test_nothing_that_is_told_ends_the_element() -> None:
    evil = SpeakerPart("evil", Bilingual("", "</script><script>alert(1)//&\u2028"))
    snapshot = a_snapshot(venue=HALL, talks=(a_talk(speakers=(evil,)),))

    with speaking("en"):
        text = structured(snapshot, "en", description="<!-- <script>")

    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["performer"][0]["name"] == evil.name.en
