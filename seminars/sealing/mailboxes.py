"""Tokens within mail addresses: they name a delivery, hold nothing of its reader, and cannot be made by others. Pure.

Letters and digits of one case, for mail servers may change it; 48 of them, for a mailbox has at most 64 octets
(RFC 5321 §4.5.3.1.1).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

_TOKEN = re.compile(r"[0-9a-f]{48}")
_SIGNATURE_DIGITS = 16


def mailbox_token(key: str, *, purpose: str, uid: UUID, nonce: int = 0) -> str:
    """48 hexadecimal digits that name `uid` and hold for one `purpose` while its nonce stands."""
    signature = hmac.digest(_secret(key), f"{purpose}\n{uid.hex}\n{nonce}".encode(), "sha256")
    return uid.hex + signature.hex()[:_SIGNATURE_DIGITS]


@lru_cache(maxsize=16)
def _secret(key: str) -> bytes:
    return hashlib.sha256(f"mailbox\n{key}".encode()).digest()


def uid_of(token: str) -> UUID | None:
    """Whom `token` claims to name, not yet believed; None where it has not the form of a token."""
    return UUID(token[:32]) if _TOKEN.fullmatch(token.lower()) else None


def holds(token: str, keys: Iterable[str], *, purpose: str, nonce: int = 0) -> bool:
    """Whether `token` was made with one of `keys` for `purpose` and `nonce`."""
    uid, token = uid_of(token), token.lower()
    if uid is None:
        return False
    return any(
        hmac.compare_digest(token, mailbox_token(key, purpose=purpose, uid=uid, nonce=nonce)) for key in keys
    )
