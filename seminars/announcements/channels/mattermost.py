"""Mattermost incoming webhooks, on whatever host: Markdown of at most 16383 characters."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
    JSON_HEADERS,
    Attempt,
    BadAddress,
    Misconfigured,
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

PATH = re.compile(r"(?:/[A-Za-z0-9._-]+)*/hooks/[A-Za-z0-9]+", re.ASCII)
PER_MINUTE = 50
# The server cuts at 16383; older ones at 4000.
LONGEST = 4000

# Backslashes take their meaning from marks of CommonMark; @ calls people even behind one.
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&=:])")


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", text.translate(CALLS))


STYLE = Style(
    escape=_escaped,
    strong=lambda text: f"**{text}**",
    title=lambda text: f"#### {text}",
    link=lambda label, url: f"[{label}]({url})",
)


def check(target: Target) -> None:
    parts = split(target.address)
    if not parts or not PATH.fullmatch(parts.path) or parts.query:
        raise BadAddress("address", _("Expected the webhook’s address: https://…/hooks/…"))


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    check(target)
    text = fitted(
        card,
        lambda smaller: written(smaller, STYLE, keyword=target.keyword),
        lambda text: len(text) <= LONGEST,
    )
    return Request(target.address, encoded({"text": text}), JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    if answer.status == 200 and answer.text() == "ok":
        return Sent()
    found = answer.json()
    name = str(found.get("id", ""))
    if answer.status == 400 and "incoming_webhook" in name:
        # Unknown or switched off, or its channel is gone.
        return Misconfigured(said(answer, name, found.get("message", "")))
    return by_status(answer)
