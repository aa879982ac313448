from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from seminars.calendars.feed import feed
from seminars.calendars.options import Options
from seminars.models import CalendarComponent, Event, Series
from seminars.publishing.change import cancel
from tests.calendars.readers import alike, with_icalendar
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = pytest.mark.django_db


def an_event_at(series: Series, starts_at: datetime = STARTS) -> Event:
    """A published event of `series`."""
    event = an_event(series, starts_at=starts_at)
    published(event)
    return event


def test_a_feed_by_a_reader_s_clocks_covers_all_its_events_with_one_table(
    django_assert_num_queries: Any,
) -> None:
    series = a_series()
    for weeks in range(0, 24, 8):
        an_event_at(series, starts_at=STARTS + timedelta(weeks=weeks))
    cancel(an_event_at(series, starts_at=STARTS + timedelta(days=1)), reason="", by=None, at=NOW)

    with django_assert_num_queries(2):
        body = feed(series.slug, Options(zone="America/New_York"), at=NOW).body

    assert body.count(b"BEGIN:VTIMEZONE\r\n") == 1
    assert b"X-WR-TIMEZONE:America/New_York\r\n" in body
    assert body.index(b"VTIMEZONE") < body.index(b"BEGIN:VEVENT")
    plain = with_icalendar(feed(series.slug, Options(), at=NOW).body)
    assert [(each.uid, each.starts, each.status) for each in alike(body)] == [
        (each.uid, each.starts, each.status) for each in plain
    ]


def test_a_poisoned_row_is_left_out_and_the_rest_is_served(caplog: pytest.LogCaptureFixture) -> None:
    series = a_series()
    poisoned = an_event_at(series)
    an_event_at(series, starts_at=STARTS + timedelta(days=7))
    CalendarComponent.objects.filter(publication__event=poisoned).update(body=b"BEGIN:VEVENT\r\nUID:1\r\n")

    for options in (Options(), Options(zone="America/New_York")):
        (seen,) = with_icalendar(feed(series.slug, options, at=NOW).body)
        assert seen.starts == STARTS + timedelta(days=7)
    assert [(each.message, vars(each)["publication"]) for each in caplog.records] == [
        ("calendar.entry_left_out", poisoned.publication.pk)
    ] * 2
