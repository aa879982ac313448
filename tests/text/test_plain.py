import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.text.plain import one_line, plain
from tests.text.test_mathtext import SOUP

WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,8}|[一-龥]{1,4}", fullmatch=True), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("# 题目\n\n**重点** *em* `code`", "题目\n\n重点 em code"),
        ("[主页](https://example.org/a) <https://example.org>",
         "主页 (https://example.org/a) https://example.org"),
        ("[](https://example.org/a) [x@example.org](mailto:x@example.org)",
         "https://example.org/a x@example.org"),
        ("https://example.org/报名", "https://example.org/报名"),
        ("- a\n- b\n  - c\n\n3. x\n4. y", "- a\n- b\n  - c\n\n3. x\n4. y"),
        ("> 引文\n\n---\n\n```\n$x$\n\ty\n```", "引文\n\n———\n\n$x$\n    y"),
        ("|a|b|\n|-|-|\n|$x^2$|`|`|", "a | b\nx² | `"),
        ("一\n二\nhard\nwrapped", "一\n二\nhard wrapped"),
        ("~~周五~~周六", "~~周五~~周六"),
        ("![图](https://example.org/a.png)", "图 (https://example.org/a.png)"),
        ("![](https://example.org/a.png)", "https://example.org/a.png"),
        ("![图](/a.png)", "图"),
        ("设$z_1,\\cdots,z_n\\sim\\mathcal{N}(0,1)$，", "设z₁,⋯,zₙ∼𝒩(0,1)，"),
        (r"那么 \begin{equation}\mathbb{E}[z_{\max}]\sim\sqrt{2\log n}\label{k}\end{equation} 由\eqref{k}、\ref{k}",
         "那么\n𝔼[z_max]∼√(2 log n)  (1)\n由(1)、1"),
        (r"坏 $\foo{x}$ 和 \eqref{no}", r"坏 $\foo{x}$ 和 \eqref{no}"),
        ("$5 and $10", "$5 and $10"),
        ("<b>raw</b> &amp; &#13;x", "<b>raw</b> &\nx"),
    ],
)  # fmt: skip
def test_plain_is_readable(source: str, text: str) -> None:
    assert plain(source) == text


def test_one_line_joins_the_lines() -> None:
    assert one_line("**On** $z_1$:\n\n- a\n- b") == "On z₁: - a - b"


@given(SOUP | st.text(st.characters(exclude_categories=[])))
def test_plain_has_no_control_characters_whatever_comes(source: str) -> None:
    text = plain(source)

    assert not [one for one in text if unicodedata.category(one) in {"Cc", "Cs"} and one != "\n"]
    assert "\n" not in one_line(source)


@given(WORDS)
def test_plain_keeps_plain_words(words: list[str]) -> None:
    assert plain(" ".join(words)) == " ".join(words)


@given(WORDS)
def test_plain_keeps_the_words_around_a_formula(words: list[str]) -> None:
    text = " ".join(words)

    assert plain(f"{text} $x_1$ {text}") == f"{text} x₁ {text}"


def test_plain_leaves_no_command_of_what_was_understood() -> None:
    source = r"$\mathbb{R}^{n\times m}\ni\boldsymbol{W}\mapsto\Vert W\Vert_2\le\sqrt{n}+\varepsilon$"

    assert re.findall(r"\\[A-Za-z]+", plain(source)) == []
