"""What the long post says is read back as the event that it was made of, on the day it is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.saying.items import Item
from seminars.announcements.wechat.long import long
from seminars.intake.reader import read
from seminars.intake.reading import Reading, refusals
from seminars.meetings.audiences import may_show
from seminars.models import Moment
from seminars.programme.changes import compare
from seminars.programme.snapshots import MeetingPart, Snapshot, TalkPart
from tests.announcements.wechat.cases import (
    CASES,
    MEETING,
    OTHER_ROOM,
    SATURDAY_NOON,
    TUESDAY,
    TWO_TALKS,
    told,
)
from tests.announcements.wechat.strategies import events

# Bare labels that a note keeps, as the text has it.
NOTE = {"zh": "备注：", "en": "Note: "}


def as_event(snapshot: Snapshot, language: str) -> dict[str, Any]:
    """What a reader can know of the event from a text in `language`."""
    return {
        "kind": "announcement",
        "number": snapshot.number,
        "series": snapshot.series.name.best(language),
        "title": snapshot.title.best(language),
        "times": (snapshot.starts_at, snapshot.ends_at, snapshot.zone, snapshot.is_all_day),
        "place": snapshot.venue.name.best(language).replace(" ", "") if snapshot.venue else "",
        "meeting": _meeting(snapshot.meeting) if snapshot.meeting else None,
        "mode": snapshot.mode,
        "talks": [_talk(talk, language) for talk in snapshot.planned_talks],
        "intro": snapshot.intro.best(language),
        "notes": snapshot.notes.best(language),
        "audience": snapshot.audience.best(language),
        "host": snapshot.host,
        "contact": snapshot.contact,
        "signup": (snapshot.signup_url, snapshot.signup_until),
    }


def as_read(reading: Reading, language: str) -> dict[str, Any]:
    """The same of what was read."""
    place = reading.places[0] if reading.places else None
    meetings = [(each.provider, each.code, each.url, each.passcode, each.label) for each in reading.meetings]
    return {
        "kind": reading.kind,
        "number": reading.number,
        "series": reading.series,
        "title": reading.title or "",
        "times": (_utc(reading.starts_at), _utc(reading.ends_at), reading.zone, reading.is_all_day),
        "place": f"{place.venue}{place.room or ''}".replace(" ", "") if place else "",
        "meeting": tuple(word or "" for word in meetings[0]) if meetings else None,
        "mode": reading.mode,
        "talks": [
            (
                talk.title or "",
                [(each.name, each.honorific or "", each.affiliation or "") for each in talk.speakers],
                [talk.joint_biography or "", *(each.biography or "" for each in talk.speakers)],
                talk.abstract or "",
                talk.links,
            )
            for talk in reading.talks
        ],
        "intro": reading.intro or "",
        "notes": (reading.notes or "").removeprefix(NOTE[language]),
        "audience": reading.audience or "",
        "host": reading.host or "",
        "contact": reading.contact or "",
        "signup": (reading.signup_url or "", _utc(reading.signup_until)),
    }


def _meeting(meeting: MeetingPart) -> tuple[str, ...]:
    if not may_show(meeting, "public"):
        return meeting.provider, "", "", "", ""
    label = "" if meeting.code or meeting.url else meeting.label
    return meeting.provider, meeting.code, meeting.url, meeting.passcode, label


def _talk(talk: TalkPart, language: str) -> Any:
    text = next((part.text for part in talk.abstracts), "")
    biographies = [talk.joint_biography, *(person.biography for person in talk.speakers)]
    return (
        talk.title.best(language),
        [
            (each.name.best(language), each.honorific, each.affiliation.best(language))
            for each in talk.speakers
        ],
        [each.best(language) for each in biographies],
        text,
        tuple(link.url for link in talk.links),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


@pytest.mark.parametrize("language", ["zh", "en"])
@given(data=st.data())
def test_a_long_post_is_read_back_as_its_event(language: str, data: st.DataObject) -> None:
    event = data.draw(events(language))
    day = event.starts_at.astimezone(ZoneInfo(event.zone)).date()
    on = day - timedelta(days=data.draw(st.integers(0, 20)))

    reading = read(long(Item(event), Moment.FULL, language, on=on), on, "Asia/Shanghai")

    assert as_read(reading, language) == as_event(event, language)
    assert refusals(reading) == ()


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_a_moved_event_is_read_as_moved(language: str) -> None:
    reading = read(
        long(told(TWO_TALKS, SATURDAY_NOON), Moment.CHANGE, language, on=TUESDAY), TUESDAY, "Asia/Shanghai"
    )

    assert (reading.kind, _utc(reading.starts_at), _utc(reading.ends_at), _utc(reading.previous_start)) == (
        "postponement",
        TWO_TALKS.starts_at,
        TWO_TALKS.ends_at,
        SATURDAY_NOON.starts_at,
    )
    assert refusals(reading) == ()


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_an_event_moved_in_time_and_place_is_read_as_that(language: str) -> None:
    item, (moment,) = CASES["moved-both"]

    reading = read(long(item, moment, language, on=TUESDAY), TUESDAY, "Asia/Shanghai")

    assert (reading.kind, _utc(reading.starts_at), _utc(reading.previous_start)) == (
        "postponement",
        TWO_TALKS.starts_at,
        SATURDAY_NOON.starts_at,
    )
    assert reading.places[0].text == ("Gezhi Hall 112" if language == "en" else "格致堂112")
    assert refusals(reading) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_room_is_read_as_the_room(language: str) -> None:
    known = _with(TWO_TALKS, venue=OTHER_ROOM)
    text = long(Item(TWO_TALKS, known, compare(known, TWO_TALKS)), Moment.CHANGE, language, on=TUESDAY)

    reading = read(text, TUESDAY, "Asia/Shanghai")

    assert as_read(reading, language)["place"] == as_event(TWO_TALKS, language)["place"]
    assert refusals(reading) == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_addition_is_read_as_the_whole_event(language: str) -> None:
    item, (moment,) = CASES["added"]

    reading = read(long(item, moment, language, on=TUESDAY), TUESDAY, "Asia/Shanghai")

    assert as_read(reading, language) == as_read(
        read(long(Item(item.snapshot), Moment.FULL, language, on=TUESDAY), TUESDAY, "Asia/Shanghai"), language
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cancelled_event_is_read_as_cancelled(language: str) -> None:
    cancelled = _with(TWO_TALKS, state="cancelled", cancel_reason="讲者生病")

    reading = read(long(Item(cancelled), Moment.CANCELLATION, language, on=TUESDAY), TUESDAY, "Asia/Shanghai")

    assert (reading.kind, reading.number, _utc(reading.previous_start)) == (
        "cancellation",
        42,
        TWO_TALKS.starts_at,
    )
    assert refusals(reading) == ()


def test_both_languages_together_are_one_event() -> None:
    text = long(Item(_with(TWO_TALKS, meeting=MEETING)), Moment.FULL, "both", on=date(2026, 11, 24))

    reading = read(text, TUESDAY, "Asia/Shanghai")

    first = reading.talks[0]
    assert refusals(reading) == ()
    assert (len(reading.talks), first.title, first.other and first.other.title) == (
        2,
        "再看 √(2 log n) 的界",
        "The √(2 log n) bound revisited",
    )
    assert (_utc(reading.starts_at), reading.places[0].text) == (TWO_TALKS.starts_at, "格致堂112")


def _with(snapshot: Snapshot, **fields: Any) -> Snapshot:
    values = {name: getattr(snapshot, name) for name in snapshot.__dataclass_fields__}
    return Snapshot(**(values | fields))
