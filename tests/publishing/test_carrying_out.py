"""What is wanted with an event is done by one verb, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.models import Announcement, AnnouncementKind, Event, Publication, Revision
from seminars.programme.intents import Intent, Verb
from seminars.programme.states import NotPossible, NotPublishable
from seminars.publishing.carrying_out import carry_out
from seminars.publishing.publish import reinstate
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
LATER = Intent(Verb.MOVE, STARTS + WEEK)


def does(event: Event, *intents: Intent) -> list[int | None]:
    """The SEQUENCE after each; None where nothing was to be done."""
    found = []
    for intent in intents:
        revision = carry_out(event, intent, by=None, at=NOW)
        found.append(revision.sequence if revision else None)
    return found


def test_every_verb_is_done_once() -> None:
    event = an_event(number=42)
    off = Intent(Verb.POSTPONE, reason="延期，时间另行通知")

    sequences = does(
        event, Intent(Verb.DRAFT), Intent(Verb.UPDATE), LATER, LATER, off, off, Intent(Verb.CANCEL)
    )

    assert sequences == [0, None, 1, None, 2, None, None]
    assert (event.state, event.cancel_reason, event.starts_at) == ("cancelled", off.reason, STARTS + WEEK)


def test_an_event_comes_back_as_its_working_copy_says_in_one_revision() -> None:
    series = a_series()
    a_subscriber(series)
    event = an_event(series, number=42)
    does(event, Intent(Verb.DRAFT), Intent(Verb.CANCEL, reason="flu"))
    Event.objects.update(starts_at=STARTS + WEEK, ends_at=STARTS + WEEK + timedelta(hours=2), host="林知远")
    Announcement.objects.all().delete()

    assert does(event, Intent(Verb.RESTORE)) == [2]

    publication = Publication.objects.get()
    assert (publication.state, publication.path, publication.uid) == ("published", "42", event.uid)
    assert (publication.starts_at, publication.snapshot["host"]) == (STARTS + WEEK, "林知远")
    assert (event.state, event.cancel_reason, event.cancelled_at) == ("published", "", None)
    assert Revision.objects.count() == 3
    assert [each.kind for each in Announcement.objects.all()] == [AnnouncementKind.RESTORED]


def test_only_what_is_cancelled_and_whole_comes_back() -> None:
    event = an_event()
    does(event, Intent(Verb.DRAFT))
    with pytest.raises(NotPossible):
        reinstate(event, by=None, at=NOW)

    does(event, Intent(Verb.CANCEL))
    Event.objects.update(venue=None, venue_from="none")
    with pytest.raises(NotPublishable):
        reinstate(event, by=None, at=NOW)

    assert Publication.objects.get().state == "cancelled"
    assert Event.objects.get().state == "cancelled"
