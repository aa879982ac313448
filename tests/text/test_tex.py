import pytest

from seminars.text.macros import tokens
from seminars.text.tex import TooNested, check_nesting, labels, ready


def prepared(tex: str, *, display: bool = True) -> str:
    return ready(tokens(tex), display=display, anchors={"a key": "eq-1", "中": "eq-2"})


@pytest.mark.parametrize(
    ("tex", "result"),
    [
        (r"\begin{eqnarray}a&=&b\\c&=&d\end{eqnarray}", r"\begin{align}a&=b\\c&=d\end{align}"),
        (r"\begin{alignat}{2}a&=b\end{alignat}", r"\begin{align}a&=b\end{align}"),
        (r"\begin{equation}\begin{split}a\end{split}\end{equation}",
         r"\begin{equation}\begin{aligned}a\end{aligned}\end{equation}"),
        (r"\begin{displaymath}a\end{displaymath}", r"\begin{equation*}a\end{equation*}"),
        (r"a\label{中}", r"\begin{equation}a\label{eq-2}\end{equation}"),
        (r"a\tag{3'}", r"\begin{equation}a\tag{hex-3327}\end{equation}"),
        (r"\begin{align}a\label{a key}\end{align}", r"\begin{align}a\label{eq-1}\end{align}"),
        (r"\eqref{中}", r"\eqref{eq-2}"),
        (r"\text{if $x$ b}", r"\text{if }{x}\text{ b}"),
    ],
)  # fmt: skip
def test_ready_says_it_in_words_the_converter_knows(tex: str, result: str) -> None:
    assert prepared(tex) == result


def test_ready_drops_labels_within_a_line() -> None:
    assert prepared(r"a\label{中}", display=False) == "a"


def test_labels_are_found_in_order() -> None:
    assert labels(r"a\label{b}\\c\label {d e}") == ["b", "d e"]


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 300 + "}" * 300,
        r"\hat" * 300 + " x",
        r"\frac1" * 300,
        r"\left(" * 300,
        r"\begin{matrix}" * 100,
        r"\displaystyle a\\" * 300,
        r"\frac{a}" * 300,
        "x^{" * 300,
    ],
)
def test_check_nesting_refuses_what_would_overflow_the_stack(tex: str) -> None:
    with pytest.raises(TooNested):
        check_nesting(tokens(tex))


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{align}" + r"\alpha_i&=\sum_j\hat{\beta}_j\\" * 100 + r"\end{align}",
        r"\frac{\sqrt{a}}{b}" * 60,
    ],
)
def test_check_nesting_allows_long_formulas(tex: str) -> None:
    check_nesting(tokens(tex))
