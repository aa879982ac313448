from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.search.find import MOST_WORDS, find, words_of
from tests.factories import a_series, a_speaker, a_talk, an_event, published


@pytest.fixture
def events(db: None) -> None:
    for number, title in enumerate(["梯度下降与泛化", "Gradient Flow 100%_sure", "随机矩阵"], 1):
        event = an_event(a_series(slug=f"s{number}"), number=number, has_talk=False)
        a_talk(event, title=title, speakers=[a_speaker(name_en="Ada O'Brook")])
        published(event)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("梯度", ["1"]),
        ("梯度 下降", ["1"]),
        ("下降 矩阵", []),
        ("GRADIENT", ["2"]),
        ("ｇｒａｄｉｅｎｔ　flow", ["2"]),
        ("100%_s", ["2"]),
        ("%", ["2"]),
        ("o'brook", ["3", "2", "1"]),
        ("", []),
        ("   ", []),
        ("没有", []),
    ],
)
def test_every_word_must_occur(query: str, found: list[str], events: None) -> None:
    assert [each.path for each in find(query)] == found


@given(st.text())
def test_words_are_few_folded_and_different(query: str) -> None:
    words = words_of(query)

    assert len(words) <= MOST_WORDS
    assert words_of(" ".join(words)) == words
