"""Times of one announcement held against each other: days and hours that cannot both be right."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from seminars.intake.page import Page
from seminars.timekeeping.phrases import TimePhrase, instant
from seminars.timekeeping.zones import TimeRefused, UnknownZone

_BESIDE = 8


def compare_days(page: Page, main: TimePhrase, dated: list[TimePhrase], path: str, zone: str) -> None:
    """Keep a doubt for every mention of another day than the one that counts."""
    if len({p.on for p in dated if p.starts is not None}) > 1 and are_sessions(page, dated):
        return
    ranges = [p for p in dated if p.last_on is not None]
    known = {candidate for found in page.doubts for candidate in found.candidates}
    for other in dated:
        if other is main or other.on == main.on or other.on is None or main.on is None:
            continue
        if other.zone and other.zone != zone and abs((other.on - main.on).days) <= 1:
            continue
        if other.on.isoformat() in known or any(_spans(p, main.on, other.on) for p in ranges):
            continue
        spans = ((main.start, main.end), (other.start, other.end))
        page.doubt("date_conflict", path, (main.on.isoformat(), other.on.isoformat()), spans)


def _spans(phrase: TimePhrase, *days: date) -> bool:
    """Whether a mention of several days in a row, 10-11 December, has all these among them."""
    first, last = phrase.on, phrase.last_on
    return first is not None and last is not None and all(first <= day <= last for day in days)


def compare_clocks(
    page: Page,
    clock: TimePhrase,
    clocked: list[TimePhrase],
    starts: datetime,
    ends: datetime | None,
    day: date,
    zone: str,
    path: str,
) -> None:
    """Keep a doubt for every mention of another start or end; the same instant in another zone is none."""
    if are_sessions(page, clocked):
        return
    for other in clocked:
        if (
            other is clock
            or other.starts is None
            or (other.on is not None and other.on != clock.on and clock.on)
        ):
            continue
        if _goes_on(page, clock, other):
            continue
        theirs = quiet_instant(other.on or day, other.starts, other.zone or zone)
        if theirs is None:
            continue
        away = theirs - starts.astimezone(UTC)
        is_elsewhere = bool(other.zone) and other.on is None
        is_same = not away or (is_elsewhere and abs(away) == timedelta(days=1))
        spans = ((clock.start, clock.end), (other.start, other.end))
        if not is_same:
            theirs_here = theirs.astimezone(starts.tzinfo).isoformat()
            page.doubt("time_conflict", path, (starts.isoformat(), theirs_here), spans)
        elif not away and ends is not None and other.ends is not None:
            their_end = quiet_instant(other.on or day, other.ends, other.zone or zone)
            if their_end is not None and their_end != ends.astimezone(UTC):
                here = their_end.astimezone(ends.tzinfo).isoformat()
                page.doubt("time_conflict", "ends_at", (ends.isoformat(), here), spans)


def _goes_on(page: Page, clock: TimePhrase, other: TimePhrase) -> bool:
    """Whether a second time right behind the first is the afternoon of the same day, 9:00-11:30、14:00-16:30."""
    if clock.ends is None or other.starts is None or other.starts < clock.ends or other.zone != clock.zone:
        return False
    between = page.plain[clock.end : other.start]
    return len(between) <= _BESIDE and re.fullmatch(r"[ )]*(?:[、,;和及与&/]|and)[ (]*", between) is not None


def are_sessions(page: Page, phrases: list[TimePhrase]) -> bool:
    """Whether several dated times stand in one time field: then they are sessions, no conflict."""
    dated = [p for p in phrases if p.on is not None and p.starts is not None]
    blocks = {page.block_at(p.start) for p in dated}
    return len({p.on for p in dated}) > 1 and len(blocks) == 1 and None not in blocks


def quiet_instant(on: date, minutes: int, zone: str) -> datetime | None:
    """The instant in UTC, None where a clock change leaves none or two."""
    try:
        return instant(on, minutes, zone).astimezone(UTC)
    except (TimeRefused, UnknownZone, OverflowError):
        return None
