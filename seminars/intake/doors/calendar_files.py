"""A calendar (.ics) → one announcement for each of its events. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from seminars.intake.doors.entries import MOST_EVENTS, Entry
from seminars.intake.doors.markup import text_of_html
from seminars.intake.doors.occasions import Occasion, entry_of
from seminars.intake.doors.octets import decoded
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.doors.repeating import days_of, wall_of
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.rhythms import instant_of
from seminars.timekeeping.zones import as_zoneinfo, is_zone
from seminars.timekeeping.zones import zone as zone_of

_FIRST, _LAST = 1970, 2999
_LONGEST_LINE = 120
# A broken or hostile file costs time that grows with the square of its properties.
_MOST_PROPERTIES = 20_000
_MOST_DATES = 100_000
_PROPERTY = re.compile(r"^[^ \t\r\n]", re.MULTILINE)
_DATES = re.compile(r"^(?:EX|R)DATE.*(?:\n[ \t].*)*", re.MULTILINE | re.IGNORECASE)
# icalendar answers a broken property with whatever its own code ran into.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError)


def calendar_entries(name: str, data: bytes, *, on: date | None, today: date, zone: str) -> tuple[Entry, ...]:
    """The events of a calendar by their start. Raises `Unreadable`."""
    found, remarks = occasions(data, today=today, zone=zone)
    if not found:
        raise ClosedDoor("empty_calendar")
    found.sort(key=lambda occasion: (occasion.starts_at, occasion.uid))
    return tuple(
        entry_of(name if len(found) == 1 else f"{name}, {number}", occasion, on=on, remarks=remarks)
        for number, occasion in enumerate(found, 1)
    )


def occasions(data: bytes, *, today: date, zone: str) -> tuple[list[Occasion], tuple[Bilingual, ...]]:
    """What the events of a calendar say, repeated ones day by day, and what was left out. Raises `Unreadable`."""
    text, _is_whole = decoded(data)
    if text.count("BEGIN:VEVENT") > MOST_EVENTS:
        raise ClosedDoor("too_many_events", most=MOST_EVENTS)
    if len(_PROPERTY.findall(text)) > _MOST_PROPERTIES or sum(map(len, _DATES.findall(text))) > _MOST_DATES:
        raise ClosedDoor("swollen_calendar")
    found: list[Occasion] = []
    left_out = 0
    try:
        calendars = Calendar.from_ical(text.lstrip("\ufeff \r\n"), multiple=True)
        for calendar in calendars:
            there = _zone_of_calendar(calendar, zone)
            is_cancelled = str(calendar.get("METHOD", "")).upper() == "CANCEL"
            events = list(calendar.walk("VEVENT"))
            moved = {
                (_words(e, "UID"), wall) for e in events if (wall := wall_of(e.get("RECURRENCE-ID"), there))
            }
            for event in events:
                occasion = _occasion(event, there, is_cancelled=is_cancelled)
                if occasion is None:
                    left_out += 1
                else:
                    found += _days(event, occasion, moved, today=today, most=MOST_EVENTS - len(found))
    except _BROKEN as fault:
        what = " ".join(str(fault).split())[:_LONGEST_LINE]
        raise ClosedDoor("broken_calendar", what=what or type(fault).__name__) from None
    if not left_out:
        return found, ()
    remark = Bilingual(
        f"有 {left_out} 个日历条目没有可读的开始时间，已略过。",
        f"Calendar entries without a start that can be read were left out: {left_out}.",
    )
    return found, (remark,)


def _days(
    event: Component, occasion: Occasion, moved: set[tuple[str, datetime]], *, today: date, most: int
) -> Iterable[Occasion]:
    """The occasion on each day it is repeated; those that the calendar moves stand there as entries of their own."""
    if event.get("RRULE") is None and event.get("RDATE") is None:
        return [occasion]
    walls, remark = days_of(event, occasion.starts_at, today=today, most=max(most, 1))
    length = occasion.ends_at - occasion.starts_at if occasion.ends_at else None
    remarks = (*occasion.remarks, *([remark] if remark else []))
    found = []
    for wall in walls:
        if (occasion.uid, wall) in moved:
            continue
        starts_at = wall.replace(tzinfo=occasion.starts_at.tzinfo)
        # A day that is one of many has no UID of its own.
        found.append(
            replace(
                occasion,
                uid="",
                starts_at=starts_at,
                ends_at=(starts_at.astimezone(UTC) + length).astimezone(starts_at.tzinfo) if length else None,
                remarks=remarks,
            )
        )
        remarks = ()
    return found


def _occasion(event: Component, there: str, *, is_cancelled: bool) -> Occasion | None:
    starts = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(starts, date):
        return None
    zone, starts_at = _placed(starts, there, _parameter(event, "DTSTART", "TZID"))
    if not _FIRST <= starts_at.year <= _LAST:
        return None
    is_all_day = not isinstance(starts, datetime)
    description = _words(event, "DESCRIPTION")
    if "<" in description and ("</" in description or "<br" in description.lower()):
        description = text_of_html(description.replace("\n", "<br>"))
    return Occasion(
        uid="" if event.get("RECURRENCE-ID") is not None else _words(event, "UID"),
        summary=" ".join(_words(event, "SUMMARY").split()),
        description=description or text_of_html(_words(event, "X-ALT-DESC")),
        location=str(
            _parameter(event, "X-APPLE-STRUCTURED-LOCATION", "X-TITLE") or _words(event, "LOCATION")
        ),
        url=_words(event, "URL"),
        conference=_address(_words(event, "CONFERENCE") or _words(event, "X-GOOGLE-CONFERENCE")),
        starts_at=starts_at,
        ends_at=_end(event, starts_at, is_all_day=is_all_day, there=zone),
        zone=zone,
        is_all_day=is_all_day,
        is_cancelled=is_cancelled or _words(event, "STATUS").upper() == "CANCELLED",
    )


def _placed(moment: date, there: str, named: str = "") -> tuple[str, datetime]:
    """The zone and the instant in it: a day begins at midnight, a time without zone is by the clocks of `there`.

    `named` is the zone by its name in the calendar, which may be one of Microsoft's.
    """
    if not isinstance(moment, datetime):
        return there, instant_of(moment, datetime.min.time(), there).astimezone(zone_of(there))
    if moment.tzinfo is None:
        return there, instant_of(moment.date(), moment.time(), there).astimezone(zone_of(there))
    exact = as_zoneinfo(moment)
    name = next((each for each in (named, WINDOWS_TO_OLSON.get(named, "")) if is_zone(each)), "")
    name = name or str(getattr(exact.tzinfo, "key", ""))
    if not is_zone(name) or name in ("UTC", "Etc/UTC", "GMT"):
        # UTC is how calendars are exchanged, not where the event is.
        return there, exact.astimezone(zone_of(there))
    return name, exact.astimezone(zone_of(name))


def _end(event: Component, starts_at: datetime, *, is_all_day: bool, there: str) -> datetime | None:
    ends = getattr(event.get("DTEND"), "dt", None)
    length = getattr(event.get("DURATION"), "dt", None)
    found: datetime | None = None
    if isinstance(ends, date):
        found = _placed(ends, there)[1].astimezone(starts_at.tzinfo)
    elif isinstance(length, timedelta):
        found = (starts_at.astimezone(UTC) + length).astimezone(starts_at.tzinfo)
    elif is_all_day:
        found = _placed(starts_at.date() + timedelta(days=1), there)[1]
    return found if found is not None and found > starts_at else None


def _zone_of_calendar(calendar: Component, zone: str) -> str:
    named = _words(calendar, "X-WR-TIMEZONE")
    return named if is_zone(named) else zone


def _words(component: Component, name: str) -> str:
    value: Any = component.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).replace("\r\n", "\n").strip() if value is not None else ""


def _parameter(component: Component, name: str, parameter: str) -> str:
    value: Any = component.get(name)
    return str(getattr(value, "params", {}).get(parameter, "")) if value is not None else ""


def _address(words: str) -> str:
    """A meeting's own address; that of our join page leads to it but is none."""
    is_link = words.startswith(("http://", "https://")) and len(words) <= 400
    return words if is_link and not words.rstrip("/").endswith("/join") else ""
