"""A mail that came to one of our own mailboxes → what it says. Pure; whatever octets come, something comes out.

Reports first (RFC 3464 of deliveries, RFC 5965 of complaints), then words, for many a server writes as it likes.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from seminars.announcements.channels.answers import Meaning, quotable
from seminars.returns.guessing import guessed
from seminars.returns.parts import header, headers_of, part_text
from seminars.returns.reports import complained, delivered

# Reports come first in a mail; what it returns may be long.
MOST_OCTETS = 2 * 1024 * 1024

_OUR_MAILBOX = re.compile(r"\b(b|unsub)\+([0-9a-f]{48})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(
    r"^\s*>?\s*(?:x-original-)?message-id:\s*(<[!-;=?-~]{1,198}>)", re.IGNORECASE | re.MULTILINE
)
# Ours are in ASCII and short; a report is of one mail, and quotes what that one answered as well.
_MOST_MESSAGE_IDS = 20
_RECIPIENT_HEADERS = (
    "Delivered-To",
    "X-Original-To",
    "X-Envelope-To",
    "Envelope-To",
    "X-Delivered-To",
    "To",
    "Cc",
    "Return-Path",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What may tell of which of our mails it speaks: the token in its address, or in the address for leaving that it
    quotes; else Message-IDs that it quotes, which anybody may know.
    """

    token: str = ""
    leaving_token: str = ""
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours did not arrive; `answer` is what the last server said, without addresses."""

    origin: Origin
    meaning: Meaning
    answer: str
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A reader called a mail of ours spam."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class Leaving:
    """A reader wrote to the mailbox that ends their mail."""

    token: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to be done about: `why` is for whoever reads the log."""

    why: str


Reading = Returned | Complaint | Leaving | Ignored


def read(octets: bytes) -> Reading:
    """What the mail says; never raises."""
    try:
        return _read(email.message_from_bytes(octets[:MOST_OCTETS]))
    except RecursionError:
        return Ignored("parts within parts, more than anybody writes")


def _read(message: Message) -> Reading:
    recipients = " ".join(header(message, name) for name in _RECIPIENT_HEADERS)
    ours = _OUR_MAILBOX.search(recipients)
    is_report = message.get_content_type() == "multipart/report"
    is_answer = header(message, "Auto-Submitted").lower().startswith("auto-replied")
    if ours and ours[1].lower() == "unsub":
        if is_report or is_answer:
            return Ignored("an answer by a machine")
        return Leaving(ours[2].lower())
    origin = Origin(
        ours[2].lower() if ours else _token_within(message, "b"),
        _token_within(message, "unsub"),
        tuple(islice(dict.fromkeys(_message_ids(message)), _MOST_MESSAGE_IDS)),
    )
    complaint = complained(message)
    if complaint is not None:
        return Complaint(origin) if complaint else Ignored("a report of something else than a complaint")
    report = delivered(message)
    if report is not None:
        if not report.is_failure:
            return Ignored("a report of a delay or a delivery")
        return Returned(origin, report.meaning, quotable(report.answer), report.recipient)
    if "disposition-notification" in header(message, "Content-Type").lower():
        return Ignored("a receipt")
    guess = guessed(message)
    if guess is None:
        return Ignored("no report: an answer, or written by somebody")
    return Returned(origin, guess.meaning, quotable(guess.answer), guess.recipient)


def _token_within(message: Message, box: str) -> str:
    """The token in an address of ours that the report quotes: as sender of the mail that it is about, or to leave."""
    for text in _quoted(message):
        found = next((each for each in _OUR_MAILBOX.finditer(text) if each[1].lower() == box), None)
        if found:
            return found[2].lower()
    return ""


def _message_ids(message: Message) -> Iterator[str]:
    for text in _quoted(message):
        for found in _MESSAGE_ID.finditer(text):
            yield found[1]


def _quoted(message: Message) -> Iterator[str]:
    """What the mail says of another one: its parts as text, with the headers of mails within it."""
    for part in message.walk():
        if part is not message:
            yield headers_of(part)
        if not part.is_multipart():
            yield part_text(part)
