"""Two organizers, or two clicks, at one moment. Collected by test_postgresql.py: SQLite lets only one in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from seminars.models import Event, Series, Speaker, Tag
from tests.admin.reading import form_with, text_of
from tests.factories import a_series, an_event
from tests.services.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/en/admin/seminars"


@pytest.fixture
def desk(mei: User) -> Client:
    client = Client()
    client.force_login(mei, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answers(desk: Client, *posts: tuple[str, dict[str, Any]]) -> list[Any]:
    """What the desk answers to forms that are sent at one moment, redirects first."""
    found: list[Any] = []

    def send(path: str, sent: dict[str, Any]) -> Callable[[], None]:
        client = Client()
        client.cookies = desk.cookies
        return lambda: found.append(client.post(path, sent))

    assert at_once(*(send(path, sent) for path, sent in posts)) == []
    return sorted(found, key=lambda each: -each.status_code)


def a_new_event(desk: Client, series: Series, **typed: str) -> dict[str, Any]:
    sent = form_with(desk.get(f"{DESK}/event/add/", {"series": series.pk}), "venue_from")
    return sent | {"talks-0-title_zh": "表示论", "talks-0-speakers-0-name_zh": "林知远"} | typed


def test_a_double_click_is_one_event(desk: Client) -> None:
    sent = a_new_event(desk, a_series(), number="42")

    done = answers(desk, *[(f"{DESK}/event/add/", sent)] * 4)

    event = Event.objects.get()
    assert [each.headers.get("Location") for each in done] == [f"{DESK}/event/{event.pk}/change/"] * 4
    assert (event.talks.count(), Speaker.objects.count()) == (1, 1)


def test_a_double_click_on_changes_is_one_change(desk: Client) -> None:
    event = an_event()
    path = f"{DESK}/event/{event.pk}/change/"
    sent = form_with(desk.get(path), "venue_from") | {"talks-1-title_zh": "第二讲"}

    done = answers(desk, *[(path, sent)] * 4)

    assert [each.status_code for each in done] == [302] * 4
    assert event.talks.count() == 2


def test_one_number_typed_twice_is_refused_at_the_field(desk: Client) -> None:
    series = a_series()
    sent = a_new_event(desk, series, number="42")

    saved, refused = answers(
        desk, *((f"{DESK}/event/add/", sent | {"key": str(uuid.uuid4())}) for _each in range(2))
    )

    assert (saved.status_code, refused.status_code, Event.objects.count()) == (302, 200, 1)
    assert "Another event of this series has this number." in text_of(refused)
    assert form_with(refused, "venue_from")["talks-0-title_zh"] == "表示论"


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("series", {"name_en": "Tea", "slug": "tea"}, "Series with this Address already exists."),
        ("venue", {"name_en": "Tea", "slug": "tea"}, "Venue with this Address already exists."),
        ("tag", {"name_en": "Tea", "slug": "tea"}, "Tag with this Address already exists."),
        ("speaker", {"name_en": "Tea", "slug": "tea"}, "Speaker with this Address already exists."),
        (
            "speaker",
            {"name_en": "Tea", "email": "tea@example.org"},
            "Another speaker has this mail address.",
        ),
    ],
)
def test_one_address_typed_twice_is_refused_at_the_field(
    desk: Client, kind: str, typed: dict[str, str], sentence: str
) -> None:
    path = f"{DESK}/{kind}/add/"
    sent = form_with(desk.get(path), "name_zh") | typed

    saved, refused = answers(desk, *[(path, sent)] * 2)

    assert (saved.status_code, refused.status_code) == (302, 200)
    assert sentence in text_of(refused)


def test_addresses_that_nobody_typed_make_way_for_each_other(desk: Client) -> None:
    path = f"{DESK}/tag/add/"
    sent = form_with(desk.get(path), "name_zh") | {"name_en": "Tea"}

    done = answers(desk, *[(path, sent)] * 3)

    assert [each.status_code for each in done] == [302] * 3
    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["tea", "tea-2", "tea-3"]


def test_an_address_left_and_one_taken_at_one_moment_do_not_meet(desk: Client) -> None:
    old = a_series(slug="tea")
    change, add = f"{DESK}/series/{old.pk}/change/", f"{DESK}/series/add/"
    leaving = form_with(desk.get(change), "name_zh") | {"slug": "coffee"}
    taking = form_with(desk.get(add), "name_zh") | {"slug": "tea", "name_en": "Tea"}

    saved, refused = answers(desk, (change, leaving), (add, taking))

    assert (saved.status_code, refused.status_code) == (302, 200)
    assert list(Series.objects.values_list("slug", flat=True)) == ["coffee"]
