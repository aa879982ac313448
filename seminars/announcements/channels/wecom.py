"""WeCom 企业微信 group robots: Markdown of at most 4096 bytes; the key in the address is the secret.

developer.work.weixin.qq.com/document/path/91770
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlencode

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
from seminars.announcements.channels.writing import Style, dotted, widened, written
from seminars.announcements.saying.cards import Card, fitted
from seminars.calling.messages import Answer, Request

HOST, PATH = "qyapi.weixin.qq.com", "/cgi-bin/webhook/send"
PER_MINUTE = 18
MOST_BYTES = 4096

STYLE = Style(
    escape=widened,
    heading=dotted,
    strong=lambda text: f"**{text}**",
    title=lambda text: f"### {text}",
    link=lambda label, url: f"[{label}]({url})",
)
BUSY, TOO_OFTEN = -1, 45009
# Wrong or revoked keys, robots removed from their group, senders not on the list of addresses.
NOT_OURS = {40001, 40013, 40014, 48002, 60020, 301002}


def check(target: Target) -> None:
    _key(target.address)


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    text = fitted(
        card,
        lambda smaller: written(smaller, STYLE, keyword=target.keyword),
        lambda text: len(text.encode()) <= MOST_BYTES,
    )
    body = {"msgtype": "markdown", "markdown": {"content": text}}
    query = urlencode({"key": _key(target.address)})
    return Request(f"https://{HOST}{PATH}?{query}", encoded(body), JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    found = answer.json()
    code = found.get("errcode")
    if not is_code(code):
        return by_status(answer)
    if code == 0:
        return Sent()
    reason = said(answer, code, found.get("errmsg", ""))
    if code in (BUSY, TOO_OFTEN):
        return Later(reason, timedelta(minutes=1))
    if code in NOT_OURS or 93000 <= code < 94000:
        return Misconfigured(reason)
    return Refused(reason)


def _key(address: str) -> str:
    parts = split(address)
    keys = parse_qs(parts.query).get("key", []) if parts else []
    if not parts or (parts.netloc, parts.path) != (HOST, PATH) or len(keys) != 1:
        raise BadAddress(
            "address",
            _("Expected the robot’s address: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"),
        )
    return keys[0]
