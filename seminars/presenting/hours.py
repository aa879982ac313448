"""A row of 24 hours by the clocks of one zone, with the event in its place: so that rows can be laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language
from seminars.timekeeping.names import WEEKDAYS
from seminars.timekeeping.zones import zone

DAY = timedelta(hours=24)
# All clocks of today differ from UTC by whole quarters of an hour.
STEP = timedelta(minutes=15)
MORNING, NIGHT = 7, 22
EVERY = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """From where and how far, in hundredths of the row."""

    start: str
    length: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An hour, or the weekday that begins at midnight."""

    place: str
    text: str
    is_midnight: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """The row: its nights, the event and the marks below it."""

    nights: tuple[Stretch, ...]
    event: Stretch
    marks: tuple[Mark, ...]


def hours(snapshot: Snapshot, zone_name: str, language: str) -> Hours | None:
    """The row for a zone; every zone's begins at the same instant. None for whole days, or beyond the calendar."""
    if snapshot.is_all_day:
        return None
    try:
        first = _first(snapshot)
        there = zone(zone_name)
        local = [(step, (first + step).astimezone(there)) for step in _steps()]
    except OverflowError:
        return None
    ends_at = min(snapshot.ends_at, first + DAY)
    return Hours(
        nights=tuple(_nights(local)),
        event=Stretch(_share(snapshot.starts_at - first), _share(ends_at - snapshot.starts_at)),
        marks=tuple(
            Mark(
                _share(step),
                str(moment.hour) if moment.hour else WEEKDAYS[short_language(language)][moment.weekday()],
                is_midnight=moment.hour == 0,
            )
            for step, moment in local
            if moment.minute == 0 and moment.hour % EVERY == 0
        ),
    )


def _first(snapshot: Snapshot) -> datetime:
    """Midnight by the event's own clocks; later, in whole hours, for one that lasts into the next day."""
    starts_at = snapshot.starts_at.astimezone(zone(snapshot.zone))
    midnight = starts_at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(
        snapshot.starts_at.tzinfo
    )
    late = snapshot.ends_at - (midnight + DAY)
    if late <= timedelta(0):
        return midnight
    since_midnight = snapshot.starts_at - midnight
    return midnight + min(-(-late // timedelta(hours=1)), since_midnight // timedelta(hours=1)) * timedelta(
        hours=1
    )


def _steps() -> Iterator[timedelta]:
    return (STEP * number for number in range(DAY // STEP))


def _nights(local: list[tuple[timedelta, datetime]]) -> Iterator[Stretch]:
    began: timedelta | None = None
    for step, moment in local:
        is_night = not MORNING <= moment.hour < NIGHT
        if is_night and began is None:
            began = step
        if not is_night and began is not None:
            yield Stretch(_share(began), _share(step - began))
            began = None
    if began is not None:
        yield Stretch(_share(began), _share(DAY - began))


def _share(length: timedelta) -> str:
    return f"{100 * (length / DAY):.3f}".rstrip("0").rstrip(".")
