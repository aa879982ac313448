"""Each verb changes its own fact, in public and in the working copy, and never carries half-typed text along."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from seminars.models import Event, Publication, Revision
from seminars.programme.snapshots import Snapshot, from_json
from seminars.programme.states import NotPossible
from seminars.publishing.change import NothingToDo, WrongTime, cancel, move, restore
from seminars.publishing.rename import rename_meeting, rename_speaker, rename_tag, rename_venue
from tests.factories import (
    NOW,
    STARTS,
    a_meeting,
    a_series,
    a_speaker,
    a_tag,
    a_talk,
    a_venue,
    an_event,
    published,
)

pytestmark = pytest.mark.django_db
LATER = STARTS + timedelta(days=1, minutes=30)


def public(event: Event) -> Snapshot:
    return from_json(Publication.objects.get(event=event).snapshot)


def half_typed(event: Event) -> None:
    """What an organizer has begun to write and not published."""
    event.intro_zh = "还没写完的导语"
    event.save()
    event.talks.get().abstracts.update(title="半个题")


def did_move(event: Event) -> None:
    move(event, starts_at=LATER, by=None, at=NOW)


def did_cancel(event: Event) -> None:
    cancel(event, reason="讲者航班延误", by=None, at=NOW)


def did_restore(event: Event) -> None:
    did_cancel(event)
    restore(event, by=None, at=NOW)


def did_rename_venue(event: Event) -> None:
    assert event.venue is not None
    event.venue.name_zh = "新格致堂112"
    rename_venue(event.venue, by=None, at=NOW)


@pytest.mark.parametrize("verb", [did_move, did_cancel, did_restore, did_rename_venue])
def test_no_verb_publishes_half_typed_text(verb: Callable[[Event], Any]) -> None:
    event = an_event()
    published(event)
    half_typed(event)

    verb(event)

    shown = public(event)
    kept = Event.objects.get(pk=event.pk)
    assert (shown.intro.zh, shown.talks[0].title.zh) == ("", "再看旋转位置编码")
    assert (kept.intro_zh, kept.talks.get().abstracts.get().title) == ("还没写完的导语", "半个题")


def test_move_keeps_the_length_and_takes_talks_along() -> None:
    event = an_event(has_talk=False)
    a_talk(event, starts_at=STARTS, ends_at=STARTS + timedelta(minutes=40))
    published(event)

    revision = move(event, starts_at=LATER, by=None, at=NOW)

    shown = public(event)
    event.refresh_from_db()
    assert (shown.starts_at, shown.ends_at) == (LATER, LATER + timedelta(hours=2))
    assert (shown.talks[0].starts_at, shown.talks[0].ends_at) == (LATER, LATER + timedelta(minutes=40))
    assert (event.starts_at, event.talks.get().starts_at) == (LATER, LATER)
    assert (revision.sequence, shown.path) == (1, "2026-11-28")


def test_sequence_rises_through_move_cancel_and_restore() -> None:
    event = an_event()
    published(event)

    did_move(event)
    did_cancel(event)
    restore(event, by=None, at=NOW)

    assert list(Revision.objects.values_list("number", "sequence")) == [(1, 0), (2, 1), (3, 2), (4, 3)]
    assert public(event).state == "published"


def test_cancel_says_why_in_public() -> None:
    event = an_event()
    published(event)

    did_cancel(event)

    assert (public(event).state, public(event).cancel_reason) == ("cancelled", "讲者航班延误")


@pytest.mark.parametrize("end", [LATER, LATER - timedelta(hours=1), LATER + timedelta(hours=30)])
def test_move_refuses_an_impossible_end(end: Any) -> None:
    event = an_event()
    published(event)

    with pytest.raises(WrongTime):
        move(event, starts_at=LATER, ends_at=end, by=None, at=NOW)

    assert public(event).starts_at == STARTS


def test_moving_to_the_same_time_is_nothing_to_do() -> None:
    event = an_event()
    published(event)

    with pytest.raises(NothingToDo):
        move(event, starts_at=STARTS, by=None, at=NOW)


@pytest.mark.parametrize("verb", [did_move, did_cancel])
def test_a_draft_can_neither_be_moved_nor_cancelled(verb: Callable[[Event], Any]) -> None:
    with pytest.raises(NotPossible):
        verb(an_event())


def test_a_renamed_room_ripples_to_what_is_to_come_and_not_to_what_is_over() -> None:
    series, venue = a_series(), a_venue()
    coming, over = (
        an_event(series, venue=venue),
        an_event(series, venue=venue, starts_at=STARTS - timedelta(days=30)),
    )
    for event in (coming, over):
        published(event)
    venue.name_zh = "新格致堂112"

    revisions = rename_venue(venue, by=None, at=NOW)

    names = [public(event).venue.name.zh for event in (coming, over)]  # type: ignore[union-attr]
    assert (names, [revision.sequence for revision in revisions]) == (["新格致堂112", "格致堂112"], [1])


def test_renames_of_people_and_topics_leave_sequence_alone() -> None:
    speaker, tag = a_speaker(), a_tag()
    event = an_event(has_talk=False)
    a_talk(event, speakers=[speaker], tags=[tag])
    published(event)
    speaker.name_en, tag.name_zh = "Zhiyuan Lin", "学习理论"

    revisions = rename_speaker(speaker, by=None, at=NOW) + rename_tag(tag, by=None, at=NOW)

    talk = public(event).talks[0]
    assert (talk.speakers[0].name.en, talk.tags[0].name.zh) == ("Zhiyuan Lin", "学习理论")
    assert [revision.sequence for revision in revisions] == [0, 0]


def test_a_new_meeting_number_reaches_the_events_that_use_the_meeting() -> None:
    meeting = a_meeting()
    event = an_event(a_series(meeting=meeting), venue=a_venue())
    published(event)
    meeting.code = "555010022"

    (revision,) = rename_meeting(meeting, by=None, at=NOW)

    assert public(event).meeting.code == "555010022"  # type: ignore[union-attr]
    assert revision.sequence == 1


def test_whole_days_keep_their_number_over_a_clock_change() -> None:
    new_york = ZoneInfo("America/New_York")
    event = an_event(
        zone="America/New_York",
        is_all_day=True,
        starts_at=datetime(2026, 10, 24, tzinfo=new_york),
        ends_at=datetime(2026, 10, 26, tzinfo=new_york),
    )
    published(event, at=NOW - timedelta(days=60))

    move(event, starts_at=datetime(2026, 10, 31, tzinfo=new_york), by=None, at=NOW - timedelta(days=50))
    move(event, starts_at=datetime(2027, 3, 13, tzinfo=new_york), by=None, at=NOW - timedelta(days=50))

    assert public(event).ends_at.astimezone(new_york) == datetime(2027, 3, 15, tzinfo=new_york)


def test_a_half_typed_date_does_not_hide_an_event_from_a_rename() -> None:
    event = an_event()
    published(event)
    Event.objects.filter(pk=event.pk).update(
        starts_at=STARTS - timedelta(days=30), ends_at=STARTS - timedelta(days=30, hours=-2)
    )

    did_rename_venue(event)

    venue = public(event).venue
    assert venue is not None
    assert venue.name.zh == "新格致堂112"


def test_closing_a_meeting_reaches_events_at_which_it_had_another_passcode() -> None:
    meeting = a_meeting(passcode="111")
    over = an_event(a_series(meeting=meeting), starts_at=STARTS - timedelta(days=30))
    published(over)
    for fields in ({"passcode": "222"}, {"visibility": "members"}):
        meeting.refresh_from_db()
        for name, value in fields.items():
            setattr(meeting, name, value)
        rename_meeting(meeting, by=None, at=NOW)

    said = public(over).meeting
    assert said is not None
    assert (said.passcode, said.visibility) == ("111", "members")


def test_closing_a_meeting_closes_it_in_the_past_too() -> None:
    meeting = a_meeting()
    series = a_series(meeting=meeting)
    over = an_event(series, venue=a_venue(), starts_at=STARTS - timedelta(days=30))
    coming = an_event(series, venue=a_venue())
    for event in (over, coming):
        published(event)
    meeting.visibility = "members"

    rename_meeting(meeting, by=None, at=NOW)

    assert [public(event).meeting.visibility for event in (over, coming)] == ["members"] * 2  # type: ignore[union-attr]
    assert over.revisions.latest("number").sequence == 0
