from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.terms import Term, term_called, term_of

WITHIN = st.dates(date(1971, 1, 1), date(8999, 1, 1))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 1, 31), "2025-autumn"),
        (date(2026, 2, 1), "2026-spring"),
        (date(2026, 7, 31), "2026-spring"),
        (date(2026, 8, 1), "2026-autumn"),
    ],
)
def test_a_day_belongs_to_its_term(day: date, key: str) -> None:
    assert term_of(day).key == key


@given(WITHIN)
def test_a_term_is_found_again_by_its_key_and_holds_its_days(day: date) -> None:
    term = term_of(day)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    first, last = term.bounds("UTC")

    assert (term_called(term.key), first <= noon < last) == (term, True)


@pytest.mark.parametrize(
    "key", ["", "2025", "2025-summer", "20255-autumn", "二〇二五-autumn", "2025-autumn "]
)
def test_no_other_word_is_a_term(key: str) -> None:
    assert term_called(key) is None


def test_autumn_follows_spring() -> None:
    assert sorted([Term(2026, True), Term(2025, True), Term(2026, False)]) == [
        Term(2025, True),
        Term(2026, False),
        Term(2026, True),
    ]
