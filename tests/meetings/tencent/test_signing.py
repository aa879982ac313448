"""The vectors that Tencent's own SDK reproduces."""

from __future__ import annotations

import pytest

from seminars.meetings.tencent.signing import signature

VECTORS = [
    (
        "POST",
        "/v1/meetings",
        '{"userid":"u1","instanceid":1,"subject":"研讨会","type":0}',
        "NzBkZjUxYzk5MzgxOWU3NWFkZmIzNTc3YWRlZmI3ZWUzMDgwN2NhNzMzZDYxMmMzY2FlODlmZDk2ODMxYTA1OQ==",
    ),
    (
        "GET",
        "/v1/meetings/123?userid=u1&instanceid=1",
        "",
        "NzA5Yjk3YjBlOWI5OWFmOGU4YmVkZjc1ZDcyNjkyMGJhN2IzNDNhYmEwODgzNWJhYjc3NzgyNzBiZDdjMjNhYQ==",
    ),
]


@pytest.mark.parametrize(("method", "target", "body", "expected"), VECTORS)
def test_requests_are_signed_as_the_provider_signs_them(
    method: str, target: str, body: str, expected: str
) -> None:
    signed = signature(
        "AKIDexample",
        "SKexample",
        method=method,
        target=target,
        body=body.encode(),
        nonce=12345,
        timestamp=1795302000,
    )

    assert signed == expected
