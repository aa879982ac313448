"""Which day is meant by a date without a year, a weekday, or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from seminars.timekeeping.atoms import NearDay, Weekday, WrittenDate

# A mail may be read some days after the event it announces.
_LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Something a phrase leaves open: a code and the readings (ISO dates, times, zones), the taken one first.

    Codes: weekday_mismatch, date_conflict, ambiguous_date, ambiguous_hour, timezone_from_context.
    """

    code: str
    candidates: tuple[str, ...]


def day_of(
    written: WrittenDate | None,
    last: WrittenDate | None,
    weekday: Weekday | None,
    near: NearDay | None,
    on: date,
) -> tuple[date | None, date | None, list[Disagreement]]:
    """The day, the last of several days, and what disagrees; a written date wins over relative words."""
    if written is None:
        if near is not None:
            day = on + timedelta(days=near.days)
            return day, None, _weekday_doubts(day, weekday, on)
        return _day_of_weekday(weekday, on) if weekday and not weekday.is_recurring else (None, None, [])
    readings = _readings(written, weekday, on)
    if not readings:
        return None, None, []
    day, found = _chosen(written, readings, weekday, near, on)
    if last is None and written.last_day is not None:
        last = WrittenDate(written.start, written.end, None, None, written.last_day)
    return day, _last_day(last, day) if last else None, found


def _chosen(
    written: WrittenDate, readings: list[date], weekday: Weekday | None, near: NearDay | None, on: date
) -> tuple[date, list[Disagreement]]:
    fitting = [day for day in readings if weekday is None or day.weekday() == weekday.weekday]
    day = (fitting or readings)[0]
    if near is not None and on + timedelta(days=near.days) != day:
        return day, [_conflict("date_conflict", day, on + timedelta(days=near.days))]
    if written.day_first and (weekday is None or len(fitting) > 1):
        return day, [_conflict("ambiguous_date", *readings)]
    return day, _weekday_doubts(day, weekday, on)


def _readings(written: WrittenDate, weekday: Weekday | None, on: date) -> list[date]:
    """The days a written date can mean, the likeliest first."""
    if written.year is not None and written.month is not None:
        days = [_date(written.year, written.month, written.day)]
        if written.day_first:
            days.append(_date(written.year, written.day, written.month))
        return [day for day in days if day is not None]
    if written.month is not None:
        years = (on.year - 1, on.year, on.year + 1, on.year + 2, on.year + 3, on.year + 4)
        return [d for year in years if (d := _date(year, written.month, written.day)) and d >= on - _LATE][:1]
    months = (on.month - 2 + step for step in range(4))
    days = [_date(on.year + month // 12, month % 12 + 1, written.day) for month in months]
    possible = [day for day in days if day is not None and day >= on - _LATE]
    if weekday is not None and weekday.week is None:
        possible = possible[:2]
        possible.sort(key=lambda day: day.weekday() != weekday.weekday)
    return possible[:1]


def _weekday_doubts(day: date, weekday: Weekday | None, on: date) -> list[Disagreement]:
    if weekday is None or weekday.is_recurring:
        return []
    if weekday.week is None:
        if day.weekday() == weekday.weekday:
            return []
        return [_conflict("weekday_mismatch", day, _nearest(day, weekday.weekday))]
    relative = _monday(on) + timedelta(days=7 * weekday.week + weekday.weekday)
    if relative == day or (weekday.is_loose and relative - timedelta(days=7) == day):
        return []
    code = "date_conflict" if day.weekday() == weekday.weekday else "weekday_mismatch"
    return [_conflict(code, day, relative)]


def _day_of_weekday(weekday: Weekday, on: date) -> tuple[date, None, list[Disagreement]]:
    if weekday.week is None:
        return on + timedelta(days=(weekday.weekday - on.weekday()) % 7), None, []
    day = _monday(on) + timedelta(days=7 * weekday.week + weekday.weekday)
    sooner = day - timedelta(days=7)
    if weekday.is_loose and sooner > on:
        # On a Monday, “next Thursday” is in three days for some and in ten for others.
        return day, None, [_conflict("ambiguous_date", day, sooner)]
    return day, None, []


def further_days(written: list[WrittenDate], first: date) -> Iterator[date]:
    """The days of a list after its first, each the next one with that number."""
    before = first
    for each in written:
        day = _last_day(each, before)
        if day is not None and day > before:
            before = day
            yield day


def _last_day(last: WrittenDate, first: date) -> date | None:
    year, month = last.year or first.year, last.month or first.month
    day = _date(year, month, last.day)
    if day is not None and day < first and last.year is None:
        if last.month is not None:
            return _date(year + 1, month, last.day)
        return _date(year + month // 12, month % 12 + 1, last.day)
    return day


def _nearest(day: date, weekday: int) -> date:
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _conflict(code: str, *days: date) -> Disagreement:
    return Disagreement(code, tuple(day.isoformat() for day in days))
