"""Markdown with formulas → safe HTML: one way for pages, previews and mails.

Formulas are found before Markdown, stand as private characters while it is read, and are put back after
the HTML was cleaned; raw HTML in the source shows as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import chain
from urllib.parse import quote, unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from seminars.text.mathml import MathError, Typeset, typeset
from seminars.text.mathtext import Formula, Text, split, url_end
from seminars.text.typography import clean, keeps_line_break

FIRST_HEADING = 3
LONG_PENDING = 2_000
MANY_BRACKETS = 4_000_000
TAGS = {
    "p", "br", "hr", "h3", "h4", "h5", "h6", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol",
    "li", "a", "table", "thead", "tbody", "tr", "th", "td", "data",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    "data": {"value"},
}
# Quotes within attributes are escaped, so no text of a reader's can look like this.
PLACE = re.compile(r'<data value="(\d+)"></data>')


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and the formulas that could not be set."""

    html: str
    errors: tuple[MathError, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read: Markdown's blocks, and the formulas in their places (tokens of type `math`)."""

    tokens: list[Token]
    formulas: list[Typeset]


def render(source: str, *, prefix: str) -> Rendered:
    """The source as HTML that any page may hold; its headings start at h3, its ids with `prefix`."""
    document = read(source, prefix=prefix)
    cleaned = nh3.clean(
        PARSER.renderer.render(document.tokens, PARSER.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    html = PLACE.sub(lambda place: document.formulas[int(place[1])].html, clean(cleaned))
    return Rendered(html, tuple(one.error for one in document.formulas if one.error))


def read(source: str, *, prefix: str) -> Document:
    """The source read as Markdown with formulas."""
    pieces = split(clean(source))
    formulas = typeset(pieces, prefix=prefix)
    mark = unused_character(source)
    numbers = iter(range(len(formulas)))
    prose = "".join(
        piece.source if isinstance(piece, Text) else f"{mark}{next(numbers)}{mark}" for piece in pieces
    )
    tokens = PARSER.parse(prose)
    Settler(formulas, mark).settle(tokens)
    return Document(tokens, formulas)


def unused_character(source: str) -> str:
    """A private-use character that the source does not hold, not even as an entity or percent-encoded."""
    held = {*source, *unescape(source), *unquote(source), *unquote(unescape(source))}
    return next(
        chr(code) for code in chain(range(0xE000, 0xF900), range(0xF0000, 0x110000)) if chr(code) not in held
    )


class Settler:
    """Puts formulas and line breaks into the tokens, and the sources of formulas into code and addresses."""

    def __init__(self, formulas: list[Typeset], mark: str) -> None:
        self.formulas = formulas
        self.pattern = re.compile(f"{mark}([0-9]+){mark}")
        self.encoded = re.compile(f"{quote(mark)}([0-9]+){quote(mark)}")

    def source(self, text: str) -> str:
        return self.pattern.sub(lambda match: self.formulas[int(match[1])].piece.source, text)

    def encoded_source(self, text: str) -> str:
        return self.encoded.sub(lambda match: quote(self.formulas[int(match[1])].piece.source), text)

    def settle(self, tokens: list[Token]) -> None:
        levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
        shift = FIRST_HEADING - min(levels, default=FIRST_HEADING)
        for token in tokens:
            if token.type in {"heading_open", "heading_close"}:
                token.tag = f"h{min(6, int(token.tag[1]) + shift)}"
            elif token.type in {"th_open", "td_open"} and (style := token.attrs.pop("style", None)):
                token.attrs["class"] = f"cell-{str(style).removeprefix('text-align:')}"
            elif token.type == "inline":
                token.children = list(self.inline(token.children or []))
                break_lines(token.children)
            self.restore(token)

    def restore(self, token: Token) -> None:
        if token.type in {"code_inline", "fence"}:
            token.content = self.source(token.content)
        for name, value in token.attrs.items():
            if isinstance(value, str):
                token.attrs[name] = self.encoded_source(self.source(value))

    def inline(self, children: list[Token]) -> Iterator[Token]:
        links = 0
        for token in children:
            if token.type in {"link_open", "link_close"}:
                links += token.nesting
            if token.type == "image":
                yield from self.image(token, is_linked=links > 0)
            elif token.type == "text":
                yield from self.text(token)
            else:
                self.restore(token)
                yield token

    def text(self, token: Token) -> Iterator[Token]:
        for index, part in enumerate(self.pattern.split(token.content)):
            if index % 2:
                formula = self.formulas[int(part)].piece
                is_display = isinstance(formula, Formula) and formula.display
                yield Token("math", "", 0, meta={"formula": int(part)}, block=is_display)
            elif part:
                yield Token("text", "", 0, content=part, level=token.level)

    def image(self, token: Token, *, is_linked: bool) -> Iterator[Token]:
        """A link to the image (https) with its description as text; within a link the description alone.

        Nothing is loaded from other hosts: they would learn who reads the page.
        """
        self.restore(token)
        address = str(token.attrs.pop("src", ""))
        is_https = address.lower().startswith("https://")
        description = self.source("".join(described(child) for child in token.children or []))
        text = Token("text", "", 0, content=description if description.strip() or not is_https else address)
        if is_linked or not is_https:
            yield text
            return
        title = {"title": token.attrs["title"]} if "title" in token.attrs else {}
        yield Token("link_open", "a", 1, attrs={"href": address, **title})
        yield text
        yield Token("link_close", "a", -1)


def described(token: Token) -> str:
    """What a part of an image's description says; nothing for the marks in it."""
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return token.content if token.type in {"text", "text_special", "code_inline"} else ""


def break_lines(children: list[Token]) -> None:
    """Make a line end a break where it stands beside Chinese text, but not beside a displayed formula."""
    before: Token | None = None
    waiting: Token | None = None
    for token in children:
        if token.type == "softbreak":
            waiting = token
        elif token.nesting == 0:
            if waiting and _is_break(before, token):
                waiting.type, waiting.tag = "hardbreak", "br"
            waiting = None
            before = token


def _is_break(before: Token | None, after: Token) -> bool:
    if after.block or (before and before.block):
        # A displayed formula stands on a line of its own anyway.
        return False
    return keeps_line_break(before.content[-1:] if before else "", after.content[:1])


def bare_address(state: StateInline, silent: bool) -> bool:
    """Markdown rule: an address without brackets becomes a link; `url_end` says where it stops."""
    scheme = next((one for one in ("https", "http") if state.pending.lower().endswith(one)), "")
    if not scheme or state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    start = state.pos - len(scheme)
    before = state.pending[: -len(scheme)][-1:]
    end = url_end(state.src, start)
    if end == start or (before.isascii() and before.isalnum()):
        return False
    address = state.src[start:end]
    target = state.md.normalizeLink(address)
    if not state.md.validateLink(target):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme)]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": target}
        opening.info = "auto"
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1).info = "auto"
    state.pos = end
    return True


def flush_pending(state: StateInline, silent: bool) -> bool:
    """Markdown rule that matches nothing: hands text on before adding a character to it costs its length."""
    if not silent and len(state.pending) > LONG_PENDING:
        state.pushPending()
    return False


def parse_inline(state: StateCore) -> None:
    """Markdown's step from blocks to their contents; a block of far too many brackets stays plain text.

    Every `[` may look through the whole block for its `]`, so their product is what bounds the time.
    """
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.content.count("[") * len(token.content) < MANY_BRACKETS:
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        else:
            token.children = [Token("text", "", 0, content=token.content)]


def place(
    renderer: RendererHTML, tokens: list[Token], index: int, options: object, environment: object
) -> str:
    return f'<data value="{tokens[index].meta["formula"]}"></data>'


def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.enable(["table", "strikethrough"])
    # Four spaces before a pasted paragraph are no program.
    markdown.disable(["code", "html_block", "html_inline"])
    markdown.inline.ruler.before("escape", "bare_address", bare_address)
    markdown.inline.ruler.after("bare_address", "flush_pending", flush_pending)
    markdown.core.ruler.at("inline", parse_inline)
    markdown.add_render_rule("math", place)
    return markdown


PARSER = parser()
