"""What a mail server's answer means: for this message, for its reader, for the provider, or for us. Pure.

RFC 5321 §4.2 and RFC 3463, with the tables of QQ (`550 … frequency limited`) and NetEase (`421 HL:IFC`, …),
which say with codes of failure that too much comes at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.pipelining import Reply
from seminars.announcements.channels.providers import TENCENT
from seminars.text.typography import clean_line


class Meaning(StrEnum):
    """What is to be done about an answer."""

    ACCEPTED = "accepted"
    # This message, later.
    LATER = "later"
    # Every message to this provider, later.
    SLOW_DOWN = "slow down"
    # The rest over a new connection.
    RECONNECT = "reconnect"
    # The server goes away, or is not there.
    AWAY = "away"
    WRONG_ADDRESS = "wrong address"
    MAILBOX_FULL = "mailbox full"
    # Content or policy: nothing that the reader could help.
    UNWANTED = "unwanted"
    REFUSED = "refused"
    # Nobody's message will be taken before we put ourselves right.
    OUR_FAULT = "our fault"


@dataclass(frozen=True, slots=True)
class Answer:
    """A meaning, whether it is final for the message, and how long the other side wants to be left alone."""

    meaning: Meaning
    is_final: bool = False
    pause: timedelta | None = None


class MailRefused(ChannelRefused):
    """A message that the mail server does not take; str() is its answer."""

    def __init__(self, reason: str, meaning: Meaning) -> None:
        super().__init__(reason)
        self.meaning = meaning


class MailUnavailable(ChannelUnavailable):
    """A message that the mail server does not take now; `pause` is for whatever `meaning` is about."""

    def __init__(
        self,
        reason: str,
        meaning: Meaning,
        *,
        after: timedelta | None = None,
        pause: timedelta | None = None,
    ) -> None:
        super().__init__(reason, after=after)
        self.meaning = meaning
        self.pause = pause


AT_ONCE = timedelta()
# NetEase, in its own words: HL limits, MI limits, RP replies, DT what it detected.
_NETEASE = {
    "HL:REP": Answer(Meaning.SLOW_DOWN),
    "HL:ICC": Answer(Meaning.SLOW_DOWN, pause=timedelta(minutes=1)),
    "HL:IFC": Answer(Meaning.SLOW_DOWN),
    "HL:IPB": Answer(Meaning.SLOW_DOWN),
    "MI:SFQ": Answer(Meaning.SLOW_DOWN, pause=timedelta(minutes=15)),
    "MI:DMC": Answer(Meaning.RECONNECT),
    "RP:DRC": Answer(Meaning.RECONNECT),
    "DT:RBL": Answer(Meaning.UNWANTED, pause=timedelta(minutes=15)),
    "DT:SPM": Answer(Meaning.UNWANTED, pause=timedelta(minutes=2)),
}
_NETEASE_CODE = re.compile(r"\b(?:HL|MI|RP|DT):[A-Z]{3}\b")
_ENHANCED = re.compile(r"^(?:\d{3}[ -])?\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_TOO_OFTEN = re.compile(
    r"frequency limit|rate.?limit|too many messages|too much mail|unusual rate|sending rate|频率",
    re.IGNORECASE,
)
# QQ says it of a mailbox that was sent too much lately; who has none hears “Mailbox not found”.
_QQ_TOO_OFTEN = re.compile(r"mailbox unavailable or access denied", re.IGNORECASE)
_NOBODY = re.compile(
    r"no such|unknown|(?:does ?n.t|not) exist|not found|invalid|unavailable|no mailbox|not local|不存在",
    re.IGNORECASE,
)
_UNWANTED = re.compile(
    r"spam|junk|content|policy|reputation|black ?list|blocked|denied|virus|垃圾", re.IGNORECASE
)
_FULL = re.compile(r"full|quota|storage|空间", re.IGNORECASE)
# As RFC 5321 §4.1.2 writes mailboxes, and a little more; begun only where a word begins, so that time stays linear.
_ADDRESS = re.compile(
    r"""<?(?:"[^"]*"|(?<![^\s<>"(),:;\[\]@])[^\s<>"(),:;\[\]@]+)(?:@(?:\[[^\]\s]*\]|[\w-]+(?:\.[\w-]+)*))+>?"""
)
_HIDDEN = "<…>"
_LONGEST_READ, LONGEST_ANSWER = 2000, 500
# Of the enhanced codes 5.1.x these speak of the sender.
_OF_THE_SENDER = {"7", "8"}


