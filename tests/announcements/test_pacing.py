"""A slow provider is told slowly, and holds up nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars.announcements import outbox
from seminars.announcements.sending import pacing
from seminars.announcements.sending.claiming import claim
from seminars.announcements.sending.pacing import Outlook, lanes, take
from seminars.models import Announcement, Delivery, Event, MailDomain
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing
from tests.announcements.sink import Sink
from tests.factories import NOW, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def event() -> Event:
    return an_event(a_series(slug="wenqu"), number=42)


def told(event: Event, *addresses: str) -> None:
    for address in addresses:
        a_subscriber(event.series, email=address)
    publish(event, by=None, at=NOW)


def drained(at: datetime) -> None:
    outbox.drain(clock=lambda: at)


def sent() -> dict[str, int]:
    names = Delivery.objects.filter(state="sent").values_list("domain", flat=True)
    return {name: list(names).count(name) for name in sorted(set(names))}


def of_qq(count: int) -> list[str]:
    return [f"{number}@qq.com" for number in range(count)]


def waiting(event: Event, addresses: list[str], *, priority: int = 3) -> None:
    """Deliveries that wait, written as fan-out writes them but for whom they go to."""
    announcement = Announcement.objects.first()
    if announcement is None:
        publish(event, by=None, at=NOW)
        announcement = Announcement.objects.get()
    rows = [
        Delivery(
            announcement=announcement, address=address, language="zh", zone="Asia/Shanghai", priority=priority,
            due_at=NOW, expires_at=NOW + timedelta(days=9), message_id=f"<{address}>", domain=domain, is_paced=is_paced,
        )
        for address in addresses
        for domain, is_paced in [pacing.route(address)]
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)


def test_a_provider_with_a_pace_is_told_that_fast_and_the_others_at_once(event: Event, sink: Sink) -> None:
    told(event, *of_qq(25), "a@foxmail.com", "b@163.com", *(f"{n}@example.org" for n in range(120)))
    drained(SOON)
    # Half a minute's worth, from one ring of the bell to the next.
    assert sent() == {"163.com": 1, "example.org": 120, "qq.com": 10}
    drained(SOON + 10 * SECOND)
    assert sent()["qq.com"] == 13
    drained(SOON + 30 * SECOND)
    assert sent()["qq.com"] == 20
    drained(SOON + MINUTE)
    assert sent()["qq.com"] == 26
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_mail_in_files_has_no_limits(event: Event) -> None:
    told(event, *of_qq(30))

    drained(SOON)

    assert (sent(), len(outgoing()), MailDomain.objects.count()) == ({"qq.com": 30}, 30, 0)


def test_what_waited_for_a_server_leaves_when_mail_goes_to_files(
    event: Event, sink: Sink, settings: Any
) -> None:
    told(event, *of_qq(30))
    drained(SOON)

    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"
    drained(SOON)

    assert sent() == {"qq.com": 30}


def test_the_operator_knows_better(event: Event, sink: Sink, settings: Any) -> None:
    settings.MAIL_RATES = {"qq.com": 0, "example.org": 4}
    told(event, *of_qq(30), *(f"{n}@example.org" for n in range(10)))

    drained(SOON)

    assert sent() == {"example.org": 2, "qq.com": 30}


def test_a_provider_that_complains_is_left_alone_longer_each_time(event: Event, sink: Sink) -> None:
    told(event, *of_qq(1))
    at, pauses = SOON, []
    for _round in range(3):
        sink.rcpt = ["550 Domain frequency limited"]
        drained(at)
        row = MailDomain.objects.get(name="qq.com")
        assert row.paused_until is not None
        pauses.append((row.paused_until - at, row.per_minute))
        # Nobody has failed, and while it is left alone nobody is tried.
        assert set(Delivery.objects.exclude(state="sent").values_list("state", "attempts")) == {
            ("waiting", 0)
        }
        drained(at + 10 * MINUTE)
        assert sent() == {}
        at = row.paused_until + SECOND

    midnight = (
        datetime.combine(SOON.date() + timedelta(days=1), datetime.min.time(), tzinfo=SOON.tzinfo) - 8 * HOUR
    )
    third = SOON + 2.5 * HOUR + 2 * SECOND
    assert pauses == [(HOUR / 2, 10), (2 * HOUR, 5), (midnight - third, 3)]
    drained(at)
    assert sent() == {"qq.com": 1}


def test_a_provider_of_which_nothing_was_known_gets_a_pace_when_it_asks(event: Event, sink: Sink) -> None:
    told(event, *(f"{n}@campus.example.edu" for n in range(40)), "a@example.org")
    sink.rcpt = ["451 4.7.1 rate limit exceeded"]

    drained(SOON)

    row = MailDomain.objects.get(name="campus.example.edu")
    assert (row.per_minute, row.reason) == (30, "451 4.7.1 rate limit exceeded")
    # One was on its way already.
    assert sent() == {"campus.example.edu": 1, "example.org": 1}
    drained(SOON + HOUR)
    assert sent()["campus.example.edu"] == 16


def test_an_hour_without_complaint_raises_the_rate(event: Event, sink: Sink) -> None:
    told(event, *of_qq(2))
    drained(SOON)
    MailDomain.objects.filter(name="qq.com").update(rated_at=SOON - HOUR)
    waiting(event, ["9@qq.com"])

    drained(SOON + MINUTE)

    row = MailDomain.objects.get(name="qq.com")
    assert (row.per_minute, row.rated_at) == (22, SOON + MINUTE)


def test_what_another_worker_used_up_is_not_used_twice(event: Event, sink: Sink) -> None:
    told(event, *of_qq(1))
    drained(NOW - HOUR)
    (lane,) = (each for each in lanes(at=SOON).open if each.name == "qq.com")

    assert [take(lane, 10, at=SOON), take(lane, 10, at=SOON)] == [True, False]
    assert "qq.com" not in {each.name for each in lanes(at=SOON).open}


def test_a_change_goes_first_within_its_pace(event: Event, sink: Sink) -> None:
    waiting(event, of_qq(20))
    waiting(event, ["urgent@qq.com"], priority=1)

    batch = claim(at=SOON)

    assert batch is not None
    assert [each.address for each in batch.deliveries][:2] == ["urgent@qq.com", "0@qq.com"]
    assert len(batch.deliveries) == 10


def test_how_long_the_rest_takes(event: Event, sink: Sink) -> None:
    told(event, *of_qq(50), *(f"{n}@163.com" for n in range(12)))
    drained(SOON)
    announcement = Announcement.objects.get()
    pacing.slow_down("163.com", reason="421 HL:IFC", at=SOON)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = pacing.outlook(announcement, at=SOON)

    assert found == [
        Outlook("163.com", 2, HOUR / 2 + 12 * SECOND, SOON + HOUR / 2, "421 HL:IFC"),
        Outlook("qq.com", 40, 2 * MINUTE, None, ""),
    ]
    assert len(queries) == 2


@pytest.mark.parametrize("count", [10, 300])
def test_a_claim_asks_as_much_however_many_wait_for_a_slow_provider(
    event: Event, sink: Sink, count: int
) -> None:
    waiting(event, of_qq(count))
    claim(at=SOON)
    waiting(event, ["a@example.org", "b@example.org"])

    with CaptureQueriesContext(connection) as queries:
        batch = claim(at=SOON)

    assert batch is not None
    assert {each.domain for each in batch.deliveries} == {"example.org"}
    # Providers; left behind; what nothing holds up; three with a pace; then as ever: update, rows, announcements, and
    # who else holds their addresses.
    assert len(queries) == 10


def test_what_waits_for_a_pace_is_not_late(event: Event, sink: Sink) -> None:
    waiting(event, of_qq(1))

    assert outbox.oldest_due(at=SOON + HOUR) is None
