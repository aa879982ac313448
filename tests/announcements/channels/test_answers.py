"""What mail servers answer, and what is to be done about it: a table of real answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.channels.answers import Answer, Meaning, read
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
