"""When the event is: every mention of its time, the one that counts, and what the others say against it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seminars.intake.conflicts import are_sessions, compare_clocks, compare_days, quiet_instant
from seminars.intake.kinds import words_of_moving
from seminars.intake.mentions import OURS, Mention, mentions_of
from seminars.intake.page import Page
from seminars.intake.ties import is_beside, is_told
from seminars.timekeeping.phrases import TimePhrase, instant
from seminars.timekeeping.zones import TimeRefused, UnknownZone

_IS_MOVED = re.compile(r"时间[^。\n:]{0,16}(?:改|调整|变更)[为至到]|has been (?:moved|rescheduled)")
_SAME_TIME = re.compile(r"同一时间|同一时刻|时段不变|时间段不变|时间不变|[Ss]ame time")
# A day has at most so many rows, and the line that names it so much more than the date.
_LONGEST_DAY = 40
_SHORT = 24
_BESIDE = 10
_CLOSE = re.compile(r"(?:[\s,|;.]|noon|midnight|sharp)*")
# Minutes.
_OPENS_BEFORE = 30


@dataclass(slots=True)
class When:
    """Start and end of the event, and what else its times say."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = ""
    on: date | None = None
    previous_start: datetime | None = None
    previous_end: datetime | None = None
    is_all_day: bool = False
    sessions: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    signup_until: datetime | None = None


def read_times(page: Page, kind: str, rows: set[int]) -> When:
    """The times of an announcement of `kind`; `rows` are where times of single talks and breaks stand."""
    rows = rows | _days_of_rows(page, rows)
    mentions = mentions_of(page, rows)
    if rows:
        # The rows tell when it begins, not the desk that opens before.
        mentions = [m for m in mentions if m.phrase.on or is_told(page, m) or not _is_beside(page, m.phrase)]
    when = When(zone=page.zone)
    deadlines = [m.phrase for m in mentions if m.role == "deadline" and m.phrase.on is not None]
    if deadlines:
        when.signup_until = _deadline(page, deadlines[0])
    ours = [m for m in mentions if m.role in OURS]
    if kind == "cancellation":
        starts, ends, when.zone, when.on = _settle(page, ours, "previous_start", "previous_end", when)
        when.previous_start, when.previous_end = starts, ends
    elif kind == "postponement":
        old = [m for m in ours if m.role == "old"] or [m for m in ours if m.role != "new"][:1]
        if old and old == ours and page.block_at(old[0].phrase.start) and _IS_MOVED.search(page.plain):
            # `时间：12月10日` below “the time was changed”: the former one is not told.
            old = []
        if old == ours[:1] and len(ours) == 1 and old[0].role != "old" and _follows_all(page, old[0]):
            old = []
        former = {m.phrase.start for m in old}
        new = [m for m in ours if m.phrase.start not in former]
        # “15:00 instead of 19:00” names the day once.
        new_day = next((m.phrase.on for m in new if m.phrase.on), None)
        starts, ends, _, old_day = _settle(page, old, "previous_start", "previous_end", when, new_day)
        when.previous_start, when.previous_end = starts, ends
        starts, ends, when.zone, when.on = _settle(page, new, "starts_at", "ends_at", when, old_day)
        when.starts_at, when.ends_at = starts, ends
        if starts is None and when.on and when.previous_start and _SAME_TIME.search(page.plain):
            when.starts_at = _on_day(when.previous_start, when.on)
            when.ends_at = _on_day(when.previous_end, when.on) if when.previous_end else None
    else:
        ours = [m for m in ours if m.role != "old"] or ours
        starts, ends, when.zone, when.on = _settle(page, ours, "starts_at", "ends_at", when)
        when.starts_at, when.ends_at = starts, ends
    return when


def _follows_all(page: Page, mention: Mention) -> bool:
    """Whether a time comes after every word of moving: `改时间了！周五下午三点` tells the new one alone."""
    words = words_of_moving(page)
    return bool(words) and words[-1] < mention.phrase.start


def row_times(page: Page, phrase: TimePhrase, when: When) -> tuple[datetime | None, datetime | None]:
    """The instants of a programme row, on its own day or else on the day of the event."""
    header = header_of(page, phrase)
    day = phrase.on or (header.on if header else None) or when.on
    if day is None or phrase.starts is None:
        return None, None
    zone = phrase.zone or when.zone
    starts = _instant(page, day, phrase.starts, zone, "talks", phrase)
    ends = _instant(page, day, phrase.ends, zone, "talks", phrase) if phrase.ends is not None else None
    return starts, ends


