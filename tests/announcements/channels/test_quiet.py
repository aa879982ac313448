"""Groups sleep at night, unless what changes is near."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from seminars.announcements.hearers.quiet import quiet_left
from seminars.models import Delivery, Event
from seminars.publishing.change import cancel
from seminars.publishing.publish import publish
from tests.announcements.channels.telling import a_channel, drained, row
from tests.calling.robots import Robot
from tests.factories import NOW

pytestmark = pytest.mark.django_db

# NOW is noon in Beijing on a Tuesday; the event begins on Saturday at 14:00.
NIGHT = NOW + timedelta(hours=10, minutes=30)
MORNING = NOW + timedelta(hours=20)


def test_an_announcement_waits_for_the_morning(event: Event, robot: Robot) -> None:
    channel = a_channel(event)
    publish(event, by=None, at=NIGHT)

    drained(NIGHT)
    asleep = (row(channel), Delivery.objects.get().due_at, len(robot.calls))
    drained(MORNING)

    assert asleep == (("waiting", 0, "The group is not woken at night."), MORNING, 0)
    assert row(channel) == ("sent", 1, "")


@pytest.mark.parametrize(("hours", "is_woken"), [(18, True), (18.1, False)])
def test_a_change_of_what_is_near_does_not_wait(
    event: Event, robot: Robot, hours: float, is_woken: bool
) -> None:
    event.starts_at, event.ends_at = NIGHT + timedelta(hours=hours), NIGHT + timedelta(hours=hours + 1)
    event.save()
    a_channel(event)
    publish(event, by=None, at=NOW)
    drained()
    cancel(event, reason="", by=None, at=NIGHT)

    drained(NIGHT)

    assert len(robot.calls) == 1 + is_woken


@pytest.mark.parametrize(
    ("wall", "left"),
    [
        ("22:29:59", 0),
        ("22:30:00", 570),
        ("00:00:00", 480),
        ("07:59:00", 1),
        ("08:00:00", 0),
        ("12:00:00", 0),
    ],
)
def test_the_night_lasts_from_half_past_ten_to_eight(wall: str, left: int) -> None:
    at = datetime.fromisoformat(f"2026-11-24T{wall}+08:00")

    assert quiet_left(at=at, zone_name="Asia/Shanghai") == timedelta(minutes=left)


def test_a_night_with_a_clock_change_ends_at_eight_all_the_same() -> None:
    at = datetime.fromisoformat("2026-10-24T23:00:00+02:00")

    assert quiet_left(at=at, zone_name="Europe/Berlin") == timedelta(hours=10)
