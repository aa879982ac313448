"""CSV and its kin → rows of text. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from seminars.intake.doors.reasons import ClosedDoor
from seminars.text.bilingual import Bilingual

MOST_ROWS = 2000
MOST_COLUMNS = 60
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 60_000
# Spreadsheets write empty columns too.
_MOST_DELIMITERS = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table that are not empty, each with its number in the file, all cells as text."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    remarks: tuple[Bilingual, ...] = ()


def rows_of_text(text: str) -> Table:
    """The rows of a delimited text, whatever separates its cells. Raises `Unreadable`."""
    lines = text.split("\n")
    head = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=head.count)
    if head.count(delimiter) > _MOST_DELIMITERS:
        raise ClosedDoor("too_many_columns", most=MOST_COLUMNS)
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            add_row(rows, number, [cell.strip() for cell in cells])
    except csv.Error:
        raise ClosedDoor("broken_row", row=number + 1) from None
    if not rows:
        raise ClosedDoor("no_rows")
    return Table(tuple(rows))


def add_row(rows: list[tuple[int, tuple[str, ...]]], number: int, cells: list[str]) -> None:
    """Keep a row that says something. Raises `Unreadable` where a table is too long, too wide or too full."""
    while cells and not cells[-1]:
        cells.pop()
    if not cells:
        return
    if len(cells) > MOST_COLUMNS:
        raise ClosedDoor("too_many_columns", most=MOST_COLUMNS)
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        raise ClosedDoor("long_cell", row=number, most=_LONGEST_CELL)
    if len(rows) >= MOST_ROWS:
        raise ClosedDoor("too_many_rows", most=MOST_ROWS)
    rows.append((number, tuple(cells)))
