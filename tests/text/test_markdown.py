from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seminars.text.markdown import Rendered, render
from tests.text.test_mathtext import SOUP


def html_of(source: str) -> str:
    return render(source, prefix="t").html.rstrip("\n")


class Attributes(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def seen(html: str) -> Attributes:
    parser = Attributes()
    parser.feed(html)
    parser.close()
    return parser


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("**重点** *em* ~~old~~ `$x$`",
         "<p><strong>重点</strong> <em>em</em> <s>old</s> <code>$x$</code></p>"),
        ("设$n$为", "<p>设<math><mi>n</mi></math>为</p>"),
        ("**$n$**个", "<p><strong><math><mi>n</mi></math></strong>个</p>"),
        ("# a\n### b", "<h3>a</h3>\n<h5>b</h5>"),
        ("#### a\n###### b", "<h3>a</h3>\n<h5>b</h5>"),
        ("一\n二\nhard\nwrapped", "<p>一<br>\n二<br>\nhard\nwrapped</p>"),
        ("    indented", "<p>indented</p>"),
        ("[a](https://example.org)",
         '<p><a href="https://example.org" rel="noopener nofollow">a</a></p>'),
        ("见https://example.org/a_b_c）。",
         '<p>见<a href="https://example.org/a_b_c" rel="noopener nofollow">https://example.org/a_b_c</a>）。</p>'),
        ("[https://example.org](https://example.org/b)",
         '<p><a href="https://example.org/b" rel="noopener nofollow">https://example.org</a></p>'),
        ("![图](https://example.org/a.png)",
         '<p><a href="https://example.org/a.png" rel="noopener nofollow">图</a></p>'),
        ('![*图* $x$ [b](c)](HTTPS://example.org/a.png "标题")',
         '<p><a href="HTTPS://example.org/a.png" title="标题" rel="noopener nofollow">图 $x$ b</a></p>'),
        ("![](https://example.org/a.png)",
         '<p><a href="https://example.org/a.png" rel="noopener nofollow">https://example.org/a.png</a></p>'),
        ("[前![图](https://example.org/a.png)后](https://example.org)",
         '<p><a href="https://example.org" rel="noopener nofollow">前图后</a></p>'),
        ("[![](https://example.org/a.png)](https://example.org/b)",
         '<p><a href="https://example.org/b" rel="noopener nofollow">https://example.org/a.png</a></p>'),
        ("![图 $x$](http://example.org/a.png)", "<p>图 $x$</p>"),
        ("![图](/a.png)", "<p>图</p>"),
        ("|a|b|\n|:-:|--:|\n|$x$|2|",
         '<table>\n<thead>\n<tr>\n<th class="cell-center">a</th>\n<th class="cell-right">b</th>\n</tr>\n'
         '</thead>\n<tbody>\n<tr>\n<td class="cell-center"><math><mi>x</mi></math></td>\n'
         '<td class="cell-right">2</td>\n</tr>\n</tbody>\n</table>'),
        ("```\n$x$ <b>\n```", "<pre><code>$x$ &lt;b&gt;\n</code></pre>"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>"),
        ("$5 and $10", "<p>$5 and $10</p>"),
        (r"\$x\$", "<p>$x$</p>"),
        ("$$\n\n# a\n\n$$", '<p><code class="math-error">$$\n\n# a\n\n$$</code></p>'),
    ],
)  # fmt: skip
def test_render_writes_html(source: str, html: str) -> None:
    assert html_of(source) == html


def test_render_sets_an_equation_in_the_middle_of_a_sentence() -> None:
    rendered = render(r"那么 \begin{equation}a\label{k}\end{equation} 由\eqref{k}得", prefix="zh")

    assert rendered.errors == ()
    assert rendered.html.startswith('<p>那么 <math display="block">')
    assert rendered.html.endswith('</math> 由<a class="math-ref" href="#zh-eq-1">(1)</a>得</p>\n')


def test_render_tells_of_formulas_that_fail() -> None:
    rendered = render("好 $a$ 坏 $\\foo$", prefix="t")

    assert [(error.number, error.source) for error in rendered.errors] == [(2, r"$\foo$")]
    assert rendered.html == ('<p>好 <math><mi>a</mi></math> 坏 <code class="math-error">$\\foo$</code></p>\n')


@pytest.mark.parametrize(
    "source",
    [
        "\ue0000\ue000 $x$",
        "&#xE000;0&#xE000; $x$",
        '<data value="0"></data> $x$',
        "[a](https://example.org \"<data value='0'></data>\") $x$",
        "<https://example.org/%EE%80%800%EE%80%80> $x$",
        "".join(map(chr, range(0xE000, 0xF900))) + "0 $x$",
    ],
)
def test_render_is_not_taken_in_by_what_looks_like_a_placeholder(source: str) -> None:
    assert html_of(source).count("<math>") == 1


def test_render_puts_the_source_of_formulas_into_code_and_addresses() -> None:
    assert html_of("> - ```\n>   $x$\n>   ```\n\n[a](b$c$d)") == (
        "<blockquote>\n<ul>\n<li>\n<pre><code>$x$\n</code></pre>\n</li>\n</ul>\n</blockquote>\n"
        '<p><a href="b%24c%24d" rel="noopener nofollow">a</a></p>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        '[a](https://example.org "\\" onmouseover=\\"alert(1)")',
        '![" onerror="alert(1)](https://example.org/a.png)',
        r"$\text{<script>alert(1)</script>}$",
        r"$\text{</mtext></math><script>alert(1)</script>}$",
        r"$\href{javascript:alert(1)}{x}$",
        r"$\style{x}{y}\class{x}{y}$",
        r'\begin{equation}a\tag{" onclick="x}\end{equation}',
        r'\begin{equation}a\label{" onclick="x}\end{equation} \eqref{" onclick="x}',
        r'$\color{red;background:url(x)}x$',
        "```\"><script>\nx\n```",
        "https://example.org/\"onclick=alert(1)",
        "a\u2028<script\u0000>",
    ],
)  # fmt: skip
def test_render_is_safe_against_scripts(source: str) -> None:
    check_safe(render(source, prefix="t"))


def check_safe(rendered: Rendered) -> None:
    page = seen(rendered.html)

    assert not page.elements & {"script", "style", "iframe", "object", "svg", "form", "input", "data", "img"}
    assert not [name for name in page.attributes if name == "style" or name.startswith("on")]
    assert not [one for one in page.addresses if one.strip().lower().startswith(("javascript", "data", "vb"))]
    assert "<script" not in rendered.html.lower()


@given(SOUP | st.text(st.characters(exclude_categories=[])))
@example("$\ud800$")
def test_render_makes_safe_html_of_any_text(source: str) -> None:
    check_safe(render(source, prefix="t"))


@given(st.lists(st.sampled_from(
    ["\\frac", "\\hat", "{", "}", "x", "^", "_", "\\left(", "\\right)", "\\begin{align}", "\\end{align}", "&", "\\\\",
     "\\text{", "\\label{k}", "\\tag{1}", "\\eqref{k}", "\\newcommand", "\\a", "#1", "[1]", "\\sqrt", " ", "\\color{red}",
     "\\begin{matrix}", "\\end{matrix}", "\\hspace{1em}", "'", "<", "\\displaystyle", "\\cancel", "\\over", "%", "~"]
), max_size=15).map("".join))  # fmt: skip
def test_render_survives_any_formula(tex: str) -> None:
    check_safe(render(f"\\[{tex}\\]", prefix="t"))
