from xml.etree import ElementTree

import pytest

from seminars.text.bilingual import Bilingual
from seminars.text.mathml import MathError, Typeset, typeset
from seminars.text.mathtext import split
from seminars.text.safemath import Unsafe, safe


def set_text(source: str) -> list[Typeset]:
    return typeset(split(source), prefix="t")


def html_of(source: str) -> str:
    (one,) = set_text(source)
    return one.html


@pytest.mark.parametrize(
    ("tex", "inside"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"\mathbb{E}", "<mi>𝔼</mi>"),
        (r"\boldsymbol{W}", "<mi>𝑾</mi>"),
        (r"\mathcal{N}", "<mrow><mspace></mspace><mi>𝒩</mi></mrow>"),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"\sqrt n", '<msqrt class="math-low"><mi>n</mi></msqrt>'),
        (r"\text{<script>}", "<mtext>&lt;script&gt;</mtext>"),
        (r"a\!b", '<mi>a</mi><mspace class="math-back-2"></mspace><mi>b</mi>'),
        (r"\color{red}x", '<mrow mathcolor="#FF0000"><mi>x</mi></mrow>'),
        (r"\overline{AB}", '<mrow class="math-overline"><mrow><mi>A</mi><mi>B</mi></mrow></mrow>'),
        (r"\hspace{900cm}", '<mspace width="10rem"></mspace>'),
        (r"\widetilde{O}", '<mover accent="true"><mi>O</mi><mo stretchy="false">˜</mo></mover>'),
        (r"\mathds{1}", "<mi>𝟙</mi>"),
        ("λ", "<mi>λ</mi>"),
    ],
)
def test_typeset_writes_mathml(tex: str, inside: str) -> None:
    assert html_of(f"${tex}$") == f"<math>{inside}</math>"


def test_typeset_numbers_equations_and_gives_classes_for_styles() -> None:
    assert html_of(r"\begin{equation}a\label{k}\end{equation}") == (
        '<math display="block"><mtable displaystyle="true" scriptlevel="0" class="math-wide"><mtr>'
        '<mtd class="math-margin"></mtd><mtd><mi>a</mi></mtd>'
        '<mtd id="t-eq-1" class="math-margin math-right"><mtext>(1)</mtext></mtd></mtr></mtable></math>'
    )


def test_typeset_refers_forward_and_back() -> None:
    source = (
        r"\eqref{eq:乙} \begin{align}a\label{a}\\b\notag\\c\label{eq:乙}\end{align} \ref{a} "
        r"$$x\tag{★}\label{s}$$ \eqref{s}"
    )

    references = [one for one in set_text(source) if one.target]

    assert [(one.number, one.target) for one in references] == [
        ("(2)", "t-eq-2"),
        ("1", "t-eq-1"),
        ("(★)", "t-eq-3"),
    ]
    assert references[0].html == '<a class="math-ref" href="#t-eq-2">(2)</a>'


def test_typeset_refers_from_within_a_formula() -> None:
    assert set_text(r"\begin{equation}a\label{k}\end{equation} $\eqref{k}$")[1].html == (
        '<math><mtext><a href="#t-eq-1" class="math-ref">(1)</a></mtext></math>'
    )


def test_a_definition_holds_for_the_formulas_after_it() -> None:
    assert set_text(r"$\newcommand{\Z}{\mathbb{Z}}$ $\Z$")[1].html == "<math><mi>ℤ</mi></math>"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (r"$\foo$", Bilingual(r"不认识命令 \foo", r"unknown command \foo")),
        (r"$\frac{1$", Bilingual("缺少 }", "} is missing")),
        (r"\begin{equation}a", Bilingual(r"缺少 \end{...}", r"\end{...} is missing")),
        (r"$x_$", Bilingual("末尾缺少参数", "an argument is missing at the end")),
        (r"$a^b^c$", Bilingual("上标或下标重复", "two subscripts or two superscripts")),
        (r"$\newcommand\a{\a}\a$",
         Bilingual("宏展开次数太多，可能在展开自己", "a macro expands too often, perhaps to itself")),
        ("$" + r"\hat" * 300 + " x$", Bilingual("嵌套层数太多", "it is nested too deeply")),
        ("$" + "x" * 20_000 + "$", Bilingual("公式太长", "the formula is too long")),
        (r"\eqref{no}", Bilingual(r"没有编号公式带有 \label{no}", r"no numbered equation has \label{no}")),
        (r"$\eqref{no}$", Bilingual(r"没有编号公式带有 \label{no}", r"no numbered equation has \label{no}")),
        (r"$\href{javascript:x}{y}$", Bilingual(r"不认识命令 \href", r"unknown command \href")),
    ],
)  # fmt: skip
def test_typeset_says_why_a_formula_fails(formula: str, reason: Bilingual) -> None:
    (one,) = set_text(formula)

    assert one.error
    assert one.error.reason == reason
    assert one.html.startswith('<code class="math-error">')


def test_an_error_says_which_formula_and_where() -> None:
    *_, bad = set_text("好 $a$\n\n然后 $b$ 和 $\\foo{<i>}$")

    assert bad.error == MathError(
        3, r"$\foo{<i>}$", Bilingual(r"不认识命令 \foo", r"unknown command \foo"), 3, 10
    )
    assert bad.error.message == Bilingual(
        r"第 3 个公式（第 3 行）$\foo{<i>}$：不认识命令 \foo。",
        r"Formula 3 in line 3, $\foo{<i>}$: unknown command \foo.",
    )
    assert bad.html == r'<code class="math-error">$\foo{&lt;i&gt;}$</code>'


def test_one_failing_formula_leaves_the_others() -> None:
    assert [bool(one.error) for one in set_text(r"$a$ $\foo$ $b$")] == [False, True, False]


@pytest.mark.parametrize("prefix", ["", "1", 'a"b', "a b"])
def test_typeset_refuses_a_prefix_that_is_no_id(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        typeset(split("$x$"), prefix=prefix)


def test_safe_keeps_only_what_formulas_need() -> None:
    foreign = ElementTree.fromstring(
        '<math onclick="x" style="color:#ff0000;position:fixed" id="other" href="javascript:x">'
        '<a href="#t-eq-1" class="menclose-box evil">1</a></math>'
    )

    assert ElementTree.tostring(safe(foreign, "t")) == (
        b'<math mathcolor="#ff0000"><a href="#t-eq-1" class="menclose-box">1</a></math>'
    )


def test_safe_refuses_unknown_elements() -> None:
    with pytest.raises(Unsafe):
        safe(ElementTree.fromstring("<math><script/></math>"), "t")
