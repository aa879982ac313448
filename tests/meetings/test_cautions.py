from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.meetings.cautions import Booking, Caution, Kind, cautions
from seminars.programme.snapshots import MeetingPart
from tests.factories import STARTS

ROOM = MeetingPart("tencent", code="555010021", passcode="24680")


def a_booking(
    event: str = "#2",
    *,
    days: int = 0,
    hours: int = 0,
    meeting: MeetingPart = ROOM,
    is_standing: bool = False,
) -> Booking:
    starts_at = STARTS + timedelta(days=days, hours=hours)
    return Booking(event, starts_at, starts_at + timedelta(hours=2), meeting, is_standing)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (a_booking("#1", hours=1), (Caution(Kind.OVERLAP, "#1"),)),
        (a_booking("#1", hours=1, is_standing=True), (Caution(Kind.OVERLAP, "#1"),)),
        (a_booking("#1", hours=2), ()),
        (a_booking("#1", hours=1, meeting=MeetingPart("zoom", code="555010021")), ()),
        (a_booking("#1", days=-7), (Caution(Kind.REUSED, "#1"),)),
        (a_booking("#1", days=-7, is_standing=True), ()),
        (a_booking("#3", days=7), ()),
    ],
)
def test_two_events_in_one_room_are_noticed(other: Booking, found: tuple[Caution, ...]) -> None:
    assert cautions(a_booking(), [other]) == found


def test_the_last_event_with_the_number_is_named() -> None:
    others = [a_booking("#0", days=-14), a_booking("#1", days=-7)]

    assert cautions(a_booking(), others) == (Caution(Kind.REUSED, "#1"),)


@pytest.mark.parametrize("code", ["5550100211", "55501002112"])
def test_personal_and_recurring_rooms_may_be_used_again(code: str) -> None:
    room = MeetingPart("tencent", code=code)

    assert cautions(a_booking(meeting=room), [a_booking("#1", days=-7, meeting=room)]) == ()


def test_rooms_that_nobody_can_join_yet_are_not_one_room() -> None:
    room = MeetingPart("tencent")

    assert cautions(a_booking(meeting=room), [a_booking("#1", meeting=room)]) == ()


@pytest.mark.parametrize(
    ("meeting", "is_noticed"),
    [
        (MeetingPart("other", code="555010021"), True),
        (MeetingPart("other", "VooV", code="555010021"), False),
        (MeetingPart("other", code="555010021", url="https://example.org/1"), False),
        (MeetingPart("other"), False),
    ],
)
def test_a_number_without_a_provider_is_noticed(meeting: MeetingPart, is_noticed: bool) -> None:
    assert (Caution(Kind.UNNAMED) in cautions(a_booking(meeting=meeting))) == is_noticed


@pytest.mark.parametrize(
    ("text", "is_noticed"),
    [
        ("备有零食。密码：24680", True),
        ("The word is 24680.", True),
        ("Room 124680", False),
        ("备有零食", False),
    ],
)
def test_a_passcode_in_the_text_is_noticed(text: str, is_noticed: bool) -> None:
    assert cautions(a_booking(), texts=("", text)) == ((Caution(Kind.PASSCODE),) if is_noticed else ())
