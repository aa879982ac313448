"""The lines of an iCalendar file of anybody's, read as forgivingly as calendars do (RFC 5545 §3.1). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_LINE = 75

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;])*)*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^":;])*)')
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property; `number` is that of its first physical line."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its own properties, not those of the components within it."""

    kind: str
    number: int
    lines: tuple[ContentLine, ...]

    def all(self, name: str) -> list[ContentLine]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> ContentLine | None:
        return next(iter(self.all(name)), None)


class BrokenStructure(ValueError):
    """BEGIN and END do not match, or a line is no property; `number` is the line."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(str(number))


def physical_lines(body: bytes) -> list[bytes]:
    """As they stand in the file, without their ends."""
    return _LINE_END.split(body)


def components(body: bytes) -> list[Component]:
    """All components, outer before inner ones; raises `BrokenStructure`."""
    found: list[tuple[str, int, list[ContentLine]]] = []
    open_ones: list[tuple[str, int, list[ContentLine]]] = []
    for number, text in _unfolded(body):
        line = _read(number, text)
        if line.name == "BEGIN":
            opened: tuple[str, int, list[ContentLine]] = (line.value.strip().upper(), number, [])
            found.append(opened)
            open_ones.append(opened)
        elif line.name == "END":
            if not open_ones or open_ones.pop()[0] != line.value.strip().upper():
                raise BrokenStructure(number)
        elif open_ones:
            open_ones[-1][2].append(line)
        else:
            raise BrokenStructure(number)
    if open_ones:
        raise BrokenStructure(open_ones[-1][1])
    return [Component(kind, number, tuple(lines)) for kind, number, lines in found]


def _unfolded(body: bytes) -> Iterator[tuple[int, str]]:
    """Number of the first line and text of each; bytes that are no UTF-8 become signs of doubt."""
    parts: list[bytes] = []
    start = 0
    for number, line in enumerate(physical_lines(body.removeprefix(b"\xef\xbb\xbf")), start=1):
        if line[:1] in (b" ", b"\t") and start:
            parts.append(line[1:])
            continue
        if any(parts):
            yield start, b"".join(parts).decode(errors="replace")
        parts, start = [line], number
    if any(parts):
        yield start, b"".join(parts).decode(errors="replace")


def _read(number: int, text: str) -> ContentLine:
    match = _LINE.fullmatch(text)
    if match is None:
        raise BrokenStructure(number)
    name, parameters, value = match.groups()
    read = {each.upper(): said.strip('"') for each, said in _PARAMETER.findall(parameters)}
    return ContentLine(number, name.upper(), read, value)