def read(reply: Reply, provider: str) -> Answer:
    """What the reply that decided a message to a mailbox of `provider` means."""
    text = reply.text.decode("utf-8", "replace")
    if 200 <= reply.code < 400:
        return Answer(Meaning.ACCEPTED)
    if reply.command not in ("RCPT", "DATA") and 500 <= reply.code < 600:
        return Answer(Meaning.OUR_FAULT)
    return meant(reply.code, text, provider)


def meant(code: int, text: str, provider: str) -> Answer:
    """What a refusal of a message means that `provider`, or a server on the way to it, gave or reported."""
    if known := _NETEASE_CODE.search(text.upper()):
        answer = _NETEASE.get(known[0])
        if answer and answer.meaning == Meaning.UNWANTED and code >= 500:
            return Answer(Meaning.UNWANTED, is_final=True)
        if answer:
            return answer
    if _TOO_OFTEN.search(text) or (provider == TENCENT and _QQ_TOO_OFTEN.search(text)):
        return Answer(Meaning.SLOW_DOWN)
    enhanced = _ENHANCED.match(text.strip())
    subject, detail = (enhanced[2], enhanced[3]) if enhanced else ("", "")
    if code < 500:
        if code != 421:
            return Answer(Meaning.LATER)
        return Answer(Meaning.SLOW_DOWN if subject == "7" else Meaning.AWAY)
    if code >= 600:
        return Answer(Meaning.LATER)
    return Answer(_refusal(code, text, subject, detail), is_final=True)


def _refusal(code: int, text: str, subject: str, detail: str) -> Meaning:
    match subject, detail:
        case "1", detail if detail not in _OF_THE_SENDER:
            return Meaning.WRONG_ADDRESS
        case ("2", "1") | ("4", "4"):
            # A mailbox that is switched off; a domain that is not there.
            return Meaning.WRONG_ADDRESS
        case "2", "2":
            return Meaning.MAILBOX_FULL
        case "7", _:
            return Meaning.UNWANTED
        case "", _:
            return _refusal_in_words(code, text)
    return Meaning.REFUSED


def _refusal_in_words(code: int, text: str) -> Meaning:
    if _UNWANTED.search(text):
        return Meaning.UNWANTED
    if _FULL.search(text):
        return Meaning.MAILBOX_FULL
    if code in (550, 551, 553) and _NOBODY.search(text):
        return Meaning.WRONG_ADDRESS
    return Meaning.REFUSED


def quotable(text: str) -> str:
    """What a server said, fit to stand with others than its recipient: one line, at most 500 characters, no address."""
    return _ADDRESS.sub(_HIDDEN, clean_line(text[:_LONGEST_READ]))[:LONGEST_ANSWER]


def failure(reply: Reply, provider: str) -> MailRefused | MailUnavailable | None:
    """What `reply` makes of a message; None: it was taken."""
    answer = read(reply, provider)
    if answer.meaning == Meaning.ACCEPTED:
        return None
    words = quotable(f"{reply.code} {reply.text.decode('utf-8', 'replace')}")
    if answer.is_final:
        return MailRefused(words, answer.meaning)
    # Whoever is asked to wait has not failed.
    is_attempt = answer.meaning in (Meaning.LATER, Meaning.AWAY, Meaning.UNWANTED)
    return MailUnavailable(words, answer.meaning, after=None if is_attempt else AT_ONCE, pause=answer.pause)
