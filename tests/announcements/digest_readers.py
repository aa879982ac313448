"""Readers of digests, and what they were sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from seminars.announcements import outbox
from seminars.models import (
    Announcement,
    Event,
    Rhythm,
    Series,
    Subscriber,
)
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_subscriber

SOON = NOW + timedelta(minutes=1)
# NOW is noon in Beijing on Tuesday, 24 November; digests are at eight.
TOMORROW = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
# Two weeks ahead, so that nobody has to be told before a digest comes.
LATER = STARTS + timedelta(days=14)
SECOND = timedelta(seconds=1)


def drained(at: datetime) -> int:
    return outbox.drain(clock=lambda: at)


def told(event: Event, *, at: datetime = NOW) -> Event:
    publish(event, by=None, at=at)
    drained(at + timedelta(minutes=1))
    return event


def a_reader(*series: Series, name: str = "lan", rhythm: Rhythm = Rhythm.DAILY, **fields: Any) -> Subscriber:
    reader = a_subscriber(*series, email=f"{name}@example.org", **fields)
    reader.subscriptions.update(rhythm=rhythm)
    return reader


def subjects(name: str = "lan") -> list[str]:
    return [str(mail["Subject"]) for mail in outgoing() if str(mail["To"]) == f"{name}@example.org"]


def last_text() -> str:
    return text_of(outgoing()[-1])


def digests() -> list[str]:
    return list(Announcement.objects.filter(kind="digest").order_by("pk").values_list("key", flat=True))
