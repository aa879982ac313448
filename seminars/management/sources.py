"""Files that a command is given → the announcements they hold."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from django.utils import timezone

from seminars.intake.doors.entries import Entry
from seminars.intake.doors.octets import decoded
from seminars.intake.doors.opening import MOST_BYTES, open_door
from seminars.intake.unreadable import Unreadable
from seminars.management.base import Refused, said
from seminars.timekeeping.zones import zone

# 2025-11-01.txt and 20251101-talk.eml were written on that day, or about it.
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
_DAY_IN_TEXT = re.compile(r"(?<!\d)((?:19|20)\d\d)[ ]?[-/.年][ ]?(\d{1,2})[ ]?[-/.月][ ]?(\d{1,2})(?!\d)")

MOST_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its name, and its octets, one more than can be read where it is too large."""

    name: str
    data: bytes


def is_folder(source: str) -> bool:
    """Whether the words of a caller name a folder."""
    return source != "-" and Path(source).is_dir()


def sources_of(source: str) -> list[Source]:
    """The files that `-`, the name of a file or of a folder means, by name. Raises `Refused`."""
    if source == "-":
        return [Source("-", sys.stdin.buffer.read(MOST_BYTES + 1))]
    path = Path(source)
    try:
        files = sorted(each for each in path.iterdir() if _counts(each)) if path.is_dir() else [path]
        found = []
        for file in files:
            with file.open("rb") as stream:
                found.append(Source(file.name, stream.read(MOST_BYTES + 1)))
    except OSError as error:
        raise Refused(f"Cannot read {source}: {error.strerror}.") from None
    if not found:
        raise Refused(f"There is no file in {source}.")
    return found


def entries_of(
    source: Source, *, on: date | None, zone_name: str, usual_start: time | None = None, is_old: bool = False
) -> tuple[Entry, ...]:
    """The announcements of one file. Raises `Refused`.

    A file `is_old` was written on the day in its name, else on the first of the past days it speaks of, if nobody
    says otherwise.
    """
    # Without a day the text is taken to be of today, by the clocks of its own zone.
    today = timezone.now().astimezone(zone(zone_name)).date()
    if is_old:
        today = _day_in(source.name) or _first_day_in(source, before=today) or today
    try:
        return open_door(
            source.name, source.data, on=on, today=today, zone=zone_name, usual_start=usual_start
        )
    except Unreadable as fault:
        raise Refused(f"{source.name}: {said(fault)}") from None


def _counts(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".")


def _day_in(name: str) -> date | None:
    return next(_days(_DAY_IN_NAME, name), None)


def _first_day_in(source: Source, *, before: date) -> date | None:
    """The earliest past day that a text names with its year."""
    text, is_whole = decoded(source.data[:MOST_LOOKED_AT])
    return min((day for day in _days(_DAY_IN_TEXT, text) if day < before), default=None) if is_whole else None


def _days(pattern: re.Pattern[str], words: str) -> Iterator[date]:
    for found in pattern.finditer(words):
        with suppress(ValueError):
            yield date(*(int(part) for part in found.groups()))
