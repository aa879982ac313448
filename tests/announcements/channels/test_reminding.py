"""Groups are reminded an hour before, where their channel says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.models import Delivery, Event
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.announcements.channels.telling import a_channel, drained, row
from tests.calling.robots import Robot
from tests.factories import NOW, STARTS

pytestmark = pytest.mark.django_db
EVENING, HOUR_BEFORE = STARTS - timedelta(hours=18), STARTS - timedelta(hours=1)


def told(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()


def test_a_group_is_reminded_an_hour_before_and_not_in_the_evening(event: Event, robot: Robot) -> None:
    channel = a_channel(event)
    told(event)

    drained(EVENING)
    in_the_evening = len(robot.calls)
    drained(HOUR_BEFORE)
    drained(HOUR_BEFORE + timedelta(minutes=1))

    assert (in_the_evening, len(robot.calls)) == (1, 2)
    assert row(channel) == ("sent", 1, "")
    assert b"\xe3\x80\x90\xe6\x8f\x90\xe9\x86\x92\xe3\x80\x91" in robot.calls[-1].body  # 【提醒】


@pytest.mark.parametrize("fields", [{"reminds": False}, {"paused_at": STARTS - timedelta(hours=2)}])
def test_a_group_that_wants_none_has_none(event: Event, robot: Robot, fields: dict[str, object]) -> None:
    channel = a_channel(event)
    told(event)
    type(channel).objects.filter(pk=channel.pk).update(**fields)

    drained(HOUR_BEFORE)

    assert not Delivery.objects.filter(announcement__kind="reminder").exists()


def test_a_group_is_not_woken_for_what_begins_early(event: Event, robot: Robot) -> None:
    # At 08:30 in Beijing: an hour before, the group sleeps; when it wakes, it is too late.
    event.starts_at = STARTS - timedelta(hours=5, minutes=30)
    event.save()
    channel = a_channel(event)
    told(event)

    drained(event.starts_at - timedelta(hours=1))
    asleep = row(channel)[0]
    drained(event.starts_at - timedelta(minutes=20))

    assert (asleep, row(channel)[0], len(robot.calls)) == ("waiting", "missed", 1)


@pytest.mark.parametrize("act", ["moved", "cancelled"])
def test_a_reminder_on_its_way_to_a_group_is_dropped(event: Event, robot: Robot, act: str) -> None:
    channel = a_channel(event)
    told(event)
    outbox._fan_out_due(at=HOUR_BEFORE)
    if act == "moved":
        move(event, starts_at=STARTS + timedelta(days=1), by=None, at=HOUR_BEFORE)
    else:
        cancel(event, reason="", by=None, at=HOUR_BEFORE)

    drained(HOUR_BEFORE + timedelta(seconds=1))

    states = Delivery.objects.filter(target=channel, announcement__kind="reminder").values_list(
        "state", flat=True
    )
    assert list(states) == ["superseded"]
