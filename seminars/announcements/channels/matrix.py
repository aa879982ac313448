"""Matrix rooms: a notice, in which the transaction is the delivery, so that a second try is no second message.

spec.matrix.org, client-server API: PUT /rooms/{roomId}/send/{eventType}/{txnId}
"""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import quote, unquote

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
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
    retry_after,
    said,
    seconds,
    split,
)
from seminars.announcements.channels.writing import CALLS, Style, written
from seminars.announcements.saying.cards import Card, fitted
from seminars.calling.messages import Answer, Request

PER_MINUTE = 30
# 64 KB for the whole event as the server writes it.
MOST_BYTES = 40_000
ROOM = re.compile(r"![^/:\s]+(?::[A-Za-z0-9.:\[\]-]+)?")
TOKEN = re.compile(r"[!-~]{8,4000}")


def _escaped(text: str) -> str:
    return html.escape(text.translate(CALLS))


MARKED = Style(
    escape=_escaped,
    strong=lambda text: f"<b>{text}</b>",
    title=lambda text: f"<b>{text}</b>",
    link=lambda label, url: f'<a href="{html.escape(url)}">{label}</a>',
    end="<br>",
    gap="<br><br>",
)
BARE = Style(
    escape=lambda text: text.translate(CALLS),
    strong=lambda text: text,
    title=lambda text: text,
    link=lambda label, url: f"{label} {url}",
)


def check(target: Target) -> None:
    _place(target.address)
    if not TOKEN.fullmatch(target.secret):
        raise BadAddress("secret", _("Expected the access token of the account that writes."))


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    check(target)
    host, room = _place(target.address)
    body = fitted(
        card,
        lambda smaller: encoded(
            {
                "msgtype": "m.notice",
                "body": written(smaller, BARE, keyword=target.keyword),
                "format": "org.matrix.custom.html",
                "formatted_body": written(smaller, MARKED, keyword=target.keyword),
                # Nobody is called, whatever the text says.
                "m.mentions": {},
            }
        ),
        lambda body: len(body) <= MOST_BYTES,
    )
    path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/send/m.room.message/{attempt.key.hex}"
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {target.secret}"}
    return Request(f"https://{host}{path}", body, headers, method="PUT")


def verdict(answer: Answer) -> Verdict:
    found = answer.json()
    if answer.status == 200 and isinstance(found.get("event_id"), str):
        return Sent()
    code = found.get("errcode")
    if not isinstance(code, str):
        return by_status(answer)
    reason = said(answer, code, found.get("error", ""))
    if code == "M_LIMIT_EXCEEDED" or answer.status == 429:
        return Later(reason, _pause(found.get("retry_after_ms")) or retry_after(answer))
    if answer.status in (401, 403, 404):
        return Misconfigured(reason)
    return Later(reason) if answer.status >= 500 else Refused(reason)


def _pause(milliseconds: object) -> timedelta | None:
    return seconds(milliseconds / 1000) if isinstance(milliseconds, int | float) else None


def _place(address: str) -> tuple[str, str]:
    """The homeserver and the room: `https://matrix.example.org/!abc:example.org`."""
    parts = split(address)
    room = unquote(parts.path.removeprefix("/")) if parts else ""
    if not parts or parts.query or not ROOM.fullmatch(room):
        raise BadAddress(
            "address", _("Expected homeserver and room: https://matrix.example.org/!room:example.org")
        )
    return parts.netloc, room
