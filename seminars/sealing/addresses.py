"""Addresses that must be known again and not read: their digests. Pure."""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from functools import lru_cache


def normalized(address: str) -> str:
    """The address in the one form in which it is compared: small letters, its domain in ASCII."""
    name, _, domain = address.strip().rpartition("@")
    domain = domain.rstrip(".").lower()
    with suppress(UnicodeError):
        domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    return f"{name.casefold()}@{domain}"


def address_digest(address: str, key: str) -> str:
    """64 characters that tell whoever has `key`, and nobody else, whether an address is this one (HMAC-SHA256)."""
    return hmac.digest(_secret(key), normalized(address).encode("utf-8", "replace"), "sha256").hex()


@lru_cache(maxsize=16)
def _secret(key: str) -> bytes:
    return hashlib.sha256(f"address\n{key}".encode()).digest()
