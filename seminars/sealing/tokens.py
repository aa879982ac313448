"""Tokens for links in mail: signed, not stored; revoked by raising the subscriber's nonce. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache

SIGNATURE_BYTES = 20


def _signature(key: str, purpose: str, subject: int, nonce: int, expires: int) -> str:
    message = f"{purpose}\n{subject}\n{nonce}\n{expires}".encode()
    digest = hmac.digest(_secret(key), message, "sha256")
    return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode().rstrip("=")


@lru_cache(maxsize=16)
def _secret(key: str) -> bytes:
    return hashlib.sha256(f"mail-link\n{key}".encode()).digest()


def link_token(key: str, *, purpose: str, subject: int, nonce: int, expires: int = 0) -> str:
    """A token that names `subject` and holds for one `purpose` while its nonce stands.

    `expires` is a Unix time in seconds; 0 means never.
    """
    return f"{subject}-{expires}-{_signature(key, purpose, subject, nonce, expires)}"


def subject_of(token: str) -> int | None:
    """The subject that `token` claims, not yet believed; None where it has not the form of a token."""
    head, _, rest = token.partition("-")
    return int(head) if head.isascii() and head.isdigit() and len(head) < 19 and rest else None


def opens(token: str, keys: list[str], *, purpose: str, nonce: int, now: int) -> bool:
    """Whether `token` was made with one of `keys` for `purpose` and `nonce` and has not expired at `now`."""
    subject = subject_of(token)
    parts = token.split("-", 2)
    if (
        subject is None
        or len(parts) != 3
        or not (parts[1].isascii() and parts[1].isdigit())
        or len(parts[1]) > 12
    ):
        return False
    expires = int(parts[1])
    if expires and now >= expires:
        return False
    return any(
        hmac.compare_digest(parts[2].encode(), _signature(key, purpose, subject, nonce, expires).encode())
        for key in keys
    )
