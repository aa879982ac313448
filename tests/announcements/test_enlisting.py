"""Deliveries are written as rows, and all that is asked for them is asked of all events of an announcement at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars.announcements import outbox
from seminars.announcements.hearers.audience import knowledge, told_of
from seminars.announcements.hearers.following import Coverage
from seminars.announcements.hearers.people import people_of
from seminars.announcements.sending.claiming import claim
from seminars.models import Announcement, Audience, Delivery
from seminars.publishing.change import move
from seminars.publishing.publish import publish, publish_all
from tests.announcements.telling import DAY
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_row_is_the_one_that_the_model_would_write() -> None:
    series = a_series()
    reader = a_subscriber(series, email="lan@qq.com", language="en", zone="Europe/London")
    publish(an_event(series), by=None, at=NOW)
    outbox._fan_out_due(at=NOW)
    (row,) = Delivery.objects.values()
    announcement = Announcement.objects.get()

    Delivery.objects.all().delete()
    Delivery.objects.create(
        uid=row["uid"], announcement=announcement, address="lan@qq.com", subscriber=reader, language="en",
        zone="Europe/London", priority=3, message_id=f"<{row['uid']}@seminars.example.org>", domain="qq.com",
        due_at=announcement.due_at, expires_at=announcement.expires_at,
    )  # fmt: skip

    (as_model,) = Delivery.objects.values()
    assert row | {"id": 0} == as_model | {"id": 0}


@pytest.mark.parametrize("count", [1, 3])
def test_several_events_are_asked_about_at_once(count: int) -> None:
    series = a_series()
    a_subscriber(series, email="early@example.org", at=NOW - DAY)
    events = [
        an_event(series, number=number, starts_at=STARTS + number * DAY, has_talk=False)
        for number in range(1, count + 1)
    ]
    for event in events:
        a_talk(event, speakers=[a_speaker(email=f"speaker{event.number}@example.org")])
    publish_all(events, by=None, at=NOW)
    outbox.drain(clock=lambda: NOW)
    a_subscriber(series, email="late@example.org", at=NOW + HOUR)
    for event in events:
        # Whoever spoke holds an invitation still.
        event.talks.get().appearances.all().delete()
        a_talk(event, speakers=[a_speaker(email=f"other{event.number}@example.org")])
        move(event, starts_at=event.starts_at + HOUR, by=None, at=NOW + 2 * HOUR)
    outbox._fan_out_due(at=NOW + 2 * HOUR)
    batch = claim(at=NOW + 2 * HOUR)
    assert batch is not None
    publications = told_of(Announcement.objects.get(kind="published", audience=Audience.SUBSCRIBERS))

    with CaptureQueriesContext(connection) as of_people:
        people = people_of(publications)
    with CaptureQueriesContext(connection) as of_knowledge:
        known = knowledge(batch.deliveries, publications, Coverage(publications))

    numbers = range(1, count + 1)
    assert {each.address for each in people} == {f"speaker{number}@example.org" for number in numbers}
    assert {address for address, _event in known} == {"late@example.org"}
    assert {revision.number for revision in known.values()} == {1}
    assert len(known) == count
    assert (len(of_people), len(of_knowledge)) == (4, 5)
