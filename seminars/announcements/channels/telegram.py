"""Telegram bots: HTML of at most 4096 characters; the bot's token is the secret, the chat's number the address."""

from __future__ import annotations

import html
import re

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
    JSON_HEADERS,
    Attempt,
    BadAddress,
    Later,
    Misconfigured,
    Moved,
    Refused,
    Sent,
    Target,
    Verdict,
    by_status,
    encoded,
    said,
    seconds,
)
from seminars.announcements.channels.writing import CALLS, Style, written
from seminars.announcements.saying.cards import Card, fitted
from seminars.calling.messages import Answer, Request

HOST = "api.telegram.org"
PER_MINUTE = 18
# Of UTF-16, as Telegram counts; with the marks, so that it is never too long.
LONGEST = 4096

TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,100}", re.ASCII)
CHAT = re.compile(r"-?\d{1,20}|@[A-Za-z]\w{3,31}", re.ASCII)
LOST = ("chat not found", "kicked", "not enough rights", "need administrator rights", "chat_write_forbidden")


def _escaped(text: str) -> str:
    return html.escape(text.translate(CALLS), quote=False)


STYLE = Style(
    escape=_escaped,
    strong=lambda text: f"<b>{text}</b>",
    title=lambda text: f"<b>{text}</b>",
    link=lambda label, url: f'<a href="{html.escape(url)}">{label}</a>',
)


def check(target: Target) -> None:
    if not CHAT.fullmatch(target.address):
        raise BadAddress("address", _("Expected the chat’s number, such as -1001234567890, or its @name."))
    if not TOKEN.fullmatch(target.secret):
        raise BadAddress("secret", _("Expected the bot’s token, such as 123456789:AA…"))


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    check(target)
    text = fitted(
        card,
        lambda smaller: written(smaller, STYLE, keyword=target.keyword),
        lambda text: len(text.encode("utf-16-le")) // 2 <= LONGEST,
    )
    body = {
        "chat_id": target.address,
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return Request(f"https://{HOST}/bot{target.secret}/sendMessage", encoded(body), JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    found = answer.json()
    if found.get("ok") is True:
        return Sent()
    if "ok" not in found:
        return by_status(answer)
    words = str(found.get("description", ""))
    reason = said(answer, found.get("error_code", ""), words)
    more = found.get("parameters")
    parameters = more if isinstance(more, dict) else {}
    if isinstance(parameters.get("migrate_to_chat_id"), int):
        return Moved(str(parameters["migrate_to_chat_id"]))
    if answer.status == 429 or answer.status >= 500:
        return Later(reason, seconds(parameters.get("retry_after")))
    if answer.status in (401, 403, 404) or any(each in words.lower() for each in LOST):
        return Misconfigured(reason)
    return Refused(reason)
