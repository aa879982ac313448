from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.sealing.pseudonyms import pseudonym


def test_a_pseudonym_is_the_same_for_the_same_and_says_nothing() -> None:
    made = pseudonym("key", "erased", "7", "lan@example.org")

    assert made == pseudonym("key", "erased", "7", "lan@example.org") == "fd0ecaf05f2bf00ddfb868596d257329"


@pytest.mark.parametrize(
    "other",
    [
        ("other key", "erased", "7", "lan@example.org"),
        ("key", "asked from", "7", "lan@example.org"),
        ("key", "erased", "8", "lan@example.org"),
        ("key", "erased", "7l", "an@example.org"),
    ],
)
def test_whatever_differs_makes_another(other: tuple[str, ...]) -> None:
    assert pseudonym(*other) != pseudonym("key", "erased", "7", "lan@example.org")


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_parts_are_kept_apart(one: list[str], other: list[str]) -> None:
    assert (pseudonym("key", "p", *one) == pseudonym("key", "p", *other)) == (one == other)
