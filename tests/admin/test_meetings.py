"""The form of an online meeting, and what organizers are warned of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from seminars.models import Event, Meeting, Series
from seminars.presenting.differences import meeting_lines
from seminars.programme.snapshots import MeetingPart
from tests.admin.reading import form_with, text_of
from tests.factories import NOW, STARTS, a_meeting, a_series, an_event, published
from tests.meetings.test_recognising import INVITATION, TENCENT

DESK = "/en/admin/seminars"
FIELDS = ("provider", "code", "url", "passcode", "label")


def filled(desk: Client, **typed: Any) -> str:
    sent = form_with(desk.get(f"{DESK}/meeting/add/"), "provider")
    return text_of(desk.post(f"{DESK}/meeting/add/", sent | typed))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"invitation": INVITATION}, ("tencent", "555010038", TENCENT, "060213", "因果推断讨论班")),
        ({"invitation": INVITATION, "label": "B"}, ("tencent", "555010038", TENCENT, "060213", "B")),
        ({"url": f"{TENCENT}?rs=25"}, ("tencent", "", TENCENT, "", "")),
        ({"url": "https://zoom.us/j/95550100713"},
         ("zoom", "95550100713", "https://zoom.us/j/95550100713", "", "")),
        ({"code": "#腾讯会议：555-010-021"}, ("tencent", "555010021", "", "", "")),
        ({"provider": "other", "url": "https://rooms.example.org/1"},
         ("other", "", "https://rooms.example.org/1", "", "")),
    ],
)  # fmt: skip
def test_a_meeting_takes_what_was_pasted(desk: Client, typed: dict[str, str], kept: tuple[str, ...]) -> None:
    filled(desk, **typed)

    assert Meeting.objects.values_list(*FIELDS).get() == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"invitation": "See you there."}, "No online meeting was found in this text."),
        ({"invitation": INVITATION, "code": "555010021"}, "has another number: 555-010-038."),
        ({"provider": "zoom", "url": TENCENT}, "is one of Tencent Meeting."),
        ({"opens_before": "20000"}, "less than or equal to 10080"),
    ],
)
def test_what_does_not_agree_is_refused_with_a_sentence(
    desk: Client, typed: dict[str, str], sentence: str
) -> None:
    page = filled(desk, **typed)

    assert sentence in page
    assert not Meeting.objects.exists()


def test_a_clock_set_at_the_desk_holds_for_coming_and_past_events(desk: Client, visitor: Client) -> None:
    meeting = a_meeting()
    series = a_series(slug="room", meeting=meeting)
    published(an_event(series, number=1, starts_at=STARTS - timedelta(days=21)), at=NOW - timedelta(days=30))
    published(an_event(series, number=2))
    sent = form_with(desk.get(f"{DESK}/meeting/{meeting.pk}/change/"), "provider")

    desk.post(f"{DESK}/meeting/{meeting.pk}/change/", sent | {"opens_before": "10", "closes_after": "60"})

    shown = {
        path: visitor.get(path).content.decode() for path in ("/calendar/room.ics", "/room/1/", "/room/2/")
    }
    assert not any("555-010-021" in text for text in shown.values())
    assert shown["/calendar/room.ics"].replace("\r\n ", "").count("/join/") >= 2


@pytest.mark.parametrize(
    ("meeting", "lines"),
    [
        (MeetingPart("zoom", code="95550100713"), "zoom 95550100713"),
        (MeetingPart("zoom", visibility="members", opens_before=0, closes_after=60),
         "zoom\nmembers of the series\nminutes before the start: 0\nminutes after the end: 60"),
    ],
)  # fmt: skip
def test_the_desk_shows_a_change_of_who_may_know_and_when(meeting: MeetingPart, lines: str) -> None:
    with translation.override("en"):
        assert meeting_lines(meeting) == lines


def warned(desk: Client, event: Event) -> list[str]:
    """The page of the event and the page that asks before publishing."""
    return [text_of(desk.get(f"{DESK}/event/{event.pk}/{act}/")) for act in ("change", "publish")]


def test_two_events_at_once_in_one_room_are_told_before_publishing(desk: Client, wenqu: Series) -> None:
    published(an_event(wenqu, number=1, meeting=a_meeting()))
    event = an_event(wenqu, number=2, starts_at=STARTS + timedelta(hours=1), meeting=a_meeting())

    assert all("#1 uses the same online meeting at the same time." in page for page in warned(desk, event))


def test_the_number_of_last_week_and_a_passcode_in_the_text_are_told(desk: Client, wenqu: Series) -> None:
    published(
        an_event(wenqu, number=1, starts_at=STARTS - timedelta(days=7), meeting=a_meeting()),
        at=NOW - timedelta(days=9),
    )
    event = an_event(wenqu, number=2, meeting=a_meeting(passcode="24680"), notes_zh="备有零食，密码 24680")

    for page in warned(desk, event):
        assert "The online meeting has the number that" in page
        assert "A passcode stands in the text" in page


def test_a_standing_room_is_used_every_week_without_a_word(desk: Client) -> None:
    series = a_series(meeting=a_meeting())
    published(an_event(series, number=1, starts_at=STARTS - timedelta(days=7)), at=NOW - timedelta(days=9))
    event = an_event(series, number=2)

    assert not any("online meeting has the number" in page for page in warned(desk, event))


def test_a_hidden_series_of_others_is_not_named(desk: Client, wenqu: Series) -> None:
    hidden = a_series(name_en="Secret Seminar", visibility="hidden", meeting=a_meeting())
    an_event(hidden, number=1)
    event = an_event(wenqu, number=2, meeting=a_meeting())

    change, publish = warned(desk, event)
    sentence = "An event of another series uses the same online meeting at the same time."
    assert (sentence in change, sentence in publish, "Secret" in publish) == (True, True, False)
