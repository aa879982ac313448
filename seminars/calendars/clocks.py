"""VTIMEZONE of our own (RFC 5545 §3.6.5): a zone's clock changes written out, no rules that readers must know. Pure.

Libraries and clients bring tables of their own, many of them wrong; one written out for just the time that a
file covers leaves nothing to guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile

from seminars.timekeeping.zones import ClockChange, next_clock_change, zone

# How long before a file begins its first clock change is looked for; older ones make no difference.
_YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class Observance:
    """From the wall-clock time `onset`, told by the clocks before it, a zone is `after` ahead of UTC."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def vtimezone(zone_name: str, starts_at: datetime, ends_at: datetime) -> bytes:
    """The zone as its clocks go from `starts_at` to `ends_at`. Raises `UnknownZone`."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone_name}"]
    for each in observances(zone_name, starts_at, ends_at):
        kind = "DAYLIGHT" if each.is_summer else "STANDARD"
        lines += [
            f"BEGIN:{kind}",
            f"DTSTART:{each.onset:%Y%m%dT%H%M%S}",
            f"TZOFFSETFROM:{_offset(each.before)}",
            f"TZOFFSETTO:{_offset(each.after)}",
            f"TZNAME:{each.name}",
            f"END:{kind}",
        ]
    lines.append("END:VTIMEZONE\r\n")
    return "\r\n".join(lines).encode()


def observances(zone_name: str, starts_at: datetime, ends_at: datetime) -> list[Observance]:
    """What is in force at `starts_at`, and every change until `ends_at`.

    Where they would all be summer time, they begin with a standard time before them: dateutil breaks without.
    """
    first, last = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    earlier: list[Observance] = []
    inside: list[Observance] = []
    for year in range(max(first.year - _YEARS_BACK, 1), last.year + 1):
        for change in takewhile(lambda each: each.at <= last, _changes_of(zone_name, year)):
            (earlier if change.at <= first else inside).append(_observance(zone_name, change))
    if not earlier:
        earlier = [_always(zone_name, first)]
    found = [earlier.pop(), *inside]
    # Not always the change just before: where a county also changed its zone, winter began without one.
    while earlier and _is_all_summer(found):
        found.insert(0, earlier.pop())
    if _is_all_summer(found):
        first_change = (found[0].onset - found[0].before).replace(tzinfo=UTC)
        found.insert(0, _always(zone_name, first_change - timedelta(seconds=1)))
    return found


def is_repeated(moment: datetime) -> bool:
    """Whether the clocks of the zone of `moment` show its wall-clock time twice."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


@lru_cache(maxsize=4000)  # some eighty years of fifty zones
def _changes_of(zone_name: str, year: int) -> tuple[ClockChange, ...]:
    """The changes of a year in UTC: asking day by day takes a millisecond."""
    # One second earlier, because a change is looked for after an instant, not at it.
    at = datetime(year, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    end = datetime(year + 1, 1, 1, tzinfo=UTC) - timedelta(seconds=1)
    found = []
    while change := next_clock_change(zone_name, at, end - at):
        found.append(change)
        at = change.at
    return tuple(found)


def _observance(zone_name: str, change: ClockChange) -> Observance:
    there = change.at.astimezone(zone(zone_name))
    onset = (change.at + change.before_offset).replace(tzinfo=None)
    return Observance(onset, change.before_offset, change.after_offset, _name(there), _is_summer(there))


def _is_all_summer(found: list[Observance]) -> bool:
    return all(each.is_summer for each in found)


def _always(zone_name: str, at: datetime) -> Observance:
    """For clocks that had not changed for years: their offset, from a day long ago."""
    there = at.astimezone(zone(zone_name))
    offset = there.utcoffset() or timedelta(0)
    onset = datetime(min(1970, max(at.year - _YEARS_BACK, 1)), 1, 1)  # noqa: DTZ001  (a wall time on purpose)
    return Observance(onset, offset, offset, _name(there), is_summer=False)


def _is_summer(there: datetime) -> bool:
    # Ireland's and Morocco's winter time counts as negative summer time; calendars know no such thing.
    return (there.dst() or timedelta(0)) > timedelta(0)


def _name(there: datetime) -> str:
    return there.tzname() or "UTC"


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{seconds:02}" if seconds else "")
