"""Texts with blanks: what fills them is shown as it is, wherever it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.text.blanks import (
    Address,
    LooseBrace,
    Markdown,
    Plain,
    UnknownBlank,
    check,
    filled,
    html,
    line,
    prose,
)
from seminars.text.typography import clean

NAMES = {
    "series": "series",
    "系列": "series",
    "number": "number",
    "期号": "number",
    "place": "place",
    "url": "url",
}
VALUES = {
    "series": Plain("姚班"),
    "number": Plain("89"),
    "place": Plain(""),
    "url": Address("https://x.org/a/"),
}
NASTY = (
    "<b>x</b>", "<script>", "&amp;", "[x](https://evil.example)", "{series}", "{{", "}}", "\r\nBcc: x", "\u2028",
    "*", "_", "`", "#", "@all", "\x01", "\x02", '"', "https://evil.example", "$x^2$",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=4).map("".join)
templates = st.lists(
    st.one_of(
        st.sampled_from(("{series}", "{系列}", "{ number }", "（{place}）", "：", "\n", "{{", "<i>")), texts
    ),
    max_size=6,
).map("".join)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("【预告】{系列} #{期号}", "【预告】姚班 #89"),
        ("{series}（{place}） #{number}", "姚班 #89"),
        ("{series} ({place}, {place}) {{x}}", "姚班 {x}"),
        ("{series}｜{place}｜{number}", "姚班｜89"),
        ("{place}｜{series}", "姚班"),
        ("{series}，地点：{place}", "姚班，地点"),
        ("地点：{place}\n{series}", "姚班"),
        ("{place}", ""),
        ("  \n", ""),
    ],
)
def test_blanks_with_nothing_to_say_leave_nothing_hanging(text: str, said: str) -> None:
    assert line(filled(text, NAMES, VALUES)) == said


@pytest.mark.parametrize(
    ("text", "name"), [("{foo}", "foo"), ("a {题目} b", "题目"), ("{}", ""), ("{a\nb}", "a\nb")]
)
def test_an_unknown_name_is_refused_with_all_that_are_known(text: str, name: str) -> None:
    with pytest.raises(UnknownBlank) as refusal:
        check(text, NAMES)

    assert (refusal.value.name, refusal.value.known) == (name, tuple(NAMES))


@pytest.mark.parametrize("text", ["a { b", "a } b", "{series", "{{{series"])
def test_a_loose_brace_is_refused(text: str) -> None:
    with pytest.raises(LooseBrace):
        check(text, NAMES)


def test_markdown_is_shown_as_what_it_means_and_plain_words_as_they_are() -> None:
    names = {"a": "a", "b": "b"}

    pieces = filled("{a}\n{b}", names, {"a": Plain("3 * 4 * 5"), "b": Markdown("**三** $x^2$")})

    assert (prose(pieces), html(pieces)) == ("3 * 4 * 5\n三 x²", "3 * 4 * 5<br>三 x²")


def test_only_an_address_of_ours_is_a_link() -> None:
    assert html(filled("{url} {series}", NAMES, VALUES | {"series": Plain("https://evil.example")})) == (
        '<a href="https://x.org/a/">https://x.org/a/</a> https://evil.example'
    )


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.words += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.words += data


@given(template=templates, series=texts, number=texts)
def test_nothing_that_is_filled_in_becomes_a_mark(template: str, series: str, number: str) -> None:
    values = VALUES | {"series": Plain(series), "number": Plain(number)}
    try:
        pieces = filled(template, NAMES, values)
    except (UnknownBlank, LooseBrace):
        return
    page = Tags()
    page.feed(html(pieces))
    page.close()

    # As HTML it says what it says as text, and has no other tag than line ends.
    assert (page.words, set(page.tags) - {"br"}) == (prose(pieces), set())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u2029\r\n]", line(pieces))
    for value in (series, number):
        assert Plain(value) not in pieces or clean(value) in page.words
