"""The table of a term → one announcement for each of its events; several rows may be several talks. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from seminars.intake.doors.columns import Header, header_of
from seminars.intake.doors.delimited import Table
from seminars.intake.doors.entries import MOST_EVENTS, Entry, Fault
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.doors.rows import Row, row_of
from seminars.intake.reading import Doubt, Place, PlaceReading, Reading
from seminars.intake.rooms import is_same_place
from seminars.text.bilingual import Bilingual


def table_entries(
    name: str, table: Table, *, on: date, zone: str, usual_start: time | None
) -> tuple[Entry, ...]:
    """The events of a table in its order. Raises `Unreadable`."""
    header = header_of(table)
    marks = {header.cell(cells, "number") or header.cell(cells, "date") for _at, cells in table.rows}
    if len(marks) > MOST_EVENTS + 1:
        # Seen at a glance, before every row is read.
        raise ClosedDoor("too_many_events", most=MOST_EVENTS)
    groups: dict[object, list[Row]] = {}
    last: Row | None = None
    for number, cells in table.rows:
        if number <= header.row or cells == _cells_at(table, header.row):
            continue
        row = row_of(number, cells, header, before=last, on=on, zone=zone, usual_start=usual_start)
        groups.setdefault(_key(row, groups), []).append(row)
        if len(groups) > MOST_EVENTS:
            raise ClosedDoor("too_many_events", most=MOST_EVENTS)
        last = row
    if not groups:
        raise ClosedDoor("no_rows")
    remarks = (*table.remarks, *_unread(header))
    entries = [_entry(name, rows, header, on=on) for rows in groups.values()]
    return (replace(entries[0], remarks=(*remarks, *entries[0].remarks)), *entries[1:])


def _cells_at(table: Table, number: int) -> tuple[str, ...]:
    """The cells of the header, which some tables repeat on every page."""
    return next(cells for at, cells in table.rows if at == number)


def _key(row: Row, groups: dict[object, list[Row]]) -> object:
    """What rows of one event share: the number, else the day and no other place; a faulty row stands alone."""
    if row.number is not None:
        return ("number", row.number)
    if row.reading.starts_at is None:
        return ("row", row.at)
    day = row.reading.starts_at.date()
    for key, rows in groups.items():
        first = rows[0].reading
        is_that_day = first.starts_at is not None and first.starts_at.date() == day
        if is_that_day and _same_places(first.places, row.reading.places):
            return key
    return ("row", row.at)


def _same_places(one: tuple[PlaceReading, ...], other: tuple[PlaceReading, ...]) -> bool:
    return not one or not other or any(is_same_place(a, b) for a in one for b in other)


def _entry(name: str, rows: list[Row], header: Header, *, on: date) -> Entry:
    """The event that these rows tell together."""
    text = ""
    reading: Reading | None = None
    faults: list[Fault] = []
    for row in rows:
        offset = len(text) + 2 if text else 0
        text = f"{text}\n\n{row.text}" if text else row.text
        said = _shifted(row.reading, offset, talks=len(reading.talks) if reading else 0)
        if reading is None:
            reading = said
        else:
            faults += _disagreements(rows[0], row, header)
            reading = _together(reading, said)
        faults += row.faults
    assert reading is not None
    reading = _with_own_times(reading, rows)
    shown = f"{rows[0].at}" if len(rows) == 1 else f"{rows[0].at}–{rows[-1].at}"
    return Entry(f"{name}, {shown}", text, reading, on, faults=tuple(faults))


def _shifted(reading: Reading, offset: int, *, talks: int) -> Reading:
    """The reading of a row as part of a longer text, behind the talks of earlier rows."""

    def path(name: str) -> str:
        return name.replace("talks.0", f"talks.{talks}", 1) if name.startswith("talks.0") else name

    def moved(place: Place) -> Place:
        return place[0] + offset, place[1] + offset

    doubts = tuple(
        Doubt(d.code, path(d.field), d.candidates, tuple(map(moved, d.spans))) for d in reading.doubts
    )
    return replace(
        reading,
        doubts=doubts,
        evidence={path(name): moved(place) for name, place in reading.evidence.items()},
        confidence={path(name): sure for name, sure in reading.confidence.items()},
        rest=tuple(map(moved, reading.rest)),
    )


def _together(first: Reading, other: Reading) -> Reading:
    """Two rows of one event: the first says what both may say, the talks stand one after another."""
    return replace(
        first,
        talks=(*first.talks, *other.talks),
        places=first.places or other.places,
        meetings=first.meetings or other.meetings,
        mode=first.mode if first.places or first.meetings else other.mode,
        host=first.host or other.host,
        contact=first.contact or other.contact,
        notes=first.notes or other.notes,
        title=first.title or other.title,
        signup_url=first.signup_url or other.signup_url,
        doubts=_distinct((*first.doubts, *other.doubts), has_place=bool(first.places or other.places)),
        evidence={**other.evidence, **first.evidence},
        confidence={**other.confidence, **first.confidence},
        rest=(*first.rest, *other.rest),
    )


def _distinct(doubts: Iterable[Doubt], *, has_place: bool) -> tuple[Doubt, ...]:
    """Every doubt about the event once; one row that names the place names it for all."""
    found: dict[tuple[str, str], Doubt] = {}
    for doubt in doubts:
        if not (has_place and doubt.code == "missing_place"):
            found.setdefault((doubt.code, doubt.field), doubt)
    return tuple(found.values())


def _with_own_times(reading: Reading, rows: list[Row]) -> Reading:
    """Talks at times of their own where the rows differ; the event lasts from the first to the last."""
    times = [(row.reading.starts_at, row.reading.ends_at) for row in rows]
    if len(set(times)) < 2 or reading.starts_at is None or any(starts is None for starts, _ends in times):
        return reading
    talks = tuple(
        replace(talk, starts_at=starts, ends_at=ends)
        for talk, (starts, ends) in zip(reading.talks, times, strict=True)
    )
    starts_at = min(starts for starts, _ends in times if starts)
    ends_at = max((ends for _starts, ends in times if ends), default=None)
    return replace(reading, talks=talks, starts_at=starts_at, ends_at=ends_at)


def _disagreements(first: Row, other: Row, header: Header) -> list[Fault]:
    """Rows of one number that are on different days."""
    days = [_day(each.reading.starts_at) for each in (first, other)]
    if None in days or days[0] == days[1]:
        return []
    where = header.where(other.at, "date" if "date" in header.columns else "time")
    return [
        Fault(
            where,
            Bilingual(
                f"第 {first.at} 行也是第 {other.number} 期，日期却不同（{days[0]}、{days[1]}）。",
                f"Row {first.at} is number {other.number} too, but on another day ({days[0]}, {days[1]}).",
            ),
        )
    ]


def _day(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%d}" if moment else None


def _unread(header: Header) -> list[Bilingual]:
    """The columns that are left out, by name: a table may hold what is not for readers, such as telephones."""
    if not header.unknown:
        return []
    return [
        Bilingual(
            f"没有读取的列：{'、'.join(header.unknown)}。",
            f"Columns that were not read: {', '.join(header.unknown)}.",
        )
    ]
