"""Reports that were written for machines: of deliveries (RFC 3464) and of complaints (RFC 5965). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from seminars.announcements.channels.answers import Meaning, meant
from seminars.announcements.channels.providers import provider_of
from seminars.returns.parts import header, part_text

LONGEST_ANSWER = 500

_CODE = re.compile(r"\b([245]\d\d)\b")
_STATUS = re.compile(r"\b([245])\.(\d{1,3}\.\d{1,3})\b")
# Of the kinds of feedback, those by which a reader says that they do not want our mail.
_COMPLAINTS = ("abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "")


@dataclass(frozen=True, slots=True)
class Report:
    """What a server says became of a mail."""

    is_failure: bool
    meaning: Meaning = Meaning.REFUSED
    answer: str = ""
    recipient: str = ""


def complained(message: Message) -> bool | None:
    """Whether a feedback report is a complaint; None for what is no such report."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            kinds = [header(block, "Feedback-Type").lower() for block in _blocks(part)]
            return next((kind for kind in kinds if kind), "") in _COMPLAINTS
    return None


def delivered(message: Message) -> Report | None:
    """What a delivery report says of the first recipient who was failed, else of any; None for no such report."""
    found = [report for part in message.walk() for report in _reports(part)]
    return next((each for each in found if each.is_failure), found[0] if found else None)


def final(code: int, text: str, recipient: str) -> Meaning:
    """What it means that a server gave up with this answer, which may have been a passing one before."""
    text = _STATUS.sub(lambda found: f"{'5' if found[1] == '4' else found[1]}.{found[2]}", text, count=1)
    return meant(code + 100 if 400 <= code < 500 else code, text, provider_of(recipient)).meaning


def _reports(part: Message) -> Iterator[Report]:
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return
    for block in _blocks(part):
        recipient = _after_semicolon(header(block, "Final-Recipient") or header(block, "Original-Recipient"))
        status, action = header(block, "Status"), header(block, "Action").strip().lower()
        if not (recipient or action or status):
            continue
        is_failure = action == "failed" or (not action and status.startswith("5"))
        answer = _after_semicolon(header(block, "Diagnostic-Code"))
        yield Report(
            is_failure,
            _meaning(status, answer, recipient),
            _words(status, answer)[:LONGEST_ANSWER],
            recipient,
        )


def _meaning(status: str, answer: str, recipient: str) -> Meaning:
    """The enhanced code within the answer is the server's own; else that of the report counts."""
    code = _CODE.match(answer)
    text = answer[code.end() :].strip(" -") if code else answer
    known = _STATUS.search(status)
    if known and not _STATUS.match(text):
        text = f"{known[0]} {text}"
    return final(int(code[1]) if code else 550, text, recipient)


def _words(status: str, answer: str) -> str:
    return answer or status


def _after_semicolon(value: str) -> str:
    """`rfc822; lan@example.org` and `smtp; 550 no`: what is said, without in which language."""
    kind, semicolon, rest = value.partition(";")
    return (rest if semicolon and " " not in kind.strip() else value).strip().strip("<>")


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report, also where it was encoded, and Python reads no groups in it."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = [each for each in payload if isinstance(each, Message)]
        if any(each.keys() for each in blocks):
            yield from blocks
            return
        text = "\n\n".join(str(each.get_payload()) for each in blocks)
        encoding = part.get("Content-Transfer-Encoding", "")
        inner = Message()
        inner["Content-Type"], inner["Content-Transfer-Encoding"] = "text/plain", encoding
        inner.set_payload(text)
        text = part_text(inner)
    else:
        text = part_text(part)
    for group in re.split(r"\r?\n\s*\r?\n", text):
        if group.strip():
            yield HeaderParser().parsestr(group.lstrip())
