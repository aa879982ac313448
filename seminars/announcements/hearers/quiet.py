"""When nobody is woken: chat groups 22:30–08:00 by the clocks of their series, readers when they say. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from seminars.announcements.hearers.readers import Hearer
from seminars.announcements.saying.items import Item, Occasion
from seminars.models import Subscriber
from seminars.timekeeping.rhythms import last_hour, next_hour
from seminars.timekeeping.zones import zone

QUIET_FROM, QUIET_UNTIL = time(22, 30), time(8)
# Who would come to a locked door before noon, or set out for it in the night, is woken.
PRESSING = timedelta(hours=18)


def quiet_left(*, at: datetime, zone_name: str) -> timedelta:
    """How long the night still lasts at `at`; zero by day."""
    wall = at.astimezone(zone(zone_name))
    if QUIET_UNTIL <= wall.time() < QUIET_FROM:
        return timedelta()
    day = wall.date() + timedelta(days=1) if wall.time() >= QUIET_FROM else wall.date()
    morning = datetime.combine(day, QUIET_UNTIL, tzinfo=wall.tzinfo)
    # Between instants: on the night of a clock change the clocks alone are an hour off.
    return morning.astimezone(at.tzinfo) - at


def readers_night_left(reader: Subscriber | Hearer, *, at: datetime) -> timedelta:
    """How long the quiet hours that `reader` set still last at `at`; zero outside of them, or without any."""
    if reader.quiet_from is None or reader.quiet_until is None:
        return timedelta()
    begun = last_hour(reader.quiet_from, reader.zone, at=at)[1]
    ended = last_hour(reader.quiet_until, reader.zone, at=at)[1]
    # By instants, for on the night of a clock change the same hour may come twice.
    return next_hour(reader.quiet_until, reader.zone, at=at)[1] - at if begun > ended else timedelta()


def is_pressing(items: Iterable[Item], *, at: datetime) -> bool:
    """Whether something changes, or is noted by the organizer, that begins or was to begin within 18 hours."""
    return any(
        min(item.snapshot.starts_at, (item.known or item.snapshot).starts_at) - at <= PRESSING
        for item in items
        if item.known or item.occasion == Occasion.NOTE
    )
