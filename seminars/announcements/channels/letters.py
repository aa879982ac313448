"""A rendered mail → the octets for each of its readers, who differ in a few lines only.

What all have in common is built and encoded once; address, Message-ID, date and links are put in for each.
"""

from __future__ import annotations

import base64
import email.charset
import re
from datetime import UTC, datetime
from email import encoders
from email.header import Header
from email.message import Message as MimeMessage
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from seminars.announcements.channels.base import Invitation, Message

# Bodies travel as base64: seven bits and short lines, whatever relays lie between.
UTF8 = email.charset.Charset("utf-8")
UTF8.body_encoding = email.charset.BASE64


_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MARK = "mark-{}@marks.invalid"
_SOME_DAY = datetime(1970, 1, 1, tzinfo=UTC)
_TO, _TEXT, _HTML = (_MARK.format(name) for name in ("to", "text", "html"))


class Letter(NamedTuple):
    """A message to one address: its headers, and the links that stand in the place of marks in its texts.

    `key` is the sender's own, to know the letter again; `sender` is to whom it comes back.
    """

    message: Message
    to: str
    headers: dict[str, str]
    links: tuple[tuple[str, str], ...] = ()
    key: int = 0
    sender: str = ""

    @property
    def personal(self) -> Message:
        """The message with the reader's own links."""
        text, html = self.message.text, self.message.html
        for mark, link in self.links:
            text, html = text.replace(mark, link), html.replace(mark, link)
        return self.message._replace(text=text, html=html)


def is_plain(address: str) -> bool:
    """Whether an address can stand in a header as it is."""
    return bool(_PLAIN_ADDRESS.fullmatch(address))


@lru_cache(maxsize=256)
def phrase(name: str) -> str:
    """A name as RFC 5322 has it before an address: quoted, or in encoded words (RFC 2047) of 75 characters."""
    if name.isascii():
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        return f'"{quoted}"'
    return Header(name, "utf-8", maxlinelen=70).encode().replace("\n", "")


def envelope_address(address: str) -> str:
    """The address as SMTP takes it, in ASCII; raises ValueError for one that cannot be written so."""
    # Most are: reading them by the whole grammar takes longer than all else that is done for a reader.
    return address if _PLAIN_ADDRESS.fullmatch(address) else sanitize_address(address, "utf-8")


def built(letter: Letter, *, at: datetime) -> EmailMultiAlternatives:
    """The letter as Django's mail."""
    message = letter.personal
    headers = {**letter.headers, "Date": format_datetime(at)}
    name = headers.pop("X-From-Name", "") or settings.FROM_NAME
    mail = _Mail(
        subject=message.subject,
        body=message.text,
        from_email=f"{phrase(name)} <{settings.DEFAULT_FROM_EMAIL}>" if name else settings.DEFAULT_FROM_EMAIL,
        to=[letter.to],
        headers=headers,
    )
    mail.encoding = UTF8
    mail.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        mail.attach(attachment.name, attachment.body, attachment.content_type)
    mail.invitation = message.invitation
    return mail


class Form:
    """A letter of which everything is encoded but what is the reader's own.

    `OWN` are the headers that differ from reader to reader.
    """

    OWN = ("Message-ID", "List-Unsubscribe", "Date")

    def __init__(self, letter: Letter) -> None:
        headers = {
            name: _MARK.format(name) if name in self.OWN else value for name, value in letter.headers.items()
        }
        blank = letter.message._replace(text=_TEXT, html=_HTML)
        mail = built(Letter(blank, _TO, headers), at=_SOME_DAY)
        octets = mail.message().as_bytes().replace(b"\r\n", b"\n")
        marks = {
            "To": _TO.encode(),
            "Date": format_datetime(_SOME_DAY).encode(),
            "text": base64.encodebytes(_TEXT.encode()).strip(),
            "html": base64.encodebytes(_HTML.encode()).strip(),
            **{name: _MARK.format(name).encode() for name in self.OWN if name in headers},
        }
        by_octets = {mark: name for name, mark in marks.items()}
        pieces = re.split(b"(%s)" % b"|".join(map(re.escape, by_octets)), octets)
        self._pieces = [_on_the_wire(piece) for piece in pieces[::2]]
        self._names = [by_octets[mark] for mark in pieces[1::2]]

    def filled(self, letter: Letter, *, at: datetime) -> bytes:
        """The letter as it goes over the wire, without the final dot; raises ValueError and `BadHeaderError`."""
        message = letter.personal
        own = {name: _one_line(value) for name, value in letter.headers.items() if name in self.OWN}
        own |= {
            "To": _one_line(envelope_address(letter.to)),
            "Date": format_datetime(at).encode(),
            "text": _body(message.text),
            "html": _body(message.html),
        }
        parts = [self._pieces[0]]
        for name, piece in zip(self._names, self._pieces[1:], strict=True):
            parts += [own[name], piece]
        return b"".join(parts)


class _Mail(EmailMultiAlternatives):
    """Django's mail, which may be an invitation, with a subject folded knowing that `Subject:` stands before it."""

    invitation: Invitation | None = None

    def message(self) -> MimeMessage:  # type: ignore[override]  # the stubs describe Django 6 already
        built = super().message()
        if self.invitation:
            bodies = next(each for each in built.walk() if each.get_content_type() == "multipart/alternative")
            # The last of the alternatives is the one that mail programs prefer (RFC 2046 §5.1.4).
            bodies.attach(_calendar_part(self.invitation))  # type: ignore[arg-type]  # Django 6 again
        # Otherwise the first line holds nothing but `Subject:`, and some clients show a blank.
        built.replace_header("Subject", Header(str(self.subject), "utf-8", header_name="Subject"))
        return built


def _calendar_part(invitation: Invitation) -> MIMENonMultipart:
    """The form that mail programs act upon: base64 of the very bytes, for other ways change the ends of lines."""
    part = MIMENonMultipart("text", "calendar", charset="utf-8", method=invitation.method)
    part.set_payload(invitation.body)
    encoders.encode_base64(part)
    return part


def _on_the_wire(octets: bytes) -> bytes:
    """With the ends of lines of RFC 5321, and no line that could be taken for the end of the message."""
    return octets.replace(b"\n", b"\r\n").replace(b"\n.", b"\n..")


def _body(text: str) -> bytes:
    return base64.encodebytes(text.encode()).strip().replace(b"\n", b"\r\n")


def _one_line(value: str) -> bytes:
    if "\n" in value or "\r" in value:
        raise BadHeaderError("A header is one line.")
    return value.encode("ascii")
