"""AK/SK signature of Tencent Meeting's REST API (product/1095/42413). Pure.

The signature is the base64 form of the *hexadecimal* digest, as Tencent's own SDK computes it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac


def signature(
    secret_id: str, secret_key: str, *, method: str, target: str, body: bytes, nonce: int, timestamp: int
) -> str:
    """X-TC-Signature for a request; `target` is path and query, `timestamp` in seconds since 1970."""
    signed = b"\n".join(
        (
            method.encode(),
            f"X-TC-Key={secret_id}&X-TC-Nonce={nonce}&X-TC-Timestamp={timestamp}".encode(),
            target.encode(),
            body,
        )
    )
    digest = hmac.new(secret_key.encode(), signed, hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode()).decode()
