"""A post as lines with labels: said in one language or in both, with links that WeChat can find. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from seminars.text.mathtext import url_end

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BARE = re.compile(r"[\W_]+")
_ENDS_SENTENCE = re.compile(r"[.,;:!?]+(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line (an abstract may have several): `key` is the same in both languages.

    What says the same in both, such as an address, `is_shared` and said once.
    """

    key: str
    label: str
    body: str
    is_shared: bool = False

    @property
    def text(self) -> str:
        return self.label + self.body


Paragraph = tuple[Line, ...]


def one_of(paragraphs: Iterable[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs without empty lines, and without those that are then empty."""
    kept = (tuple(line for line in each if line.body) for each in paragraphs)
    return [each for each in kept if each]


def interleaved(spoken: Sequence[list[Paragraph]]) -> list[Paragraph]:
    """The same post in several languages as one: below each line what the other language says otherwise."""
    first, *others = spoken
    known = {line.key: [line] for paragraph in first for line in paragraph}
    for other in others:
        for line in (line for paragraph in other for line in paragraph):
            said = known.get(line.key, [])
            if not line.is_shared and _bare(line.body) not in {_bare(each.body) for each in said}:
                said.append(line)
    return [tuple(each for line in paragraph for each in known[line.key]) for paragraph in first]


def written(paragraphs: Iterable[Paragraph]) -> str:
    """The post as it is pasted: paragraphs apart by one blank line, every link free of what follows it."""
    return linked("\n\n".join("\n".join(line.text for line in each) for each in paragraphs))


def linked(text: str) -> str:
    """The text with a space wherever an address touches a character that WeChat would take for part of it."""
    parts, position = [], 0
    for found in _ADDRESS.finditer(text):
        start, end = found.start(), url_end(text, found.start())
        if start < position or end == start:
            continue
        parts.append(text[position:start])
        if start and not text[start - 1].isascii():
            parts.append(" ")
        parts.append(text[start:end])
        if end < len(text) and not text[end].isspace() and not _ENDS_SENTENCE.match(text, end):
            parts.append(" ")
        position = end
    return "".join([*parts, text[position:]])


def _bare(words: str) -> str:
    """The words without the brackets and spaces in which the languages differ."""
    return _BARE.sub("", unicodedata.normalize("NFKC", words))
