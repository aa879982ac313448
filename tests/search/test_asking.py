from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from seminars.search.asking import (
    KINDS,
    LONGEST_QUERY,
    MOST_FACETS,
    MOST_WORDS,
    Asked,
    asked_by,
    asked_in,
)
from seminars.text.bilingual import Bilingual

FACETS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, "q"]), st.sampled_from(["ml", "2026", "zh", "slides", "online", "", "²"])
    )
)
TYPED = st.lists(
    st.one_of(
        st.text(max_size=12), st.sampled_from(['"', "tag:ml", "year:2026", '"tag:ml"', "has:", "“", "”"])
    )
).map(" ".join)


@pytest.mark.parametrize(
    ("text", "words", "facets"),
    [
        ("梯度 下降", ("梯度", "下降"), ()),
        ("梯度，下降", ("梯度", "下降"), ()),
        ("ＧＰＴ4模型", ("gpt4", "模型"), ()),
        ('"Gradient  Flow" c++', ("gradient flow", "c++"), ()),
        ("“涌现”", ("涌现",), ()),
        ("第89期GPT-4的Lemma", ("第89期", "gpt-4", "的", "lemma"), ()),
        ('"', (), ()),
        ("tag:ml 梯度 year:2026", ("梯度",), (("tag", "ml"), ("year", "2026"))),
        ('"tag:ml"', ("tag:ml",), ()),
        ("year:2025 year:2026 has:slides has:video", (), (("year", "2026"), ("has", "slides"), ("has", "video"))),
        ("year:20 language:fr has:cake", ("year:20", "language:fr", "has:cake"), ()),
        ("a" * 300, ("a" * 200,), ()),
        ("x\x00y", ("xy",), ()),
    ],
)  # fmt: skip
def test_a_line_is_read(text: str, words: tuple[str, ...], facets: tuple[tuple[str, str], ...]) -> None:
    asked = asked_in(text)

    assert (asked.words, asked.facets) == (words, facets)


@given(TYPED, FACETS)
def test_a_search_survives_its_line_and_its_address(text: str, facets: list[tuple[str, str]]) -> None:
    asked = asked_in(text, facets)
    address = QueryDict(mutable=True)
    for name, value in asked.fields:
        address.appendlist(name, value)

    assert asked_in(str(asked)) == asked_by(address) == asked
    assert len(asked.words) <= MOST_WORDS
    assert len(asked.facets) <= MOST_FACETS
    assert len(str(asked)) <= LONGEST_QUERY
    assert bool(asked) == bool(asked.words or asked.facets)


def test_facets_are_added_replaced_and_removed() -> None:
    asked = asked_in("梯度 tag:ml year:2025")

    assert str(asked.along(("tag", "graphs")).along(("year", "2026"))) == "梯度 tag:ml tag:graphs year:2026"
    assert str(asked.along(("tag", "ml")).without(("year", "2025"))) == "梯度 tag:ml"


def test_it_has_a_name_in_both_languages() -> None:
    asked = asked_in("梯度 series:wenqu tag:ml year:2026 language:en has:video")

    assert asked.name == Bilingual(
        "梯度 · wenqu · 主题 ml · 2026 年 · 英文报告 · 有回放",
        "梯度 · wenqu · topic ml · 2026 · in English · with recording",
    )
    assert Asked().name == Bilingual()
