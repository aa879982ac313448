"""Academic terms, by which past events are kept: spring begins in February, autumn in August."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term; autumn bears the year in which it begins."""

    year: int
    is_autumn: bool

    @property
    def key(self) -> str:
        """As it stands in addresses: `2025-autumn`."""
        return f"{self.year}-{'autumn' if self.is_autumn else 'spring'}"

    @property
    def title(self) -> str:
        if self.is_autumn:
            return _("Autumn %(year)d") % {"year": self.year}
        return _("Spring %(year)d") % {"year": self.year}

    def bounds(self, zone_name: str) -> tuple[datetime, datetime]:
        """The first instant of the term and of the one after it, in UTC."""
        first = date(self.year, 8 if self.is_autumn else 2, 1)
        last = date(self.year + 1, 2, 1) if self.is_autumn else date(self.year, 8, 1)
        return _midnight(first, zone_name), _midnight(last, zone_name)


def term_of(day: date) -> Term:
    """The term to which a date belongs."""
    if 2 <= day.month <= 7:
        return Term(day.year, is_autumn=False)
    return Term(day.year if day.month >= 8 else day.year - 1, is_autumn=True)


def term_called(key: str) -> Term | None:
    """The term of an address; None where it is none."""
    found = re.fullmatch(r"([1-8]\d{3})-(spring|autumn)", key, re.ASCII)
    return Term(int(found[1]), found[2] == "autumn") if found else None


def terms_between(first: Term, last: Term) -> list[Term]:
    """All terms from `last` back to `first`, newest first; none where `first` is the later one."""
    years = range(last.year, first.year - 1, -1)
    found = (Term(year, is_autumn) for year in years for is_autumn in (True, False))
    return [each for each in found if first <= each <= last]


def _midnight(day: date, zone_name: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone(zone_name)).astimezone(UTC)
