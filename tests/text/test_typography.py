import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seminars.text.typography import clean, clean_line, folded, keeps_line_break, pangu

# Hypothesis leaves lone surrogates out of its text unless it is asked for them.
ANY_TEXT = st.text(st.characters(exclude_categories=[]))


def test_clean_removes_controls_and_keeps_tabs() -> None:
    assert clean("a\x00\x07\tb\x7f\x9fc\ufeff\ud800\ufffe\u202ed\u2066e") == "a\tbcde"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_clean_writes_every_line_end_as_a_line_feed(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


def test_clean_line_makes_header_like_text_harmless() -> None:
    assert clean_line(" x\r\nBcc: y\x85\tz ") == "x Bcc: y z"


@given(ANY_TEXT)
@example("\r\x00\n")
def test_clean_is_idempotent(text: str) -> None:
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned


@given(ANY_TEXT)
def test_clean_line_is_idempotent_and_has_one_line(text: str) -> None:
    line = clean_line(text)

    assert clean_line(line) == line
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("第89期Seminar在2025年", "第 89 期 Seminar 在 2025 年"),
        ("已经 spaced 的", "已经 spaced 的"),
        ("提高50%的速度，用C++写", "提高 50% 的速度，用 C++ 写"),
        ("参数α和β", "参数 α 和 β"),
        ("清华学堂112（线下）", "清华学堂 112（线下）"),
    ],
)
def test_pangu_spaces_chinese_and_latin(typed: str, shown: str) -> None:
    assert pangu(typed) == shown


@given(st.text())
def test_pangu_is_idempotent(text: str) -> None:
    assert pangu(pangu(text)) == pangu(text)


def test_folded_ignores_case_and_width() -> None:
    assert folded("Ｓｅｍｉｎａｒ STRAẞE ﬁ") == "seminar strasse fi"


@given(st.text())
def test_folded_is_idempotent(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_line_break_is_kept_only_beside_chinese() -> None:
    assert [keeps_line_break(*pair) for pair in [("a", "b"), ("。", "a"), ("a", "中"), ("", "")]] == [
        False,
        True,
        True,
        False,
    ]
