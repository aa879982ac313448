"""Until when a page holds although nothing is published: the next moment at which its words may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta

from seminars.meetings.audiences import opening_of
from seminars.presenting.states import DOORS_OPEN
from seminars.programme.snapshots import Snapshot
from seminars.timekeeping.zones import zone

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def next_turn(snapshots: Iterable[Snapshot], zones: Iterable[str], at: datetime) -> datetime:
    """The first moment after `at` at which a page of these events may say something else.

    Doors, starts, ends, sign-up deadlines, the clocks of meetings, the minutes of the last hour before a
    start, and midnight in the zone of each event and in each of `zones` ('' is none).
    """
    shown = list(snapshots)
    names = {*zones, *(each.zone for each in shown)} - {""}
    turns = [turn for each in shown for turn in _turns(each, at)]
    return min(turn for turn in (*turns, *(_midnight(name, at) for name in names)) if turn > at)


def _turns(event: Snapshot, at: datetime) -> Iterator[datetime]:
    starts_at = event.starts_at
    yield from (starts_at - HOUR, starts_at - DOORS_OPEN, starts_at, event.ends_at)
    if starts_at - HOUR <= at < starts_at:
        # "in 25 minutes" counts whole minutes, and so is another one when a minute and not when it is full.
        yield starts_at - (starts_at - at) // MINUTE * MINUTE + timedelta(microseconds=1)
    if event.signup_until:
        yield event.signup_until
    if opening := opening_of(event, "public", at=at):
        yield from (moment for moment in (opening.opens_at, opening.closes_at) if moment)


def _midnight(name: str, at: datetime) -> datetime:
    there = zone(name)
    tomorrow = at.astimezone(there).date() + timedelta(days=1)
    # Where clocks skip midnight the day begins later; the page is then made twice.
    return datetime.combine(tomorrow, time(), there).astimezone(UTC)
