"""Mails as real servers write them say what happened to which of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.channels.answers import Meaning
from seminars.returns.reading import Complaint, Ignored, Leaving, Reading, Returned, read

MAILS = Path(__file__).parent / "mails"
TOKEN, LEAVING = "ab" * 24, "cd" * 24

# Meaning, recipient, and how the answer begins; or the kind of what is no returned mail.
EXPECTED: dict[str, tuple[Meaning, str, str] | type] = {
    "broken": (Meaning.UNWANTED, "", "550 5.7.1 Message rejected as spam"),
    "complaint": Complaint,
    "encoded": (Meaning.MAILBOX_FULL, "lan@example.com", "452 4.2.2 The mailbox is over quota"),
    "exchange": (Meaning.WRONG_ADDRESS, "lan@campus.example.edu", "550 5.1.10 RESOLVER.ADR"),
    "exim": (Meaning.MAILBOX_FULL, "lan@example.com", "552 5.2.2 Mailbox size limit exceeded"),
    "exim_old": (Meaning.WRONG_ADDRESS, "lan@example.com", "550 No such user here"),
    "gmail": (Meaning.WRONG_ADDRESS, "lan@gmail.com", "550-5.1.1 The email account"),
    "leaving": Leaving,
    "netease": (Meaning.UNWANTED, "someone@163.com", "554 DT:SPM 163 mx11"),
    "not_spam": Ignored,
    "postfix": (Meaning.WRONG_ADDRESS, "lan@example.com", "550 5.1.1 <…>: Recipient"),
    "postfix_delayed": Ignored,
    "qmail": (Meaning.WRONG_ADDRESS, "lan@example.com", "5.1.1"),
    "qq": (Meaning.WRONG_ADDRESS, "12345@qq.com", "550 Mailbox not found."),
    "qq_frequency": (Meaning.SLOW_DOWN, "12345@qq.com", "550 Domain frequency limited."),
    "question": Ignored,
    "vacation": Ignored,
    "vacation_chinese": Ignored,
}


def a_mail(name: str) -> bytes:
    octets = (MAILS / f"{name}.eml").read_bytes()
    return octets.replace(b"TOKEN", TOKEN.encode()).replace(b"LEAVING", LEAVING.encode())


def test_every_mail_is_expected_to_say_something() -> None:
    assert sorted(EXPECTED) == sorted(file.stem for file in MAILS.glob("*.eml"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_mail_says_what_happened(name: str) -> None:
    found, expected = read(a_mail(name)), EXPECTED[name]

    if isinstance(expected, type):
        assert isinstance(found, expected)
    else:
        meaning, recipient, answer = expected
        assert isinstance(found, Returned)
        assert (found.origin.token, found.meaning, found.recipient) == (TOKEN, meaning, recipient)
        assert found.answer.startswith(answer)


@pytest.mark.parametrize("name", ["complaint", "postfix", "gmail", "exim", "netease", "qmail"])
def test_a_report_names_our_mail_also_where_its_address_was_lost(name: str) -> None:
    octets = a_mail(name).replace(b"b+" + TOKEN.encode(), b"someone").replace(b"B+" + TOKEN.encode(), b"s")

    found = read(octets)

    assert isinstance(found, Returned | Complaint)
    assert (found.origin.token, set(found.origin.message_ids)) == ("", {"<MESSAGE@seminars.example.org>"})


def test_of_what_a_mail_quotes_few_names_are_kept_and_none_that_no_mail_of_ours_has() -> None:
    names = [b"<a\0b@c>", b"<\xed\xa0\x80@c>", "<兰@c>".encode(), b"<" + b"a" * 199 + b">", b"<0@c>"]
    names += [b"<%d@c>" % number for number in range(30)]
    quoted = b"".join(b"Message-ID: " + name + b"\n" for name in names)
    octets = a_mail("complaint").replace(b"Message-ID: <MESSAGE@seminars.example.org>\n", b"")
    octets = octets.replace(b"\nbody", b"\n" + quoted)

    found = read(octets)

    assert isinstance(found, Complaint)
    assert found.origin.message_ids == tuple(f"<{number}@c>" for number in range(20))


def test_a_name_in_letters_that_have_no_octets_is_none_of_ours() -> None:
    boundary = b"--part1_13d.2e68ed54_boundary\nContent-Type: "
    quoted = boundary + b"text/plain; charset=utf-7\n\nMessage-ID: <a+2AA-b@c>\n\n"
    octets = a_mail("complaint").replace(boundary + b"message/rfc822", quoted + boundary + b"message/rfc822")

    found = read(octets)

    assert isinstance(found, Complaint)
    assert found.origin.message_ids == ("<MESSAGE@seminars.example.org>",)


def test_what_a_returned_mail_quotes_makes_nobody_leave() -> None:
    octets = (
        a_mail("qmail") + b"List-Unsubscribe: <mailto:unsub+" + LEAVING.encode() + b"@seminars.example.org>\n"
    )

    assert isinstance(read(octets), Returned)


def test_a_machine_that_answers_does_not_leave() -> None:
    octets = b"Auto-Submitted: auto-replied\n" + a_mail("leaving")

    assert read(octets) == Ignored("an answer by a machine")


mutilated = st.builds(
    lambda octets, start, length, put: octets[:start] + put + octets[start + length :],
    st.sampled_from([a_mail(name) for name in EXPECTED]),
    st.integers(0, 2000),
    st.integers(0, 300),
    st.binary(max_size=40),
)


@given(st.one_of(st.binary(max_size=400), mutilated))
def test_whatever_comes_is_read(octets: bytes) -> None:
    found: Reading = read(octets)

    assert isinstance(found, Returned | Complaint | Leaving | Ignored)


def test_a_mail_within_a_mail_within_a_mail_and_so_on_stops_nothing() -> None:
    assert isinstance(read(b"Content-Type: message/rfc822\n\n" * 3000 + b"x"), Ignored)
