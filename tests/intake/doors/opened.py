"""Opens a door as the tests do, and says in short what came through."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from seminars.intake.doors.entries import Entry
from seminars.intake.doors.opening import open_door
from seminars.intake.unreadable import Unreadable

DATA = Path(__file__).parents[2] / "data" / "doors"
TODAY = date(2026, 11, 20)
ZONE = "Asia/Shanghai"


def opened(
    name: str, data: bytes | str | None = None, *, on: date | None = None, usual_start: time | None = None
) -> tuple[Entry, ...]:
    """The entries of a file: of these octets, else of the sample of this name."""
    octets = (DATA / name).read_bytes() if data is None else data.encode() if isinstance(data, str) else data
    return open_door(name, octets, on=on, today=TODAY, zone=ZONE, usual_start=usual_start)


def refused(name: str, data: bytes | str) -> str:
    """Why nothing came through."""
    with pytest.raises(Unreadable) as fault:
        opened(name, data)
    sentence = fault.value.sentence
    assert (bool(sentence.zh), bool(sentence.en)) == (True, True)
    return fault.value.reason


def in_short(entry: Entry) -> dict[str, Any]:
    """When, where, who and what an entry says, and what is in doubt."""
    reading = entry.reading
    starts_at, ends_at = reading.starts_at or reading.previous_start, reading.ends_at or reading.previous_end
    return {
        "kind": reading.kind,
        "number": reading.number,
        "when": (starts_at.isoformat() if starts_at else None, ends_at.isoformat() if ends_at else None),
        "where": [place.text for place in reading.places] + [m.code or m.url for m in reading.meetings],
        "talks": [(talk.title, [speaker.name for speaker in talk.speakers]) for talk in reading.talks],
        "doubts": sorted({doubt.code for doubt in reading.doubts} - {"missing_abstract"}),
        "faults": [fault.words.en for fault in entry.faults],
    }
