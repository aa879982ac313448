from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.excerpts import LONGEST, excerpt, hit, marked
from seminars.presenting.lines import line
from seminars.programme.snapshots import AbstractPart
from seminars.text.typography import folded
from tests.presenting.samples import BEFORE, a_snapshot, a_talk

LONG = "前言。" * 80 + "这里讲梯度的Lemma。" + "后话。" * 80


def test_words_are_marked_as_they_are_written() -> None:
    assert marked("Ｇradient <b>流</b>", ["gradient", "流"]) == (
        "<mark>Ｇradient</mark> &lt;b&gt;<mark>流</mark>&lt;/b&gt;"
    )
    assert marked("aaa ab", ["aa", "ab"]) == "<mark>aa</mark>a <mark>ab</mark>"


def test_an_excerpt_begins_shortly_before_what_is_looked_for() -> None:
    found = excerpt(LONG, ["lemma", "梯度"])

    assert found.startswith("…")
    assert found.endswith("…")
    assert "这里讲<mark>梯度</mark>的<mark>Lemma</mark>。" in found
    assert excerpt("A short one about nothing.", ["x"]) == "A short one about nothing."


@given(st.text(), st.lists(st.text(min_size=1, max_size=3).map(folded).filter(str.strip), max_size=4))
def test_marking_takes_nothing_away(text: str, words: list[str]) -> None:
    whole = str(marked(text, words))
    part = html.unescape(re.sub("</?mark>", "", excerpt(text, words))).strip("…")

    assert html.unescape(re.sub("</?mark>", "", whole)) == html.unescape(html.escape(text))
    assert part in html.unescape(html.escape(text)) or "…" in text
    assert len(part) <= LONGEST + 1


def test_a_hit_shows_the_text_that_its_line_does_not() -> None:
    abstracts = (AbstractPart("zh", "梯度", "关于收敛。"), AbstractPart("en", "Gradients", "On convergence."))
    snapshot = a_snapshot(talks=(a_talk(abstracts=abstracts),))

    found = [
        hit(line(snapshot, "zh", at=BEFORE), snapshot, words, "zh")
        for words in (["梯度", "convergence"], ["格致堂"], ["林知远"])
    ]

    assert [(each.heading, each.speakers, each.excerpt, each.excerpt_lang) for each in found] == [
        ("<mark>梯度</mark>", "林知远", "On <mark>convergence</mark>.", "en"),
        ("梯度", "林知远", "<mark>格致堂</mark>112", "zh-Hans"),
        ("梯度", "<mark>林知远</mark>", "关于收敛。", "zh-Hans"),
    ]
