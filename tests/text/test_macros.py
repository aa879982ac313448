import pytest

from seminars.text.macros import (
    KNOWN,
    BadDefinition,
    Macro,
    TooManyExpansions,
    expand,
    extract_definitions,
    joined,
    tokens,
)


def expanded(tex: str) -> str:
    rest, own = extract_definitions(tokens(tex))
    return joined(expand(rest, KNOWN | own)).strip()


@pytest.mark.parametrize(
    ("tex", "result"),
    [
        (r"\newcommand{\R}{\mathbb{R}}x\in\R", r"x\in\mathbb{R}"),
        (r"\newcommand*\pair[2]{(#1,#2)}\pair ab\pair{c}{d}", "(a,b)(c,d)"),
        (r"\def\twice#1{#1#1}\twice{\twice x}", "xxxx"),
        (r"\DeclareMathOperator*{\most}{most}\most_x", r"\operatorname*{most}_x"),
        (r"\newcommand\a{\alpha}\a x", r"\alpha x"),
        (r"\widetilde{O}(n) % a remark", r"\tilde{O}(n)"),
        (r"\substack{i\\j}", r"\begin{subarray}{c}i\\j\end{subarray}"),
        (r"\nicefrac12", "{1/2}"),
    ],
)
def test_expand_replaces_macros(tex: str, result: str) -> None:
    assert expanded(tex) == result


@pytest.mark.parametrize(
    "tex",
    [
        r"\newcommand\a{\a}\a",
        r"\newcommand\a{\b}\newcommand\b{\a}\a",
        r"\def\a#1{#1#1#1#1#1#1#1#1#1#1}\a{\a{\a{\a{\a{x}}}}}",
    ],
)
def test_expand_stops_what_grows_for_ever(tex: str) -> None:
    with pytest.raises(TooManyExpansions):
        expanded(tex)


@pytest.mark.parametrize("tex", [r"\newcommand{x}{y}", r"\newcommand\a[1][z]{#1}", r"\def", r"\def\a#2{x}"])
def test_extract_definitions_refuses_forms_it_does_not_know(tex: str) -> None:
    with pytest.raises(BadDefinition):
        extract_definitions(tokens(tex))


def test_extract_definitions_returns_macros_apart() -> None:
    assert extract_definitions(tokens(r"a\def\b#1{c#1}d")) == (
        ["a", "d"],
        {r"\b": Macro(1, ("c", "#", "1"))},
    )
