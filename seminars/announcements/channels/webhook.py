"""Webhooks for programs, by Standard Webhooks 1.0.0: thin JSON, signed; whoever receives it asks us for the rest."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

from django.utils.translation import gettext_lazy as _

from seminars.announcements.channels.chat import (
    Attempt,
    BadAddress,
    Sent,
    Target,
    Verdict,
    by_status,
    encoded,
    split,
)
from seminars.announcements.channels.writing import labelled
from seminars.announcements.saying.cards import Card, Fact, Mood, fitted
from seminars.calling.messages import Answer, Request

PER_MINUTE = 60
MOST_BYTES = 20_000
PREFIX = "whsec_"
LEAST_KEY, LONGEST_KEY = 24, 64
MOST_FACTS = 30


def signature(secret: str, *, key: str, timestamp: int, body: bytes) -> str:
    """`v1,…` over id, seconds and the very bytes of the body; `secret` is `whsec_` and base64."""
    message = f"{key}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(_key(secret), message, hashlib.sha256).digest()).decode()}"


def check(target: Target) -> None:
    if split(target.address) is None:
        raise BadAddress("address", _("Expected an address that begins with https://"))
    _key(target.secret)


def request(card: Card, target: Target, attempt: Attempt) -> Request:
    check(target)
    body = fitted(
        card, lambda smaller: encoded(_message(smaller, attempt)), lambda body: len(body) <= MOST_BYTES
    )
    key, timestamp = f"msg_{attempt.key.hex}", int(attempt.at.timestamp())
    return Request(
        target.address,
        body,
        {
            "Content-Type": "application/json",
            "webhook-id": key,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(target.secret, key=key, timestamp=timestamp, body=body),
        },
    )


def verdict(answer: Answer) -> Verdict:
    return Sent() if 200 <= answer.status < 300 else by_status(answer)


def _message(card: Card, attempt: Attempt) -> dict[str, Any]:
    kind = "test" if card.mood == Mood.TEST else f"event.{card.mood.value}"
    return {
        "type": kind,
        "timestamp": attempt.at.isoformat().replace("+00:00", "Z"),
        "data": {
            "title": card.title,
            "lines": [labelled(line) for section in card.sections for line in section.lines],
            "events": [_event(fact) for fact in card.facts[:MOST_FACTS]],
            "more": max(len(card.facts) - MOST_FACTS, 0),
        },
    }


def _event(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.uid,
        "name": {"zh": fact.name.zh, "en": fact.name.en},
        "state": fact.state,
        "starts_at": fact.starts_at.isoformat().replace("+00:00", "Z"),
        "ends_at": fact.ends_at.isoformat().replace("+00:00", "Z"),
        "zone": fact.zone,
        "url": fact.url,
        "changes": list(fact.changes),
        "note": fact.note,
        "recordings": [{"kind": kind, "url": url} for kind, url in fact.recordings],
    }


def _key(secret: str) -> bytes:
    try:
        found = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not secret.startswith(PREFIX) or not LEAST_KEY <= len(found) <= LONGEST_KEY:
        raise BadAddress("secret", _("Expected whsec_ and 24 to 64 bytes in base64."))
    return found