def header_of(page: Page, row: TimePhrase) -> TimePhrase | None:
    """The date that stands over a programme row, on a short line of its own."""
    at = bisect_left(page.phrases, row.start, key=lambda phrase: phrase.start)
    for phrase in reversed(page.phrases[max(0, at - _LONGEST_DAY) : at]):
        if phrase.on is not None and phrase.starts is None and phrase.last_on is None and not phrase.further:
            line = page.line_at(phrase.start)
            around = line.end - line.start - (phrase.end - phrase.start) if line else _SHORT
            return phrase if around < _SHORT else None
    return None


def _days_of_rows(page: Page, rows: set[int]) -> set[int]:
    """Where the dates over the rows of a programme of several days stand, but for the first."""
    headers = [
        header_of(page, phrase) for phrase in page.phrases if phrase.start in rows and phrase.on is None
    ]
    days = {header.start: header.on for header in headers if header is not None}
    first = min(days.values(), default=None, key=lambda day: day or date.max)
    return {start for start, day in days.items() if day != first}


def _settle(
    page: Page,
    mentions: list[Mention],
    start_path: str,
    end_path: str,
    when: When,
    other_day: date | None = None,
) -> tuple[datetime | None, datetime | None, str, date | None]:
    """The start and end that the mentions give together, their zone and day; notes evidence and conflicts."""
    told = {m.phrase.start for m in mentions if is_told(page, m)}
    phrases = [m.phrase for m in sorted(mentions, key=lambda m: (-m.weight, m.phrase.start not in told))]
    # What is said of something beside the event counts only where nothing else is said.
    beside = {p.start for p in phrases if p.start not in told and _is_beside(page, p)}
    dated = _but_for(beside, [p for p in phrases if p.on is not None])
    clocked = _but_for(beside, [p for p in phrases if p.starts is not None])
    both = [p for p in dated if p.starts is not None]
    hours = {p.start for p in clocked if p.on is None}
    whole = [p for p in dated if p.starts is not None or _has_hour_beside(page, p, hours)]
    main = next(iter([*whole, *dated, *clocked]), None)
    zone = next((p.zone for p in [*both, *clocked] if p.zone), None) or page.zone
    if main is None:
        return None, None, zone, None
    # The time of the day and the zone that go with it may stand in another line than the date.
    same_day = [p for p in clocked if p.on in (None, main.on) or p.zone]
    clock = main if main.starts is not None else next(iter(same_day), None)
    opening = [m.phrase for m in mentions if m.is_invitation]
    if clock in opening and (later := _begins_later(clock, clocked, opening)):
        clock = later
    clocked = [p for p in clocked if p is clock or p not in opening or not _begins_later(p, [clock], opening)]
    if clock is not None and clock.starts is not None:
        # A zone said of another hour, `23:00 (CET 16:00)`, is not that of this one.
        same = [p.zone for p in clocked if p.zone and p.starts == clock.starts]
        zone = clock.zone or main.zone or next(iter(same), page.zone)
    else:
        zone = main.zone or zone
    day = main.on or other_day
    for phrase in phrases:
        page.use(phrase.start, phrase.end)
        is_ours = phrase in (main, clock)
        for found in phrase.disagreements:
            if not is_ours and not (phrase.start in told and found.code == "weekday_mismatch"):
                continue
            if found.code == "ambiguous_hour" and start_path == "previous_start":
                # Nobody goes to a time that no longer holds.
                continue
            path = "zone" if found.code == "timezone_from_context" else start_path
            page.doubt(found.code, path, found.candidates, ((phrase.start, phrase.end),))
    if day is None:
        return None, None, zone, None
    if main.on is not None:
        compare_days(page, main, [p for p in dated if p is main or p.start in told], start_path, zone)
    if clock is None or clock.starts is None:
        if main.last_on or _says_all_day(page, main):
            when.is_all_day = True
            return _all_day(page, main, zone, start_path, end_path, day)
        page.evidence.setdefault(start_path, (main.start, main.end))
        return None, None, zone, day
    starts = _instant(page, day, clock.starts, zone, start_path, clock)
    ends = _instant(page, day, clock.ends, zone, end_path, clock) if clock.ends is not None else None
    if ends is None:
        ends = _end_said_elsewhere(page, clock, clocked, day, zone, end_path)
    words = (min(main.start, clock.start), max(main.end, clock.end))
    page.evidence.setdefault(start_path, words if _near(main, clock) else (clock.start, clock.end))
    if ends is not None and clock.clock_span:
        page.evidence.setdefault(end_path, clock.clock_span)
    if starts is not None:
        rivals = [p for p in clocked if p is clock or p.start in told]
        compare_clocks(page, clock, rivals, starts, ends, day, zone, start_path)
    _several_sessions(page, both, when, zone)
    return starts, ends, zone, day


