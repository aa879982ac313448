"""An event that goes over to another series: whoever was told of it goes on to hear of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import Wish
from seminars.models import CalendarByMail, Event, Series
from seminars.publishing.change import move
from seminars.publishing.publish import publish, publish_all
from seminars.publishing.transfer import transfer
from seminars.publishing.withdraw import withdraw
from tests.announcements.invites import invite
from tests.announcements.sink import Sink
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAN, FILE, NEW = "lan@example.org", "file@example.org", "new@example.org"


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu")
    a_subscriber(series, email=LAN, calendar_by_mail=CalendarByMail.INVITE)
    a_subscriber(series, email=FILE)
    a_subscriber(a_series(slug="theory"), email=NEW)
    return an_event(series, number=42)


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def transferred(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    transfer(event, Series.objects.get(slug="theory"), by=None, at=NOW + 2 * MINUTE)


def test_a_change_is_told_to_who_was_told_of_it_and_to_readers_of_the_new_series(
    event: Event, sink: Sink
) -> None:
    transferred(event)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 3 * MINUTE)
    drained(4)

    assert [invite(each).sequence for each in sink.received(LAN)] == [0, 1]
    assert (len(sink.received(FILE)), len(sink.received(NEW))) == (2, 1)


def test_a_withdrawal_takes_it_back(event: Event, sink: Sink) -> None:
    transferred(event)
    withdraw(event, by=None, at=NOW + 3 * MINUTE)
    drained(4)

    assert [invite(each).method for each in sink.received(LAN)] == ["REQUEST", "CANCEL"]
    assert (len(sink.received(FILE)), len(sink.received(NEW))) == (1, 0)


def test_what_waits_for_readers_and_for_speakers_goes_over_with_it(event: Event, sink: Sink) -> None:
    other = an_event(event.series, number=43)
    a_talk(event, speakers=[a_speaker(email="lin@example.org")])
    publish_all([event, other], by=None, at=NOW, wish=Wish(wait=MINUTE))
    transfer(event, Series.objects.get(slug="theory"), by=None, at=NOW)
    drained(2)

    assert len(sink.received("lin@example.org")) == 1
    assert len(sink.received(NEW)) == 1
