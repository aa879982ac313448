"""Finds the formulas in prose: `$…$`, `\\(…\\)`, `$$…$$`, `\\[…\\]`, environments, `\\eqref` and `\\ref`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERED = frozenset({"equation", "align", "alignat", "flalign", "gather", "multline", "eqnarray", "dmath"})
UNNUMBERED = frozenset({
    "displaymath", "math", "aligned", "alignedat", "gathered", "split", "multlined", "array", "cases",
    "dcases", "rcases", "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix",
})  # fmt: skip
ENVIRONMENTS = NUMBERED | UNNUMBERED | {f"{name}*" for name in NUMBERED}


@dataclass(frozen=True, slots=True)
class Text:
    """Prose or code, without formulas."""

    source: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: `tex` is what stands between the dollars, or the whole environment."""

    source: str
    tex: str
    display: bool
    start: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`\\eqref{key}`, or `\\ref{key}` if `bare` (a number without parentheses)."""

    source: str
    key: str
    bare: bool
    start: int


Piece = Text | Formula | Reference

FENCE = re.compile(r"(?m)^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)$")
BLANK_LINE = re.compile(r"\n[ \t]*\n")
OPENER = re.compile(r"\\|\$+|`+|\bhttps?://")

# Possessive quantifiers: a failed attempt costs one pass and never backtracks.
INLINE = re.compile(r"\$((?:[^$\\]++|\\(?:text|mbox|hbox|textrm)\{[^{}]{0,200}+\}|\\[\s\S])++)\$")
DISPLAY = re.compile(r"\$\$((?:[^$\\]++|\\[\s\S]|\$(?!\$))++)\$\$")
PARENTHESES = re.compile(r"\\\(((?:[^\\]++|\\(?![()])[\s\S])++)\\\)")
BRACKETS = re.compile(r"\\\[((?:[^\\]++|\\(?![\[\]])[\s\S])++)\\\]")
REFERENCE = re.compile(r"\\(eqref|ref)\{([^{}\n]{1,100})\}")
BEGIN = re.compile(r"\\begin\{([A-Za-z]{1,20}\*?)\}")
BEGIN_OR_END = re.compile(r"\\(?:(begin|end)\{([A-Za-z]{1,20}\*?)\}|[\s\S])")

# "$5 for members and 3 US$": an amount, then a word.
MONEY = re.compile(r"\d[\d,.]*(?:\s*[kKmM万千百亿元])?(?:\s+[^\W\d_]{2,}|\s*[，。；、和或至到])")
FORMULA_SIGN = re.compile(r"[0-9A-Za-z\\^_=+*/<>|\u0370-\u03ff\u2190-\u22ff-]")

URL = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]{1,2000}+", re.IGNORECASE)


def url_end(source: str, start: int) -> int:
    """Where the address that begins at `start` ends; `start` if there is none.

    It stops at the first character outside RFC 3986 (so before ）and 。), before a bracket that it does not
    open itself, and before punctuation that ends the sentence.
    """
    match = URL.match(source, start)
    if not match:
        return start
    opened = {"(": 0, "[": 0}
    end = match.end()
    for position in range(start, end):
        character = source[position]
        if character in opened:
            opened[character] += 1
        elif character in ")]":
            bracket = "(" if character == ")" else "["
            opened[bracket] -= 1
            if opened[bracket] < 0:
                end = position
                break
    address = source[start:end].rstrip(".,;:!?'*_$")
    return start + len(address) if len(address) > len("https://") else start


def split(source: str) -> list[Piece]:
    """The text cut into prose, formulas and references; their `source` joined gives the text again."""
    pieces: list[Piece] = []
    written = 0
    for low, high in prose_ranges(source):
        for found in Scanner(source, low, high).formulas():
            if found.start > written:
                pieces.append(Text(source[written : found.start]))
            pieces.append(found)
            written = found.start + len(found.source)
    if written < len(source):
        pieces.append(Text(source[written:]))
    return pieces


def prose_ranges(source: str) -> Iterator[tuple[int, int]]:
    """The ranges of the text outside code fences (CommonMark § 4.5; an open fence lasts to the end)."""
    low = 0
    fence = ""
    for match in FENCE.finditer(source):
        marks, rest = match[1], match[2]
        if fence:
            if marks[0] == fence[0] and len(marks) >= len(fence) and not rest.strip():
                fence, low = "", match.end()
        elif marks[0] == "~" or "`" not in rest:
            yield low, match.start()
            fence = marks
    if not fence:
        yield low, len(source)


class Scanner:
    """Reads one range of prose from left to right; everything looked up ahead is indexed once."""

    def __init__(self, source: str, low: int, high: int) -> None:
        self.source, self.low, self.high = source, low, high
        self.blank_lines = [match.start() for match in BLANK_LINE.finditer(source, low, high)]
        self.ticks: dict[int, list[int]] = defaultdict(list)
        for match in re.compile("`+").finditer(source, low, high):
            self.ticks[len(match[0])].append(match.start())
        self.environment_ends = self.pair_environments()

    def pair_environments(self) -> dict[int, int]:
        ends: dict[int, int] = {}
        opened: dict[str, list[int]] = defaultdict(list)
        for match in BEGIN_OR_END.finditer(self.source, self.low, self.high):
            name = match[2]
            if match[1] == "begin":
                opened[name].append(match.start())
            elif match[1] == "end" and opened[name]:
                ends[opened[name].pop()] = match.end()
        return ends

    def paragraph_end(self, position: int) -> int:
        index = bisect_left(self.blank_lines, position)
        return self.blank_lines[index] if index < len(self.blank_lines) else self.high

    def formulas(self) -> Iterator[Formula | Reference]:
        position = self.low
        while match := OPENER.search(self.source, position, self.high):
            start, mark = match.start(), match[0]
            if mark == "\\":
                found = self.command(start)
                position = start + 2
            elif mark[0] == "$":
                found = self.dollars(start, len(mark))
                position = match.end()
            else:
                found = None
                position = self.code_end(start, len(mark)) if mark[0] == "`" else url_end(self.source, start)
                position = max(position, match.end())
            if found:
                yield found
                position = start + len(found.source)

    def code_end(self, start: int, length: int) -> int:
        runs = self.ticks[length]
        index = bisect_left(runs, start + length)
        if index < len(runs) and runs[index] < self.paragraph_end(start):
            return runs[index] + length
        return start + length

    def command(self, start: int) -> Formula | Reference | None:
        following = self.source[start + 1 : start + 2]
        if following == "(":
            return self.matched(PARENTHESES, start, self.paragraph_end(start), display=False)
        if following == "[":
            return self.matched(BRACKETS, start, self.high, display=True)
        if reference := REFERENCE.match(self.source, start, self.high):
            return Reference(reference[0], reference[2].strip(), reference[1] == "ref", start)
        if following == "b" and (begin := BEGIN.match(self.source, start, self.high)):
            return self.environment(begin[1], start)
        return None

    def environment(self, name: str, start: int) -> Formula | None:
        if name not in ENVIRONMENTS:
            return None
        # One that is never closed is taken to the end of its paragraph, so that somebody is told of it.
        source = self.source[start : self.environment_ends.get(start, self.paragraph_end(start))]
        return Formula(source, source, name != "math", start)

    def dollars(self, start: int, length: int) -> Formula | None:
        if length > 2:
            return None
        if length == 2:
            line = self.source[start + 2 : start + 40].lstrip(" \t")
            # A block on lines of its own may hold blank lines; "$$" within a sentence may not.
            end = self.high if line.startswith("\n") else self.paragraph_end(start)
            return self.matched(DISPLAY, start, end, display=True)
        found = self.matched(INLINE, start, self.paragraph_end(start), display=False)
        if found is None:
            return None
        end = start + len(found.source)
        if found.tex[0].isspace() or found.tex[-1].isspace() or self.source[end : end + 1].isdigit():
            return None
        if MONEY.match(found.tex) or not FORMULA_SIGN.search(found.tex):
            return None
        return found

    def matched(self, pattern: re.Pattern[str], start: int, end: int, *, display: bool) -> Formula | None:
        match = pattern.match(self.source, start, end)
        if not match or not match[1].strip():
            return None
        return Formula(match[0], match[1], display, start)
