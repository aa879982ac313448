"""What becomes of a delivery when the mail server answers this or that, or a worker dies."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from seminars.announcements import outbox
from seminars.announcements.sending.claiming import claim
from seminars.models import Announcement, Delivery, Event
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing
from tests.announcements.sink import Sink
from tests.factories import NOW, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu")
    a_subscriber(series, email="lan@example.org")
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    return event


def drained(minutes: float = 1) -> None:
    outbox.drain(clock=lambda: NOW + timedelta(minutes=minutes))


def state() -> tuple[str, int]:
    return Delivery.objects.values_list("state", "attempts").get()


def test_an_accepted_message_is_sent(event: Event, sink: Sink) -> None:
    drained()

    (message,) = sink.accepted
    assert state() == ("sent", 1)
    assert max(map(len, message.splitlines())) <= 998
    assert message.isascii()


@pytest.mark.parametrize("answer", ["550 no such user", "552 mailbox full for good", "554 refused"])
def test_a_5xx_for_the_recipient_is_final(event: Event, sink: Sink, answer: str) -> None:
    sink.rcpt = [answer]

    drained()
    drained(60)

    assert state() == ("refused", 1)
    assert Delivery.objects.get().error == answer


def test_a_5xx_after_data_is_final(event: Event, sink: Sink) -> None:
    sink.data = ["554 content refused"]

    drained()

    assert state() == ("refused", 1)


@pytest.mark.parametrize("answer", ["450 try later", "451 local error", "421 too busy"])
def test_a_4xx_is_tried_again_after_a_pause(event: Event, sink: Sink, answer: str) -> None:
    sink.rcpt = [answer]

    drained()
    assert state() == ("waiting", 1)
    drained(1.5)
    assert state() == ("waiting", 1)
    drained(3)

    assert (state(), len(sink.accepted)) == (("sent", 2), 1)


def test_a_server_that_hangs_up_is_tried_again_with_the_same_message_id(event: Event, sink: Sink) -> None:
    sink.data = [None]

    drained()
    assert state() == ("waiting", 1)
    drained(3)

    assert state() == ("sent", 2)
    assert Delivery.objects.get().message_id.encode() in sink.accepted[0]


def test_a_server_that_is_away_is_tried_again(event: Event, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    drained()

    assert state() == ("waiting", 1)


def test_pauses_grow_until_it_is_too_late(event: Event, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    due = []
    for _attempt in range(4):
        at = Delivery.objects.values_list("due_at", flat=True).first() or SOON
        outbox.drain(clock=lambda at=at: at)  # type: ignore[misc]
        due.append(Delivery.objects.get().due_at - at)

    minutes = [pause.total_seconds() / 60 for pause in due]
    assert all(0.8 * each <= was <= 1.2 * each for each, was in zip([1, 5, 15, 60], minutes, strict=True))


def test_one_bad_address_does_not_hold_up_the_others(event: Event, sink: Sink) -> None:
    for name in ("b", "c"):
        a_subscriber(event.series, email=f"{name}@example.org")
    sink.rcpt = ["550 no"]

    drained()

    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["refused", "sent", "sent"]


def test_a_dead_worker_leaves_a_lease_that_another_takes_up(event: Event) -> None:
    outbox._fan_out_due(at=SOON)
    assert claim(at=SOON) is not None

    drained()
    assert outgoing() == []
    drained(10)

    assert (state(), len(outgoing())) == (("sent", 1), 1)


def test_two_workers_never_hold_the_same_delivery(event: Event) -> None:
    outbox._fan_out_due(at=SOON)

    first, second = claim(at=SOON), claim(at=SOON)

    assert first is not None
    assert second is None


def test_two_workers_never_hold_the_same_address(event: Event) -> None:
    a_subscriber(event.series, email="qi@example.org")
    publish(an_event(event.series, number=43), by=None, at=SOON)
    outbox._fan_out_due(at=SOON)
    first, second = Delivery.objects.filter(address="lan@example.org")
    others, has_happened = Delivery.objects.filter(pk=second.pk), []

    def meanwhile(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        # Another worker claims between our question and our claim.
        if sql.startswith("UPDATE") and not has_happened:
            has_happened.append(True)
            others.update(state="sending", claim=uuid.uuid4(), leased_until=SOON + timedelta(minutes=9))
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        ours = claim(at=SOON)

    assert ours is not None
    assert {each.address for each in ours.deliveries} == {"qi@example.org"}
    first.refresh_from_db()
    assert (first.state, first.claim, first.leased_until, first.attempts) == ("waiting", None, None, 0)
    assert claim(at=SOON) is None
    others.update(state="sent", sent_at=SOON, claim=None, leased_until=None)
    theirs = claim(at=SOON)
    assert theirs is not None
    assert [each.pk for each in theirs.deliveries] == [first.pk]


def test_a_claim_that_ran_out_sends_nothing(event: Event) -> None:
    outbox._fan_out_due(at=SOON)
    ours = claim(at=SOON)
    assert ours is not None
    theirs = claim(at=SOON + timedelta(hours=1))

    assert theirs is not None
    at = SOON + timedelta(hours=1)
    assert ours.still_ours(ours.deliveries, at=at) == []
    assert theirs.still_ours(theirs.deliveries, at=at) == theirs.deliveries


def test_a_text_that_cannot_be_made_is_refused_and_not_tried_again(event: Event) -> None:
    outbox._fan_out_due(at=SOON)
    Delivery.objects.update(zone="Nowhere/Land")

    drained()

    assert state() == ("refused", 1)


def test_changes_leave_before_announcements(event: Event) -> None:
    outbox._fan_out_due(at=SOON)
    urgent = a_subscriber(event.series, email="urgent@example.org")
    Delivery.objects.create(
        announcement=Announcement.objects.get(), address=urgent.email, subscriber=urgent, language="zh",
        zone="Asia/Shanghai", priority=1, due_at=SOON, expires_at=SOON + timedelta(days=9), message_id="<u@x>",
    )  # fmt: skip

    batch = claim(at=SOON + timedelta(minutes=1))

    assert batch is not None
    assert [each.address for each in batch.deliveries] == ["urgent@example.org", "lan@example.org"]
