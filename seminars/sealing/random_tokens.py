"""Tokens that are their own right: random, shown to their owner once, kept as digests. Pure but for the dice."""

from __future__ import annotations

import hashlib
import secrets

# 160 bits, as 27 characters that stand in an address as they are.
TOKEN_BYTES = 20


def random_token() -> str:
    """A token that nobody had before and nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is stored and looked up in the place of `token`, whatever its form.

    It has so many bits that it needs neither salt nor stretching. Who compares digests tells a stranger nothing
    by the time it takes: they cannot be steered.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
