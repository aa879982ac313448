from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from seminars.models import Series
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_noon")]

ACROSS = ["/calendar/speakers/lin.ics", "/calendar/tags/topic.ics", "/calendar/venues/hall.ics"]


@pytest.fixture
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def across(db: None) -> Series:
    """With two events; speaker, topic and room of one have the addresses above."""
    series = a_series(slug="wenqu")
    published(an_event(series, number=89))
    event = an_event(series, number=90, venue=a_venue(slug="hall"), has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="topic")], title="罕见的题目")
    published(event)
    return series


@pytest.mark.parametrize("path", [*ACROSS, "/calendar/search.ics?q=%E7%BD%95%E8%A7%81"])
def test_feeds_across_series_are_served_like_those_of_a_series(
    path: str, across: Series, visitor: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        response = visitor.get(path)
    with django_assert_num_queries(1):
        again = visitor.get(path, headers={"if-none-match": response["ETag"]})

    assert (response.status_code, again.status_code) == (200, 304)
    assert len(with_icalendar(response.content)) == 1
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("inline; filename=")


def test_searches_for_other_words_are_other_feeds(across: Series, visitor: Client) -> None:
    found = visitor.get("/calendar/search.ics", {"q": "罕见"})

    assert visitor.get("/calendar/search.ics", {"q": " 罕见 "})["ETag"] == found["ETag"]
    assert with_icalendar(visitor.get("/calendar/search.ics", {"q": "罕有"}).content) == []


def test_a_search_without_words_is_400(visitor: Client) -> None:
    answers = [visitor.get("/calendar/search.ics"), visitor.get("/calendar/search.ics", {"q": " "})]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content.decode() == "请在 q 中给出要搜索的词。\nq must hold the words to look for.\n"


@pytest.mark.parametrize(
    "path", ["speakers/nobody", "tags/nothing", "venues/nowhere", "search/1", "speakers"]
)
def test_who_was_never_announced_has_no_feed(path: str, across: Series, visitor: Client) -> None:
    assert visitor.get(f"/calendar/{path}.ics").status_code == 404
