"""A mail taken apart: the text a human wrote, what it forwards, its calendar entries, what was attached. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from seminars.intake.doors.markup import text_of_html
from seminars.intake.doors.octets import decoded
from seminars.intake.doors.reasons import ClosedDoor

_MOST_PARTS = 200
_DEEPEST = 5
_MOST_LIMITS, _MOST_HEADERS = 5_000, 20_000
# Their words are looked at in time that grows with the square of their length.
_READ = ("subject", "from", "date", "content-type", "content-disposition", "content-transfer-encoding")
_LONGEST_HEADER = 10_000
_HEADER = re.compile(rb"^[A-Za-z-]{1,60}:", re.MULTILINE)
_SAYS_NOTHING = re.compile(
    r"(?:请|需要?|不支持|无法|查看|view|enable|support|display|client|see)[^\n]{0,60}HTML|HTML[^\n]{0,40}(?:查看|格式|邮件|version|mail|client|viewer)",
    re.IGNORECASE,
)
_SHORT = 200
_FORWARDED = re.compile(
    r"^(?:\s|(?:转发|转寄|回复|答复|fwd?|re|tr|wg|aw)\s*[:：]|\[(?:fwd|转发)\])+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail: subject without its prefixes, day it was sent, text, octets of calendar parts, names of what was
    attached, the mails within, and whether some characters could not be read.
    """

    subject: str
    sender: str
    sent_at: datetime | None
    text: str
    calendars: tuple[bytes, ...]
    attachments: tuple[str, ...]
    inner: tuple[Letter, ...]
    is_damaged: bool


def letter_of(data: bytes) -> Letter:
    """The mail that `data` holds. Raises `Unreadable` for one of nothing but parts or headers."""
    return _letter(parsed(data), depth=0)


def parsed(data: bytes) -> Message:
    """The mail as Python's library takes it apart. Raises `Unreadable` for one that is only there to be slow."""
    if data.count(b"\n--") > _MOST_LIMITS or sum(1 for _ in _HEADER.finditer(data)) > _MOST_HEADERS:
        raise ClosedDoor("too_many_parts")
    try:
        # The newer parser reads every header anew and fails on broken ones; this one takes them raw.
        message = message_from_bytes(data)
        read = (value for part in message.walk() for name, value in part.items() if name.lower() in _READ)
        if any(len(str(value)) > _LONGEST_HEADER for value in read):
            raise ClosedDoor("too_many_parts")
    except RecursionError:
        raise ClosedDoor("too_many_parts") from None
    return message


def bare_subject(subject: str) -> str:
    """A subject without Re:, Fwd:, 转发： before it."""
    return _FORWARDED.sub("", subject).strip()


def header(message: Message, name: str) -> str:
    """A header as text on one line, whatever it is encoded in; '' where it is missing."""
    value = message.get(name)
    if value is None:
        return ""
    raw = (
        str(value).encode("utf-8", "surrogateescape")
        if isinstance(value, str)
        else bytes(str(value), "utf-8")
    )
    try:
        pieces = decode_header(raw.decode("ascii")) if raw.isascii() else [(raw, "")]
        words = "".join(
            piece if isinstance(piece, str) else decoded(piece, charset or "")[0] for piece, charset in pieces
        )
    except (ValueError, MessageError):
        words = decoded(raw)[0]
    return " ".join(words.split())


def _letter(message: Message, depth: int) -> Letter:
    texts: list[str] = []
    pages: list[str] = []
    calendars: list[bytes] = []
    attachments: list[str] = []
    inner: list[Letter] = []
    is_damaged = False
    for part in _parts(message):
        kind, name = part.get_content_type(), _file_name(part)
        if kind == "message/rfc822":
            within = part.get_payload()
            if isinstance(within, list) and within and isinstance(within[0], Message) and depth < _DEEPEST:
                inner.append(_letter(within[0], depth + 1))
            continue
        if kind in ("text/calendar", "application/ics") or name.lower().endswith(".ics"):
            calendars.append(_octets(part))
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            text, is_whole = decoded(_octets(part), part.get_content_charset() or "")
            is_damaged |= not is_whole
            (texts if kind == "text/plain" else pages).append(text)
        else:
            attachments.append(name or kind)
    return Letter(
        subject=bare_subject(header(message, "Subject")),
        sender=header(message, "From"),
        sent_at=_sent_at(message),
        text=_best(texts, pages),
        calendars=tuple(calendars),
        attachments=tuple(attachments),
        inner=tuple(inner),
        is_damaged=is_damaged,
    )


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of a mail, mails within it unopened."""
    waiting, count = [message], 0
    while waiting and count < _MOST_PARTS:
        part = waiting.pop(0)
        count += 1
        payload = part.get_payload()
        if part.get_content_type() != "message/rfc822" and part.is_multipart() and isinstance(payload, list):
            waiting[:0] = [each for each in payload if isinstance(each, Message)]
        else:
            yield part


def _octets(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _file_name(part: Message) -> str:
    try:
        raw = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    holder = Message()
    holder["Name"] = " ".join(raw.split())
    return header(holder, "Name")[:120]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _sent_at(message: Message) -> datetime | None:
    try:
        sent_at = parsedate_to_datetime(header(message, "Date"))
        # A day so early or late cannot be reckoned with.
        return sent_at if 1990 <= sent_at.year <= 2990 else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _best(texts: list[str], pages: list[str]) -> str:
    """The plain text of a mail, else the text of its HTML where the plain one says nothing."""
    plain = "\n".join(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ") for text in texts
    ).strip()
    says_nothing = len(plain) < _SHORT and _SAYS_NOTHING.search(plain) is not None
    if plain and not says_nothing:
        return plain
    return "\n".join(text_of_html(page) for page in pages).strip() or plain
