"""A whole history made from an earlier one is the one made from nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from seminars.calendars import histories
from seminars.calendars.feed import feed
from seminars.calendars.histories import Earlier
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile
from seminars.calendars.stamps import stamp_at
from seminars.calendars.store import store_all
from seminars.models import CalendarComponent, Event, Series
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.rename import rename_venue
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, STARTS, a_series, a_venue, an_event, published

HISTORY = Options(is_whole_history=True)


def events_of(series: Series, count: int) -> list[Event]:
    found = [an_event(series, starts_at=STARTS + timedelta(days=number)) for number in range(count)]
    for event in found:
        published(event)
    return found


def whole(slug: str, earlier: Earlier = histories.NOTHING) -> CalendarFile:
    return feed(slug, HISTORY, at=NOW, earlier=earlier)


def kept(slug: str) -> Earlier:
    return Earlier(stamp_at(NOW).cursor, whole(slug).chunks)


@pytest.mark.django_db
def test_after_an_edit_only_what_changed_is_read(django_assert_num_queries: Any) -> None:
    series = a_series(slug="wenqu")
    first, *_others = events_of(series, 5)
    earlier = kept("wenqu")
    move(first, starts_at=STARTS + timedelta(days=3, hours=2), by=None, at=NOW)
    CalendarComponent.objects.exclude(publication__event=first).update(body=b"never read")

    with django_assert_num_queries(2):
        file = whole("wenqu", earlier)

    assert file.body.count(b"BEGIN:VEVENT") == 5
    assert b"SEQUENCE:1" in file.body


@pytest.mark.django_db
def test_many_changes_are_read_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "MOST_CHANGES", 3)
    venue = a_venue()
    series = a_series(slug="wenqu", venue=venue)
    events_of(series, 5)
    earlier = kept("wenqu")
    venue.name_zh = "新格致堂"
    rename_venue(venue, by=None, at=NOW)

    assert whole("wenqu", earlier) == whole("wenqu")


@pytest.mark.django_db
def test_a_void_list_is_read_as_a_whole_and_spares_what_it_can(settings: Any) -> None:
    series = a_series(slug="wenqu")
    events_of(series, 3)
    earlier = kept("wenqu")
    settings.SITE_URL = "https://elsewhere.example.org"
    store_all()

    assert whole("wenqu", Earlier(None, earlier.chunks)) == whole("wenqu")


@pytest.mark.django_db
def test_a_poisoned_component_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    poisoned, sound = events_of(a_series(slug="wenqu"), 2)
    CalendarComponent.objects.filter(publication__event=poisoned).update(body=b"poison")

    body = whole("wenqu").body

    assert [str(event.uid) in body.decode() for event in (poisoned, sound)] == [False, True]
    assert [vars(each)["publication"] for each in caplog.records] == [poisoned.publication.pk]


class AnyHistory(TestCase):
    """Whatever is done to events, in whatever order."""

    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=6))
    @settings(max_examples=10)
    def test_a_history_made_from_an_earlier_one_is_the_one_made_from_nothing(
        self, acts: list[tuple[int, int]]
    ) -> None:
        ours, other = a_series(slug="wenqu"), a_series(slug="other")
        events = events_of(ours, 4) + events_of(other, 2)
        earlier = {slug: kept(slug) for slug in ("wenqu", "all")}
        for minute, (which, act) in enumerate(acts):
            _ACTS[act](events[which], minute)

        for slug, before in earlier.items():
            assert whole(slug, before) == whole(slug)


def _moved(event: Event, minute: int) -> None:
    event.refresh_from_db()
    if event.state == "published" and event.starts_at:
        at = NOW + timedelta(minutes=minute)
        move(event, starts_at=event.starts_at - timedelta(days=2, minutes=minute + 1), by=None, at=at)


def _cancelled(event: Event, minute: int) -> None:
    event.refresh_from_db()
    if event.state == "published":
        cancel(event, reason="生病", by=None, at=NOW + timedelta(minutes=minute))


def _restored(event: Event, minute: int) -> None:
    event.refresh_from_db()
    if event.state == "cancelled":
        restore(event, by=None, at=NOW + timedelta(minutes=minute))


def _withdrawn(event: Event, minute: int) -> None:
    event.refresh_from_db()
    if event.state != "withdrawn":
        withdraw(event, by=None, at=NOW + timedelta(minutes=minute))


def _edited(event: Event, minute: int) -> None:
    event.refresh_from_db()
    if event.state == "published":
        event.notes_zh = f"零食 {minute}"
        event.save()
        publish(event, by=None, at=NOW + timedelta(minutes=minute))


def _added(event: Event, minute: int) -> None:
    published(an_event(event.series, starts_at=STARTS - timedelta(days=30, hours=minute)))


_ACTS: list[Callable[[Event, int], None]] = [_moved, _cancelled, _restored, _withdrawn, _edited, _added]
