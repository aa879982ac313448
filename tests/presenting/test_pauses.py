from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from seminars.models import Series, SkippedDate
from seminars.presenting.pauses import beginning, resumption
from tests.factories import NOW, a_series, an_event, published

# A Tuesday; the series meets on Saturdays.
AT = datetime(2027, 1, 12, 4, 0, tzinfo=UTC)
SATURDAYS = [date(2027, 1, 16) + timedelta(weeks=number) for number in range(6)]


@pytest.mark.parametrize(
    ("skipped", "told"),
    [
        ([], ""),
        (SATURDAYS[1:], ""),
        (SATURDAYS[:1], "Wenqu is expected to meet again on Sat, 23 January."),
        (SATURDAYS, "Wenqu is expected to meet again on Sat, 27 February."),
        ([SATURDAYS[0] + timedelta(weeks=each) for each in range(40)], ""),
    ],
)
def test_a_series_is_expected_where_its_pause_ends(skipped: list[date], told: str) -> None:
    series = Series(slug="wenqu", short_en="Wenqu", zone="Asia/Shanghai", usual_weekday=5)

    assert resumption(series, skipped, "en", at=AT) == told


def test_a_term_begins_as_a_year_ago_unless_that_is_over() -> None:
    days = (date(2026, 3, 7), date(2026, 1, 10), date(2024, 2, 29))

    told = [beginning(day, day.replace(year=day.year + 1, day=1), "en") for day in days[:1]]
    told += [beginning(days[1], date(2027, 1, 12), "en"), beginning(days[2], date(2025, 2, 1), "en")]

    assert told == [
        "Last year the spring term began on 7 March.",
        "",
        "Last year the spring term began on 28 February.",
    ]


@pytest.mark.django_db
def test_the_first_page_says_what_is_known_where_nothing_is_coming(visitor: Client) -> None:
    series = a_series(slug="wenqu", short_en="Wenqu", usual_weekday=5)
    published(an_event(series, starts_at=NOW - timedelta(days=250)))
    texts = [visitor.get("/en/").content.decode()]
    today = datetime.now(UTC).date()
    for day in range(14):
        SkippedDate.objects.create(series=series, on=today + timedelta(days=day))

    texts.append(visitor.get("/en/").content.decode())

    assert ["Nothing is announced yet" in text for text in texts] == [True, True]
    assert ["is expected to meet again on" in text for text in texts] == [False, True]
    assert all('name="email"' in text for text in texts)
