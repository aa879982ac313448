"""What is wrong with a calendar of anybody's, in plain sentences: what made clients fail in practice. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from seminars.calendars.contentlines import (
    LONGEST_LINE,
    BrokenStructure,
    Component,
    ContentLine,
    components,
    physical_lines,
)
from seminars.calendars.faults import Fault, fault
from seminars.calendars.words import ANY_TAG

MOST_BYTES = 1_000_000
JUST_NOW = timedelta(minutes=10)

# RFC 5545 §3.3.6: weeks alone, or days and then a time behind T.
_DURATION = re.compile(
    r"[+-]?P(?:\d+W|\d+D(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)"
)
_MOMENT = re.compile(r"\d{8}T\d{6}(Z?)")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_DURATIONS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "DURATION", "TRIGGER")
_STATES = ("CONFIRMED", "TENTATIVE", "CANCELLED")


def faults(body: bytes, *, at: datetime, content_type: str | None = None) -> list[Fault]:
    """What is wrong with the calendar `body`, read at `at`; `content_type` is the header it was fetched with."""
    found = [*_sent(body, content_type), *_written(body)]
    try:
        every = components(body)
    except BrokenStructure as broken:
        return [*found, fault("structure", line=broken.number)]
    if not every or every[0].kind != "VCALENDAR":
        return [*found, fault("no_calendar")]
    events = [each for each in every if each.kind == "VEVENT"]
    found += [*_whole(every[0]), *_durations(every), *_people(events)]
    found += [*_identities(events), *_versions(events, at), *_times(every, events), *_words(events)]
    return found


def _sent(body: bytes, content_type: str | None) -> Iterator[Fault]:
    if content_type is not None:
        kind, _, rest = content_type.lower().partition(";")
        if kind.strip() != "text/calendar":
            yield fault("content_type", value=kind.strip() or "—")
        elif "charset=utf-8" not in rest.replace(" ", "").replace('"', ""):
            yield fault("charset")
    if len(body) > MOST_BYTES:
        yield fault("large", value=f"{len(body) / 1_000_000:.1f}")


def _written(body: bytes) -> Iterator[Fault]:
    """Faults of bytes and lines, whatever they say."""
    lines = physical_lines(body)
    if body.startswith(b"\xef\xbb\xbf"):
        yield fault("mark")
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        yield fault("line_ends")
    joined = b"\n".join(lines).replace(b"\n ", b"").replace(b"\n\t", b"")
    if not _is_text(joined):
        yield fault("not_utf8")
    elif split := [number for number, line in enumerate(lines, start=1) if not _is_text(line)]:
        yield fault("split_character", line=split[0], count=len(split))
    long = [(number, line) for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE]
    by_characters = [number for number, line in long if len(line.decode(errors="replace")) <= LONGEST_LINE]
    if by_characters:
        yield fault("folded_by_characters", line=by_characters[0], count=len(by_characters))
    if unfolded := sorted({number for number, _line in long} - set(by_characters)):
        yield fault("unfolded", line=unfolded[0], count=len(unfolded))


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _whole(calendar: Component) -> Iterator[Fault]:
    for name in ("VERSION", "PRODID"):
        if calendar.first(name) is None:
            yield fault("missing", value=name)
    method = calendar.first("METHOD")
    if method and method.value.strip().upper() != "PUBLISH":
        yield fault("method", line=method.number, value=method.value.strip())
    colour = calendar.first("COLOR")
    if colour and colour.value.startswith("#"):
        yield fault("colour", line=colour.number, value=colour.value)


def _durations(every: list[Component]) -> Iterator[Fault]:
    for line in (line for component in every for line in component.lines if line.name in _DURATIONS):
        is_moment = line.parameters.get("VALUE", "").upper() == "DATE-TIME"
        if not is_moment and not _DURATION.fullmatch(line.value.strip()):
            yield fault("duration", line=line.number, value=f"{line.name}:{line.value.strip()}")
        elif line.name == "REFRESH-INTERVAL" and line.parameters.get("VALUE", "").upper() != "DURATION":
            yield fault("refresh_without_type", line=line.number)


def _people(events: list[Component]) -> Iterator[Fault]:
    for name in ("METHOD", "ATTENDEE"):
        if found := [line for event in events for line in event.all(name)]:
            yield fault(f"{name.lower()}_in_event", line=found[0].number, count=len(found))


def _identities(events: list[Component]) -> Iterator[Fault]:
    nameless = [event for event in events if not _value(event, "UID")]
    if nameless:
        yield fault("no_uid", line=nameless[0].number, count=len(nameless))
    named = Counter((_value(each, "UID"), _value(each, "RECURRENCE-ID")) for each in events)
    if twice := sorted({uid for (uid, _instance), count in named.items() if uid and count > 1}):
        yield fault("same_uid", value=twice[0], count=len(twice))


def _versions(events: list[Component], at: datetime) -> Iterator[Fault]:
    for name, code in (("DTSTAMP", "no_dtstamp"), ("SEQUENCE", "no_sequence"), ("DTSTART", "no_start")):
        if missing := [event for event in events if not _value(event, name)]:
            yield fault(code, line=missing[0].number, count=len(missing))
    stamps = {_value(event, "DTSTAMP") for event in events}
    stamp = _instant(min(stamps)) if len(stamps) == 1 else None
    if len(events) > 1 and stamp and abs(at - stamp) <= JUST_NOW:
        yield fault("dtstamp_is_now", count=len(events))


def _times(every: list[Component], events: list[Component]) -> Iterator[Fault]:
    known = {_value(each, "TZID") for each in every if each.kind == "VTIMEZONE"}
    lines = [line for event in events for line in event.lines if line.name in _TIMES]
    unknown = [each for each in lines if (name := each.parameters.get("TZID")) and name not in known]
    if unknown:
        yield fault("no_vtimezone", line=unknown[0].number, value=unknown[0].parameters["TZID"])
    if floating := [line for line in lines if _is_floating(line)]:
        yield fault("floating", line=floating[0].number, count=len(floating))
    ends = [each for event in events if (each := _end_before_start(event))]
    if ends:
        yield fault("ends_first", line=ends[0].number, count=len(ends))


def _is_floating(line: ContentLine) -> bool:
    moment = _MOMENT.fullmatch(line.value.strip())
    return bool(moment) and not moment[1] and "TZID" not in line.parameters if moment else False


def _end_before_start(event: Component) -> ContentLine | None:
    """The end, where it is written in the same way as the start and is not later."""
    starts, ends = event.first("DTSTART"), event.first("DTEND")
    if starts and ends and starts.parameters == ends.parameters and len(starts.value) == len(ends.value):
        return ends if ends.value <= starts.value else None
    return None


def _words(events: list[Component]) -> Iterator[Fault]:
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        if found := [line for event in events for line in event.all(name) if ANY_TAG.search(line.value)]:
            yield fault("html", line=found[0].number, value=name, count=len(found))
    if empty := [line for event in events for line in event.all("SUMMARY") if not line.value.strip()]:
        yield fault("empty_summary", line=empty[0].number, count=len(empty))
    states = [line for event in events for line in event.all("STATUS")]
    if wrong := [line for line in states if line.value.strip().upper() not in _STATES]:
        yield fault("status", line=wrong[0].number, value=wrong[0].value.strip())


def _value(component: Component, name: str) -> str:
    line = component.first(name)
    return line.value.strip() if line else ""


def _instant(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
