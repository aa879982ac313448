"""Readers' quiet hours: off by default, put off until their end, and neither for what is near nor for chosen hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements import outbox
from seminars.announcements.hearers.quiet import readers_night_left
from seminars.models import Announcement, Delivery, Event, Subscriber
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.timekeeping.zones import zone
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
# Eleven at night in Beijing on Tuesday, and eight on Wednesday; the event begins on Saturday at 14:00.
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
QUIET: dict[str, Any] = {"quiet_from": time(22), "quiet_until": time(8)}


def drained(at: datetime) -> int:
    return outbox.drain(clock=lambda: at)


def row() -> tuple[str, int]:
    """Of the newest delivery: its state, and how often it was tried."""
    delivery = Delivery.objects.latest("pk")
    return delivery.state, delivery.attempts


@pytest.fixture
def event() -> Event:
    return an_event(a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu"), number=42)


def test_nobody_has_quiet_hours_who_did_not_set_them(event: Event) -> None:
    a_subscriber(event.series)
    publish(event, by=None, at=NIGHT)

    drained(NIGHT)

    assert row() == ("sent", 1)


def test_an_announcement_waits_for_their_end_and_has_not_failed(event: Event) -> None:
    a_subscriber(event.series, **QUIET)
    publish(event, by=None, at=NIGHT)

    drained(NIGHT)
    asleep = row(), Delivery.objects.get().due_at, len(outgoing())
    drained(MORNING - timedelta(seconds=1))
    still = len(outgoing())
    drained(MORNING)

    assert asleep == (("waiting", 0), MORNING, 0)
    assert (still, row()) == (0, ("sent", 1))


def test_quiet_hours_are_those_of_the_readers_clocks(event: Event) -> None:
    a_subscriber(event.series, zone="Europe/Berlin", **QUIET)
    publish(event, by=None, at=NIGHT)

    drained(NIGHT)

    assert row() == ("sent", 1)


@pytest.mark.parametrize(("hours", "is_woken"), [(18, True), (18.1, False)])
def test_a_change_of_what_is_near_does_not_wait(event: Event, hours: float, is_woken: bool) -> None:
    a_subscriber(event.series, **QUIET)
    event.starts_at, event.ends_at = NIGHT + timedelta(hours=hours), NIGHT + timedelta(hours=hours + 1)
    event.save()
    publish(event, by=None, at=NOW)
    drained(NOW)
    cancel(event, reason="", by=None, at=NIGHT)

    drained(NIGHT)

    assert row() == (("sent", 1) if is_woken else ("waiting", 0))


def test_what_moves_from_near_to_far_is_near(event: Event) -> None:
    a_subscriber(event.series, **QUIET)
    event.starts_at, event.ends_at = NIGHT + timedelta(hours=10), NIGHT + timedelta(hours=11)
    event.save()
    publish(event, by=None, at=NOW)
    drained(NOW)
    move(event, starts_at=STARTS + timedelta(days=7), by=None, at=NIGHT)

    drained(NIGHT)

    assert row() == ("sent", 1)


def test_a_reminder_comes_at_the_hour_that_was_chosen(event: Event) -> None:
    a_subscriber(event.series, reminds_evening=True, quiet_from=time(19), quiet_until=time(9))
    publish(event, by=None, at=NOW)
    drained(NOW)

    drained(datetime(2026, 11, 27, 12, 0, tzinfo=UTC))

    assert row() == ("sent", 1)
    assert Delivery.objects.latest("pk").announcement.kind == "reminder"


def test_a_digest_that_was_held_up_until_the_night_waits_for_its_end(event: Event) -> None:
    reader = a_subscriber(event.series, digest_at=time(20), quiet_from=time(22), quiet_until=time(7))
    reader.subscriptions.update(rhythm="daily")
    event.starts_at, event.ends_at = STARTS + timedelta(days=7), STARTS + timedelta(days=7, hours=1)
    event.save()
    publish(event, by=None, at=NOW)
    drained(NOW)

    drained(NIGHT)
    asleep = row()
    drained(MORNING - timedelta(hours=1))

    assert (asleep, row()) == (("waiting", 0), ("sent", 1))


def test_what_expires_in_the_night_is_not_sent_in_the_morning(event: Event) -> None:
    a_subscriber(event.series, **QUIET)
    publish(event, by=None, at=NIGHT)
    Announcement.objects.update(expires_at=NIGHT + timedelta(hours=2))

    drained(NIGHT)
    drained(MORNING)

    assert (row()[0], outgoing()) == ("expired", [])


def test_who_is_put_off_hears_the_newest_truth_once(event: Event) -> None:
    a_subscriber(event.series, **QUIET)
    publish(event, by=None, at=NIGHT)
    drained(NIGHT)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=NIGHT + timedelta(minutes=1))
    drained(NIGHT + timedelta(minutes=2))

    drained(MORNING)

    (mail,) = outgoing()
    assert "11月29日" in str(mail["Subject"])
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["sent", "superseded"]


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.times(),
    st.times(),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_a_night_ends_when_it_is_over(at: datetime, begins: time, ends: time, zone_name: str) -> None:
    reader = Subscriber(quiet_from=begins, quiet_until=ends, zone=zone_name)

    left = readers_night_left(reader, at=at)

    wall = at.astimezone(zone(zone_name))
    is_night = begins <= wall.time() < ends if begins <= ends else not ends <= wall.time() < begins
    assert timedelta() <= left <= timedelta(hours=25)
    assert readers_night_left(reader, at=at + left) == timedelta()
    # The clocks say so, except on the nights on which they change.
    assert (left > timedelta()) == is_night or wall.utcoffset() != (wall - timedelta(days=1)).utcoffset()


def test_a_night_ends_at_the_first_of_two_hours() -> None:
    reader = Subscriber(quiet_from=time(22), quiet_until=time(2, 30), zone="Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    left = [readers_night_left(reader, at=first + timedelta(minutes=minutes)) for minutes in (-1, 0, 45)]

    assert left == [timedelta(minutes=1), timedelta(), timedelta()]
