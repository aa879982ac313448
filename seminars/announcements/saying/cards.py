"""What a chat group is told: a title, sections of lines, links, facts for programs; made smaller until it fits. Pure.

Every text on a card is plain and on one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from seminars.text.bilingual import Bilingual
from seminars.text.typography import clean_line

Rendered = TypeVar("Rendered")

SHORT_DETAIL = 120
SHORT = 80


class Mood(StrEnum):
    """What a card is, for channels that colour it."""

    NEWS = "published"
    CHANGED = "changed"
    ADDED = "added"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMINDER = "reminder"
    NOTE = "note"
    RECORDING = "recording"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, what was said before, and what holds. Details are left out where space is short."""

    text: str
    label: str = ""
    before: str = ""
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours, of the online meeting or of a recording, with what it leads to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One event in one language."""

    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One event for programs."""

    uid: str
    name: Bilingual
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    url: str
    changes: tuple[str, ...] = ()
    note: str = ""
    # Kinds and addresses, where the event is told for its recording.
    recordings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What a group is told."""

    title: str
    mood: Mood
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """All links, once each."""
        return tuple({link.url: link for section in self.sections for link in section.links}.values())


def fitted(whole: Card, render: Callable[[Card], Rendered], fits: Callable[[Rendered], bool]) -> Rendered:
    """The card rendered as fully as fits; at the least its title and one link."""
    rendered = None
    for smaller in _smaller(whole):
        rendered = render(smaller)
        if fits(rendered):
            break
    assert rendered is not None, "the whole card is the first one tried"
    return rendered


def _smaller(whole: Card) -> Iterator[Card]:
    yield whole
    yield _with_lines(
        whole, lambda line: replace(line, text=short(line.text, SHORT_DETAIL)) if line.is_detail else line
    )
    plain = _with_lines(whole, lambda line: None if line.is_detail else line)
    yield plain
    brief = _with_lines(plain, _brief)
    yield brief
    count = len(brief.sections)
    while count > 1:
        count //= 2
        left = Line(f"… +{len(brief.sections) - count}")
        yield replace(brief, sections=(*brief.sections[:count], Section((left,))))
    yield Card(short(whole.title, SHORT), whole.mood, (Section(links=whole.links[:1]),), whole.facts[:1])


def _with_lines(whole: Card, change: Callable[[Line], Line | None]) -> Card:
    return replace(
        whole,
        sections=tuple(
            replace(section, lines=tuple(line for each in section.lines if (line := change(each))))
            for section in whole.sections
        ),
    )


def _brief(line: Line) -> Line:
    return replace(line, text=short(line.text, SHORT), before=short(line.before, SHORT))


def short(text: str, most: int) -> str:
    """The text, or as much of it as `most` characters hold."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def line_of(text: str) -> str:
    """The text on one line, without what no line holds."""
    return " ".join(clean_line(text).split())
