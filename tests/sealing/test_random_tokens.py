from __future__ import annotations

import re

from seminars.sealing.random_tokens import digest_of, random_token


def test_tokens_have_160_bits_and_stand_in_an_address_as_they_are() -> None:
    tokens = {random_token() for _each in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{27}", each) for each in tokens)


def test_a_digest_is_sha_256_of_the_token() -> None:
    # FIPS 180-2, appendix B.1.
    assert digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(digest_of("令牌 \udc80")) == 64
