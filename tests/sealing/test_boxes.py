"""Secrets open with any key, are written with the first, and never stand in the open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.sealing.boxes import Unsealable, reseal, seal, unseal


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_sealed_text_opens_again(text: str) -> None:
    sealed = seal(text, ["new", "old"])

    assert unseal(sealed, ["other", "new"]) == text


def test_an_older_key_still_opens() -> None:
    assert unseal(seal("860213", ["old"]), ["new", "old"]) == "860213"


def test_a_resealed_secret_no_longer_needs_the_old_key() -> None:
    assert unseal(reseal(seal("860213", ["old"]), ["new", "old"]), ["new"]) == "860213"


def test_a_foreign_key_is_refused() -> None:
    with pytest.raises(Unsealable):
        unseal(seal("860213", ["one"]), ["two"])


def test_nothing_sealed_is_nothing() -> None:
    assert (seal("", ["one"]), unseal("", ["one"])) == ("", "")
