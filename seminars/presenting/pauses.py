"""When a seminar that has announced nothing may be expected again, as far as its own dates tell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from seminars.models import Series
from seminars.presenting.said import said, speaking
from seminars.presenting.terms import Term, term_of
from seminars.presenting.times import date_words, day_words
from seminars.timekeeping.zones import zone

WEEKS_AHEAD = 30


def resumption(series: Series, skipped: Collection[date], language: str, *, at: datetime) -> str:
    """That it is expected again on its first usual day that is not skipped; '' unless the next one is."""
    if series.usual_weekday is None:
        return ""
    today = at.astimezone(zone(series.zone)).date()
    first = today + timedelta(days=(series.usual_weekday - today.weekday()) % 7)
    if first not in skipped:
        return ""
    days = (first + timedelta(weeks=number) for number in range(1, WEEKS_AHEAD))
    free = next((day for day in days if day not in skipped), None)
    if free is None:
        return ""
    with speaking(language):
        words = {
            "series": str(said(series.short, language) or series.slug),
            "date": date_words(free, language, today.year),
        }
        return _("%(series)s is expected to meet again on %(date)s.") % words


def terms_ahead(today: date) -> tuple[Term, Term]:
    """The present term and the next one, a year ago."""
    now = term_of(today)
    following = Term(now.year + 1, is_autumn=False) if now.is_autumn else Term(now.year, is_autumn=True)
    return Term(now.year - 1, now.is_autumn), Term(following.year - 1, following.is_autumn)


def beginning(first: date, today: date, language: str) -> str:
    """What the first day of a term a year ago lets expect; '' where that day of this year is over."""
    if (first.month, first.day) == (2, 29):
        first -= timedelta(days=1)
    anniversary = first.replace(year=first.year + 1)
    if anniversary < today:
        return ""
    with speaking(language):
        day = {"date": day_words(first, language, first.year)}
        if term_of(first).is_autumn:
            return _("Last year the autumn term began on %(date)s.") % day
        return _("Last year the spring term began on %(date)s.") % day
