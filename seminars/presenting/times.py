"""When, in words that stand apart so that a page can lay them out; the zone is always named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seminars.text.bilingual import short_language
from seminars.timekeeping.names import MONTHS, WEEKDAYS, zone_words
from seminars.timekeeping.zones import offset_words, zone


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of time by the clocks of one zone.

    `starts` and `ends` are UTC instants for `<time datetime>`; `clock` is '' for whole days; `shift` tells
    how many days the start is after or before the event's own date, '' when none; `offset` is the zone's
    distance from UTC, and `is_ambiguous` asks to show it, because the clock shows this hour twice.
    """

    day: str
    weekday: str
    clock: str
    zone: str
    zone_name: str
    offset: str
    starts: str
    ends: str
    shift: str = ""
    is_ambiguous: bool = False

    @property
    def date(self) -> str:
        """The day with its weekday, in the order of the language: `11月1日 周六`, `Sat, 1 November`."""
        if not self.weekday:
            return self.day
        return f"{self.weekday}, {self.day}" if self.weekday.isascii() else f"{self.day} {self.weekday}"

    def __str__(self) -> str:
        is_chinese = "月" in self.day
        where = self.zone
        if self.is_ambiguous:
            where += f"{'，' if is_chinese else ', '}{self.offset}"
        words = " ".join(part for part in (self.date, self.clock, self.shift) if part)
        return f"{words}（{where}）" if is_chinese else f"{words} ({where})"


def when(
    starts_at: datetime,
    ends_at: datetime,
    zone_name: str,
    language: str,
    *,
    home_zone: str = "",
    is_all_day: bool = False,
    this_year: int = 0,
) -> When:
    """The stretch in `zone_name`; without the year if it is `this_year`; `home_zone` is the event's own.

    In UTC where the clocks of that zone would leave the calendar. Call it within `speaking(language)`.
    Raises `UnknownZone`.
    """
    language, zone_name = short_language(language), shown_zone(zone_name, starts_at, ends_at)
    there = zone(zone_name)
    starts, ends = starts_at.astimezone(there), ends_at.astimezone(there)
    last = (ends - timedelta(microseconds=1)).date() if is_all_day else ends.date()
    offsets = list(dict.fromkeys((offset_words(starts, language), offset_words(ends, language))))
    day, weekday = day_words(starts, language, this_year), WEEKDAYS[language][starts.weekday()]
    if is_all_day and last != starts.date():
        day, weekday = _days_words(starts, last, language, this_year), ""
    return When(
        day=day,
        weekday=weekday,
        clock="" if is_all_day else clock_words(starts, ends, language),
        zone=zone_words(zone_name, language),
        zone_name=zone_name,
        offset=" → ".join(offsets),
        starts=instant(starts_at),
        ends=instant(ends_at),
        shift=shift_words(day_shift(starts_at, home_zone, zone_name)) if home_zone else "",
        is_ambiguous=not is_all_day and (_is_repeated(starts) or _is_repeated(ends)),
    )


def instant(moment: datetime) -> str:
    """The instant in ISO 8601, in UTC to the second."""
    # Not strftime: its %Y writes the year 1 as it likes, `1` or `0001`.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def shown_zone(zone_name: str, *moments: datetime) -> str:
    """`zone_name`, or `UTC` if its clocks cannot show one of `moments` in the years 1 to 9999."""
    there = zone(zone_name)
    try:
        for moment in moments:
            moment.astimezone(there)
    except OverflowError:
        return "UTC"
    return zone_name


def day_words(day: date, language: str, this_year: int = 0) -> str:
    """The date without its weekday: `4月11日`, `2025年11月1日`, `11 April`, `1 November 2025`."""
    with_year = day.year != this_year
    if short_language(language) == "zh":
        return f"{f'{day.year}年' if with_year else ''}{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if with_year else ''}"


def date_words(day: date, language: str, this_year: int = 0) -> str:
    """The date with its weekday: `4月11日 周六`, `Sat, 11 April`."""
    weekday, words = WEEKDAYS[short_language(language)][day.weekday()], day_words(day, language, this_year)
    return f"{words} {weekday}" if short_language(language) == "zh" else f"{weekday}, {words}"


def clock_words(starts: datetime, ends: datetime, language: str) -> str:
    """Both times by the clock: `14:00–16:00`, and on which day it ends if not on the same."""
    first, last = f"{starts:%H:%M}", f"{ends:%H:%M}"
    days = (ends.date() - starts.date()).days
    if days == 0:
        return f"{first}–{last}"
    if days == 1:
        return _("%(start)s–%(end)s the next day") % {"start": first, "end": last}
    return f"{first} – {day_words(ends, language, starts.year)} {last}"


def day_shift(moment: datetime, from_zone: str, to_zone: str) -> int:
    """How many calendar days a moment's date in `to_zone` is after its date in `from_zone`."""
    return (moment.astimezone(zone(to_zone)).date() - moment.astimezone(zone(from_zone)).date()).days


def shift_words(days: int) -> str:
    """`(+1 day)`, `(−1 day)`; '' for the same day."""
    if not days:
        return ""
    words = ngettext("%(days)s day", "%(days)s days", abs(days)) % {
        "days": f"{'+' if days > 0 else '−'}{abs(days)}"
    }
    return f"({words})"


def nearness(starts_at: datetime, ends_at: datetime, zone_name: str, at: datetime) -> str:
    """How far off it is: `now`, `in 25 minutes`, `today`, `tomorrow`, `in 2 days`; '' when over or far."""
    if at >= ends_at:
        return ""
    if at >= starts_at:
        return _("now")
    minutes = int((starts_at - at).total_seconds() // 60)
    if minutes < 60:
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    there = zone(zone_name)
    days = (starts_at.astimezone(there).date() - at.astimezone(there).date()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days} if days <= 30 else ""


def _days_words(first: date, last: date, language: str, this_year: int) -> str:
    joint = pgettext("between two dates", "to")
    return f"{day_words(first, language, this_year)} {joint} {day_words(last, language, first.year)}"


def _is_repeated(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
