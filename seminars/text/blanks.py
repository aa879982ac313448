"""A text with named blanks, such as `{series}｜{题目}`, and what fills them: escaped for wherever it stands.

What is typed around the blanks is text, and so is what fills them; neither is ever read as marks. A blank that
has nothing to say takes along its brackets, the separator before it, and a line on which nothing else was filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from seminars.text.plain import plain
from seminars.text.typography import clean, clean_line

_PIECES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
# Stand for a filled blank and one with nothing to say; `clean` lets no text hold them.
_FILLED, _EMPTY = "\x01", "\x02"
_BRACKETS = (
    (r"\(", r"\)"), ("（", "）"), (r"\[", r"\]"), ("【", "】"), ("《", "》"), ("「", "」"), ("“", "”"),
)  # fmt: skip
# Brackets around blanks, of which one at least is empty and none is filled.
_BRACKETED = re.compile(
    " ?(?:"
    + "|".join(
        rf"{left}[\s{_EMPTY}｜|,，、;；·]*{_EMPTY}[\s{_EMPTY}｜|,，、;；·]*{right}"
        for left, right in _BRACKETS
    )
    + ")"
)
_SEPARATOR = r"(?:#|[:：@→｜|·•,，、;；/]|[-–—]+)"
_AFTER_SEPARATOR = re.compile(rf" *{_SEPARATOR}? *{_EMPTY}")
_AT_LINE_START = re.compile(rf"^{_EMPTY} *{_SEPARATOR} *", re.MULTILINE)


class Plain(NamedTuple):
    """Words in which no mark means anything: `3 * 4 * 5` is that."""

    text: str


class Markdown(NamedTuple):
    """Markdown with formulas; it is shown as the plain text that it means."""

    source: str


class Address(NamedTuple):
    """An address of ours: the only value that becomes a link."""

    url: str


Value = Plain | Markdown | Address


class BadBlank(ValueError):
    """A text whose blanks cannot be filled."""


@dataclass(frozen=True, slots=True)
class UnknownBlank(BadBlank):
    """A name that is none of ours."""

    name: str
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LooseBrace(BadBlank):
    """A `{` or `}` that belongs to no blank; `near` is the text around it."""

    near: str


def check(text: str, names: Mapping[str, str]) -> None:
    """Raises `UnknownBlank` or `LooseBrace` unless every blank of `text` has one of `names`.

    `names` gives for every name in either language the one under which its value is known.
    """
    for _piece in _read(text, names):
        pass


def filled(text: str, names: Mapping[str, str], values: Mapping[str, Value]) -> tuple[Value, ...]:
    """The words of `text` and the values of its blanks, in order; () where nothing of it is left to say.

    Raises `UnknownBlank` and `LooseBrace`.
    """
    marked, found = "", []
    for piece in _read(clean(text), names):
        if isinstance(piece, Plain):
            marked += piece.text
            continue
        value = values.get(piece, Plain(""))
        is_said = bool(_bare(value))
        marked += _FILLED if is_said else _EMPTY
        found += [value] if is_said else []
    said = iter(found)
    pieces: list[Value] = []
    for number, part in enumerate(_settled(marked).strip().split(_FILLED)):
        pieces += ([next(said)] if number else []) + ([Plain(part)] if part else [])
    return tuple(pieces)


def line(pieces: tuple[Value, ...]) -> str:
    """The pieces as plain text on one line."""
    return " ".join(clean_line(prose(pieces)).split())


def prose(pieces: tuple[Value, ...]) -> str:
    """The pieces as plain text of several lines."""
    return "".join(_bare(piece) for piece in pieces)


def html(pieces: tuple[Value, ...]) -> str:
    """The pieces as HTML of text, `<br>`, and a link for each address of ours."""
    return "".join(_html(piece) for piece in pieces)


def _html(piece: Value) -> str:
    if isinstance(piece, Address):
        return f'<a href="{escape(piece.url)}">{escape(piece.url)}</a>'
    return escape(_bare(piece)).replace("\n", "<br>")


def _bare(value: Value) -> str:
    match value:
        case Plain(text):
            return clean(text)
        case Markdown(source):
            return plain(source)
        case Address(url):
            return url


def _read(text: str, names: Mapping[str, str]) -> Iterator[Plain | str]:
    position = 0
    for found in _PIECES.finditer(text):
        yield Plain(text[position : found.start()])
        position = found.end()
        if found[0] in ("{{", "}}"):
            yield Plain(found[0][0])
        elif found[1] is None:
            raise LooseBrace(text[max(found.start() - 10, 0) : found.end() + 10])
        elif (name := found[1].strip()) in names:
            yield names[name]
        else:
            raise UnknownBlank(name, tuple(names))
    yield Plain(text[position:])


def _settled(marked: str) -> str:
    """The text without its empty blanks, and without what they leave hanging."""
    lines = [each for each in marked.split("\n") if _EMPTY not in each or _FILLED in each]
    text = "\n".join(lines)
    while text != (shorter := _BRACKETED.sub(_EMPTY, text)):
        text = shorter
    text = _AT_LINE_START.sub("", text)
    return _AFTER_SEPARATOR.sub("", text)
