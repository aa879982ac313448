"""Slack incoming webhooks: blocks of at most 3000 characters, with the title as what notifications show."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
    JSON_HEADERS,
    Attempt,
    BadAddress,
    Misconfigured,
    Refused,
    Sent,
    Target,
    Verdict,
    by_status,
    encoded,
    said,
    split,
)
from seminars.announcements.channels.writing import CALLS, Style, written
from seminars.announcements.saying.cards import Card, fitted
from seminars.calling.messages import Answer, Request

HOST = "hooks.slack.com"
PATH = re.compile(r"/(?:services|workflows|triggers)/[A-Za-z0-9_/-]+", re.ASCII)
PER_MINUTE = 50
LONGEST_TITLE, LONGEST_TEXT = 150, 3000

# By Slack's own rule these three are written as entities; the other marks have no escape.
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
MARKS = str.maketrans({"*": "＊", "`": "｀", "~": "～"})
# Nobody reads the channel any more, or the address was never right.
NOT_OURS = (
    "no_service",
    "no_team",
    "invalid_token",
    "channel_not_found",
    "channel_is_archived",
    "action_prohibited",
)


def _escaped(text: str) -> str:
    return text.translate(CALLS).translate(MARKS).translate(ENTITIES)


STYLE = Style(
    escape=_escaped,
    strong=lambda text: f"*{text}*",
    title=lambda text: f"*{text}*",
    link=lambda label, url: f"<{url.translate(ENTITIES)}|{label}>",
)


def check(target: Target) -> None:
    _url(target.address)


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    text = fitted(
        card,
        lambda smaller: written(smaller, STYLE, keyword=target.keyword, is_titled=False),
        lambda text: len(text) <= LONGEST_TEXT,
    )
    blocks: list[dict[str, Any]] = [
        {
            "type": "header",
            "text": {
                "type": "plain_text",
                "text": card.title.translate(CALLS)[:LONGEST_TITLE],
                "emoji": False,
            },
        }
    ]
    if text:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}})
    body = {"text": _escaped(card.title), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
    return Request(_url(target.address), encoded(body), JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    words = answer.text()
    if answer.status == 200 and words == "ok":
        return Sent()
    if any(each in words for each in NOT_OURS):
        return Misconfigured(said(answer, "", words))
    return Refused(said(answer, "", words)) if answer.status == 400 else by_status(answer)


def _url(address: str) -> str:
    parts = split(address)
    if not parts or parts.netloc != HOST or not PATH.fullmatch(parts.path) or parts.query:
        raise BadAddress("address", _("Expected the webhook’s address: https://hooks.slack.com/services/…"))
    return address
