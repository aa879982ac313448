"""Superusers everything, organizers their series, nobody else anything."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import AnonymousUser, User

from seminars.access import rules
from seminars.models import Event, Meeting, Series
from seminars.publishing.publish import publish
from tests.factories import (
    NOW,
    a_meeting,
    a_series,
    a_speaker,
    a_subscriber,
    a_talk,
    a_venue,
    an_event,
    published,
)


@pytest.fixture
def ottos(otto: User) -> Series:
    return Series.objects.get(slug="otto")


def test_only_staff_that_organizes_something_enters_the_desk(mei: User, otto: User) -> None:
    a_series().organizers.add(reader := User.objects.create_user("reader"))
    idle = User.objects.create_user("idle", is_staff=True)
    left = User.objects.create_user("left", is_staff=True, is_superuser=True, is_active=False)

    entering = [rules.may_enter_desk(each) for each in (mei, otto, reader, idle, left, AnonymousUser())]

    assert entering == [True, True, False, False, False, False]


def test_an_organizer_edits_the_events_of_their_series_only(mei: User, otto: User, ottos: Series) -> None:
    theirs, his = an_event(), an_event(ottos)

    assert set(rules.events_of(mei)) == {theirs, his}
    assert list(rules.events_of(otto)) == [his]
    assert [rules.may_edit_event(otto, each) for each in (theirs, his)] == [False, True]
    assert [rules.may_post_event(otto, each) for each in (theirs, his)] == [False, True]
    assert [rules.may_edit_series(otto, each.series) for each in (theirs, his)] == [False, True]
    assert not rules.events_of(AnonymousUser()).exists()


def test_an_event_moves_between_series_that_the_account_both_runs(
    mei: User, otto: User, ottos: Series
) -> None:
    theirs, second = a_series(), a_series()
    second.organizers.add(otto)
    his, foreign = an_event(ottos), an_event(theirs)

    assert list(rules.series_open_to(otto, his)) == [second]
    assert list(rules.series_open_to(otto, foreign)) == []
    assert set(rules.series_open_to(mei, his)) == {theirs, second}


def test_an_organizer_who_is_no_longer_staff_edits_nothing(otto: User, ottos: Series) -> None:
    an_event(ottos)
    otto.is_staff = False

    assert not rules.events_of(otto).exists()


def made_by(user: User, meeting: Meeting) -> Meeting:
    """The meeting as if `user` had added it at the desk."""
    LogEntry.objects.log_actions(user.pk, [meeting], ADDITION)
    return meeting


def test_meetings_of_others_and_of_nobody_are_not_seen(mei: User, otto: User, ottos: Series) -> None:
    a_series(meeting=a_meeting(label="theirs"))
    an_event(ottos, meeting=a_meeting(label="his"))
    made_by(otto, a_meeting(label="made by him"))
    made_by(mei, a_meeting(label="made by her"))
    an_event(meeting=made_by(otto, a_meeting(label="made by him, taken by others")))
    a_meeting(label="left over")

    assert [each.label for each in rules.meetings_of(otto).order_by("pk")] == ["his", "made by him"]
    assert rules.meetings_of(mei).count() == Meeting.objects.count() == 6


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ({"code": "555010099"}, {"code": "555010099", "label": "another row"}),
        (
            {"code": "", "url": "https://meet.example.org/rooms/7"},
            {"code": "", "url": "https://meet.example.org/rooms/7"},
        ),
    ],
)
@pytest.mark.parametrize("visibility", ["public", "hidden"])
def test_a_meeting_that_others_published_is_theirs_whatever_they_are_writing(
    otto: User, ottos: Series, named: dict[str, str], asked: dict[str, str], visibility: str
) -> None:
    event = an_event(a_series(visibility=visibility), venue=a_venue(), meeting=a_meeting(**named))
    publish(event, by=None, at=NOW)
    Event.objects.filter(pk=event.pk).update(meeting=None, meeting_from="none")
    Meeting.objects.all().delete()
    meeting = made_by(otto, a_meeting(**asked))

    assert not rules.meetings_of(otto).exists()
    assert not rules.may_change_shared(otto, meeting)
    assert rules.is_in_use(meeting)


def test_a_meeting_without_a_number_is_not_taken_for_another(otto: User, ottos: Series) -> None:
    event = an_event(venue=a_venue(), meeting=a_meeting(code="", provider="zoom"))
    publish(event, by=None, at=NOW)
    meeting = made_by(otto, a_meeting(code="", provider="zoom"))

    assert list(rules.meetings_of(otto)) == [meeting]


def test_a_meeting_that_was_published_once_is_free_when_a_later_version_drops_it(
    otto: User, ottos: Series
) -> None:
    meeting = a_meeting()
    event = an_event(venue=a_venue(), meeting=meeting)
    publish(event, by=None, at=NOW)
    event.refresh_from_db()
    event.meeting, event.meeting_from = None, "none"
    event.save()
    publish(event, by=None, at=NOW)

    assert not rules.is_in_use(meeting)


def test_what_another_series_names_is_changed_by_superusers_only(
    mei: User, otto: User, ottos: Series
) -> None:
    shared, his_own, unused = a_venue(), a_venue(), a_venue()
    an_event(venue=shared)
    an_event(ottos, venue=shared)
    an_event(ottos, venue=his_own)

    rooms = (shared, his_own, unused)

    assert [rules.may_change_shared(otto, each) for each in rooms] == [False, True, True]
    assert [rules.may_change_shared(mei, each) for each in rooms] == [True, True, True]
    assert [rules.is_in_use(each) for each in rooms] == [True, True, False]


def test_a_speaker_of_another_public_event_stays_theirs_when_the_draft_drops_them(
    otto: User, ottos: Series
) -> None:
    speaker = a_speaker()
    event = an_event(has_talk=False)
    talk = a_talk(event, speakers=[speaker])
    published(event)
    talk.appearances.all().delete()

    assert not rules.may_change_shared(otto, speaker)


def test_an_organizer_sees_the_readers_of_their_series_once_and_no_address(otto: User, ottos: Series) -> None:
    other = a_series()
    other.organizers.add(otto)
    both = a_subscriber(ottos, other)
    a_subscriber(a_series())

    assert list(rules.subscribers_of(otto)) == [both]
    assert not rules.may_see_addresses(otto)
