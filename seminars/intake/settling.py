"""Doubts that a human decides: which readings there are to choose from, and the reading with the one chosen. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seminars.intake.confidence import LABELLED
from seminars.intake.reading import FORBIDDING, Doubt, Place, PlaceReading, Reading
from seminars.timekeeping.phrases import instant, read_phrases
from seminars.timekeeping.zones import TimeRefused, UnknownZone

# The answer that none of the readings is right: what a human writes by hand stands.
BY_HAND = "form"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK = re.compile(r"\d\d:\d\d")
_TIMES = {"starts_at": "ends_at", "previous_start": "previous_end"}
Change = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text leaves open, all doubts of one kind about one field together.

    `candidates` has the reader's own reading first, each with the place it stands at, where that is known.
    """

    code: str
    path: str
    candidates: Mapping[str, Place | None]

    @property
    def name(self) -> str:
        """Its key among the answers."""
        return f"{self.code}:{self.path}"

    @property
    def forbids(self) -> bool:
        """Whether it must be decided before anything is saved."""
        return self.code in FORBIDDING


def decisions(reading: Reading) -> tuple[Decision, ...]:
    """All that a human can choose between, in the order of the doubts."""
    found: dict[tuple[str, str], dict[str, Place | None]] = {}
    for doubt in reading.doubts:
        if not _is_open(doubt):
            continue
        known = found.setdefault((doubt.code, doubt.field), {})
        is_paired = len(doubt.spans) == len(doubt.candidates)
        spans = doubt.spans if is_paired else [None] * len(doubt.candidates)
        for candidate, span in zip(doubt.candidates, spans, strict=True):
            known.setdefault(candidate, span)
    return tuple(Decision(code, path, known) for (code, path), known in found.items() if len(known) > 1)


def _is_open(doubt: Doubt) -> bool:
    return len(doubt.candidates) > 1 and doubt.code != "end_before_start"


def settled(reading: Reading, answers: Mapping[str, str], *, text: str) -> Reading:
    """The reading of `text` with what was chosen, and without the doubts that are decided.

    Unknown answers count for nothing.
    """
    for decision in decisions(reading):
        chosen = answers.get(decision.name, "")
        if chosen in decision.candidates:
            reading = _chosen(reading, decision, chosen, text)
        if chosen in (*decision.candidates, BY_HAND):
            left = [
                doubt
                for doubt in reading.doubts
                if (doubt.code, doubt.field) != (decision.code, decision.path)
            ]
            reading = replace(reading, doubts=tuple(left))
    return reading


def _chosen(reading: Reading, decision: Decision, chosen: str, text: str) -> Reading:
    path, span = decision.path, decision.candidates[chosen]
    is_first = chosen == next(iter(decision.candidates))
    if path in _TIMES:
        reading = _at(reading, path, chosen)
        if span and _DAY.fullmatch(chosen) and path == "starts_at" and not is_first:
            reading = _with_hours(reading, text, span)
    elif path == "ends_at":
        reading = replace(reading, ends_at=_instant(chosen) or reading.ends_at)
    elif path == "zone":
        reading = _in_zone(reading, chosen)
    elif path == "places":
        path = "places.0"
        first = next(
            (each for each in reading.places if chosen in (each.text, each.venue)), PlaceReading(chosen)
        )
        if not is_first:
            reading = replace(
                reading, places=(first, *(each for each in reading.places[1:] if each != first))
            )
    elif path == "meetings":
        path = "meetings.0"
        kept = [each for each in reading.meetings if each.code == chosen]
        others = [each for each in reading.meetings if each.code not in decision.candidates]
        reading = replace(reading, meetings=(*kept, *others))
    evidence = reading.evidence | ({path: span} if span else {})
    return replace(reading, evidence=evidence, confidence=reading.confidence | {path: LABELLED})


def _at(reading: Reading, path: str, chosen: str) -> Reading:
    start: datetime | None = getattr(reading, path)
    if start is None:
        return reading
    if _DAY.fullmatch(chosen):
        return _moved(reading, path, _days_later(date.fromisoformat(chosen) - start.date()))
    if _CLOCK.fullmatch(chosen):
        # The other half of the day: with the start goes all the rest.
        clock = datetime.combine(start.date(), time.fromisoformat(chosen), tzinfo=start.tzinfo)
        return _moved(reading, path, _later(clock - start))
    then = _instant(chosen) or start
    end: datetime | None = getattr(reading, _TIMES[path])
    end = end if end is not None and end > then else None
    if path == "starts_at":
        return replace(reading, starts_at=then, ends_at=end)
    return replace(reading, previous_start=then, previous_end=end)


def _with_hours(reading: Reading, text: str, span: Place) -> Reading:
    """The hours that stand beside the day that was chosen, where it has its own."""
    starts = reading.starts_at
    if starts is None:
        return reading
    phrases = read_phrases(text[slice(*span)], starts.date(), reading.zone)
    said = next((phrase for phrase in phrases if phrase.starts is not None), None)
    if said is None or said.starts is None:
        return reading
    try:
        first = instant(starts.date(), said.starts, said.zone or reading.zone)
        last = instant(starts.date(), said.ends, said.zone or reading.zone) if said.ends is not None else None
    except (TimeRefused, UnknownZone, OverflowError):
        return reading
    there = ZoneInfo(reading.zone)
    evidence = {path: place for path, place in reading.evidence.items() if path != "ends_at"}
    return replace(
        reading,
        starts_at=first.astimezone(there),
        ends_at=last.astimezone(there) if last else None,
        evidence=evidence | ({"ends_at": span} if last else {}),
    )


def _days_later(days: timedelta) -> Change:
    """By the clocks there: a day may have 23 or 25 hours."""
    return lambda moment: datetime.combine(moment.date() + days, moment.timetz())


def _later(by: timedelta) -> Change:
    return lambda moment: moment + by


def _moved(reading: Reading, path: str, change: Change) -> Reading:
    if path != "starts_at":
        return replace(
            reading,
            previous_start=_changed(reading.previous_start, change),
            previous_end=_changed(reading.previous_end, change),
        )
    return replace(
        reading,
        starts_at=_changed(reading.starts_at, change),
        ends_at=_changed(reading.ends_at, change),
        talks=tuple(
            replace(talk, starts_at=_changed(talk.starts_at, change), ends_at=_changed(talk.ends_at, change))
            for talk in reading.talks
        ),
        programme=tuple(
            replace(row, starts_at=change(row.starts_at), ends_at=_changed(row.ends_at, change))
            for row in reading.programme
        ),
    )


def _changed(moment: datetime | None, change: Change) -> datetime | None:
    return change(moment) if moment else None


def _in_zone(reading: Reading, name: str) -> Reading:
    """The same wall times by the clocks of another zone."""
    there = ZoneInfo(name)
    return replace(_moved(reading, "starts_at", lambda moment: moment.replace(tzinfo=there)), zone=name)


def _instant(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None
