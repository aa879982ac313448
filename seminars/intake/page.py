"""A pasted text laid out in lines and labelled blocks, and the notebook in which its readers keep what they "
"use."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from seminars.intake.layout import Block, Line, blocks_of, head_of_mail, lines_of
from seminars.intake.markup import without_markup
from seminars.intake.reading import Doubt, Place
from seminars.intake.vocabulary import LONG_FIELDS
from seminars.meetings.recognising import Sighting, links_in
from seminars.timekeeping.numerals import HIDDEN, folded
from seminars.timekeeping.phrases import TimePhrase, read_phrases
from seminars.timekeeping.variants import SIMPLIFIED

# What stands before a full stop is looked at behind it, so that the search can leap from one to the next.
_SENTENCE = re.compile(
    r"[。!?~.\n](?:(?<=[。!?~])[”」』)]?|(?<=\n)|(?<=\.)(?:"
    r"(?<!Prof\.)(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!St\.)(?<!No\.)(?<! [A-Z]\.)(?=[ ]|$)|(?<=[^\d]\.)(?=[A-Z一-鿿])))",
    re.MULTILINE,
)
# Names of people and places are shorter.
_LONGEST_SOUGHT = 80
# What is said of one talk stands near its head; looking no farther keeps the reading linear.
_FAR = 8000
_EDGES = " \t\n\r\f\v\u3000,，;；、:：>"


@dataclass(slots=True)
class Page:
    """A text, its folded twin of the same length, its layout, and what has been read from it so far."""

    text: str
    on: date
    zone: str
    plain: str = ""
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    phrases: list[TimePhrase] = field(default_factory=list)
    is_marked: bool = False
    links: list[Sighting] = field(default_factory=list)
    evidence: dict[str, Place] = field(default_factory=dict)
    guesses: set[str] = field(default_factory=set)
    used: list[Place] = field(default_factory=list)
    doubts: dict[Doubt, None] = field(default_factory=dict)
    long_blocks: list[Place] = field(default_factory=list)
    bodies: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        plain = folded(self.text)
        self.plain = without_markup(plain)
        self.is_marked = self.plain != plain or HIDDEN.search(self.text) is not None
        self.links = list(links_in(self.plain))
        lines = list(lines_of(self.plain))
        head = head_of_mail(self.plain, lines)
        within = {line.start: line.end for line in head}
        heads = sorted(within)
        self.lines = [line for line in lines if line.start not in within]
        self.used += [(line.start, line.end) for line in head]
        self.phrases = [
            phrase
            for phrase in read_phrases(self.plain, self.on, self.zone)
            if not (at := bisect_right(heads, phrase.start)) or phrase.start >= within[heads[at - 1]]
        ]
        self.blocks = list(blocks_of(self.plain, self.lines, self.phrases))
        self.long_blocks = sorted((b.start, b.end) for b in self.blocks if b.field in LONG_FIELDS)

    def labelled(self, *fields: str) -> list[Block]:
        """The blocks of these fields, in order."""
        return [block for block in self.blocks if block.field in fields]

    def note(self, path: str, start: int, end: int) -> str:
        """The words at a place, kept as the evidence of a field and as used."""
        start, end = self.trimmed(start, end)
        if start < end:
            self.evidence.setdefault(path, (start, end))
            self.used.append((start, end))
        return self.said(start, end)

    def use(self, start: int, end: int) -> None:
        """Mark a place as understood although it fills no field."""
        if start < end:
            self.used.append((start, end))

    def trimmed(self, start: int, end: int) -> Place:
        """The place without space and separators at its edges."""
        while start < end and self.plain[start] in _EDGES:
            start += 1
        while start < end and self.plain[end - 1] in _EDGES:
            end -= 1
        return start, end

    def said(self, start: int, end: int) -> str:
        """The words at a place as the text has them, without markup and what cannot be seen."""
        words, plain = self.text[start:end], self.plain[start:end]
        if not self.is_marked:
            return words
        pairs = zip(words, plain, strict=True)
        return "".join(own for own, seen in pairs if own == seen or not seen.isspace() or own.isspace())

    def written(self, start: int, end: int) -> str:
        """The folded words at a place, but traditional characters as they are."""
        pairs = zip(self.text[start:end], self.plain[start:end], strict=True)
        return "".join(own if SIMPLIFIED.get(own) == plain else plain for own, plain in pairs)

    def find(self, words: str, start: int, end: int) -> Place | None:
        """Where words stand first at a place, perhaps with markup or a line break among them."""
        end = min(end, start + _FAR)
        at = self.text.find(words, start, end)
        if at >= 0:
            return at, at + len(words)
        pieces = folded(words).split() if self.is_marked or "\n" in words else []
        if not pieces or sum(map(len, pieces)) > _LONGEST_SOUGHT:
            return None
        pattern = r"\s{0,9}".join(re.escape(character) for character in "".join(pieces))
        m = re.compile(pattern).search(self.plain, start, end)
        return m.span() if m else None

    def words(self, start: int, end: int) -> str:
        """The folded words at a place."""
        start, end = self.trimmed(start, end)
        return self.plain[start:end]

    def doubt(
        self, code: str, path: str, candidates: tuple[str, ...] = (), spans: tuple[Place, ...] = ()
    ) -> None:
        """Keep a doubt, once."""
        self.doubts.setdefault(Doubt(code, path, candidates, spans))

    def sentences(self, start: int, end: int) -> Iterator[Place]:
        """The sentences at a place, each with its full stop."""
        begin = start
        for stop in _SENTENCE.finditer(self.plain, start, end):
            if self.plain[begin : stop.end()].strip():
                yield begin, stop.end()
            begin = stop.end()
        if self.plain[begin:end].strip():
            yield begin, end

    def phrases_in(self, start: int, end: int) -> list[TimePhrase]:
        """The time phrases that begin at a place."""
        first = bisect_left(self.phrases, start, key=lambda phrase: phrase.start)
        return self.phrases[first : bisect_left(self.phrases, end, key=lambda phrase: phrase.start)]

    def links_at(self, start: int, end: int) -> list[Sighting]:
        """The addresses that begin at a place."""
        first = bisect_left(self.links, start, key=lambda link: link.start)
        return self.links[first : bisect_left(self.links, end, key=lambda link: link.start)]

    def block_at(self, position: int) -> Block | None:
        """The labelled block at a place; None in free text."""
        place = bisect_right(self.blocks, position, key=lambda block: block.label_start)
        block = self.blocks[place - 1] if place else None
        return block if block is not None and block.field and position < block.end else None

    def line_at(self, position: int) -> Line | None:
        """The line at a place."""
        at = bisect_right(self.lines, position, key=lambda line: line.start)
        return self.lines[at - 1] if at and position < self.lines[at - 1].end else None

    def in_body(self, position: int) -> bool:
        """Whether a place lies in the prose of a talk."""
        place = bisect_right(self.bodies, (position, len(self.text)))
        return place > 0 and position < self.bodies[place - 1][1]

    def outside(self) -> list[Place]:
        """The places that are in no abstract, biography or prose of a talk, in order."""
        free: list[Place] = []
        position = 0
        for start, end in sorted([*self.long_blocks, *self.bodies]):
            if position < start:
                free.append((position, start))
            position = max(position, end)
        return [*free, *([(position, len(self.plain))] if position < len(self.plain) else [])]

    def found_outside(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where a pattern is found in those places."""
        for start, end in self.outside():
            yield from pattern.finditer(self.plain, start, end)

    def in_long_block(self, position: int) -> bool:
        """Whether a place lies inside an abstract or a biography."""
        place = bisect_right(self.long_blocks, (position, len(self.text)))
        return place > 0 and position < self.long_blocks[place - 1][1]
