import pytest

from seminars.text.mathml import typeset
from seminars.text.mathplain import spoken
from seminars.text.mathtext import split


def in_words(source: str) -> str:
    (one,) = typeset(split(source), prefix="t")
    assert one.tree is not None, one.error
    return spoken(one.tree)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\mathbb{E}[z_{\max}]\sim\sqrt{2\log n}", "𝔼[z_max]∼√(2 log n)"),
        (r"\mathbb{R}^{n\times m}", "ℝ^(n×m)"),
        ("z_1", "z₁"),
        (r"\Vert\boldsymbol{W}\Vert_2", "‖W‖₂"),
        ("z_1^2+z_2^2+\\cdots+z_n^2", "z₁²+z₂²+⋯+zₙ²"),
        (r"\varepsilon = 1/\!\sqrt{L}", "ε=1/√L"),
        (r"h \leftarrow h + \varepsilon\,f(h)", "h←h+ε f(h)"),
        (r"\mathcal{N}(0,1)", "𝒩(0,1)"),
        (r"\frac{a+b}{c}", "(a+b)/c"),
        (r"\frac{1}{2n}", "1/(2n)"),
        (r"\tfrac12 x", "(1/2)x"),
        (r"2\frac{a}{b}c", "2(a/b)c"),
        (r"\frac{x}{y}+1", "x/y+1"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"\frac{\partial f}{\partial x}", "∂f/∂x"),
        (r"\frac{\log n}{n}", "(log n)/n"),
        ("x^{1/2}", "x^(1/2)"),
        ("2^{2^n}", "2^(2ⁿ)"),
        ("{a+b}^2", "(a+b)²"),
        (r"e^{-x}", "e⁻ˣ"),
        (r"A^\top x", "A^⊤x"),
        ("f''(x)", "f″(x)"),
        (r"90^\circ", "90°"),
        (r"\binom nk", "(n choose k)"),
        (r"\hat\theta", "θ̂"),
        (r"\tilde O(n)", "Õ(n)"),
        (r"\widehat{ab}", "hat(ab)"),
        (r"\overline{AB}", "bar(AB)"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ"),
        (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx"),
        (r"\lim_{n\to\infty}a_n", "lim_(n→∞) aₙ"),
        (r"\nabla_\theta\mathcal L", "∇_θ ℒ"),
        (r"\arg\max_\theta f", "arg max_θ f"),
        (r"\operatorname{rank}A", "rank A"),
        (r"\log_2 n", "log₂ n"),
        (r"a\coloneqq b", "a≔b"),
        (r"a\bmod b", "a mod b"),
        (r"\sqrt[3]{x}+\sqrt[n]{a+b}", "∛x+ⁿ√(a+b)"),
        (r"X\xrightarrow{d}Y", "X →⁽ᵈ⁾ Y"),
        (r"\underbrace{a+b}_{c}", "(a+b)_c"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a, b; c, d)"),
        (r"\begin{cases}0&x<0\\1&\text{otherwise}\end{cases}", "{0, x<0; 1, otherwise"),
        (r"\mathbf{x}^\mathsf{T}\mathbf{y}", "xᵀy"),
        (r"\text{若 }x>0", "若 x>0"),
        (r"a\iff b", "a ⟺ b"),
    ],
)
def test_spoken_says_a_formula_in_text(tex: str, text: str) -> None:
    assert in_words(f"${tex}$") == text


def test_spoken_gives_each_row_its_line_and_number() -> None:
    tex = r"\begin{align}a&=b+c\\&=d\notag\\x&<y\tag{*}\end{align}"

    assert in_words(tex) == "a=b+c  (1)\n=d\nx<y  (*)"
