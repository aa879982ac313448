"""Readers who are reminded, and what becomes of their reminders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from seminars.announcements import outbox
from seminars.models import Delivery, Event, Series, Subscriber
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, STARTS, a_subscriber

SOON = NOW + timedelta(minutes=1)
# Friday evening at eight in Beijing; the event begins on Saturday at 14:00 there.
EVENING = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
HOUR_BEFORE = STARTS - timedelta(hours=1)
SECOND = timedelta(seconds=1)


def drained(at: datetime) -> int:
    return outbox.drain(clock=lambda: at)


def told(event: Event) -> None:
    """`event` is published, and everybody has heard."""
    publish(event, by=None, at=NOW)
    drained(SOON)


def reminders() -> list[tuple[str, str]]:
    """To whom reminders were sent, and their subjects."""
    return [
        (str(mail["To"]), str(mail["Subject"]))
        for mail in outgoing()
        if str(mail["Subject"]).startswith(("【提醒】", "[Reminder]"))
    ]


def reminded() -> list[str]:
    return sorted(address.partition("@")[0] for address, _ in reminders())


def states() -> dict[str, str]:
    """By reader: what became of their reminders."""
    rows = Delivery.objects.filter(announcement__kind="reminder").order_by("pk")
    return {f"{row.address.partition('@')[0]} {row.announcement.slot}": row.state for row in rows}


def a_reader(series: Series, name: str = "lan", **fields: Any) -> Subscriber:
    wishes = {"reminds_evening": True} if not {"reminds_evening", "reminds_hour"} & fields.keys() else {}
    return a_subscriber(series, email=f"{name}@example.org", **(wishes | fields))