def _is_beside(page: Page, phrase: TimePhrase) -> bool:
    return is_beside(page, (phrase.start, phrase.end))


def _has_hour_beside(page: Page, day: TimePhrase, hours: set[int]) -> bool:
    """Whether the hour of a day stands right before or behind it, perhaps on a line of its own."""
    at = bisect_left(page.phrases, day.start, key=lambda phrase: phrase.start)
    beside = [p for p in page.phrases[max(0, at - 1) : at + 2] if p.start in hours]
    gaps = [(day.end, p.start) if p.start > day.start else (p.end, day.start) for p in beside]
    return any(end - start <= _BESIDE and _CLOSE.fullmatch(page.plain, start, end) for start, end in gaps)


def _but_for(beside: set[int], phrases: list[TimePhrase]) -> list[TimePhrase]:
    return [p for p in phrases if p.start not in beside] or phrases


def _begins_later(
    opening: TimePhrase | None, clocked: Sequence[TimePhrase | None], openings: list[TimePhrase]
) -> TimePhrase | None:
    """The time of the talk itself where the online room opens a little before it."""
    for phrase in clocked:
        if opening is None or phrase is None or phrase in openings:
            continue
        is_same_day = phrase.on is None or phrase.on == opening.on
        ahead = (phrase.starts or 0) - (opening.starts or 0)
        if is_same_day and phrase.starts is not None and 0 < ahead <= _OPENS_BEFORE:
            return phrase
    return None


def _near(main: TimePhrase, clock: TimePhrase) -> bool:
    return abs(main.start - clock.start) < 60


def _on_day(moment: datetime, day: date) -> datetime:
    return datetime.combine(day, moment.timetz())


def _end_said_elsewhere(
    page: Page, clock: TimePhrase, clocked: list[TimePhrase], day: date, zone: str, path: str
) -> datetime | None:
    for other in clocked:
        if other.ends is not None and other.starts == clock.starts and other.zone in (None, zone):
            page.evidence.setdefault(path, (other.start, other.end))
            return _instant(page, day, other.ends, zone, path, other)
    return None


def _several_sessions(page: Page, both: list[TimePhrase], when: When, zone: str) -> None:
    if are_sessions(page, both) or any(p.further for p in both):
        for p in sorted(both, key=lambda p: (p.on or date.min, p.starts or 0)):
            for day in (p.on, *p.further):
                _add_session(when, p, day, zone)


def _add_session(when: When, p: TimePhrase, day: date | None, zone: str) -> None:
    if day is None or p.starts is None:
        return
    starts = quiet_instant(day, p.starts, p.zone or zone)
    ends = quiet_instant(day, p.ends, p.zone or zone) if p.ends is not None else None
    if starts is not None:
        there = ZoneInfo(zone)
        when.sessions.append((starts.astimezone(there), ends.astimezone(there) if ends else None))


def _says_all_day(page: Page, phrase: TimePhrase) -> bool:
    around = page.plain[phrase.end : phrase.end + 12].lower()
    return "全天" in around or "all day" in around or "整天" in around


def _all_day(
    page: Page, main: TimePhrase, zone: str, start_path: str, end_path: str, day: date
) -> tuple[datetime | None, datetime | None, str, date]:
    page.evidence.setdefault(start_path, (main.start, main.end))
    page.evidence.setdefault(end_path, (main.start, main.end))
    starts = _instant(page, day, 0, zone, start_path, main)
    ends = _instant(page, (main.last_on or day) + timedelta(days=1), 0, zone, end_path, main)
    return starts, ends, zone, day


def _deadline(page: Page, phrase: TimePhrase) -> datetime | None:
    page.evidence.setdefault("signup_until", (phrase.start, phrase.end))
    page.use(phrase.start, phrase.end)
    for found in phrase.disagreements:
        if found.code == "weekday_mismatch":
            page.doubt(found.code, "signup_until", found.candidates, ((phrase.start, phrase.end),))
    minutes = phrase.starts if phrase.starts is not None else 24 * 60
    return _instant(page, phrase.on or page.on, minutes, phrase.zone or page.zone, "signup_until", phrase)


def _instant(page: Page, on: date, minutes: int, zone: str, path: str, phrase: TimePhrase) -> datetime | None:
    try:
        return instant(on, minutes, zone)
    except (TimeRefused, UnknownZone, OverflowError):
        wall = datetime.combine(on, time(minutes // 60 % 24, minutes % 60)).isoformat(timespec="minutes")
        page.doubt("impossible_time", path, (wall,), ((phrase.start, phrase.end),))
        return None
