"""VCALENDAR around stored components: what stands before them and after them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar

from seminars.calendars.escaping import Text
from seminars.calendars.words import cut, distinct, prose, shown
from seminars.text.bilingual import Bilingual

CLOSING = b"END:VCALENDAR\r\n"

# How often readers may look again; Google and Outlook have their own mind.
REFRESH = timedelta(hours=1)
LONGEST_ABOUT = 500

_PRODUCT = "-//Seminars//Seminars 1.0//"
_REMINDER = {
    "zh": "讨论班即将开始",
    "en": "The seminar starts soon",
    "both": "讨论班即将开始 / The seminar starts soon",
}
_END = b"END:VEVENT\r\n"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a feed says of itself; `page` is the address for people, `source` its own, '' for a secret one."""

    name: Bilingual
    about: Bilingual
    zone: str
    colour: str
    page: str
    source: str
    changed_at: datetime | None


def opening(heading: Heading, language: str) -> bytes:
    """The lines of a feed before its first event."""
    calendar = _calendar(language)
    name = shown(heading.name, language)
    # NAME and COLOR are RFC 7986; the X- spellings are those that Google, Apple and Outlook read.
    calendar.add("name", Text(name))
    calendar.add("x-wr-calname", Text(name))
    if about := _about(heading.about, language):
        calendar.add("description", Text(about))
        calendar.add("x-wr-caldesc", Text(about))
    calendar.add("x-wr-timezone", heading.zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    # Microsoft's spelling takes no VALUE, which a duration would bring along.
    calendar.add("x-published-ttl", "PT1H")
    if heading.colour:
        calendar.add("color", heading.colour)
    calendar.add("url", heading.page)
    if heading.source:
        calendar.add("source", heading.source, parameters={"VALUE": "URI"})
    if heading.changed_at:
        calendar.add("last-modified", heading.changed_at.astimezone(UTC))
    return _opened(calendar)


def bare_opening(language: str, method: str = "PUBLISH") -> bytes:
    """The lines of a file to keep before its first event. PUBLISH: whoever opens it is not invited to anything."""
    return _opened(_calendar(language, method))


def wrapped(components: Iterable[bytes], *, language: str) -> bytes:
    """Stored components as a file to keep."""
    return b"".join([bare_opening(language), *components, CLOSING])


def with_alarm(component: bytes, state: str, *, minutes: int | None, language: str) -> bytes:
    """The component with a reminder `minutes` before its start; as it is for None or a cancelled event."""
    if minutes is None or state == "cancelled":
        return component
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _REMINDER[language])
    alarm.add("trigger", -timedelta(minutes=minutes))
    return component.removesuffix(_END) + bytes(alarm.to_ical()) + _END


def _calendar(language: str, method: str = "PUBLISH") -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT + ("EN" if language == "en" else "ZH"))
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _opened(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical()).removesuffix(CLOSING)


def _about(about: Bilingual, language: str) -> str:
    texts = (about.zh, about.en) if language == "both" else (about.best(language),)
    return cut("\n".join(distinct(prose(text) for text in texts)), LONGEST_ABOUT)
