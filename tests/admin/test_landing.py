"""What an organizer sees first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from seminars.models import Series
from tests.admin.reading import text_of
from tests.factories import STARTS, a_subscriber, an_event, published


def test_the_desk_shows_drafts_changes_what_comes_next_and_what_was_told(desk: Client, wenqu: Series) -> None:
    a_subscriber(wenqu)
    an_event(wenqu, number=3, starts_at=None, ends_at=None)
    event = an_event(wenqu, number=2)
    published(event)
    event.talks.get().abstracts.update(title="又改了")

    page = text_of(desk.get("/en/admin/"))

    for said in (
        "New event",
        "Wenqu Class Seminar #3",
        "Say when it starts.",
        "Changed here, not yet for readers",
        "Sat, 28 November 2026, 14:00–16:00 (Beijing time)",
        "Duplicate last",
        "Send now",
    ):
        assert said in page


@pytest.mark.parametrize("path", ["/admin/", "/admin/seminars/event/", "/admin/seminars/announcement/"])
def test_lists_of_the_desk_need_as_many_queries_for_three_as_for_one(
    desk: Client, wenqu: Series, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    published(an_event(wenqu, number=1))
    an_event(wenqu, number=11)
    desk.get(path)
    with django_assert_max_num_queries(200) as one:
        desk.get(path)
    for number in (2, 3):
        published(an_event(wenqu, number=number, starts_at=STARTS + timedelta(days=number)))
        an_event(wenqu, number=10 + number * 2)

    with django_assert_max_num_queries(len(one.captured_queries)):
        desk.get(path)


def test_the_chinese_and_the_english_desk_link_to_each_other(desk: Client) -> None:
    assert 'href="/en/admin/seminars/event/?q=x"' in text_of(desk.get("/admin/seminars/event/?q=x"))
    assert 'href="/admin/"' in text_of(desk.get("/en/admin/"))


def test_no_page_of_the_desk_needs_inline_script_or_style(desk: Client, wenqu: Series) -> None:
    event = an_event(wenqu)
    for path in (
        "/admin/",
        f"/admin/seminars/event/{event.pk}/change/",
        f"/admin/seminars/event/{event.pk}/publish/",
    ):
        page = text_of(desk.get(path))
        assert " style=" not in page
        assert "<script>" not in page
        assert " onclick=" not in page
