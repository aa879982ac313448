"""Four readers of calendars that know nothing of one another; ical.js, which is not Python, where it is installed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import ics
import vobject
from dateutil.tz import tzical
from icalendar import Calendar

from tests.calendars import icaljs

_TABLE = re.compile(r"^BEGIN:VTIMEZONE\r\nTZID:(.+?)\r\n.*?^END:VTIMEZONE\r\n", re.DOTALL | re.MULTILINE)
_ZONED = re.compile(rb"^DTSTART;TZID=", re.MULTILINE)
# ics.py 0.7 undoes "\n" before "\\", so a backslash before these letters reads wrong in it alone.
_MISREAD_BY_ICS = re.compile(r"\\(?=[nNrR;,\\])")


@dataclass(frozen=True)
class Seen:
    """One event as a reader understood it; instants in UTC."""

    uid: str
    starts: datetime | date
    ends: datetime | date
    summary: str
    description: str
    location: str
    status: str
    sequence: int


def with_icalendar(body: bytes) -> list[Seen]:
    return [
        Seen(
            uid=str(event["uid"]),
            starts=_in_utc(event.decoded("dtstart")),
            ends=_in_utc(event.decoded("dtend")),
            summary=str(event["summary"]),
            description=str(event["description"]),
            location=str(event.get("location", "")),
            status=str(event["status"]),
            sequence=int(event["sequence"]),
        )
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]


def with_vobject(body: bytes) -> list[Seen]:
    text = body.decode()
    # It asks pytz, which ends in 2037, where a table looks like UTC to it, and keeps tables from file to file.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in [each for each in known if each != "UTC"]:
        del known[name]
    for table in _TABLE.finditer(text):
        known[table[1]] = tzical(io.StringIO(table[0])).get()
    return [
        Seen(
            uid=event.uid.value,
            starts=_in_utc(event.dtstart.value),
            ends=_in_utc(event.dtend.value),
            summary=event.summary.value,
            description=event.description.value,
            location=event.location.value if "location" in event.contents else "",
            status=event.status.value,
            sequence=int(event.sequence.value),
        )
        for event in getattr(vobject.readOne(text), "vevent_list", [])
    ]


def with_ics(body: bytes) -> list[Seen]:
    events = [_as_ics_saw_it(event) for event in ics.Calendar(body.decode()).events]
    return sorted(events, key=lambda seen: str(seen.starts))


def _as_ics_saw_it(event: ics.Event) -> Seen:
    starts, ends = event.begin.datetime, event.end.datetime
    return Seen(
        uid=event.uid,
        starts=starts.date() if event.all_day else _in_utc(starts),
        ends=ends.date() if event.all_day else _in_utc(ends),
        summary=event.name,
        description=event.description,
        location=event.location or "",
        status=event.status,
        sequence=next(int(line.value) for line in event.extra if line.name == "SEQUENCE"),
    )


def with_icaljs(body: bytes) -> list[Seen]:
    return [
        Seen(**(event | {"starts": _as_icaljs_says(event["starts"]), "ends": _as_icaljs_says(event["ends"])}))
        for event in icaljs.events(body)
    ]


def _as_icaljs_says(moment: float | str) -> datetime | date:
    return date.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment, UTC)


def _in_utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


READERS: dict[str, Callable[[bytes], list[Seen]]] = {
    "icalendar": with_icalendar,
    "vobject": with_vobject,
    "ics": with_ics,
} | ({} if icaljs.missing() else {"ical.js": with_icaljs})


def alike(body: bytes) -> list[Seen]:
    """The events of a file, which all readers must understand the same."""
    known = with_icalendar(body)
    for name, reader in READERS.items():
        if name == "ics" and _ZONED.search(body):
            continue  # it asks the machine for the zone and not the file
        seen = reader(body)
        if name == "ics":
            seen = [_worded_as(each, known) for each in seen]
        assert sorted(seen, key=_place) == sorted(known, key=_place), name
    return known


def _place(seen: Seen) -> tuple[str, str]:
    return seen.uid, str(seen.starts)


def _worded_as(seen: Seen, known: list[Seen]) -> Seen:
    """With the words that the others read, where ics.py is known to go wrong."""
    other = next((each for each in known if each.uid == seen.uid), seen)
    words = {
        name: said
        for name in ("summary", "description", "location")
        if _MISREAD_BY_ICS.search(said := getattr(other, name))
    }
    return replace(seen, **words)
