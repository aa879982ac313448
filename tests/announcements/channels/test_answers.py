"""What mail servers answer, and what is to be done about it: a table of real answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.channels.answers import Answer, MailRefused, Meaning, failure, quotable, read
from seminars.announcements.channels.pipelining import Reply
from seminars.announcements.channels.providers import pace_of, provider_of

QQ, NETEASE, OTHER = "qq.com", "163.com", "example.org"
M = Meaning


@pytest.mark.parametrize(
    ("reply", "provider", "meaning", "is_final", "minutes"),
    [
        ("DATA 250 2.0.0 queued", OTHER, M.ACCEPTED, False, None),
        ("RCPT 550 5.1.1 no such user", OTHER, M.WRONG_ADDRESS, True, None),
        ("RCPT 550 5.1.2 bad destination system", OTHER, M.WRONG_ADDRESS, True, None),
        ("RCPT 550 5.1.8 sender's domain is unknown", OTHER, M.REFUSED, True, None),
        ("RCPT 550 5.2.1 mailbox disabled", OTHER, M.WRONG_ADDRESS, True, None),
        ("RCPT 550 No such user here", OTHER, M.WRONG_ADDRESS, True, None),
        ("RCPT 551 user not local", OTHER, M.WRONG_ADDRESS, True, None),
        ("RCPT 550 Mailbox not found", QQ, M.WRONG_ADDRESS, True, None),
        ("RCPT 552 5.2.2 over quota", OTHER, M.MAILBOX_FULL, True, None),
        ("DATA 552 mailbox full", OTHER, M.MAILBOX_FULL, True, None),
        ("DATA 552 5.3.4 message too big", OTHER, M.REFUSED, True, None),
        ("DATA 452 4.2.2 mailbox full", OTHER, M.LATER, False, None),
        ("RCPT 450 4.2.0 greylisted", OTHER, M.LATER, False, None),
        ("RCPT 450 4.7.1 greylisted", OTHER, M.LATER, False, None),
        ("DATA 451 local error", OTHER, M.LATER, False, None),
        ("DATA 554 5.7.1 spam", OTHER, M.UNWANTED, True, None),
        ("DATA 550 blocked by our policy", OTHER, M.UNWANTED, True, None),
        ("DATA 554 transaction failed", OTHER, M.REFUSED, True, None),
        ("DATA 421 4.7.28 unusual rate of mail", "gmail.com", M.SLOW_DOWN, False, None),
        ("RCPT 421 4.3.2 shutting down", OTHER, M.AWAY, False, None),
        ("RCPT 550 Mailbox unavailable or access denied", QQ, M.SLOW_DOWN, False, None),
        ("RCPT 550 Mailbox unavailable or access denied", OTHER, M.UNWANTED, True, None),
        ("RCPT 550 Domain frequency limited", QQ, M.SLOW_DOWN, False, None),
        ("DATA 550 Sender frequency limited", "tsinghua.edu.cn", M.SLOW_DOWN, False, None),
        ("RCPT 550 Connection frequency limited", QQ, M.SLOW_DOWN, False, None),
        ("RCPT 421 HL:REP 163 mx1", NETEASE, M.SLOW_DOWN, False, None),
        ("RCPT 421 HL:ICC 163 mx1", NETEASE, M.SLOW_DOWN, False, 1),
        ("RCPT 421 HL:IFC 163 mx1", NETEASE, M.SLOW_DOWN, False, None),
        ("DATA 451 MI:SFQ 163 smtp2", NETEASE, M.SLOW_DOWN, False, 15),
        ("DATA 450 MI:DMC 163 smtp2", NETEASE, M.RECONNECT, False, None),
        ("RCPT 450 RP:DRC 163 smtp2", NETEASE, M.RECONNECT, False, None),
        ("RCPT 450 DT:RBL 163 smtp2", NETEASE, M.UNWANTED, False, 15),
        ("DATA 451 DT:SPM 163 smtp2", NETEASE, M.UNWANTED, False, 2),
        ("DATA 554 DT:SPM 163 smtp2", NETEASE, M.UNWANTED, True, None),
        ("MAIL 550 5.7.1 who are you", OTHER, M.OUR_FAULT, False, None),
        ("MAIL 451 4.3.0 later", OTHER, M.LATER, False, None),
    ],
)
def test_an_answer_means(
    reply: str, provider: str, meaning: Meaning, is_final: bool, minutes: int | None
) -> None:
    command, code, text = reply.split(" ", 2)

    found = read(Reply(command, int(code), text.encode()), provider)

    pause = found.pause.total_seconds() / 60 if found.pause else None
    assert (found.meaning, found.is_final, pause) == (meaning, is_final, minutes)


@given(
    st.sampled_from(["MAIL", "RCPT", "DATA"]),
    st.integers(400, 599),
    st.binary(max_size=60),
    st.sampled_from([QQ, NETEASE, OTHER]),
)
def test_whatever_is_answered_means_something(command: str, code: int, text: bytes, provider: str) -> None:
    found = read(Reply(command, code, text), provider)

    assert isinstance(found, Answer)
    assert found.meaning != Meaning.ACCEPTED
    assert not (found.is_final and code < 500)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("550 5.1.1 no such user", "550 5.1.1 no such user"),
        ("550 <lan@example.org>: policy", "550 <…>: policy"),
        ("550 lan@example.org... User unknown", "550 <…>... User unknown"),
        ("550 user lan+x=y@mail.example.org, qi@例子.中国.", "550 user <…>, <…>."),
        ('550 <兰@example.org> <"lan shan"@example.org>', "550 <…> <…>"),
        ("550 (lan@[192.0.2.1]) rcpt=lan@a@example.org;x", "550 (<…>) <…>;x"),
        ("550-5.1.1 no\0body\r\n550 5.1.1 \ud800here", "550-5.1.1 nobody 550 5.1.1 here"),
        ("550 at 10 @ noon", "550 at 10 @ noon"),
        ("x" * 3000, "x" * 500),
        ("", ""),
    ],
)
def test_an_answer_is_kept_without_addresses(text: str, kept: str) -> None:
    assert quotable(text) == kept


@given(
    st.from_regex(
        r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,20}@[a-z0-9-]{1,9}[a-z0-9](?:\.[a-z]{2,5})?", fullmatch=True
    ),
    st.text(max_size=40),
    st.text(max_size=40),
)
def test_no_address_is_left_in_an_answer(address: str, before: str, after: str) -> None:
    assert address not in quotable(f"{before} {address} {after}")


def test_a_refusal_names_no_address() -> None:
    found = failure(Reply("RCPT", 550, b"5.1.1 <lan@example.org>: no such\0 user"), OTHER)

    assert isinstance(found, MailRefused)
    assert (str(found), found.meaning) == ("550 5.1.1 <…>: no such user", Meaning.WRONG_ADDRESS)


@pytest.mark.parametrize(
    ("address", "provider", "most"),
    [
        ("1@QQ.com", QQ, 20),
        ("a@foxmail.com", QQ, 20),
        ("a@vip.qq.com", QQ, 20),
        ("a@126.com", NETEASE, 20),
        ("a@yeah.net", NETEASE, 20),
        ("a@googlemail.com", "gmail.com", 300),
        ("a@tsinghua.edu.cn", "tsinghua.edu.cn", None),
        ("兰@例子.中国", "xn--fsqu00a.xn--fiqs8s", None),
        ('"a@b"@Example.ORG.', OTHER, None),
        ("", "", None),
    ],
)
def test_the_provider_of_an_address(address: str, provider: str, most: int | None) -> None:
    assert (provider_of(address), pace_of(provider_of(address)).per_minute) == (provider, most)
