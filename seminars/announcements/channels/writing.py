"""A card as one text, in whatever marks a channel has. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from seminars.announcements.saying.cards import Card, Line, Section

# What would end a link of Markdown or an attribute of HTML, as it stands in addresses.
UNSAFE_IN_LINKS = {each: f"%{ord(each):02X}" for each in "()<>[]{}\"'`|\\^ "}

# Marks of Markdown that robots know no way to write as they are, and @, which calls people.
FULL_WIDTH = str.maketrans({each: chr(ord(each) + 0xFEE0) for each in "<>[]*`@~"})
CALLS = str.maketrans({"@": "＠"})
AT_LINE_START = re.compile(r"^(?:[#>+\-=]|\d+[.)])")
BRACKETED = re.compile(r"^\[([^\]]+)\] ")
ENTITY = re.compile(r"&(?=#|\w+;)")


class Style(NamedTuple):
    """How a channel writes text that is just text, strong words, a title, and a link to a safe address."""

    escape: Callable[[str], str]
    strong: Callable[[str], str]
    title: Callable[[str], str]
    link: Callable[[str, str], str]
    end: str = "\n"
    gap: str = "\n\n"
    # Of titles and headings, where they are not written as other text.
    heading: Callable[[str], str] | None = None


def written(card: Card, style: Style, *, keyword: str = "", is_titled: bool = True) -> str:
    """The whole card; `keyword` stands at its end unless the card says it anyway."""
    parts = [style.title((style.heading or style.escape)(card.title))] if is_titled else []
    parts += [text for section in card.sections if (text := _section(section, style))]
    if keyword and keyword not in style.gap.join((card.title, *parts)):
        parts.append(style.escape(keyword))
    return style.gap.join(parts)


def labelled(line: Line) -> str:
    """The words of a line without marks: `地点：格致堂112 → 学堂112`."""
    changed = f"{line.before} → {line.text}" if line.before else line.text
    return f"{label(line)}{changed}"


def label(line: Line) -> str:
    """`地点：`, `Place: `, or nothing."""
    if not line.label:
        return ""
    return f"{line.label}: " if line.label.isascii() else f"{line.label}："


def safe(url: str) -> str:
    """An address of printable ASCII in which nothing ends the link around it."""
    return "".join(UNSAFE_IN_LINKS.get(each, each) for each in url)


def widened(text: str) -> str:
    """`text` for a robot whose Markdown has no escapes: the marks that it knows in full width."""
    text = ENTITY.sub("＆", text.translate(FULL_WIDTH))
    # A list or a heading begins where a line does.
    return f"\u200b{text}" if AT_LINE_START.match(text) else text


def dotted(title: str) -> str:
    """A title for those robots: `Seminar · Wenqu #42`, as its mark in brackets of full width would look foreign."""
    return widened(BRACKETED.sub(r"\1 · ", title))


def _section(section: Section, style: Style) -> str:
    rows = [style.strong((style.heading or style.escape)(section.heading))] if section.heading else []
    rows += [_row(line, style) for line in section.lines]
    if section.links:
        rows.append(
            " · ".join(style.link(style.escape(link.label), safe(link.url)) for link in section.links)
        )
    return style.end.join(rows)


def _row(line: Line, style: Style) -> str:
    words = " → ".join(style.escape(each) for each in (line.before, line.text) if each)
    head = label(line)
    # The mark that ends strong words must follow a word.
    return head.replace(head.rstrip(), style.strong(style.escape(head.rstrip()))) + words if head else words
