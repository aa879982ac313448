"""Time phrases of a text: which day, from when to when, in which zone, and what does not fit together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from seminars.timekeeping.atoms import Atom, NearDay, Weekday, WrittenDate, find_atoms
from seminars.timekeeping.clocks import DAY, Clock
from seminars.timekeeping.days import Disagreement, day_of, further_days
from seminars.timekeeping.numerals import folded
from seminars.timekeeping.zones import parse_local
from seminars.timekeeping.zonewords import ZoneWord, zone_of_offset

_LONGEST_GAP = 12
# Reckoning some weeks back or ahead must not run out of the calendar.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
# A year may stand behind the weekday, `Jan 14 (Thu) 2027, 9:00`.
_GLUE = re.compile(
    r"[ ,，、()（）\[\]【】|/;:·.的于在T]*(?:(?:19|20)\d\d(?!\d)[ ,)]*)?"
    r"(?:(?:at|from|on|时间|从|自|starting)[ ]*)?[ (（]*"
)
_LIST_GLUE = re.compile(r"[ )）]*(?:[、,，及和与&]|and)[ ]*")
_RANGE_GLUE = re.compile(r"[ )）]*(?:-{1,3}|至|到|to|until|till)[ (（]*")


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """One mention of a time in a text; `start` and `end` are character positions in it.

    `starts` and `ends` are minutes after midnight of `on` (an end on a later day is above 1440), `last_on`
    the last of several days in a row, `further` more days named one by one (12月1日、8日), `zone` the IANA
    zone the text itself names. What is not said is None. Disagreements (weekday against date, 3/4 read two
    ways) list all readings; `on` is the written date.
    """

    start: int
    end: int
    on: date | None = None
    last_on: date | None = None
    further: tuple[date, ...] = ()
    starts: int | None = None
    ends: int | None = None
    zone: str | None = None
    is_recurring: bool = False
    is_relative: bool = False
    day_span: tuple[int, int] | None = None
    clock_span: tuple[int, int] | None = None
    zone_span: tuple[int, int] | None = None
    disagreements: tuple[Disagreement, ...] = ()


def read_phrases(text: str, on: date, zone: str) -> list[TimePhrase]:
    """Every time phrase of `text` in order, read on the day `on` in the zone `zone`; in linear time."""
    on = min(max(on, _FIRST_DAY), _LAST_DAY)
    plain = folded(text)
    atoms = find_atoms(plain)
    phrases = []
    group = _Group()
    for place, atom in enumerate(atoms):
        gap = plain[group.end : atom.start] if group.atoms else ""
        following = atoms[place + 1] if place + 1 < len(atoms) else None
        if group.atoms and not group.takes(atom, gap, plain, following):
            phrases.append(group.phrase(on, zone))
            group = _Group()
        group.add(atom, gap)
    if group.atoms:
        phrases.append(group.phrase(on, zone))
    return [phrase for phrase in phrases if phrase is not None]


def instant(on: date, minutes: int, zone: str) -> datetime:
    """`minutes` after the midnight that begins `on`, by the clocks of `zone`; raises `TimeRefused`."""
    days, rest = divmod(minutes, DAY)
    return parse_local(datetime.combine(on + timedelta(days=days), time(rest // 60, rest % 60)), zone)


@dataclass(slots=True)
class _Group:
    """Pieces that stand together and are one phrase."""

    atoms: list[Atom] = field(default_factory=list)
    written: WrittenDate | None = None
    last_written: WrittenDate | None = None
    weekday: Weekday | None = None
    near: NearDay | None = None
    clock: Clock | None = None
    last_clock: Clock | None = None
    zones: list[ZoneWord] = field(default_factory=list)
    awaits_last_day: bool = False
    further: list[WrittenDate] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.atoms[-1].end

    def takes(self, atom: Atom, gap: str, plain: str, following: Atom | None) -> bool:
        """Whether `atom`, after `gap`, goes on with this phrase."""
        if len(gap) > _LONGEST_GAP or "\n" in gap:
            return False
        if _RANGE_GLUE.fullmatch(gap):
            return self._is_end(atom, following)
        if isinstance(atom, WrittenDate) and self._goes_on_listing(gap):
            return True
        if not _GLUE.fullmatch(gap):
            return False
        match atom:
            case WrittenDate() if self.awaits_last_day:
                return True
            case WrittenDate():
                goes_on = isinstance(self.atoms[-1], Weekday | NearDay) or not (self.weekday or self.near)
                return self.written is None and (self.clock is None or goes_on)
            case Weekday():
                return (
                    self.weekday is None
                    or self.last_written is not None
                    or isinstance(self.atoms[-1], WrittenDate)
                )
            case NearDay():
                return self.near is None
            case Clock():
                return self.clock is None or (self.last_written is not None and self.last_clock is None)
            case ZoneWord():
                is_near = isinstance(following, Clock) and following.start - atom.end <= 3
                # `15:00（北京时间），8:00（CET）`: what a bracket closes leads nothing.
                is_closed = "(" in gap and ")" in plain[atom.end : atom.end + 2]
                leads_another = is_near and not is_closed
                stands_apart = bool(self.zones) or any(mark in gap for mark in "(（/[|;")
                return self.clock is None or not (leads_another and stands_apart)
        return False

    def add(self, atom: Atom, gap: str) -> None:
        match atom:
            case WrittenDate():
                if self.written is None:
                    self.written = atom
                elif not self.awaits_last_day and self._goes_on_listing(gap):
                    self.further.append(atom)
                else:
                    self.last_written, self.awaits_last_day = atom, False
            case Weekday():
                self.awaits_last_day = (
                    bool(self.atoms and _RANGE_GLUE.fullmatch(gap)) and not self.last_written
                )
                self.weekday = self.weekday or atom
            case NearDay():
                self.near = atom
            case Clock():
                if self.clock is None:
                    self.clock = atom
                else:
                    self.last_clock = atom
            case ZoneWord():
                self.zones.append(atom)
        self.atoms.append(atom)

    def _goes_on_listing(self, gap: str) -> bool:
        """Whether one more date after `gap` is another day of a list: 12月1日、8日（周二）和15日 14:00."""
        is_plain = not (self.clock or self.last_written or self.near)
        after_day = bool(self.atoms) and isinstance(self.atoms[-1], WrittenDate | Weekday)
        return self.written is not None and is_plain and after_day and _LIST_GLUE.fullmatch(gap) is not None

    def _is_end(self, atom: Atom, following: Atom | None) -> bool:
        if isinstance(atom, WrittenDate):
            return self.written is not None and self.last_written is None
        if not isinstance(atom, Weekday) or self.written is None:
            return False
        # Mon, 4 January 2027, 21:40 – Tue, 5 January 2027, 00:15
        leads_day = isinstance(following, WrittenDate) and following.start - atom.end <= 2
        return leads_day or self.last_written is not None

    def phrase(self, on: date, zone: str) -> TimePhrase | None:
        """What the pieces say together; None for a lone piece that needs company."""
        has_day = bool(self.written or self.near or (self.weekday and self.weekday.week is not None))
        loose_day = self.written is not None and self.written.needs_company
        if loose_day and not (self.weekday or self.clock or self.near):
            return None
        if self.clock and self.clock.needs_company and not (has_day or self.weekday or self.zones):
            return None
        # A bare weekday or a bare zone word is no time; recurring ones are kept for what they are.
        if not has_day and not self.clock and not (self.weekday and self.weekday.is_recurring):
            return None
        return self._read(on, zone)

    def _read(self, on: date, zone: str) -> TimePhrase:
        day, last_day, disagreements = day_of(self.written, self.last_written, self.weekday, self.near, on)
        starts, ends = (self.clock.starts, self.clock.ends) if self.clock else (None, None)
        if self.clock and self.last_clock and day and last_day:
            ends = (last_day - day).days * DAY + self.last_clock.starts
            last_day = None
        found = list(disagreements)
        if self.clock and self.clock.other_half:
            hours = (self.clock.starts, self.clock.starts - DAY // 2)
            found.append(Disagreement("ambiguous_hour", tuple(_clock_words(minutes) for minutes in hours)))
        name, doubts = self._zone(day or on, zone)
        days = [atom for atom in (self.written, self.last_written, self.weekday, self.near) if atom]
        return TimePhrase(
            self.atoms[0].start,
            self.end,
            on=day,
            last_on=last_day,
            further=tuple(further_days(self.further, day)) if day else (),
            starts=starts,
            ends=ends,
            zone=name,
            is_recurring=bool(self.weekday and self.weekday.is_recurring),
            is_relative=self.written is None and day is not None,
            day_span=(min(a.start for a in days), max(a.end for a in days)) if days else None,
            clock_span=(self.clock.start, (self.last_clock or self.clock).end) if self.clock else None,
            zone_span=(self.zones[0].start, self.zones[-1].end) if self.zones else None,
            disagreements=(*found, *doubts),
        )

    def _zone(self, on: date, reader_zone: str) -> tuple[str | None, list[Disagreement]]:
        offsets = [word.offset for word in self.zones if word.offset is not None]
        named = [word.names for word in self.zones if word.names]
        certain = [names[0] for names in named if len(names) == 1]
        if certain:
            return certain[0], []
        if offsets:
            return zone_of_offset(offsets[0], on, reader_zone), []
        if named:
            names = named[0]
            likely = reader_zone if reader_zone in names else names[0]
            return likely, [
                Disagreement("timezone_from_context", (likely, *(n for n in names if n != likely)))
            ]
        return None, []


def _clock_words(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
