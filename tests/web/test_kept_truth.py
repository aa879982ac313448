"""Kept pages: what they say beside events changes at once too, and no request makes them hold more than pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from seminars.models import SkippedDate
from seminars.publishing.rename import rename_meeting, rename_venue
from tests.factories import NOW, STARTS, a_meeting, a_series, a_venue, an_event, published
from tests.web.test_keeping import Process

pytestmark = pytest.mark.django_db


def test_the_usual_place_of_a_series_is_named_anew_where_no_event_is_coming(visitor: Client) -> None:
    venue, meeting = a_venue(), a_meeting()
    a_series(slug="wenqu", venue=venue, meeting=meeting)
    process = Process()

    def room_renamed() -> None:
        venue.name_zh = "新水利馆报告厅"
        rename_venue(venue, by=None, at=NOW)

    def number_changed() -> None:
        meeting.code = "999888777"
        rename_meeting(meeting, by=None, at=NOW)

    def closed() -> None:
        meeting.visibility = "members"
        rename_meeting(meeting, by=None, at=NOW)

    acts: list[Callable[[], None]] = [room_renamed, number_changed, closed]
    for act in acts:
        before = process.get("/wenqu/").body
        act()
        now = process.get("/wenqu/").body
        assert now == visitor.get("/wenqu/").content != before


def test_what_ends_is_listed_as_over_at_once_also_where_nothing_coming_is_listed(visitor: Client) -> None:
    published(an_event(a_series(slug="wenqu"), number=89))
    process = Process()
    ends = STARTS + timedelta(hours=2)
    for address in ("/embed/rows/?next=0&past=5", "/embed/list/?next=1&past=5&series=wenqu"):
        seen = set()
        for at in (ends - timedelta(minutes=1), ends):
            with time_machine.travel(at, tick=False):
                assert process.get(address).body == visitor.get(address).content
                seen.add(process.get(address).body)
        assert len(seen) == 2


def test_skipped_dates_leave_the_page_of_a_series_elsewhere_by_the_clocks_of_the_site(
    visitor: Client,
) -> None:
    boston = a_series(slug="boston", zone="America/New_York")
    SkippedDate.objects.create(series=boston, on=date(2026, 3, 10), reason_zh="春假")
    process = Process()
    for at in (datetime(2026, 3, 10, 15, 59, tzinfo=UTC), datetime(2026, 3, 10, 16, tzinfo=UTC)):
        with time_machine.travel(at, tick=False):
            assert process.get("/boston/").body == visitor.get("/boston/").content


def test_a_long_header_is_not_kept_with_a_page() -> None:
    a_series(slug="wenqu")
    process = Process()
    for headers in ({"x_forwarded_proto": "z" * 300}, {"host": f"testserver:{'1' * 300}"}):
        for _time in range(2):
            assert process.get("/wenqu/", **headers).status == 200
    assert process.asked == 4
