"""The ledger is counted from rows, and what failed is tried again without telling anybody twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.ledger import may_be_retried, retry, stop
from seminars.announcements.progress import Left, Progress, PutOff, Stage, left, progress, stage_of, tally
from seminars.models import Announcement, Delivery, DeliveryState, Event, MailDomain, Told
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def event() -> Event:
    """Announced to nobody yet, followed by six."""
    series = a_series(slug="wenqu")
    for name in ("an", "bo", "cai", "dan", "en", "fan"):
        a_subscriber(series, email=f"{name}@example.org")
    event = an_event(series, number=42)
    publish(event, by=None, at=NOW)
    return event


def told(*, states: dict[str, dict[str, object]]) -> Announcement:
    """The announcement, sent; then the rows of some names are changed to what an outage would have left."""
    outbox.drain(clock=lambda: NOW)
    for name, fields in states.items():
        Delivery.objects.filter(address=f"{name}@example.org").update(**fields)
    return Announcement.objects.get()


REFUSED = {"state": DeliveryState.REFUSED, "sent_at": None, "error": "550 no"}
EXPIRED = {"state": DeliveryState.EXPIRED, "sent_at": None}
SUPPRESSED = {"state": DeliveryState.SUPPRESSED, "sent_at": None}
WAITING = {"state": DeliveryState.WAITING, "sent_at": None, "due_at": NOW}
PUT_OFF = WAITING | {"error": "450 later", "due_at": NOW + HOUR}
AGAIN = PutOff(None, "450 later", NOW + HOUR, 1)
RETURNED = {"returned_at": NOW + HOUR, "error": "5.1.1 unknown"}


def test_stages_say_more_than_states(event: Event) -> None:
    announcement = told(
        states={"an": REFUSED, "bo": PUT_OFF, "cai": WAITING, "dan": RETURNED, "en": SUPPRESSED}
    )

    counted = {
        Stage.WAITING: 1,
        Stage.DEFERRED: 1,
        Stage.SENT: 1,
        Stage.RETURNED: 1,
        Stage.REFUSED: 1,
        Stage.SUPPRESSED: 1,
    }
    assert tally([announcement]) == {announcement.pk: counted}
    now = progress(announcement, at=NOW)
    assert now == Progress(tuple(counted.items()), is_over=False, put_off=(AGAIN,))
    assert progress(announcement, at=NOW).done == 4
    # Rows one by one are called what the database counts.
    assert sorted(stage_of(each) for each in Delivery.objects.all()) == sorted(counted)


def test_nothing_is_over_before_it_has_begun(event: Event) -> None:
    announcement = Announcement.objects.get()

    assert progress(announcement, at=NOW) == Progress((), is_over=False, put_off=())
    stop(announcement, at=NOW)
    announcement.refresh_from_db()
    assert progress(announcement, at=NOW) == Progress((), is_over=True, put_off=())


def test_when_all_are_put_off_the_next_try_is_known(event: Event) -> None:
    announcement = told(states={"an": PUT_OFF})

    assert progress(announcement, at=NOW + MINUTE) == Progress(
        ((Stage.DEFERRED, 1), (Stage.SENT, 5)), is_over=False, put_off=(AGAIN,)
    )


def test_only_what_failed_is_tried_again(event: Event) -> None:
    announcement = told(states={"an": REFUSED, "bo": EXPIRED, "cai": SUPPRESSED, "dan": RETURNED})
    before = len(outgoing())

    assert may_be_retried(announcement, at=NOW + HOUR) == 2
    assert retry(announcement, at=NOW + HOUR) == 2
    waiting = Delivery.objects.filter(state="waiting").values_list("address", "attempts", "error")
    assert list(waiting) == [("an@example.org", 0, ""), ("bo@example.org", 0, "")]
    outbox.drain(clock=lambda: NOW + HOUR)

    # Both know it, whatever their rows said: nobody hears twice.
    assert len(outgoing()) == before
    assert set(
        Delivery.objects.filter(address__in=["an@example.org", "bo@example.org"]).values_list("state")
    ) == {("superseded",)}


def test_who_was_never_told_is_told_by_the_retry(event: Event) -> None:
    a_subscriber(event.series, email="nobody@example.org")
    announcement = told(states={})
    missed = Delivery.objects.get(address="nobody@example.org")
    Told.objects.filter(address=missed.address).delete()
    Delivery.objects.filter(pk=missed.pk).update(**REFUSED)

    assert retry(announcement, at=NOW + HOUR) == 1
    outbox.drain(clock=lambda: NOW + HOUR)

    missed.refresh_from_db()
    assert (missed.state, missed.sent_at, missed.attempts) == ("sent", NOW + HOUR, 1)


@pytest.mark.parametrize("at", [STARTS + 2 * HOUR, STARTS + DAY])
def test_what_is_over_is_not_tried_again(event: Event, at: datetime) -> None:
    announcement = told(states={"an": REFUSED})

    assert (may_be_retried(announcement, at=at), retry(announcement, at=at)) == (0, 0)


def test_what_moved_is_of_use_for_longer(event: Event) -> None:
    announcement = told(states={"an": EXPIRED})
    move(event, starts_at=STARTS + 7 * DAY, by=None, at=NOW + HOUR)

    assert retry(announcement, at=STARTS + DAY) == 1
    assert Delivery.objects.get(address="an@example.org", announcement=announcement).expires_at == (
        STARTS + 7 * DAY + 2 * HOUR
    )


def test_what_was_stopped_is_not_tried_again(event: Event) -> None:
    announcement = told(states={"an": REFUSED})
    stop(announcement, at=NOW)

    assert retry(announcement, at=NOW) == 0


def test_how_long_it_takes_is_reckoned_by_provider(event: Event) -> None:
    announcement = told(states={})
    rows = [
        Delivery(
            announcement=announcement, address=f"r{number}@qq.com", domain="qq.com", is_paced=True,
            due_at=NOW, expires_at=STARTS, priority=3, language="zh", zone="Asia/Shanghai",
        )
        for number in range(24)
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)
    Delivery.objects.filter(address__in=["an@example.org", "bo@example.org"]).update(**WAITING)
    MailDomain.objects.update_or_create(name="qq.com", defaults={"per_minute": 2, "rated_at": NOW})

    # Four others were sent within the last two minutes.
    assert left(announcement, at=NOW) == [
        Left("qq.com", 24, 12 * MINUTE),
        Left("", 2, MINUTE),
    ]
    assert left(announcement, at=NOW + HOUR)[1] == Left("", 2, None)
