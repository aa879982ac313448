"""The copy page: what it offers, that looking changes nothing, and the ticks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from seminars.announcements.planning.deciding import Wish
from seminars.models import Event, Moment, Place, Posting, Series
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.admin.reading import form_with, text_of
from tests.factories import NOW, STARTS, a_venue, an_event, published


@pytest.fixture
def event(wenqu: Series) -> Event:
    """A published event of a series with two groups."""
    for position, name in enumerate(("21级群", "校友群")):
        Place.objects.create(series=wenqu, name=name, position=position)
    event = an_event(wenqu, number=42)
    published(event)
    return event


def at(event: Event, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/en/admin/seminars/event/{event.pk}/copy/?{asked}"


def shown(desk: Client, event: Event, **query: str) -> tuple[str, list[str], list[tuple[str, str, bool]]]:
    """The moment that is open, the moments that are offered, and each place with who ticked it."""
    context: Any = desk.get(at(event, **query)).context
    rows = [(row["place"].name, row["by"], row["is_old"]) for row in context["rows"]]
    return str(context["moment"]), [str(label) for label, _url, _current in context["moments"]], rows


def press(desk: Client, event: Event, *, place: int = 0, **query: str) -> None:
    """Press the button of a place on the page."""
    name = Place.objects.all()[place].pk
    page = desk.get(at(event, **query))
    form = form_with(page, "place") | {"place": name}
    if query.get("undo"):
        form["undo"] = "1"
    desk.post(f"/en/admin/seminars/event/{event.pk}/tick/", form)


def test_the_page_offers_what_the_state_allows_and_opens_at_the_likeliest(desk: Client, event: Event) -> None:
    with time_machine.travel(STARTS - timedelta(days=4), tick=False):
        early = shown(desk, event)
    with time_machine.travel(STARTS - timedelta(days=1), tick=False):
        late = shown(desk, event)
    with time_machine.travel(STARTS + timedelta(days=1), tick=False):
        over = shown(desk, event)
    move(event, starts_at=STARTS + timedelta(hours=1), ends_at=STARTS + timedelta(hours=3), by=None, at=NOW)
    moved = shown(desk, event)
    cancel(event, reason="讲者生病", by=None, at=NOW)

    assert early[:2] == ("full", ["full text", "preview", "reminder"])
    assert late[:2] == ("reminder", ["reminder", "full text", "preview"])
    assert over[:2] == ("replay", ["recording", "full text"])
    assert moved[:2] == ("change", ["change", "full text", "preview", "reminder"])
    assert shown(desk, event)[:2] == ("cancellation", ["cancellation"])


def test_looking_changes_nothing_and_the_texts_stand_in_the_page(desk: Client, event: Event) -> None:
    page = text_of(desk.get(at(event, moment="full", language="zh")))

    assert "【讲座】问渠班研讨会 #42｜再看旋转位置编码" in page
    assert (
        "本周六，即2026年11月28日（周六）14:00–16:00（北京时间），我们将在格致堂112【线下】给大家带来林知远的报告。"
        in page
    )
    assert "of 600 characters" in page
    assert desk.get(f"/en/admin/seminars/event/{event.pk}/tick/").status_code == 405
    assert not Posting.objects.exists()


def test_a_tick_says_who_and_when_and_can_be_taken_back(desk: Client, event: Event) -> None:
    press(desk, event, moment="full")
    press(desk, event, moment="full", place=1)

    assert shown(desk, event, moment="full")[2] == [("21级群", "mei", False), ("校友群", "mei", False)]
    assert [(each.number, each.at) for each in Posting.objects.all()] == [(1, NOW), (1, NOW)]

    press(desk, event, moment="full", undo="1")

    assert shown(desk, event, moment="full")[2] == [("21级群", "", False), ("校友群", "mei", False)]


def test_ticking_twice_is_ticking_once(desk: Client, event: Event) -> None:
    typed = {"place": Place.objects.all()[0].pk, "moment": "full", "number": "1", "language": "zh"}

    for _time in range(2):
        desk.post(f"/en/admin/seminars/event/{event.pk}/tick/", typed)

    assert Posting.objects.count() == 1


def test_a_change_is_told_against_what_was_posted_and_asks_for_new_ticks(desk: Client, event: Event) -> None:
    press(desk, event, moment="full")
    starts, ends = STARTS + timedelta(hours=1), STARTS + timedelta(hours=3)
    move(event, starts_at=starts, ends_at=ends, by=None, at=NOW)
    event.refresh_from_db()
    event.venue = a_venue(name_zh="明理楼201")
    event.save()
    publish(event, by=None, at=NOW, wish=Wish(note="原教室投影坏了。"))

    page = text_of(desk.get(at(event, moment="change", language="zh")))

    assert "主办方留言：原教室投影坏了。" in page
    assert "原时间：2026年11月28日（周六）14:00–16:00（北京时间）" in page
    assert "原地点：格致堂112" in page
    assert shown(desk, event, moment="full")[2] == [("21级群", "mei", True), ("校友群", "", False)]
    assert shown(desk, event, moment="change")[2] == [("21级群", "", False), ("校友群", "", False)]

    press(desk, event, moment="change")

    again = text_of(desk.get(at(event, moment="change", language="zh")))
    assert "原时间：2026年11月28日（周六）14:00–16:00（北京时间）" in again
    assert shown(desk, event, moment="change")[2] == [("21级群", "mei", False), ("校友群", "", False)]


def test_a_draft_has_nothing_to_post(desk: Client, wenqu: Series) -> None:
    draft = an_event(wenqu)

    assert desk.get(at(draft)).status_code == 302


def test_another_series_may_neither_copy_nor_tick(ottos_desk: Client, otto: User, event: Event) -> None:
    typed = {"place": Place.objects.all()[0].pk, "moment": "full", "number": "1", "language": "zh"}

    assert ottos_desk.get(at(event)).status_code == 403
    assert ottos_desk.post(f"/en/admin/seminars/event/{event.pk}/tick/", typed).status_code == 403
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"place": "x"}, {"place": "9" * 40}, {"moment": "lunch"}, {"number": "-1"}, {"number": "²"}],
)
def test_a_forged_tick_is_refused(desk: Client, event: Event, wrong: dict[str, str]) -> None:
    typed = {"place": str(Place.objects.all()[0].pk), "moment": "full", "number": "1", "language": "zh"}

    answer = desk.post(f"/en/admin/seminars/event/{event.pk}/tick/", typed | wrong)

    assert (answer.status_code, Posting.objects.count()) == (403, 0)


def test_a_tick_in_a_place_of_another_series_is_refused(desk: Client, event: Event, otto: User) -> None:
    other = Place.objects.create(series=Series.objects.get(slug="otto"), name="奥托群")
    typed = {"place": other.pk, "moment": Moment.FULL, "number": "1", "language": "zh"}

    assert desk.post(f"/en/admin/seminars/event/{event.pk}/tick/", typed).status_code == 404


def test_groups_are_named_on_the_form_of_the_series(desk: Client, wenqu: Series) -> None:
    address = f"/en/admin/seminars/series/{wenqu.pk}/change/"
    form = form_with(desk.get(address), "places-TOTAL_FORMS")

    desk.post(
        address, form | {"places-0-name": "公众号", "places-0-language": "both", "places-0-position": "0"}
    )

    assert [(each.name, each.language) for each in wenqu.places.all()] == [("公众号", "both")]
