import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.text.mathtext import Formula, Reference, split, url_end

PARTS = st.sampled_from(
    ["$", "$$", "\\", "\\(", "\\)", "\\[", "\\]", "`", "```\n", "~~~", "\n", "\n\n", "x", "5", " ", "中", "_", "^", "{",
     "}", "\\begin{equation}", "\\end{equation}", "\\begin{align*}", "\\end{align*}", "\\eqref{k}", "\\label{k}",
     "https://example.org/", "\\text{", "&", "\\\\", "- ", "> ", "|", "#"]
)  # fmt: skip
SOUP = st.lists(PARTS, max_size=30).map("".join) | st.text()


def found(source: str) -> list[str]:
    return [piece.source for piece in split(source) if isinstance(piece, Formula | Reference)]


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("设$n$为", ["$n$"]),
        (r"\(a\) and \[b\]", [r"\(a\)", r"\[b\]"]),
        ("$$a$$$$b$$", ["$$a$$", "$$b$$"]),
        ("$x$$y$", ["$x$", "$y$"]),
        ("那么 \\begin{equation}a\\label{k}\\end{equation}，见\\eqref{k}", None),
        (r"\begin{align*}a&=\begin{aligned}b\end{aligned}\end{align*} c", None),
        ("$$\n\na\n\n$$", ["$$\n\na\n\n$$"]),
        (r"$a = \text{if $b$ holds}$", [r"$a = \text{if $b$ holds}$"]),
        (r"$a\$b$", [r"$a\$b$"]),
        ("$2n$ 个", ["$2n$"]),
        ("wrapped $a\n+ b$ line", ["$a\n+ b$"]),
        (r"`\(a\)` \(b\) ``$c`$``", [r"\(b\)"]),
        ("` unclosed $x$", ["$x$"]),
    ],
)
def test_split_finds_formulas(source: str, formulas: list[str] | None) -> None:
    if formulas is None:
        start, end = source.index("\\begin"), source.rindex("\\end")
        end = source.index("}", end) + 1
        formulas = [source[start:end], *([r"\eqref{k}"] if "eqref" in source else [])]

    assert found(source) == formulas


@pytest.mark.parametrize(
    "source",
    [
        "$5 and $10",
        "from US$5 to HK$ 10",
        "$5 for members, 10$ for others",
        "票价$20，学生$10",
        "每人$50，或$80。",
        r"\$x\$ and \\(x\\)",
        "`$x$`",
        "```\n$x$\n```",
        "~~~\n$x$\nopen to the end",
        "> ```\n> $x$\n> ```",
        "a $ b $ c",
        "$a\n\nb$",
        "$$$x$$$",
        r"\begin{itemize}x\end{itemize}",
        "https://example.org/$x$",
        "$，$",
        "$$ $$",
    ],
)
def test_split_leaves_what_is_no_formula(source: str) -> None:
    assert found(source) == []


def test_split_says_what_each_formula_is() -> None:
    source = r"a $b$ $$c$$ \ref{d}"

    assert split(source)[1::2] == [
        Formula("$b$", "b", False, 2),
        Formula("$$c$$", "c", True, 6),
        Reference(r"\ref{d}", "d", True, 12),
    ]


def test_split_takes_an_open_environment_to_the_end_of_its_paragraph() -> None:
    assert found("a \\begin{equation}b\n\nc") == ["\\begin{equation}b"]


@given(SOUP)
def test_split_loses_nothing(source: str) -> None:
    assert "".join(piece.source for piece in split(source)) == source


@pytest.mark.parametrize(
    "part", ["$", "$$ ", "$a ", "\\$$", "\\begin{equation}", "\\end{align}", "`a", "``` ", "\\(", "\\[", "$$\n", "(http://a("]
)  # fmt: skip
def test_split_ends_on_hostile_text(part: str) -> None:
    # Were it quadratic, this would take minutes and everybody would notice.
    source = part * (200_000 // len(part))

    assert split(source)


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://example.org/a）后", "https://example.org/a"),
        ("https://example.org/a，b", "https://example.org/a"),
        ("https://example.org/a。", "https://example.org/a"),
        ("https://example.org/a；b", "https://example.org/a"),
        ("https://example.org/a.", "https://example.org/a"),
        ("https://example.org/a_(b)) c", "https://example.org/a_(b)"),
        ("https://example.org/?a=1&b=2#c, d", "https://example.org/?a=1&b=2#c"),
        ("https://example.org/报告", "https://example.org/"),
        ("https://", ""),
        ("ftp://example.org", ""),
    ],
)
def test_url_end_stops_before_the_sentence_goes_on(source: str, address: str) -> None:
    assert source[: url_end(source, 0)] == address
