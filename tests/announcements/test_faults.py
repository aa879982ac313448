"""Whatever a mail server answers: the outcome stands on the row, and nobody else suffers for it."""

from __future__ import annotations

import email
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.policy import default
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.announcements.sending import suppression
from seminars.announcements.sending.pacing import RELAY
from seminars.models import Bounce, Delivery, Event, MailDomain, SuppressionReason
from seminars.publishing.publish import publish
from tests.announcements.scripted import Scripted, scripted
from tests.factories import NOW, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)
GO_ON, NOBODY = ("250 ok", "354 go on"), "503 RCPT first"


@pytest.fixture
def server(settings: Any) -> Iterator[Scripted]:
    with scripted(settings) as server:
        yield server


@pytest.fixture
def event() -> Event:
    return an_event(a_series(slug="wenqu"), number=42)


def told(event: Event, *addresses: str) -> None:
    for address in addresses:
        a_subscriber(event.series, email=address)
    publish(event, by=None, at=NOW)
    drained(SOON)


def drained(at: datetime) -> None:
    outbox.drain(clock=lambda: at)


def rows() -> list[tuple[str, str, int, str]]:
    """Address, state, attempts and answer, by address."""
    found = Delivery.objects.order_by("address").values_list("address", "state", "attempts", "error")
    return [(address.partition("@")[0], state, attempts, error) for address, state, attempts, error in found]


def score() -> float:
    return sum(Bounce.objects.values_list("weight", flat=True))


