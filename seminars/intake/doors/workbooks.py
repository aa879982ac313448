"""A spreadsheet (.xlsx) → rows of text as its reader sees them. Pure."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import zip_longest
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from seminars.intake.doors.delimited import Table, add_row
from seminars.intake.doors.reasons import ClosedDoor
from seminars.text.bilingual import Bilingual

_MOST_UNPACKED = 32 * 1024 * 1024
# A file of 40 kB can hold millions of empty rows, each of which costs time.
_MOST_TAGS = 600_000
_MOST_FILES = 500
_LAST_ROW, _LAST_COLUMN = 10_000, 200
_CONTROL = re.compile(r"_x000[0-9A-Fa-f]_|[\x00-\x08\x0b-\x1f]")
# openpyxl answers a broken file with whatever its own code ran into.
_BROKEN = (
    *(
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        DefusedXmlException,
        InvalidFileException,
        EOFError,
        OSError,
    ),
    *(
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OverflowError,
        RuntimeError,
        AssertionError,
    ),
)


def rows_of_workbook(data: bytes) -> Table:
    """The rows of the first sheet that has any. Raises `Unreadable`.

    A formula counts as what it last showed, else as its own text; nothing is reckoned here.
    """
    try:
        _check_sizes(data)
        shown = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        typed = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return _first_table(shown, typed)
        finally:
            shown.close()
            typed.close()
    except ClosedDoor:
        raise
    except _BROKEN:
        raise ClosedDoor("broken_workbook") from None


def _check_sizes(data: bytes) -> None:
    """Look at the sizes that the archive declares; unpacking never goes beyond them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = archive.infolist()
        if any(each.flag_bits & 1 for each in files):
            raise ClosedDoor("password")
        if len(files) > _MOST_FILES or sum(each.file_size for each in files) > _MOST_UNPACKED:
            raise ClosedDoor("swollen_workbook", most=_MOST_UNPACKED // 1024 // 1024)
        if sum(_tags(archive, each) for each in files if each.filename.endswith(".xml")) > _MOST_TAGS:
            raise ClosedDoor("full_workbook")


def _tags(archive: zipfile.ZipFile, file: zipfile.ZipInfo) -> int:
    """How many tags a part of the archive holds, or a few more; never all of it is in memory."""
    with archive.open(file) as part:
        return sum(chunk.count(b"<") for chunk in iter(partial(part.read, 1 << 20), b""))


def _first_table(shown: Any, typed: Any) -> Table:
    sheets = [sheet for sheet in shown.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        rows: list[tuple[int, tuple[str, ...]]] = []
        both = zip(_cells(sheet), _cells(typed[sheet.title]), strict=False)
        for number, (values, formulas) in enumerate(both, 1):
            if not any(each is not None for each in (*values, *formulas)):
                continue
            known = (formula if value is None else value for value, formula in zip_longest(values, formulas))
            add_row(rows, number, [_words(value) for value in known])
        if rows:
            others = [str(other.title) for other in sheets if other is not sheet]
            return Table(tuple(rows), _left_out(str(sheet.title), others))
    raise ClosedDoor("no_rows")


def _cells(sheet: Any) -> Any:
    # What the sheet says about its own size may be anything.
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=_LAST_ROW, max_col=_LAST_COLUMN, values_only=True)


def _words(value: Any) -> str:
    """A cell as text: days as 2026-11-27, hours as 15:00, whole numbers without a fraction."""
    match value:
        case None:
            return ""
        case datetime():
            moment = (value + timedelta(seconds=30)).replace(second=0, microsecond=0)
            return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case bool():
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return _CONTROL.sub("\n", str(value)).replace("\r", "").strip()


def _left_out(sheet: str, others: list[str]) -> tuple[Bilingual, ...]:
    if not others:
        return ()
    return (
        Bilingual(
            f"只读取了工作表“{sheet}”；没有读取：{'、'.join(others[:8])}。",
            f"Only the sheet “{sheet}” was read, not: {', '.join(others[:8])}.",
        ),
    )
