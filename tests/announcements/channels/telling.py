"""A chat channel of an event's series, and what becomes of what it is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from seminars.announcements import outbox
from seminars.models import Channel, Delivery, Event
from tests.announcements.channels.cards import TARGETS
from tests.factories import NOW


def a_channel(event: Event, kind: str = "wecom", **fields: object) -> Channel:
    address, secret, _keyword = TARGETS[kind]
    defaults = {"kind": kind, "name": f"{kind} group", "address": address, "secret": secret}
    channel = Channel.objects.create(series=event.series, **(defaults | fields))
    Channel.objects.filter(pk=channel.pk).update(created_at=NOW - timedelta(days=1))
    return channel


def drained(at: datetime = NOW + timedelta(minutes=1)) -> None:
    outbox.drain(clock=lambda: at)


def row(channel: Channel) -> tuple[str, int, str]:
    found = (
        Delivery.objects.filter(target=channel)
        .order_by("-pk")
        .values_list("state", "attempts", "error")
        .first()
    )
    assert found is not None
    return found
