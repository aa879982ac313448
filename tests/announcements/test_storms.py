"""Whatever happens while people are being told, everybody ends knowing the truth, and hears it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from seminars.announcements import bell, outbox
from seminars.models import Delivery, Event, Publication, Subscriber, Told
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.subscriptions.erasing import erase
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
READERS = 40


@pytest.fixture
def event() -> Event:
    """Followed by forty."""
    series = a_series(slug="wenqu", short_zh="问渠")
    for number in range(READERS):
        a_subscriber(series, email=f"reader{number:03}@example.org")
    return an_event(series, number=42)


class Clock:
    """Says `at`; before the hour-hand is read the `count`th time, something happens."""

    def __init__(self, at: datetime, count: int, happens: Callable[[Clock], object]) -> None:
        self.at, self.count, self.happens = at, count, happens

    def __call__(self) -> datetime:
        self.count -= 1
        if self.count == 0:
            self.happens(self)
        return self.at


def heard() -> dict[str, list[str]]:
    """By address: how the subjects of its mails begin, in order."""
    found: dict[str, list[str]] = {}
    for message in outgoing():
        found.setdefault(str(message["To"]), []).append(str(message["Subject"]).partition("】")[0] + "】")
    return found


def test_a_move_in_the_middle_of_an_announcement(event: Event) -> None:
    publish(event, by=None, at=NOW)
    moved = Clock(NOW, 12, lambda clock: move(event, starts_at=STARTS + HOUR, by=None, at=clock.at))
    outbox.drain(clock=moved)
    outbox.drain(clock=lambda: NOW + MINUTE)

    kinds = Counter(tuple(each) for each in heard().values())
    # Some had heard the old time, and are told what changed; the others never hear of another time.
    assert set(kinds) == {("【预告】", "【时间变更】"), ("【预告】",)}
    assert sum(kinds.values()) == READERS
    last = {str(message["To"]): text_of(message) for message in outgoing()}
    assert all("15:00–17:00（北京时间）" in text for text in last.values())
    once = [address for address, each in heard().items() if len(each) == 1]
    assert all("14:00" not in last[address] for address in once)


def test_a_cancellation_in_the_middle_of_an_announcement(event: Event) -> None:
    publish(event, by=None, at=NOW)
    outbox.drain(clock=Clock(NOW, 12, lambda clock: cancel(event, reason="", by=None, at=clock.at)))
    outbox.drain(clock=lambda: NOW + MINUTE)

    kinds = Counter(tuple(each) for each in heard().values())
    # Who had not heard that it is on is not told that it is off.
    assert set(kinds) == {("【预告】", "【取消】")}
    assert 0 < kinds["【预告】", "【取消】"] < READERS
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent", "superseded"}


def test_who_unsubscribes_in_the_middle_is_not_mailed_a_second_later(event: Event) -> None:
    publish(event, by=None, at=NOW)

    def leave(clock: Clock) -> None:
        Subscriber.objects.filter(email="reader039@example.org").update(unsubscribed_at=clock.at)
        clock.at += timedelta(seconds=1)

    outbox.drain(clock=Clock(NOW, 12, leave))
    assert sorted(set(heard())) == [f"reader{number:03}@example.org" for number in range(READERS - 1)]
    assert Delivery.objects.get(address="reader039@example.org").state == "suppressed"


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
def test_the_clock_of_the_machine_jumps_by_an_hour(event: Event, jump: timedelta) -> None:
    publish(event, by=None, at=NOW)

    def leap(clock: Clock) -> None:
        clock.at += jump

    outbox.drain(clock=Clock(NOW, 12, leap))
    outbox.drain(clock=lambda: NOW + 2 * HOUR)
    assert Counter(len(each) for each in heard().values()) == {1: READERS}
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_another_worker_takes_over_when_the_clock_has_jumped(event: Event) -> None:
    publish(event, by=None, at=NOW)

    def leap(clock: Clock) -> None:
        clock.at += HOUR
        # To the other one the leases have run out.
        outbox.drain(clock=lambda: NOW + HOUR)

    outbox.drain(clock=Clock(NOW, 12, leap))
    assert sum(len(each) for each in heard().values()) - READERS <= outbox.HANDFUL
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    identities = Counter((message["To"], message["Message-ID"]) for message in outgoing())
    assert len(identities) == READERS


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_holds_up_nothing(event: Event) -> None:
    def broken() -> None:
        raise ConnectionRefusedError("no broker")

    bell.hang(broken)
    publish(event, by=None, at=NOW)
    assert Publication.objects.count() == 1
    outbox.drain(clock=lambda: NOW)
    assert len(heard()) == READERS


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_loses_the_database_leaves_a_true_ledger(event: Event) -> None:
    publish(event, by=None, at=NOW)

    def lose(clock: Clock) -> None:
        raise ConnectionResetError("the database went away")

    with pytest.raises(ConnectionResetError):
        outbox.drain(clock=Clock(NOW, 12, lose))
    connection.close()
    unrecorded = len(outgoing()) - Delivery.objects.filter(state="sent").count()
    assert 0 < unrecorded <= outbox.HANDFUL
    outbox.drain(clock=lambda: NOW + HOUR)

    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    # A second copy has the name of the first, for it has its Message-ID.
    assert Counter(len(each) for each in heard().values()) == {1: READERS}


def test_of_an_address_that_is_erased_while_it_is_written_to_nothing_is_remembered(event: Event) -> None:
    publish(event, by=None, at=NOW)
    gone = Subscriber.objects.get(email="reader003@example.org")
    outbox.drain(clock=Clock(NOW, 12, lambda _clock: erase(gone)))

    assert "reader003@example.org" not in Delivery.objects.values_list("address", flat=True)
    assert "reader003@example.org" not in Told.objects.values_list("address", flat=True)
    assert Told.objects.filter(address__startswith="reader").count() == READERS - 1
