"""What is coming, week by week, with the dates on which a series does not meet named among it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from seminars.models import SkippedDate
from seminars.presenting.lines import Line
from seminars.presenting.links import to_series
from seminars.presenting.said import Said, said, speaking
from seminars.presenting.times import date_words
from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True)
class Skip:
    """A date on which a series does not meet, and why."""

    on: date
    date: str
    short: Said
    href: str
    reason: Said | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the agenda: exactly one of the two is set."""

    line: Line | None = None
    skip: Skip | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Rows under one heading, such as “This week”."""

    title: str
    entries: tuple[Entry, ...]


def skip(row: SkippedDate, language: str, *, at: datetime) -> Skip:
    """A skipped date in words; its series must be at hand."""
    return Skip(
        on=row.on,
        date=date_words(row.on, language, at.astimezone(zone(row.series.zone)).year),
        short=said(row.series.short, language) or Said(row.series.slug, "en"),
        href=to_series(row.series.slug, language),
        reason=said(row.reason, language),
    )


def agenda(
    lines: Iterable[Line], skips: Iterable[Skip], language: str, *, at: datetime, zone_name: str
) -> tuple[Week, ...]:
    """Events and skipped dates in the order of time: this week, next week, later; weeks begin on Monday.

    `zone_name` says what day `at` is; each event counts on its own date there.
    """
    rows = [(_day_of(line, zone_name), line.when.starts, Entry(line=line)) for line in lines]
    rows += [(skip.on, "", Entry(skip=skip)) for skip in skips]
    rows.sort(key=lambda row: row[:2])
    today = at.astimezone(zone(zone_name)).date()
    monday = today - timedelta(days=today.weekday())
    with speaking(language):
        titles = ((monday + timedelta(days=7), _("This week")), (monday + timedelta(days=14), _("Next week")))
        later = _("Later")
    weeks: dict[str, list[Entry]] = {}
    for day, _starts, entry in rows:
        title = next((title for end, title in titles if day < end), later)
        weeks.setdefault(title, []).append(entry)
    return tuple(Week(title, tuple(entries)) for title, entries in weeks.items())


def _day_of(line: Line, zone_name: str) -> date:
    return datetime.fromisoformat(line.when.starts).astimezone(zone(zone_name)).date()
