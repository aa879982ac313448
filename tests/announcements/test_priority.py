"""What is urgent leaves first, whatever is queued, and before the rest of what is already leaving."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.sending.claiming import BATCH
from seminars.models import Delivery, Event, Series, Subscriber, Subscription
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.sink import Sink
from tests.factories import NOW, STARTS, a_series, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=2)
LONG_AGO = NOW - timedelta(days=30)


def followed(series: Series, count: int) -> None:
    readers = Subscriber.objects.bulk_create(
        Subscriber(email=f"{series.slug}-{number}@example.org", confirmed_at=LONG_AGO)
        for number in range(count)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=reader, series=series, created_at=LONG_AGO) for reader in readers
    )


@pytest.fixture
def known(sink: Sink) -> Event:
    """An event of which three readers were told."""
    series = a_series(slug="small")
    followed(series, 3)
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: SOON)
    sink.accepted.clear()
    return event


def queued(count: int) -> None:
    """Announcements to so many, ready to leave."""
    series = a_series(slug="large")
    followed(series, count)
    publish(an_event(series, number=1, starts_at=STARTS + timedelta(days=7)), by=None, at=SOON)
    outbox._fan_out_due(at=LATER)
    assert Delivery.objects.filter(state="waiting").count() == count


def kinds(sink: Sink) -> list[str]:
    return [str(each["Feedback-ID"]).split(":")[1] for each in sink.received()]


def test_a_change_leaves_before_all_that_was_queued(known: Event, sink: Sink) -> None:
    queued(60)
    move(known, starts_at=STARTS + timedelta(hours=1), by=None, at=LATER)

    outbox.drain(clock=lambda: LATER)

    assert kinds(sink) == ["changed"] * 3 + ["published"] * 60


def test_a_change_that_comes_while_others_leave_waits_for_one_claim_at_most(known: Event, sink: Sink) -> None:
    queued(BATCH + 50)

    def clock() -> datetime:
        """A clock, at which somebody moves the event once the worker is at work."""
        if len(sink.accepted) >= 5 and not known.revisions.filter(number=2).exists():
            move(known, starts_at=STARTS + timedelta(hours=1), by=None, at=LATER)
        return LATER

    outbox.drain(clock=clock)

    assert kinds(sink) == ["published"] * BATCH + ["changed"] * 3 + ["published"] * 50
