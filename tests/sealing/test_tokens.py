"""A link in a mail opens one purpose, for one subscriber, until its nonce is raised or its time is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.sealing.tokens import link_token, opens, subject_of


def test_a_token_opens_what_it_was_made_for() -> None:
    token = link_token("key", purpose="unsubscribe", subject=7, nonce=3)

    assert subject_of(token) == 7
    assert opens(token, ["key"], purpose="unsubscribe", nonce=3, now=0)


@pytest.mark.parametrize(
    ("keys", "purpose", "nonce", "now"),
    [
        (["other"], "confirm", 3, 0),
        (["key"], "unsubscribe", 3, 0),
        (["key"], "confirm", 4, 0),
        (["key"], "confirm", 3, 1000),
    ],
)
def test_a_token_opens_nothing_else(keys: list[str], purpose: str, nonce: int, now: int) -> None:
    token = link_token("key", purpose="confirm", subject=7, nonce=3, expires=1000)

    assert not opens(token, keys, purpose=purpose, nonce=nonce, now=now)


def test_a_token_made_with_an_older_key_still_opens() -> None:
    token = link_token("old", purpose="confirm", subject=7, nonce=0)

    assert opens(token, ["new", "old"], purpose="confirm", nonce=0, now=5)


def test_another_subject_or_time_cannot_be_written_into_a_token() -> None:
    subject, expires, signature = link_token("key", purpose="confirm", subject=7, nonce=0, expires=10).split(
        "-", 2
    )

    assert not opens(f"8-{expires}-{signature}", ["key"], purpose="confirm", nonce=0, now=0)
    assert not opens(f"{subject}-99-{signature}", ["key"], purpose="confirm", nonce=0, now=0)


@given(st.text())
def test_garbage_opens_nothing(token: str) -> None:
    assert not opens(token, ["key"], purpose="confirm", nonce=0, now=0)