# What RCPT and the body are answered: state, attempts, what counts against the reader.
FAULTS: dict[str, tuple[str, str, str, int, float]] = {
    "550 5.1.1 no such user": ("RCPT", "550 5.1.1 no such user", "refused", 1, 1.0),
    "450": ("RCPT", "450 4.2.0 greylisted", "waiting", 1, 0),
    "451": ("DATA", "451 4.3.0 local error", "waiting", 1, 0),
    "452 full": ("DATA", "452 4.2.2 mailbox full", "waiting", 1, 0),
    "421": ("RCPT", "421 4.3.2 shutting down", "waiting", 1, 0),
    "552": ("DATA", "552 5.2.2 mailbox full", "refused", 1, 0.5),
    "554": ("DATA", "554 5.7.1 spam", "refused", 1, 0),
    "frequency": ("RCPT", "550 Sender frequency limited", "waiting", 0, 0),
    "reconnect": ("DATA", "450 MI:DMC 163 smtp2", "waiting", 0, 0),
    "netease content": ("DATA", "451 DT:SPM 163 smtp2", "waiting", 1, 0),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_stands_on_the_row_and_harms_nobody_else(event: Event, server: Scripted, fault: str) -> None:
    command, answer, state, attempts, weight = FAULTS[fault]
    server.answers = {"lan": (answer, NOBODY, None) if command == "RCPT" else (*GO_ON, answer)}

    told(event, "lan@example.org", "qi@example.net")

    assert rows()[0] == ("lan", state, attempts, answer)
    drained(SOON + timedelta(minutes=2))
    assert (rows()[1][1], score()) == ("sent", weight)


def test_an_answer_that_no_database_can_hold_is_cleaned(event: Event, server: Scripted) -> None:
    server.answers = {"lan": ("550 5.1.1 no\0body", NOBODY, None)}

    told(event, "lan@example.org", "qi@example.org")
    drained(SOON + timedelta(hours=1))

    assert rows() == [("lan", "refused", 1, "550 5.1.1 nobody"), ("qi", "sent", 1, "")]
    assert [to for to, _octets in server.accepted] == ["qi@example.org"]


@pytest.mark.parametrize(
    "answer", ["550 5.7.1 <aaa@example.org>: policy", "550 Domain frequency limited: aaa@example.org"]
)
def test_an_address_in_an_answer_stands_with_nobody_else(event: Event, server: Scripted, answer: str) -> None:
    server.answers = {"aaa": (answer, NOBODY, None)}

    told(event, "aaa@example.org", *(f"reader{number:02}@example.org" for number in range(14)))

    errors = set(Delivery.objects.values_list("error", flat=True))
    reasons = list(MailDomain.objects.values_list("reason", flat=True))
    assert any("<…>" in error for error in errors)
    assert not any("aaa" in said for said in (*errors, *reasons))


def test_a_server_that_hangs_up_after_data_is_asked_again(event: Event, server: Scripted) -> None:
    server.answers = {"lan": (*GO_ON, None)}

    told(event, "lan@example.org", "qi@example.org")

    assert [row[1:3] for row in rows()] == [("waiting", 1), ("waiting", 0)]
    server.answers = {}
    drained(SOON + timedelta(minutes=2))
    assert [row[1] for row in rows()] == ["sent", "sent"]


def test_a_server_that_stalls_is_left_for_half_a_minute(
    event: Event, server: Scripted, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT, server.stalls_for = 0.1, 0.5

    told(event, *(f"reader{number:02}@example.org" for number in range(30)))

    # One message has waited for nothing; the others were not tried.
    assert sorted(row[1:3] for row in rows()) == [("waiting", 0)] * 29 + [("waiting", 1)]
    assert (server.connections, "timed out" in rows()[0][3]) == (1, True)
    server.stalls_for = 0
    drained(SOON + timedelta(seconds=20))
    assert server.connections == 1
    drained(SOON + timedelta(minutes=2))
    assert {row[1] for row in rows()} == {"sent"}


@pytest.mark.parametrize("fault", ["greeting", "sender", "TLS"])
def test_our_own_fault_stops_everything_and_refuses_nobody(
    event: Event, server: Scripted, settings: Any, fault: str
) -> None:
    match fault:
        case "greeting":
            server.greeting = "554 5.7.1 your address is on a list"
        case "sender":
            server.to_sender = "550 5.1.0 sender rejected"
        case "TLS":
            settings.EMAIL_USE_TLS, server.extensions = True, ("STARTTLS",)

    told(event, *(f"reader{number:02}@example.org" for number in range(25)))

    assert {row[1] for row in rows()} == {"waiting"}
    assert (server.accepted, server.connections, score()) == ([], 1, 0)
    relay = MailDomain.objects.get(name=RELAY)
    assert relay.paused_until is not None
    assert relay.paused_until > SOON
    server.greeting, server.to_sender, settings.EMAIL_USE_TLS = "220 back", "250 ok", False
    drained(relay.paused_until + timedelta(minutes=2))
    assert {row[1] for row in rows()} == {"sent"}


def test_content_that_a_provider_does_not_want_waits_there_and_nowhere_else(
    event: Event, server: Scripted
) -> None:
    refusal = (*GO_ON, "554 DT:SPM 163 mx11")
    server.answers = {f"reader{number:02}": refusal for number in range(30)}

    told(event, *(f"reader{number:02}@163.com" for number in range(30)), "qi@example.org")

    states = [row[1] for row in rows()]
    # As many as were on their way in one handful.
    assert (states.count("refused"), states.count("waiting"), states.count("sent")) == (10, 20, 1)
    assert score() == 0


def test_a_provider_takes_so_many_over_one_connection(event: Event, server: Scripted, settings: Any) -> None:
    settings.MAIL_RATES = {"qq.com": 600}

    told(event, *(f"{number:03}@qq.com" for number in range(45)))

    assert ({row[1] for row in rows()}, server.connections) == ({"sent"}, 3)


def test_who_sent_mail_back_on_three_days_is_written_to_no_more(event: Event, server: Scripted) -> None:
    server.answers = {"lan": ("550 5.1.1 no such user", NOBODY, None)}
    for day in range(4):
        at = NOW + timedelta(days=day)
        suppression_before = suppression.reason_for("lan@example.org", at=at)
        Delivery.objects.all().delete()
        event = an_event(event.series, number=100 + day, starts_at=NOW + timedelta(days=30 + day))
        if not day:
            a_subscriber(event.series, email="lan@example.org")
        publish(event, by=None, at=at)
        drained(at + timedelta(minutes=1))

    assert suppression_before == SuppressionReason.RETURNED
    assert rows() == [("lan", "suppressed", 1, "Mails to this address came back.")]


@pytest.mark.parametrize(
    "address",
    [
        '"lan shan"@example.org',
        '"a@b"@example.org',
        "o'hara+x@example.org",
        "lan@例子.中国",
        "lan@EXAMPLE.org",
    ],
)
def test_odd_addresses_are_reached(event: Event, server: Scripted, address: str) -> None:
    told(event, address)

    assert [row[1] for row in rows()] == ["sent"]
    ((recipient, octets),) = server.accepted
    assert recipient.isascii()
    assert recipient == email.message_from_bytes(octets, policy=default)["To"].addresses[0].addr_spec


@pytest.mark.parametrize(
    "mark", ["\x0b", "\x0c", "\r\n", "\r", "\u2028", "\x85", "\x1c", "\r\nBcc: all@example.org"]
)
def test_no_title_breaks_a_header(event: Event, server: Scripted, mark: str) -> None:
    event.talks.get().abstracts.update(title=f"甲{mark}乙")

    told(event, "lan@example.org")

    ((_recipient, octets),) = server.accepted
    mail = email.message_from_bytes(octets, policy=default)
    assert (mail["Bcc"], len(mail.get_all("Subject"))) == (None, 1)
    assert [row[1] for row in rows()] == ["sent"]


def test_names_of_ten_kilobytes_make_a_mail_all_the_same(event: Event, server: Scripted) -> None:
    talk = event.talks.get()
    speaker, abstract = talk.appearances.get().speaker, talk.abstracts.get()
    speaker.name_zh, abstract.title, abstract.text = "名" * 3400, "长" * 3400, "x" * 10_000
    speaker.save()
    abstract.save()

    told(event, "lan@example.org")

    ((_recipient, octets),) = server.accepted
    assert max(map(len, octets.splitlines())) <= 998
    assert [row[1] for row in rows()] == ["sent"]


def test_each_mail_comes_back_to_an_address_of_its_own(event: Event, server: Scripted, settings: Any) -> None:
    told(event, "lan@example.org", "qi@example.org")

    uids = [str(uid.hex) for uid in Delivery.objects.order_by("pk").values_list("uid", flat=True)]
    assert [sender.partition("@")[0][:34] for sender in server.senders] == [f"b+{uid}" for uid in uids]
    assert {sender.partition("@")[2] for sender in server.senders} == {"seminars.example.org"}
    assert {len(sender.partition("@")[0]) for sender in server.senders} == {50}


def test_without_verp_the_sender_is_the_one_that_is_set(
    event: Event, server: Scripted, settings: Any
) -> None:
    settings.VERP, settings.DEFAULT_FROM_EMAIL = False, "talks@example.org"

    told(event, "lan@example.org")

    assert server.senders == ["talks@example.org"]


def test_a_server_that_puts_a_message_off_for_a_day_means_it(event: Event, server: Scripted) -> None:
    server.answers = {"lan": ("450 4.2.0 greylisted", NOBODY, None)}
    told(event, "lan@example.org")
    for _attempt in range(8):
        drained(Delivery.objects.get().due_at)

    assert rows() == [("lan", "refused", 9, "450 4.2.0 greylisted")]
