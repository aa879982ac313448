"""Readers and speakers are told of one act by an announcement each; the organizer's hand is on both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.hearers.audience import told_of
from seminars.announcements.hearers.people import people_of
from seminars.announcements.ledger import counts, send_now, stop
from seminars.announcements.planning.deciding import Wish
from seminars.models import Announcement, Audience, Delivery, Event, Speaker, Telling
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def event() -> Event:
    """Two speakers with an address, one without, and one reader."""
    series = a_series(slug="wenqu")
    a_subscriber(series, email="lan@example.org")
    event = an_event(series, number=42)
    people = [a_speaker(email=f"{name}@example.org") for name in ("lin", "shen")]
    a_talk(event, speakers=people)
    return event


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def test_stop_stops_both_announcements_of_an_act(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=MINUTE))
    people, readers = Announcement.objects.order_by("pk")
    assert (people.audience, readers.audience) == (Audience.PEOPLE, Audience.SUBSCRIBERS)

    assert stop(readers, at=NOW) == (0, 0)
    drained(9)

    assert (outgoing(), Delivery.objects.count()) == ([], 0)


def test_stop_counts_the_speakers_who_were_told(event: Event) -> None:
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + 2 * DAY).date()
    event.save()
    publish(event, by=None, at=NOW)
    drained(1)
    people, readers = Announcement.objects.order_by("pk")

    assert stop(readers, at=NOW + DAY) == (0, 2)

    people.refresh_from_db()
    assert people.withdrawn_at is None
    assert counts(people) == {"sent": 2}


def test_stopping_the_news_of_a_change_leaves_the_announcement_to_come(event: Event) -> None:
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + 2 * DAY).date()
    event.save()
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 2 * MINUTE, wish=Wish(wait=MINUTE))

    stop(Announcement.objects.get(kind="changed"), at=NOW + 2 * MINUTE)

    assert Announcement.objects.get(audience=Audience.SUBSCRIBERS).withdrawn_at is None


def test_send_now_sends_what_was_to_leave_together(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=timedelta(hours=1)))

    send_now(Announcement.objects.get(audience=Audience.SUBSCRIBERS), at=NOW)
    drained(0)

    assert len(outgoing()) == 3


def test_the_desk_is_told_how_many_speakers_will_hear(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=MINUTE))
    people = Announcement.objects.get(audience=Audience.PEOPLE)
    before = len(people_of(told_of(people)))

    Speaker.objects.filter(email="shen@example.org").update(email="")

    assert (before, len(people_of(told_of(people)))) == (2, 1)


def test_what_only_speakers_were_told_is_news_to_who_subscribed_since(event: Event) -> None:
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + 2 * DAY).date()
    event.save()
    publish(event, by=None, at=NOW)
    drained(1)
    stop(Announcement.objects.get(audience=Audience.SUBSCRIBERS), at=NOW + MINUTE)
    a_subscriber(event.series, email="late@example.org", at=NOW + 2 * MINUTE)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW + 3 * MINUTE)
    drained(4)

    late = [str(each["Subject"]) for each in outgoing() if each["To"] == "late@example.org"]
    assert [each[:4] for each in late] == ["【预告】"]
