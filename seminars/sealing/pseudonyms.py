"""What stands in the place of something that must not be kept but must stay distinguishable. Pure."""

from __future__ import annotations

import hashlib
import hmac

# How the address of a row begins whose person is forgotten.
ERASED = "erased:"


def pseudonym(key: str, purpose: str, *parts: str) -> str:
    """32 hexadecimal digits for `parts`: the same for the same ones, and without `key` nothing leads back.

    One made for one `purpose` says nothing of those made for another.
    """
    own = hashlib.sha256(f"pseudonym\n{purpose}\n{key}".encode()).digest()
    # Lengths keep ("a", "bc") and ("ab", "c") apart.
    message = "".join(f"{len(part)}:{part}" for part in parts).encode()
    return hmac.new(own, message, hashlib.sha256).hexdigest()[:32]
