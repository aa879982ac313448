"""Three readers of calendars that know nothing of one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import ics
import vobject
from icalendar import Calendar


@dataclass(frozen=True)
class Seen:
    """One event as a reader understood it."""

    uid: str
    starts: datetime | date
    ends: datetime | date
    summary: str
    description: str
    status: str


def with_icalendar(body: bytes) -> list[Seen]:
    return [
        Seen(
            uid=str(event["uid"]),
            starts=event.decoded("dtstart"),
            ends=event.decoded("dtend"),
            summary=str(event["summary"]),
            description=str(event["description"]),
            status=str(event["status"]),
        )
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]


def with_vobject(body: bytes) -> list[Seen]:
    # It reads each VTIMEZONE once in its life, also where another file tells another stretch of time.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in [each for each in known if each != "UTC"]:
        del known[name]
    return [
        Seen(
            uid=event.uid.value,
            starts=_in_utc(event.dtstart.value),
            ends=_in_utc(event.dtend.value),
            summary=event.summary.value,
            description=event.description.value,
            status=event.status.value,
        )
        for event in vobject.readOne(body.decode()).vevent_list
    ]


def with_ics(body: bytes) -> list[Seen]:
    events = [_as_ics_saw_it(event) for event in ics.Calendar(body.decode()).events]
    return sorted(events, key=lambda seen: str(seen.starts))


def _as_ics_saw_it(event: ics.Event) -> Seen:
    starts, ends = event.begin.datetime, event.end.datetime
    return Seen(
        uid=event.uid,
        starts=starts.date() if event.all_day else starts,
        ends=ends.date() if event.all_day else ends,
        summary=event.name,
        description=event.description,
        status=event.status,
    )


def _in_utc(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
