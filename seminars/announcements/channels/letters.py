"""A rendered mail → the octets for each of its readers, who differ in a few lines only.

What all have in common is built and encoded once; address, Message-ID, date and links are put in for each.
"""

from __future__ import annotations

import base64
import email.charset
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email import encoders
from email.header import Header
from email.message import Message as MimeMessage
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime
from functools import lru_cache
from itertools import groupby
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
# Octets on a line of base64.
_LINE = 57
# No octet of UTF-8 is as large.
_NEVER = 0xF8


class Letter(NamedTuple):
    """A form to one address: its reader's own headers, and the links that stand in the place of marks in its texts.

    `key` is the sender's own, to know the letter again; `sender` is to whom it comes back.
    """

    form: Form
    to: str
    headers: dict[str, str]
    links: tuple[tuple[str, str], ...] = ()
    key: int = 0
    sender: str = ""

    @property
    def personal(self) -> Message:
        """The message with the reader's own links."""
        text, html = self.form.message.text, self.form.message.html
        for mark, link in self.links:
            text, html = text.replace(mark, link), html.replace(mark, link)
        return self.form.message._replace(text=text, html=html)

    @property
    def shape(self) -> tuple[object, ...]:
        """What letters have in common of which all but the reader's own is octet by octet the same."""
        return (*self.headers, *((mark, len(link.encode())) for mark, link in self.links))


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
    headers = {**letter.headers, **letter.form.headers, "Date": format_datetime(at)}
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
    """A message with the headers that all its letters have; what they have in common is encoded once."""

    def __init__(self, message: Message, headers: Mapping[str, str]) -> None:
        self.message, self.headers = message, headers
        self._templates: dict[tuple[object, ...], _Template] = {}

    def filled(self, letter: Letter, *, at: datetime) -> bytes:
        """The letter as it goes over the wire, without the final dot; raises ValueError and `BadHeaderError`."""
        shape = letter.shape
        if shape not in self._templates:
            self._templates[shape] = _template(letter)
        octets, runs = self._templates[shape]
        own = {b"To": _one_line(envelope_address(letter.to)), b"Date": _date(at)}
        for name, value in letter.headers.items():
            own[name.encode()] = _one_line(value)
        links = {b"%d" % number: link.encode() for number, (_mark, link) in enumerate(letter.links)}
        for place, run in runs.items():
            own[place] = _base64(run % links)
        return octets % own


class _Template(NamedTuple):
    """The octets of all letters of one shape, with places, `%(name)b`, for what is the reader's own.

    `runs` are what stands in those of them that are in base64: lines with places for links, `%(number)b`.
    """

    octets: bytes
    runs: dict[bytes, bytes]


def _template(letter: Letter) -> _Template:
    form, marks = letter.form, {name: _MARK.format(name) for name in ("To", "text", "html", *letter.headers)}
    blank = form.message._replace(text=marks["text"], html=marks["html"])
    headers = {name: marks[name] for name in letter.headers}
    mail = built(Letter(Form(blank, form.headers), marks["To"], headers), at=_SOME_DAY)
    octets = _on_the_wire(mail.message().as_bytes().replace(b"\r\n", b"\n")).replace(b"%", b"%%")
    octets = octets.replace(_date(_SOME_DAY), b"%(Date)b")
    for name in ("To", *letter.headers):
        octets = octets.replace(marks[name].encode(), f"%({name})b".encode())
    runs: dict[bytes, bytes] = {}
    for name, text in (("text", form.message.text), ("html", form.message.html)):
        lines = b"\r\n".join(_lines(text, letter.links, runs))
        octets = octets.replace(_base64(marks[name].encode()), lines)
    return _Template(octets, runs)


def _lines(text: str, links: Sequence[tuple[str, str]], runs: dict[bytes, bytes]) -> Iterator[bytes]:
    """A text in base64, with a place for each run of lines in which links stand; what these say is put in `runs`.

    Links are as long in all letters of a shape, so they stand in the same lines.
    """
    octets = text.encode()
    stand_ins = [bytes([_NEVER + number]) * len(link.encode()) for number, (_mark, link) in enumerate(links)]
    for (mark, _link), stand_in in zip(links, stand_ins, strict=True):
        octets = octets.replace(mark.encode(), stand_in)
    lines = (octets[start : start + _LINE] for start in range(0, len(octets), _LINE))
    for has_links, group in groupby(lines, key=lambda line: max(line) >= _NEVER):
        run = b"".join(group)
        if not has_links:
            yield _base64(run)
            continue
        run = run.replace(b"%", b"%%")
        for number, stand_in in enumerate(stand_ins):
            run = run.replace(stand_in, b"%%(%d)b" % number)
        place = b"run %d" % len(runs)
        runs[place] = run
        yield b"%%(%b)b" % place


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


def _base64(octets: bytes) -> bytes:
    return base64.encodebytes(octets).strip().replace(b"\n", b"\r\n")


@lru_cache(maxsize=16)
def _date(at: datetime) -> bytes:
    return format_datetime(at).encode()


def _one_line(value: str) -> bytes:
    if "\n" in value or "\r" in value:
        raise BadHeaderError("A header is one line.")
    return value.encode("ascii")
