"""From when to when: a stretch of time with the zone it is told in, and its words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from seminars.timekeeping.names import MONTHS, WEEKDAYS, zone_words
from seminars.timekeeping.zones import offset_words, zone

LONGEST_ALL_DAY = 14


class EndsBeforeItStarts(ValueError):
    """A stretch of time whose end is not after its start."""

    zh = "结束时间必须晚于开始时间。"
    en = "The end must be after the start."

    def __init__(self) -> None:
        super().__init__(self.en)


class TooManyDays(ValueError):
    """An all-day stretch of more than 14 days."""

    zh = f"全天活动最多 {LONGEST_ALL_DAY} 天。"
    en = f"All-day events may last {LONGEST_ALL_DAY} days at most."

    def __init__(self) -> None:
        super().__init__(self.en)


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to a later one, told in the IANA zone `zone`.

    Raises `EndsBeforeItStarts`, `UnknownZone`, and ValueError for datetimes without a zone.
    """

    starts_at: datetime
    ends_at: datetime
    zone: str

    def __post_init__(self) -> None:
        if self.starts_at.utcoffset() is None or self.ends_at.utcoffset() is None:
            raise ValueError("A span needs datetimes with a zone.")
        zone(self.zone)
        # Python compares two datetimes of one zone by the clock on the wall, not by the instant.
        if self.ends_at.astimezone(UTC) <= self.starts_at.astimezone(UTC):
            raise EndsBeforeItStarts

    @property
    def duration(self) -> timedelta:
        """The time that really passes, also across a clock change."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)

    def local(self, zone_name: str = "") -> tuple[datetime, datetime]:
        """Start and end by the clocks of a zone, of its own one if none is named."""
        there = zone(zone_name or self.zone)
        return self.starts_at.astimezone(there), self.ends_at.astimezone(there)

    def overlaps(self, other: Span) -> bool:
        """Whether both go on at some instant; touching ends do not overlap."""
        mine, others = self._in_utc(), other._in_utc()
        return mine[0] < others[1] and others[0] < mine[1]

    def day_difference(self, zone_name: str) -> int:
        """How many calendar days the start in another zone is after (or before, negative) its own date."""
        return (self.local(zone_name)[0].date() - self.local()[0].date()).days

    def in_words(self, language: str, zone_name: str = "") -> str:
        """Date, weekday, both times and the zone: `2025年11月1日（周六）15:00–17:00（北京时间）`."""
        starts, ends = self.local(zone_name)
        where = _zone_and_offset(zone_name or self.zone, language, starts, ends)
        if language == "zh":
            if starts.date() == ends.date():
                return f"{date_words(starts, 'zh')}{_clock(starts)}–{_clock(ends)}（{where}）"
            end_day = date_words(ends, "zh") if starts.year != ends.year else _chinese_day(ends)
            return f"{date_words(starts, 'zh')}{_clock(starts)}–{end_day}{_clock(ends)}（{where}）"
        if starts.date() == ends.date():
            return f"{date_words(starts, 'en')}, {_clock(starts)}–{_clock(ends)} ({where})"
        first, last = date_words(starts, "en"), date_words(ends, "en")
        return f"{first}, {_clock(starts)} – {last}, {_clock(ends)} ({where})"

    def _in_utc(self) -> tuple[datetime, datetime]:
        return self.starts_at.astimezone(UTC), self.ends_at.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class AllDaySpan:
    """Whole days from `first` to `last`, both included, in the IANA zone `zone`.

    Raises `EndsBeforeItStarts`, `TooManyDays` and `UnknownZone`.
    """

    first: date
    last: date
    zone: str

    def __post_init__(self) -> None:
        zone(self.zone)
        if self.last < self.first:
            raise EndsBeforeItStarts
        if self.days > LONGEST_ALL_DAY:
            raise TooManyDays

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    def in_words(self, language: str) -> str:
        """The dates with weekdays and the zone: `Sat, 1 November – Mon, 3 November 2025 (Beijing time)`."""
        where = zone_words(self.zone, language)
        first, last = date_words(self.first, language), date_words(self.last, language)
        same_year = self.first.year == self.last.year
        if language == "zh":
            last = _chinese_day(self.last) if same_year else last
            return f"{first}（{where}）" if self.days == 1 else f"{first}至{last}（{where}）"
        if self.days > 1 and same_year:
            first = first.removesuffix(f" {self.first.year}")
        return f"{first} ({where})" if self.days == 1 else f"{first} – {last} ({where})"


def date_words(day: date, language: str) -> str:
    """A date with its weekday: `2025年11月1日（周六）`, `Sat, 1 November 2025`."""
    if language == "zh":
        return f"{day.year}年{_chinese_day(day)}"
    return f"{WEEKDAYS['en'][day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(at: datetime, zone_name: str, language: str) -> str:
    """One instant by the clocks of a zone: `2025年11月1日（周六）15:00（北京时间）`."""
    local = at.astimezone(zone(zone_name))
    where = zone_words_at(at, zone_name, language)
    if language == "zh":
        return f"{date_words(local, 'zh')}{_clock(local)}（{where}）"
    return f"{date_words(local, 'en')}, {_clock(local)} ({where})"


def zone_words_at(at: datetime, zone_name: str, language: str) -> str:
    """What a zone's time is called at one instant: `北京时间`, with the offset where the hour is repeated."""
    local = at.astimezone(zone(zone_name))
    return _zone_and_offset(zone_name, language, local, local)


def _chinese_day(day: date) -> str:
    return f"{day.month}月{day.day}日（{WEEKDAYS['zh'][day.weekday()]}）"


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _zone_and_offset(zone_name: str, language: str, starts: datetime, ends: datetime) -> str:
    """The zone's name, with its offset when the clock alone would not say which hour is meant."""
    name = zone_words(zone_name, language)
    if not (_is_repeated(starts) or _is_repeated(ends)):
        return name
    words = [offset_words(starts, language)]
    if ends.utcoffset() != starts.utcoffset():
        words.append(offset_words(ends, language))
    return f"{name}{'，' if language == 'zh' else ', '}{' → '.join(words)}"


def _is_repeated(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
