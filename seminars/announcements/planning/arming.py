"""What is told because of a date: written when its hour has come, from what is true at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from seminars.announcements import pulses
from seminars.announcements.planning import digests, reminders

LOOKED = "dates"
EVERY = timedelta(seconds=10)
# What came due before is written all the same, and ends as missed; longer ago nobody asks.
LONGEST_OUTAGE = timedelta(days=2)
FIRST_LOOK = timedelta(hours=1)


def arm(*, at: datetime) -> None:
    """Write the announcements of the reminders and digests that came due since the last look, 10 s ago or more.

    Nothing is kept for later, so a moved event is reminded of at its new time, a cancelled one not at all, and
    each reader as they wish when the hour comes. An hour that passed before is none: whoever learns today
    of a change this afternoon needs no reminder of yesterday evening. Looking twice writes nothing twice.
    """
    since = pulses.last(LOOKED)
    if since is None or since > at + EVERY:
        # Never looked, or by a clock that was fast.
        since = at - FIRST_LOOK
    elif at - since < EVERY:
        return
    since = max(since, at - LONGEST_OUTAGE)
    reminders.arm(since=since, at=at)
    digests.arm(since=since, at=at)
    pulses.beat(LOOKED, at=at)
