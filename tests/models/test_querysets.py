"""Adjectives that must neither miss a row nor read all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from seminars.models import Publication
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = pytest.mark.django_db


def test_the_longest_event_is_upcoming_until_its_last_minute() -> None:
    fortnight = timedelta(days=14, hours=2)
    event = an_event(a_series(), is_all_day=True, starts_at=STARTS, ends_at=STARTS + fortnight)
    publication = published(event)

    def upcoming(before_the_end: timedelta) -> list[Publication]:
        return list(Publication.objects.upcoming(at=STARTS + fortnight - before_the_end))

    assert upcoming(timedelta(seconds=1)) == upcoming(fortnight + timedelta(days=300)) == [publication]
    assert upcoming(timedelta()) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's own words for its plan")
def test_what_is_long_over_is_not_read_to_find_what_is_coming() -> None:
    plan = Publication.objects.listed().upcoming(at=NOW).explain()

    assert "SEARCH seminars_publication USING INDEX publication_by_start (starts_at>?)" in plan
