"""A letter filled in is the letter that Django would have built for this reader alone."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.policy import default

import pytest
from django.core.mail import BadHeaderError
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.channels.base import Attachment, Invitation, Message
from seminars.announcements.channels.letters import Form, Letter, built

AT = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MARK, OTHER = "https://links.invalid/unsubscribe", "other.links.invalid"
ICS = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300)


def a_letter(
    *,
    text: str = f"取消订阅：{MARK}\n.\n..点\n",
    html: str = f'<p>你好<a href="{MARK}">',
    to: str = "lan@example.org",
) -> Letter:
    message = Message(
        "【预告】问渠 #42",
        text,
        html,
        (Attachment("seminar.ics", ICS, "text/calendar; method=PUBLISH"),),
        Invitation(ICS, "REQUEST"),
    )
    own = {
        "Message-ID": f"<{len(to)}@seminars.example.org>",
        "List-Unsubscribe": "<https://s.example.org/u/7-0-abc/>",
    }
    form = Form(message, {"List-Id": "<wenqu.seminars.example.org>", "X-From-Name": "问渠"})
    return Letter(form, to, own, ((MARK, f"https://s.example.org/u/{to}/"), (OTHER, f"/{to}%/")))


def alone(letter: Letter) -> bytes:
    octets = built(letter, at=AT).message().as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return octets.replace(b"\r\n.", b"\r\n..")


def without_boundaries(octets: bytes) -> list[bytes]:
    """The lines, but for the random ones."""
    return [line for line in octets.split(b"\r\n") if b"=====" not in line and line]


@given(words, words, st.sampled_from(["lan@example.org", "o'hara+x@例子.org"]))
def test_a_form_filled_in_is_the_letter_built_alone(text: str, html: str, to: str) -> None:
    text, html = f"{MARK}{text}{OTHER}{MARK}", f"{html}{OTHER}{OTHER}{html}{MARK}"
    form = a_letter(text=text, html=html).form
    # Others had the same form before, with links as long, and not as long.
    for other in ("kan@example.org", "yun@example.org", "k@example.org"):
        form.filled(a_letter(to=other)._replace(form=form), at=AT)
    letter = a_letter(to=to)._replace(form=form)

    filled = form.filled(letter, at=AT)

    assert without_boundaries(filled) == without_boundaries(alone(letter))


def test_a_letter_says_what_was_meant_to_its_reader() -> None:
    form = a_letter().form
    for to in ("lan@example.org", "qi@example.org"):
        found = email.message_from_bytes(
            form.filled(a_letter(to=to)._replace(form=form), at=AT), policy=default
        )

        assert (found["To"], found["Message-ID"], found["Date"]) == (
            to,
            f"<{len(to)}@seminars.example.org>",
            "Tue, 24 Nov 2026 04:00:00 +0000",
        )
        texts = [part.get_content() for part in found.walk() if part.get_content_maintype() == "text"]
        assert texts[0] == f"取消订阅：https://s.example.org/u/{to}/\n.\n..点\n"
        assert texts[1] == f'<p>你好<a href="https://s.example.org/u/{to}/">'
        assert [part.get_content_type() for part in found.walk()] == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar",
        ]  # fmt: skip
        assert ICS in [part.get_payload(decode=True) for part in found.walk()]
        assert {str(part["Content-Type"]).count("charset=") for part in found.walk()} == {0, 1}


def test_what_would_break_a_header_is_refused() -> None:
    letter = a_letter()
    headers = letter.headers | {"List-Unsubscribe": "<https://x>\r\nBcc: all@example.org"}

    with pytest.raises(BadHeaderError):
        letter.form.filled(letter._replace(headers=headers), at=AT)
