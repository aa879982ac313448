"""What became of deliveries is written down whatever it is, and nobody's newest news is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.sending.claiming import Claim, claim
from seminars.announcements.sending.preparing import Heard
from seminars.announcements.sending.settling import Outcome, settle
from seminars.models import Delivery, Event, Revision, Told
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def claimed(*addresses: str) -> tuple[Event, Claim]:
    series = a_series(slug="wenqu")
    for address in addresses:
        a_subscriber(series, email=address)
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    outbox._fan_out_due(at=NOW)
    batch = claim(at=NOW)
    assert batch is not None
    return event, batch


def rows() -> list[tuple[str, int, str]]:
    return list(Delivery.objects.order_by("address").values_list("state", "attempts", "error"))


def test_what_cannot_be_written_down_is_refused_alone() -> None:
    _event, batch = claimed("a@example.org", "b@example.org", "c@example.org")
    heard = (Heard(Revision.objects.get(), None),)
    first, broken, last = sorted(batch.deliveries, key=lambda each: each.address)
    broken.address = "\ud800@example.org"

    settle(
        [Outcome(first, NOW, heard), Outcome(broken, NOW, heard),
         Outcome(last, NOW, failure=ChannelRefused("550 no"))],
        batch,
    )  # fmt: skip

    assert rows() == [
        ("sent", 1, ""),
        ("refused", 1, "What became of it could not be written down."),
        ("refused", 1, "550 no"),
    ]
    assert list(Told.objects.values_list("address", flat=True)) == ["a@example.org"]


def test_answers_are_cleaned_before_they_are_written_down() -> None:
    _event, batch = claimed("a@example.org", "b@example.org")
    refused, later = sorted(batch.deliveries, key=lambda each: each.address)

    settle(
        [Outcome(refused, NOW, failure=ChannelRefused("no\0 \ud800\n" + "x" * 600)),
         Outcome(later, NOW, failure=ChannelUnavailable("la\0ter"))],
        batch,
    )  # fmt: skip

    assert rows() == [("refused", 1, ("no " + "x" * 600)[:500]), ("waiting", 1, "later")]


def test_who_knows_something_newer_already_keeps_knowing_it() -> None:
    event, batch = claimed("lan@example.org")
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW)
    older, newer = Revision.objects.order_by("number")
    Told.objects.create(
        channel="mail", address="lan@example.org", event=event, revision=newer, at=NOW, invited_as=2
    )

    settle([Outcome(batch.deliveries[0], NOW + HOUR, (Heard(older, 1),))], batch)

    assert Told.objects.values_list("revision", "invited_as", "at").get() == (newer.pk, 2, NOW)
    assert rows() == [("sent", 1, "")]


def test_who_is_told_something_newer_knows_that() -> None:
    event, batch = claimed("lan@example.org")
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW)
    older, newer = Revision.objects.order_by("number")
    Told.objects.create(channel="mail", address="lan@example.org", event=event, revision=older, at=NOW)

    settle([Outcome(batch.deliveries[0], NOW + HOUR, (Heard(newer, 2),))], batch)

    assert Told.objects.values_list("revision", "invited_as", "at").get() == (newer.pk, 2, NOW + HOUR)
