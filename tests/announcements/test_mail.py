"""Many letters over one connection: each has its own answer, whatever the server says to its neighbours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from seminars.announcements.channels.base import ChannelRefused, Message
from seminars.announcements.channels.letters import Form, Letter
from seminars.announcements.channels.mail import Mailer
from tests.announcements.scripted import scripted

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
FORM = Form(Message("【预告】问渠 #42", "正文\n.\n", "<p>正文"), {})

both = pytest.mark.parametrize("has_pipelining", [True, False])


def letters(*mailboxes: str) -> list[Letter]:
    return [
        Letter(FORM, f"{name}@example.org", {"Message-ID": f"<{number}@example.org>"}, key=number)
        for number, name in enumerate(mailboxes)
    ]


def sent(*mailboxes: str) -> list[tuple[str, str]]:
    """What is said of each letter, in the order in which it is said."""
    with Mailer() as mailer:
        found = list(mailer.send(letters(*mailboxes), at=AT))
    assert sorted(each.letter.key for each in found) == list(range(len(mailboxes)))
    return [(each.letter.to.split("@")[0], _said(each.failure)) for each in found]


def _said(failure: Exception | None) -> str:
    if failure is None:
        return "sent"
    return f"{'refused' if isinstance(failure, ChannelRefused) else 'later'}: {failure}"


@both
def test_each_letter_has_the_answer_that_was_given_to_it(settings: Any, has_pipelining: bool) -> None:
    with scripted(settings, has_pipelining=has_pipelining) as server:
        found = sent("lan", "nobody", "qi", "greedy", "later", "yun", "unwanted", "full", "zhou")

    assert found == [
        ("lan", "sent"),
        ("nobody", "refused: 550 5.1.1 no such mailbox"),
        ("qi", "sent"),
        ("greedy", "refused: 550 5.1.1 no such mailbox"),
        ("later", "later: 450 4.2.0 greylisted"),
        ("yun", "sent"),
        ("unwanted", "refused: 554 5.7.1 spam"),
        ("full", "later: 452 4.2.2 mailbox full"),
        ("zhou", "sent"),
    ]
    assert [recipient for recipient, _octets in server.accepted] == [
        f"{name}@example.org" for name in ("lan", "qi", "yun", "zhou")
    ]
    assert all(octets.startswith(b"Content-Type: multipart") for _recipient, octets in server.accepted)
    assert server.connections == 1


@both
@pytest.mark.parametrize("mailbox", ["cut", "mute", "closing"])
def test_after_a_broken_connection_all_that_is_left_is_tried_later(
    settings: Any, has_pipelining: bool, mailbox: str
) -> None:
    with scripted(settings, has_pipelining=has_pipelining) as server:
        found = sent("lan", mailbox, "qi", "yun")
        again = sent("qi", "yun")

    assert [(name, said.split(":")[0]) for name, said in found] == [
        ("lan", "sent"),
        (mailbox, "later"),
        ("qi", "later"),
        ("yun", "later"),
    ]
    assert again == [("qi", "sent"), ("yun", "sent")]
    assert len(server.accepted) == 3


def test_one_mailer_opens_a_new_connection_after_a_broken_one(settings: Any) -> None:
    with scripted(settings) as server, Mailer() as mailer:
        list(mailer.send(letters("cut"), at=AT))
        (found,) = mailer.send(letters("lan"), at=AT)

    assert (found.failure, server.connections) == (None, 2)


def test_whoever_stops_early_has_sent_what_was_said_and_no_more(settings: Any) -> None:
    with scripted(settings) as server, Mailer() as mailer:
        sending = mailer.send(letters("lan", "qi", "yun"), at=AT)
        first = next(sending)
        sending.close()
        rest = list(mailer.send(letters("zhou"), at=AT))

    assert [each.letter.to for each in (first, *rest)] == ["lan@example.org", "zhou@example.org"]
    assert [recipient for recipient, _octets in server.accepted] == ["lan@example.org", "zhou@example.org"]


def test_what_cannot_be_addressed_does_not_stop_the_others(settings: Any) -> None:
    with scripted(settings), Mailer() as mailer:
        strange = Letter(FORM, "a@\u00ad.org", {"Message-ID": "<s@example.org>"}, key=9)
        found = list(mailer.send([strange, *letters("lan")], at=AT))

    assert [(each.letter.key, _said(each.failure)) for each in found] == [
        (9, "refused: The message could not be composed or addressed."),
        (0, "sent"),
    ]


def test_nobody_answers(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert [said.split(":")[:2] for _name, said in sent("lan", "qi")] == [
        ["later", " ConnectionRefusedError"]
    ] * 2
