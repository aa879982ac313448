"""The days on which a repeated entry of a calendar falls (RFC 5545 §3.8.5), within bounds. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Component

from seminars.text.bilingual import Bilingual
from seminars.timekeeping.zones import zone as zone_of

# Rules of these parts always go on finding days; others may look for the 30th of February until the year 9999.
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"})
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
_AHEAD = timedelta(days=366)
_MOST_STEPS = 5000


def days_of(
    event: Component, starts_at: datetime, *, today: date, most: int
) -> tuple[list[datetime], Bilingual | None]:
    """The starts of a repeated entry by the clocks of its own zone, and what was left out of them."""
    first = starts_at.replace(tzinfo=None)
    left_out = None
    rule = event.get("RRULE")
    walls = {first}
    if rule is not None and not isinstance(rule, list) and _is_simple(rule):
        last = datetime.combine(max(today, first.date()) + _AHEAD, time.max)
        text = rule.to_ical().decode()
        if "UNTIL" in rule:
            text = _with_local_end(text, rule["UNTIL"][0], starts_at)
        steps = zip(range(_MOST_STEPS), rrulestr(text, dtstart=first), strict=False)
        walls |= {wall for _step, wall in takewhile(lambda each: each[1] <= last, steps)}
        if "UNTIL" not in rule and "COUNT" not in rule:
            left_out = Bilingual(
                f"这个活动无限期重复；只读到 {last:%Y-%m-%d} 为止。",
                f"This entry is repeated for ever; it was read up to {last:%Y-%m-%d}.",
            )
    elif rule is not None:
        left_out = Bilingual(
            "这个活动的重复规则过于复杂；只读了第一次。",
            "The rule by which this entry is repeated is too complex; only its first day was read.",
        )
    there = str(getattr(starts_at.tzinfo, "key", "UTC"))
    walls |= set(_listed(event.get("RDATE"), there))
    walls -= set(_listed(event.get("EXDATE"), there))
    ordered = sorted(walls)
    if len(ordered) > most:
        left_out = Bilingual(
            f"这个活动重复了 {len(ordered)} 次；只读了前 {most} 次。",
            f"This entry is repeated {len(ordered)} times; only the first {most} were read.",
        )
    return ordered[:most], left_out


def wall_of(value: Any, zone: str) -> datetime | None:
    """The wall time of a date property by the clocks of its own zone, else of `zone`."""
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        is_elsewhere = moment.tzinfo is UTC or str(moment.tzinfo) in ("UTC", "Etc/UTC")
        return (moment.astimezone(zone_of(zone)) if is_elsewhere else moment).replace(tzinfo=None)
    return datetime.combine(moment, time()) if isinstance(moment, date) else None


def _is_simple(rule: Any) -> bool:
    frequency = rule.get("FREQ", [""])[0]
    interval = rule.get("INTERVAL", [1])[0]
    return set(rule) <= _PARTS and str(frequency).upper() in _FREQUENCIES and 1 <= int(interval) <= 400


def _with_local_end(text: str, until: date, starts_at: datetime) -> str:
    """The rule with its end by the clocks of the entry, as its start is."""
    if isinstance(until, datetime):
        local = until.astimezone(starts_at.tzinfo) if until.tzinfo else until
    else:
        local = datetime.combine(until, time(23, 59, 59))
    kept = [part for part in text.split(";") if not part.upper().startswith("UNTIL")]
    return ";".join([*kept, f"UNTIL={local:%Y%m%dT%H%M%S}"])


def _listed(value: Any, zone: str) -> list[datetime]:
    """The wall times of RDATE or EXDATE, which may stand there several times with several days each."""
    lines = value if isinstance(value, list) else [value] if value is not None else []
    days = (each for line in lines for each in getattr(line, "dts", ()))
    return [wall for each in days if (wall := wall_of(each, zone)) is not None]
