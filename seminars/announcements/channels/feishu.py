"""Feishu 飞书 and Lark robots: a card of plain texts with buttons, in at most 20 KB; signed in the body.

open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
    JSON_HEADERS,
    Attempt,
    BadAddress,
    Later,
    Misconfigured,
    Refused,
    Sent,
    Target,
    Verdict,
    by_status,
    encoded,
    is_code,
    said,
    split,
)
from seminars.announcements.channels.writing import CALLS, labelled
from seminars.announcements.saying.cards import Card, Mood, Section, fitted
from seminars.calling.messages import Answer, Request

HOSTS = ("open.feishu.cn", "open.larksuite.com")
PATH = "/open-apis/bot/v2/hook/"
PER_MINUTE = 90
# 20 KB, less what the signature takes.
MOST_BYTES = 20_000

COLOURS = {
    Mood.NEWS: "blue",
    Mood.CHANGED: "orange",
    Mood.ADDED: "wathet",
    Mood.CANCELLED: "red",
    Mood.RESTORED: "green",
    Mood.REMINDER: "turquoise",
    Mood.NOTE: "yellow",
    Mood.RECORDING: "purple",
    Mood.TEST: "grey",
}
TOO_OFTEN = {11232, 11233, 99991400}
# The token is unknown; signature or clock; address not on the list; keyword missing.
NOT_OURS = {19001, 19021, 19022, 19024}


def signature(timestamp: int, secret: str) -> str:
    """The timestamp in seconds and the secret are the key; the message is empty. DingTalk does the reverse."""
    key = f"{timestamp}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def check(target: Target) -> None:
    _url(target.address)


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    body = fitted(
        card,
        lambda smaller: encoded(_message(smaller, target, attempt)),
        lambda body: len(body) <= MOST_BYTES,
    )
    return Request(_url(target.address), body, JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    found = answer.json()
    code = found.get("code", found.get("StatusCode"))
    if not is_code(code):
        return by_status(answer)
    if code == 0:
        return Sent()
    reason = said(answer, code, found.get("msg", found.get("StatusMessage", "")))
    if code in TOO_OFTEN:
        return Later(reason, timedelta(minutes=1))
    return Misconfigured(reason) if code in NOT_OURS else Refused(reason)


def _message(card: Card, target: Target, attempt: Attempt) -> dict[str, Any]:
    message: dict[str, Any] = {"msg_type": "interactive", "card": _card(card, target.keyword)}
    if target.secret:
        timestamp = int(attempt.at.timestamp())
        message |= {"timestamp": str(timestamp), "sign": signature(timestamp, target.secret)}
    return message


def _card(card: Card, keyword: str) -> dict[str, Any]:
    elements = [each for section in card.sections for each in _elements(section)]
    if keyword and keyword not in card.title:
        elements.append(_text(keyword))
    return {
        "config": {"wide_screen_mode": True},
        "header": {"template": COLOURS[card.mood], "title": _plain(card.title)},
        "elements": elements or [_text(card.title)],
    }


def _elements(section: Section) -> list[dict[str, Any]]:
    found = [_text(section.heading)] if section.heading else []
    if section.lines:
        found.append(_text("\n".join(labelled(line) for line in section.lines)))
    if section.links:
        buttons = [
            {"tag": "button", "text": _plain(link.label), "type": "default", "url": link.url}
            for link in section.links
        ]
        found.append({"tag": "action", "actions": buttons})
    return found


def _text(text: str) -> dict[str, Any]:
    return {"tag": "div", "text": _plain(text)}


def _plain(text: str) -> dict[str, str]:
    """Text in which Feishu looks for no marks; lark_md would find links and calls in a title."""
    return {"tag": "plain_text", "content": text.translate(CALLS)}


def _url(address: str) -> str:
    parts = split(address)
    token = parts.path.removeprefix(PATH) if parts else ""
    if not parts or parts.netloc not in HOSTS or not parts.path.startswith(PATH) or not _is_token(token):
        raise BadAddress(
            "address", _("Expected the robot’s address: https://open.feishu.cn/open-apis/bot/v2/hook/…")
        )
    return f"https://{parts.netloc}{PATH}{token}"


def _is_token(token: str) -> bool:
    return token.replace("-", "").replace("_", "").isalnum()
