from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.calendars.words import cut, introduced, names, noted, shown, summary
from seminars.programme.snapshots import SpeakerPart
from seminars.text.bilingual import Bilingual
from tests.calendars.samples import LIN, ROE, TALK, UNTITLED, a_snapshot

MANY = tuple(SpeakerPart(str(n), Bilingual(f"甲{n}", f"A{n}")) for n in range(5))


def test_two_languages_stand_side_by_side_once() -> None:
    assert shown(Bilingual("问渠", "Wenqu"), "both") == "问渠 / Wenqu"
    assert shown(Bilingual("Zoom", "Zoom"), "both") == "Zoom"
    assert shown(Bilingual("", "Wenqu"), "zh") == "Wenqu"


@pytest.mark.parametrize(
    ("language", "few", "many"),
    [
        ("zh", "林知远、Jane Roe", "甲0、甲1、甲2等"),
        ("en", "Lin Zhiyuan, Jane Roe", "A0, A1, A2 et al."),
        ("both", "林知远 (Lin Zhiyuan)、Jane Roe", "甲0 (A0)、甲1 (A1)、甲2 (A2)等"),
    ],
)
def test_speakers_are_named_as_the_language_does(language: str, few: str, many: str) -> None:
    assert (names((LIN, ROE), language), names(MANY, language)) == (few, many)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "林知远同学（北辰大学）、Prof. Jane Roe（Harbour Institute）"),
        ("en", "Lin Zhiyuan (Beichen University), Prof. Jane Roe (Harbour Institute)"),
    ],
)
def test_speakers_are_introduced_with_what_their_language_says(language: str, words: str) -> None:
    assert introduced((LIN, ROE), language) == words


def test_a_latin_name_keeps_its_distance_from_a_chinese_honorific() -> None:
    assert introduced((replace(ROE, honorific="老师", affiliation=Bilingual()),), "zh") == "Jane Roe 老师"


def test_the_event_s_own_title_stands_for_several_talks() -> None:
    event = a_snapshot(talks=(TALK, UNTITLED), title=Bilingual("开学第一讲", "Opening"), number=None)

    assert summary(event, "en") == "Wenqu · Lin Zhiyuan, Jane Roe · Opening"


def test_an_event_that_has_no_word_at_all_is_called_by_its_series_address() -> None:
    nameless = replace(a_snapshot().series, name=Bilingual("\u2028"), short=Bilingual())

    assert summary(a_snapshot(series=nameless, number=None, talks=()), "both") == "wenqu"


def test_a_note_stands_alone_when_there_is_nothing_to_note() -> None:
    assert [noted("a", "b", "zh"), noted("a", "b", "en"), noted("", "b", "en"), noted("a", "", "zh")] == [
        "a（b）", "a (b)", "b", "a",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "limit", "shortened"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("ab   cd", 5, "ab…"),
        ("abe\u0301d", 4, "ab…"),
        ("a👩\u200d🎓b", 3, "a…"),
        ("a👍🏽bc", 3, "a…"),
        ("abc", 0, "…"),
    ],
)
def test_a_text_is_cut_between_visible_signs(text: str, limit: int, shortened: str) -> None:
    assert cut(text, limit) == shortened


@given(st.text(), st.integers(1, 30))
def test_a_cut_text_is_short_enough(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
