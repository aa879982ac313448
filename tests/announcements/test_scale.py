"""At the size of a university: what is urgent leaves first, and nobody is told a change from what they never heard."""

from __future__ import annotations

import email
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from email.policy import default
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.models import (
    Delivery,
    Rhythm,
    Series,
    Source,
    Subscriber,
    Subscription,
    Told,
)
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.digest_readers import LATER, TOMORROW
from tests.announcements.scripted import Scripted, scripted
from tests.factories import NOW, STARTS, a_series, a_venue, an_event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOUR = timedelta(hours=1)
SUBJECT = re.compile(rb"^Subject: ([^\r]*(?:\r\n [^\r]*)*)", re.MULTILINE)


def followed(series: Series, count: int, *, rhythm: Rhythm = Rhythm.INSTANT) -> None:
    readers = Subscriber.objects.bulk_create(
        Subscriber(email=f"{series.slug}{number}@example.org", confirmed_at=NOW - timedelta(days=30))
        for number in range(count)
    )
    Subscription.objects.bulk_create(
        Subscription(subscriber=each, series=series, rhythm=rhythm, created_at=NOW - timedelta(days=30))
        for each in readers
    )


def subjects(server: Scripted) -> list[tuple[str, bytes]]:
    """To whom each mail went, and its subject, as it is written."""
    found = []
    for recipient, octets in server.accepted:
        subject = SUBJECT.search(octets)
        assert subject
        found.append((recipient, subject[1]))
    return found


def kind(subject: bytes) -> str:
    """How it begins: `【预告】`."""
    words = str(email.message_from_bytes(b"Subject: " + subject, policy=default)["Subject"])
    return f"{words.partition('】')[0]}】"


def test_another_room_is_told_before_a_thousand_digests(settings: Any) -> None:
    small, large = a_series(slug="small"), a_series(slug="large")
    followed(small, 3)
    followed(large, 1000, rhythm=Rhythm.DAILY)
    with scripted(settings) as server:
        event = an_event(small, number=42)
        for each in (event, an_event(large, number=1, starts_at=LATER)):
            publish(each, by=None, at=NOW)
        outbox.drain(clock=lambda: NOW)
        server.accepted.clear()
        outbox._fan_out_due(at=TOMORROW)
        assert Delivery.objects.filter(state="waiting", announcement__kind="digest").count() == 1000

        event.refresh_from_db()
        event.venue, event.venue_from = (
            a_venue(slug="fit", name_zh="FIT 1-222", name_en="FIT 1-222"),
            Source.OWN,
        )
        event.save()
        publish(event, by=None, at=TOMORROW)
        outbox.drain(clock=lambda: TOMORROW)

    told = [(recipient[:5], kind(subject)) for recipient, subject in subjects(server)]
    assert told == [("small", "【地点变更】")] * 3 + [("large", "【每日】")] * 1000


def test_a_move_in_the_middle_of_two_thousand_mails(settings: Any) -> None:
    readers, before = 2_000, 500
    series = a_series(slug="yao")
    followed(series, readers)
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    with scripted(settings) as server:

        def clock() -> datetime:
            if len(server.accepted) >= before and not event.revisions.filter(number=2).exists():
                move(event, starts_at=STARTS + HOUR, by=None, at=NOW)
            return NOW

        outbox.drain(clock=clock)

    heard: dict[str, list[bytes]] = defaultdict(list)
    for recipient, subject in subjects(server):
        heard[recipient].append(subject)
    ways = Counter(tuple(each) for each in heard.values())
    by_kinds = {tuple(map(kind, each)): (each, count) for each, count in ways.items()}
    # The others never hear of another time.
    assert set(by_kinds) == {("【预告】", "【时间变更】"), ("【预告】",)}
    (first, _), told_twice = by_kinds["【预告】", "【时间变更】"]
    (only,), told_once = by_kinds["【预告】",]
    assert (told_twice + told_once, first != only) == (readers, True)
    assert before <= told_twice <= before + outbox.HANDFUL
    assert Told.objects.filter(revision__number=2).count() == readers
    # Who hears of the new time by the one announcement has nothing to hear by the other.
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {
        "sent": readers + told_twice,
        "superseded": readers - told_twice,
    }
