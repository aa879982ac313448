"""Secrets that must be read again, encrypted with the data keys. Pure."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unsealable(Exception):
    """A sealed text that none of the data keys opens."""

    def __str__(self) -> str:
        return "None of the DATA_KEYS opens this secret."


def usable_keys(keys: str) -> list[str]:
    """The keys of a list separated by commas, the first of which encrypts and all of which decrypt."""
    return [key.strip() for key in keys.split(",") if key.strip()]


def _box(keys: list[str]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]
    )


def seal(text: str, keys: list[str]) -> str:
    """`text` encrypted with the first of `keys` (Fernet: AES-128-CBC with HMAC-SHA256); '' stays ''."""
    return _box(keys).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, keys: list[str]) -> str:
    """The text that was sealed with any of `keys`; raises `Unsealable`."""
    if not sealed:
        return ""
    try:
        return _box(keys).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable from None


def reseal(sealed: str, keys: list[str]) -> str:
    """The same secret, now under the first of `keys`; raises `Unsealable`."""
    return seal(unseal(sealed, keys), keys)
