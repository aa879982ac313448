"""What all chat channels have in common: what they send, what they are answered, and what that means. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeGuard
from urllib.parse import SplitResult, parse_qsl, urlsplit
from uuid import UUID

from seminars.announcements.saying.cards import Card
from seminars.calling.messages import Answer, Request
from seminars.text.typography import clean_line

MASK = "•••"
# Shorter parts of an address are words such as `send` and give nothing away.
SHORTEST_SECRET = 8
LONGEST_REASON = 300
LONGEST_PAUSE = timedelta(hours=6)


class BadAddress(Exception):
    """An address or a secret that cannot be one of its kind; str() says what is expected, in the reader's language."""

    def __init__(self, name: str, sentence: object) -> None:
        super().__init__(sentence)
        self.name = name
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Target(NamedTuple):
    """Where to, and the credentials for it."""

    address: str
    secret: str = ""
    keyword: str = ""


class Attempt(NamedTuple):
    """One try at a delivery: `key` is the same for every try, `at` is not."""

    key: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """It was accepted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """This one message was refused for good."""

    reason: str


@dataclass(frozen=True, slots=True)
class Misconfigured:
    """No message will be accepted until somebody puts the channel right."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It cannot be taken now; `after` is what the other side asked for, None where it did not say."""

    reason: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another address now."""

    address: str


Verdict = Sent | Refused | Misconfigured | Later | Moved


class Kind(Protocol):
    """What a module of this package offers for its kind of channel."""

    # The most that the other side takes in a minute.
    PER_MINUTE: int

    def check(self, target: Target, /) -> None:
        """Raises `BadAddress` unless a message could be sent to `target`."""

    def request(self, card: Card, target: Target, attempt: Attempt, /) -> Request:
        """The request that tells `card`."""

    def verdict(self, answer: Answer, /) -> Verdict:
        """What an answer means."""


def encoded(value: object) -> bytes:
    """`value` as JSON, signed and sent as these very bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8"}


def said(answer: Answer, code: object, words: object) -> str:
    """The other side's own words, as they stand on the delivery."""
    return " ".join(clean_line(f"{answer.status} {code} {words}").split())[:LONGEST_REASON]


def is_code(found: object) -> TypeGuard[int]:
    """Whether an answer's code is one: a number, and not the `false` that equals 0."""
    return isinstance(found, int) and not isinstance(found, bool)


def by_status(answer: Answer) -> Verdict:
    """What the bare status says, where the body says nothing that we know."""
    reason = f"{answer.status} {answer.text()}".strip()[:LONGEST_REASON]
    if answer.status == 429 or answer.status in (408, 425) or answer.status >= 500:
        return Later(reason, retry_after(answer))
    if 300 <= answer.status < 400:
        return Misconfigured(f"{answer.status} redirect: redirects are not followed")
    if answer.status in (401, 403, 404, 410):
        return Misconfigured(reason)
    if answer.status < 300:
        # Whoever answered, it was not the service: a proxy, a login page.
        return Later(f"{answer.status} without an answer of the service: {answer.text()}"[:LONGEST_REASON])
    return Refused(reason)


def retry_after(answer: Answer) -> timedelta | None:
    """What the header Retry-After asks for in seconds, at most six hours."""
    return seconds(answer.headers.get("retry-after", ""))


def seconds(wanted: object) -> timedelta | None:
    """A pause that the other side asked for; None for what is no number."""
    try:
        found = float(str(wanted))
    except ValueError:
        return None
    if not 0 <= found < float("inf"):
        return None
    return min(timedelta(seconds=min(found, LONGEST_PAUSE.total_seconds())), LONGEST_PAUSE)


def redacted(text: str, target: Target) -> str:
    """`text` without anything by which somebody could post to `target`."""
    for part in sorted(_secrets(target), key=len, reverse=True):
        text = text.replace(part, MASK)
    return text


def _secrets(target: Target) -> set[str]:
    parts = urlsplit(target.address)
    found = {target.address, target.secret, *parts.path.split("/"), parts.path, parts.query}
    found |= {value for _name, value in parse_qsl(parts.query)}
    return {each for each in found if len(each) >= SHORTEST_SECRET}


def masked(address: str) -> str:
    """`qyapi.weixin.qq.com/…7f3a`: enough to tell two robots apart, too little to post."""
    parts = split(address)
    tail = address[-4:] if len(address) >= 24 else ""
    return f"{parts.hostname}/…{tail}" if parts and parts.hostname else f"…{tail or address[-2:]}"


def split(address: str) -> SplitResult | None:
    """The parts of an https address of printable ASCII without user and password; None for anything else."""
    if not address.isascii() or not all("!" <= each <= "~" for each in address):
        return None
    try:
        parts = urlsplit(address)
        has_port = parts.port != 0
    except ValueError:
        return None
    is_plain = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc and "\\" not in address
    return parts if is_plain and has_port and not parts.fragment else None
