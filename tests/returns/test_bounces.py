"""`bounces` reads what came back, writes down what it means, and does it once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from seminars.announcements import outbox
from seminars.announcements.channels.answers import Meaning
from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import leaving_address, returns_address
from seminars.models import Bounce, Delivery, MailDomain, Subscriber, Suppression, SuppressionReason
from seminars.publishing.publish import publish
from seminars.returns.fetching import fetch
from seminars.returns.reading import read
from seminars.returns.recording import Result, record
from seminars.subscriptions.erasing import erase
from tests.factories import NOW, a_series, a_subscriber, an_event
from tests.management.command import Done
from tests.management.conftest import command
from tests.returns.imap_server import PASSWORD, imap_server
from tests.returns.test_reading import MAILS

__all__ = ["command"]  # the fixture

pytestmark = pytest.mark.django_db
Command = Callable[..., Done]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def delivery(settings: Any) -> Delivery:
    settings.MAIL_DOMAIN = "seminars.example.org"
    series = a_series(slug="wenqu")
    a_subscriber(series, email="lan@example.com")
    publish(an_event(series, number=42), by=None, at=NOW)
    outbox.drain(clock=lambda: NOW + timedelta(minutes=1))
    return Delivery.objects.get(state="sent")


def a_mail(name: str, delivery: Delivery) -> bytes:
    """One of the mails, about this delivery."""
    token = returns_address(delivery).partition("@")[0].removeprefix("b+")
    octets = (MAILS / f"{name}.eml").read_bytes().replace(b"TOKEN", token.encode())
    octets = octets.replace(b"<MESSAGE@seminars.example.org>", delivery.message_id.encode())
    if delivery.subscriber:
        leaving = leaving_address(delivery, delivery.subscriber)
        octets = octets.replace(b"unsub+LEAVING@seminars.example.org", leaving.encode())
    return octets


def recorded(name: str, delivery: Delivery, days: int = 0) -> Result:
    return record(read(a_mail(name, delivery)), at=LATER + timedelta(days=days))


def row() -> tuple[str, bool, str]:
    found = Delivery.objects.get()
    return found.state, found.returned_at is not None, found.error


def score() -> float:
    return sum(Bounce.objects.values_list("weight", flat=True))


def test_a_wrong_address_counts_against_it_once(delivery: Delivery) -> None:
    results = [recorded("postfix", delivery), recorded("postfix", delivery), recorded("gmail", delivery)]

    assert results == [Result.RETURNED, Result.KNOWN, Result.KNOWN]
    state, is_returned, error = row()
    assert (state, is_returned, error[:9], score()) == ("sent", True, "550 5.1.1", 1.0)


@pytest.mark.parametrize(
    ("name", "weight"), [("exim", 0.5), ("encoded", 0.5), ("qq", 1.0), ("netease", 0), ("broken", 0)]
)
def test_what_comes_back_counts_by_its_reason(delivery: Delivery, name: str, weight: float) -> None:
    assert (recorded(name, delivery), score()) == (Result.RETURNED, weight)


@pytest.mark.parametrize("name", ["qq_frequency", "netease"])
def test_what_comes_back_slows_down_no_provider_and_holds_up_nobody(delivery: Delivery, name: str) -> None:
    Delivery.objects.update(domain="qq.com")
    Delivery.objects.create(
        announcement=delivery.announcement, address="qi@qq.com", language="zh", zone="Asia/Shanghai",
        priority=3, message_id="<qi@seminars.example.org>", domain="qq.com", due_at=NOW,
        expires_at=LATER + timedelta(days=1),
    )  # fmt: skip

    assert recorded(name, delivery) == Result.RETURNED
    waiting = Delivery.objects.filter(state="waiting").values_list("due_at", "error", "is_paced")
    assert (score(), MailDomain.objects.count(), waiting.get()) == (0, 0, (NOW, "", False))


def test_a_report_about_an_address_that_was_forgotten_writes_nothing_down(delivery: Delivery) -> None:
    octets = [a_mail(name, delivery) for name in ("postfix", "complaint")]
    assert delivery.subscriber is not None
    erase(delivery.subscriber)

    assert [record(read(each), at=LATER) for each in octets] == [Result.IGNORED] * 2
    assert (row(), score(), Suppression.objects.count()) == (("sent", False, ""), 0, 0)


def test_an_answer_that_came_back_names_no_address(delivery: Delivery) -> None:
    recorded("postfix", delivery)

    assert row()[2].startswith("550 5.1.1 <…>: Recipient address rejected")


def test_a_complaint_ends_all_mail_at_once(delivery: Delivery) -> None:
    assert [recorded("complaint", delivery), recorded("complaint", delivery)] == [
        Result.COMPLAINT,
        Result.KNOWN,
    ]
    assert suppression.reason_for("Lan@Example.com", at=LATER) == SuppressionReason.COMPLAINT
    assert row() == ("sent", False, "reported as spam")


def test_a_complaint_that_proves_nothing_is_not_believed(delivery: Delivery) -> None:
    octets = a_mail("complaint", delivery).replace(
        returns_address(delivery).encode(), b"redacted@example.com"
    )
    assert delivery.message_id.encode() in octets

    assert record(read(octets), at=LATER) == Result.UNKNOWN
    assert (row(), suppression.reason_for("lan@example.com", at=LATER)) == (("sent", False, ""), None)


def test_a_complaint_that_quotes_the_mailbox_for_leaving_is_believed(delivery: Delivery) -> None:
    assert delivery.subscriber is not None
    leaving = f"List-Unsubscribe: <mailto:{leaving_address(delivery, delivery.subscriber)}>\nMessage-ID"
    octets = a_mail("complaint", delivery).replace(
        returns_address(delivery).encode(), b"redacted@example.com"
    )

    assert record(read(octets.replace(b"Message-ID", leaving.encode())), at=LATER) == Result.COMPLAINT
    assert suppression.reason_for("lan@example.com", at=LATER) == SuppressionReason.COMPLAINT
    assert Subscriber.objects.get().unsubscribed_at is None


def test_a_mail_to_leave_ends_the_subscription(delivery: Delivery) -> None:
    assert [recorded("leaving", delivery), recorded("leaving", delivery)] == [Result.LEFT, Result.KNOWN]
    assert Subscriber.objects.get().unsubscribed_at == LATER


def test_an_old_mailbox_for_leaving_opens_nothing_after_its_links_were_revoked(delivery: Delivery) -> None:
    octets = a_mail("leaving", delivery)
    Subscriber.objects.update(nonce=7)

    assert record(read(octets), at=LATER) == Result.UNKNOWN
    assert Subscriber.objects.get().unsubscribed_at is None


def test_a_token_that_we_did_not_sign_is_none_of_ours(delivery: Delivery) -> None:
    octets = a_mail("qq", delivery).replace(delivery.uid.hex.encode(), delivery.uid.hex.encode() + b"0")
    forged = a_mail("qq", delivery).replace(
        returns_address(delivery).encode(), f"b+{delivery.uid.hex}{'0' * 16}@seminars.example.org".encode()
    )

    assert [record(read(each), at=LATER) for each in (octets, forged)] == [Result.UNKNOWN] * 2
    assert row() == ("sent", False, "")


@pytest.mark.parametrize("name", ["postfix_delayed", "vacation", "vacation_chinese", "question", "not_spam"])
def test_what_is_no_report_changes_nothing(delivery: Delivery, name: str) -> None:
    assert (recorded(name, delivery), row(), score()) == (Result.IGNORED, ("sent", False, ""), 0)


def test_a_folder_is_read_once_and_a_broken_mail_stops_nothing(
    delivery: Delivery, command: Command, tmp_path: Path
) -> None:
    for number, name in enumerate(["vacation", "postfix", "postfix", "complaint"]):
        (tmp_path / f"{number}.eml").write_bytes(a_mail(name, delivery))
    (tmp_path / "zz").write_bytes(b"\xff\x00: \r\n\r\n\x80")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.eml").write_bytes(a_mail("leaving", delivery))

    first, second = command("bounces", str(tmp_path)), command("bounces", str(tmp_path))

    assert first == (
        0,
        "1 returned, 1 complaints, 1 unsubscribed, 1 known already, 2 nothing to do\n",
        "",
    )
    assert second == (0, "Nothing came back.\n", "")
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == [
        "0.eml", "1.eml", "1.eml.2", "2.eml", "3.eml", "zz",
    ]  # fmt: skip


def test_a_mail_that_cannot_be_written_down_is_put_away_and_stops_nothing(
    delivery: Delivery, command: Command, tmp_path: Path
) -> None:
    # The newest of all moments: half a year after it there is none.
    never = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
    for day in range(2):
        suppression.blame(
            "lan@example.com",
            Meaning.WRONG_ADDRESS,
            source="",
            on=never.date() - timedelta(days=1 + day),
            at=NOW,
        )
    (tmp_path / "1.eml").write_bytes(a_mail("postfix", delivery))
    (tmp_path / "2.eml").write_bytes(a_mail("complaint", delivery))

    assert fetch(str(tmp_path), at=never) == {"ignored": 1, "complaint": 1}
    assert row() == ("sent", False, "reported as spam")
    assert sorted(file.name for file in (tmp_path / "done").iterdir()) == ["1.eml", "2.eml"]


def test_what_could_not_be_written_down_without_a_database_is_read_again(
    delivery: Delivery, tmp_path: Path
) -> None:
    (tmp_path / "1.eml").write_bytes(a_mail("postfix", delivery))

    def away(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("UPDATE"):
            raise OperationalError("the database went away")
        return execute(sql, *rest)

    with connection.execute_wrapper(away), pytest.raises(OperationalError):
        fetch(str(tmp_path), at=LATER)

    assert fetch(str(tmp_path), at=LATER) == {"returned": 1}


def test_a_mailbox_is_read_once(delivery: Delivery, command: Command, settings: Any) -> None:
    settings.BOUNCES_PASSWORD = PASSWORD
    with imap_server(a_mail("gmail", delivery), a_mail("vacation", delivery)) as server:
        place = f"imap://bounces@127.0.0.1:{server.port}/INBOX"
        first, second = command("bounces", place), command("bounces", place)

    assert (first, second) == ((0, "1 returned, 1 nothing to do\n", ""), (0, "Nothing came back.\n", ""))
    assert server.seen == {1, 2}
    assert row()[:2] == ("sent", True)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("/nowhere", "/nowhere is not a folder."),
        ("imaps://example.org", "A mailbox is named as in imaps://user@host/INBOX."),
        ("pop3://lan@example.org", "A mailbox is named as in imaps://user@host/INBOX."),
        ("imap://lan:x@127.0.0.1:port/INBOX", "The address of the mailbox is not a URL."),
        ("imap://lan:secret7@127.0.0.1:1/INBOX", "127.0.0.1:1: [Errno 111] Connection refused"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused_in_one_sentence(
    command: Command, place: str, said: str
) -> None:
    done = command("bounces", place)

    assert (done.status, done.out, done.err) == (1, "", f"{said}\n")


def test_a_wrong_password_is_not_printed(command: Command) -> None:
    with imap_server() as server:
        done = command("bounces", f"imap://bounces:wrong-one@127.0.0.1:{server.port}/INBOX")

    assert done.status == 1
    assert "wrong password" in done.err
    assert "wrong-one" not in done.err + done.out


def test_a_mailbox_that_is_not_there(command: Command) -> None:
    with imap_server() as server:
        place = f"imap://bounces:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{server.port}/Elsewhere"
        done = command("bounces", place)

    assert (done.status, done.err) == (1, "There is no mailbox 'Elsewhere': no such mailbox\n")


def test_bounces_needs_a_place(command: Command) -> None:
    assert command("bounces").err == "Name a folder or a mailbox, or set BOUNCES.\n"
