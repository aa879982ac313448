"""Names become addresses that can be typed on any keyboard."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.text.slugs import slug


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("林知远", "lin-zhiyuan"),
        ("杜若", "du-ruo"),
        ("Mira Castell", "mira-castell"),
        ("Renée Åkesson", "renee-akesson"),
        ("明理楼 305", "ming-li-lou-305"),
        ("  ", ""),
        ("！？", ""),
    ],
)
def test_a_name_has_an_address(name: str, address: str) -> None:
    assert slug(name) == address


@given(st.text(max_size=100))
def test_an_address_is_plain(name: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(name))
