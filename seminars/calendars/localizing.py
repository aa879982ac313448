"""Stored components, which tell time in UTC, by the clocks of one reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.parser import Contentline

from seminars.calendars.clocks import is_repeated, vtimezone
from seminars.calendars.words import languages_of
from seminars.timekeeping.spans import Span
from seminars.timekeeping.zones import zone

UTC_NAMES = ("UTC", "Etc/UTC")

_TIMES = re.compile(rb"^DTSTART:(\d{8}T\d{6}Z)\r\nDTEND:(\d{8}T\d{6}Z)\r\n", re.MULTILINE)
_DESCRIPTION = re.compile(rb"^DESCRIPTION:(?:[^\r\n]|\r\n )*\r\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Localized:
    """A component by a reader's clocks; its times as instants, None for whole days."""

    body: bytes
    times: tuple[datetime, datetime] | None


@lru_cache(maxsize=1500)  # some nine megabytes a process; an edit leaves all other components as they are
def localized(component: bytes, *, own_zone: str, reader_zone: str, language: str) -> Localized:
    """The component with its times by the clocks of `reader_zone`, also in words beside those of `own_zone`.

    Times that the reader's clocks show twice stay in UTC, where nobody can mistake them.
    """
    found = _TIMES.search(component)
    if found is None:
        return Localized(component, None)
    starts_at, ends_at = (_instant(each) for each in found.groups())
    body = component
    if reader_zone not in UTC_NAMES:
        body = _with_times(component, found, starts_at, ends_at, zone(reader_zone))
    span = Span(starts_at, ends_at, own_zone)
    return Localized(_with_words(body, span, reader_zone, language), (starts_at, ends_at))


def clocks(localized: Iterable[Localized], zone_name: str) -> bytes:
    """The VTIMEZONE that these components need; b"" where none has times, and for UTC."""
    instants = [each for entry in localized for each in entry.times or ()]
    if not instants or zone_name in UTC_NAMES:
        return b""
    return vtimezone(zone_name, min(instants), max(instants))


def reader_words(span: Span, language: str, zone_name: str) -> str:
    """The span by the reader's clocks, a difference in days marked; '' where both clocks agree."""
    own = span.local()
    theirs = span.local(zone_name)
    if all(mine.utcoffset() == other.utcoffset() for mine, other in zip(own, theirs, strict=True)):
        return ""
    days = span.day_difference(zone_name)
    if language == "zh":
        return span.in_words("zh", zone_name) + (f"({days:+d}天)" if days else "")
    unit = "day" if abs(days) == 1 else "days"
    return span.in_words("en", zone_name) + (f" ({days:+d} {unit})" if days else "")


def _with_times(
    component: bytes, found: re.Match[bytes], starts_at: datetime, ends_at: datetime, there: ZoneInfo
) -> bytes:
    walls = [each.astimezone(there) for each in (starts_at, ends_at)]
    if any(is_repeated(wall) for wall in walls):
        return component
    lines = [
        f"{name};TZID={there.key}:{wall:%Y%m%dT%H%M%S}\r\n"
        for name, wall in zip(("DTSTART", "DTEND"), walls, strict=True)
    ]
    return component[: found.start()] + "".join(lines).encode() + component[found.end() :]


def _with_words(component: bytes, span: Span, reader_zone: str, language: str) -> bytes:
    """With the reader's time behind the event's own in the description, in each language that it speaks."""
    found = _DESCRIPTION.search(component)
    if found is None:
        return component
    line = found[0].replace(b"\r\n ", b"").removesuffix(b"\r\n").decode()
    for each in languages_of(language):
        if words := reader_words(span, each, reader_zone):
            own = _escaped(span.in_words(each))
            mark = "；" if each == "zh" else "; "
            line = line.replace(own, own + _escaped(mark + words), 1)
    folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]  # icalendar left it untyped
    return component[: found.start()] + folded + b"\r\n" + component[found.end() :]


def _escaped(words: str) -> str:
    return words.replace(";", "\\;").replace(",", "\\,")


def _instant(written: bytes) -> datetime:
    return datetime.strptime(written.decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
