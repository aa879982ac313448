"""Returned mail that says so in words: qmail, old Exim, QQ, NetEase and whoever else writes no report. Pure."""

from __future__ import annotations

import re
from email.message import Message

from seminars.returns.parts import header, texts
from seminars.returns.reports import LONGEST_ANSWER, Report, final

_DAEMON = re.compile(r"mailer-daemon|postmaster|mail ?delivery|mail administrator|bounce", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver|delivery (?:status|fail|has failed)|deliver(?:y)? failure|returned mail|failure notice"
    r"|mail delivery|message not delivered|could ?n.t be delivered|退信|无法投递|投递失败|退回",
    re.IGNORECASE,
)
_DELAYED = re.compile(r"delay|warning: (?:message|could not send)|延迟|重试", re.IGNORECASE)
_ANSWERING = re.compile(
    r"auto(?:matic)?[- ]?(?:reply|response|replied)|out of (?:the )?office|vacation|on leave|自动回复|休假|外出",
    re.IGNORECASE,
)
# An SMTP answer: a code, perhaps with an enhanced one, and the words behind it.
_ANSWER = re.compile(r"(?<![\d.])([45]\d\d)[ -]+((?:[45]\.\d{1,3}\.\d{1,3}[ -]*)?[^\r\n]{3,400})")
_ENHANCED = re.compile(r"\(?#?([45]\.\d{1,3}\.\d{1,3})\)?")
_ADDRESS = re.compile(r"[\w.+'=-]+@[\w-]+(?:\.[\w-]+)+")
_REASONS = re.compile(
    r"^.*(?:no such|unknown|does ?n.t exist|not exist|not found|mailbox (?:is )?full|quota|over ?quota|refused|rejected"
    r"|不存在|已满|拒绝|垃圾).*$",
    re.IGNORECASE | re.MULTILINE,
)


def guessed(message: Message) -> Report | None:
    """What a mail without a report says of one of ours that came back; None for mail of any other kind."""
    subject, sender = header(message, "Subject"), header(message, "From")
    failed = header(message, "X-Failed-Recipients")
    is_from_daemon = bool(_DAEMON.search(sender)) or header(message, "Return-Path").strip() == "<>"
    if _ANSWERING.search(subject) or _DELAYED.search(subject) or _is_answer(message, is_from_daemon):
        return None
    if not failed and not (is_from_daemon and _RETURNED.search(f"{subject}\n{_beginning(message)}")):
        return None
    text = "\n".join(texts(message))
    recipient = _first_address(failed) or _first_address(_above_the_copy(text))
    return _reported(_above_the_copy(text), recipient)


def _is_answer(message: Message, is_from_daemon: bool) -> bool:
    """Whether somebody's program answered for them."""
    said = header(message, "Auto-Submitted").lower()
    if any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    if "auto_reply" in header(message, "Precedence").lower():
        return True
    return said.startswith("auto-replied") and not is_from_daemon


def _beginning(message: Message) -> str:
    return "\n".join(texts(message))[:2000]


def _above_the_copy(text: str) -> str:
    """What was written about our mail, and not our mail itself."""
    return re.split(r"^-{2,}.*(?:copy|original|原邮件|message).*$", text, maxsplit=1, flags=re.I | re.M)[0]


def _first_address(text: str) -> str:
    found = _ADDRESS.search(text)
    return found[0].rstrip(".") if found else ""


def _reported(text: str, recipient: str) -> Report:
    answer = _ANSWER.search(text)
    if answer:
        words = f"{answer[1]} {answer[2]}".strip()
        return Report(
            True, final(int(answer[1]), answer[2].strip(), recipient), words[:LONGEST_ANSWER], recipient
        )
    enhanced, reason = _ENHANCED.search(text), _REASONS.search(text)
    words = " ".join((reason[0] if reason else "").split())
    if enhanced:
        return Report(
            True, final(550, f"{enhanced[1]} {words}", recipient), f"{enhanced[1]} {words}".strip(), recipient
        )
    return Report(True, final(550, words, recipient), (words or "came back")[:LONGEST_ANSWER], recipient)
