"""DingTalk 钉钉 robots: Markdown in at most 20 KB; signed in the address. Over 20 a minute mutes for ten minutes.

open.dingtalk.com/document/orgapp/custom-robot-access
"""

from __future__ import annotations

import base64
import hashlib
import hmac
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

HOST, PATH = "oapi.dingtalk.com", "/robot/send"
PER_MINUTE = 18
MOST_BYTES = 20_000

STYLE = Style(
    escape=widened,
    heading=dotted,
    strong=lambda text: f"**{text}**",
    title=lambda text: f"### {text}",
    link=lambda label, url: f"[{label}]({url})",
    # A single line end is a space in its Markdown.
    end="  \n",
)
BUSY = -1
TOO_OFTEN = {130101, 410100}
# Keyword, signature, clock or address; token unknown; robot switched off; group gone.
NOT_OURS = {310000, 300001, 300005, 400013, 400101, 400102, 400106}
# Of requests that never reach the robot because it is muted.
PUNISHED = 1111


def signature(milliseconds: int, secret: str) -> str:
    """The secret is the key, `timestamp\\nsecret` the message. Feishu does the reverse."""
    message = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def check(target: Target) -> None:
    _token(target.address)


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    body = fitted(
        card,
        lambda smaller: encoded(_message(smaller, target.keyword)),
        lambda body: len(body) <= MOST_BYTES,
    )
    query = {"access_token": _token(target.address)}
    if target.secret:
        milliseconds = int(attempt.at.timestamp() * 1000)
        query |= {"timestamp": str(milliseconds), "sign": signature(milliseconds, target.secret)}
    # Encoded here and nowhere else: twice is the classic error, answered with 310000.
    return Request(f"https://{HOST}{PATH}?{urlencode(query)}", body, JSON_HEADERS)


def verdict(answer: Answer) -> Verdict:
    found = answer.json()
    code, status = found.get("errcode"), found.get("status")
    if status == PUNISHED:
        return Later(said(answer, status, found.get("wait", "")), timedelta(minutes=10))
    if not is_code(code):
        return by_status(answer)
    if code == 0:
        return Sent()
    reason = said(answer, code, found.get("errmsg", ""))
    if code in TOO_OFTEN:
        return Later(reason, timedelta(minutes=10))
    if code == BUSY:
        return Later(reason)
    return Misconfigured(reason) if code in NOT_OURS else Refused(reason)


def _message(card: Card, keyword: str) -> dict[str, object]:
    return {
        "msgtype": "markdown",
        "markdown": {"title": dotted(card.title), "text": written(card, STYLE, keyword=keyword)},
        "at": {"isAtAll": False},
    }


def _token(address: str) -> str:
    parts = split(address)
    tokens = parse_qs(parts.query).get("access_token", []) if parts else []
    if not parts or (parts.netloc, parts.path) != (HOST, PATH) or len(tokens) != 1:
        raise BadAddress(
            "address", _("Expected the robot’s address: https://oapi.dingtalk.com/robot/send?access_token=…")
        )
    return tokens[0]
