"""Move, cancel, restore: one fact each, in the public copy and in the working copy, and nothing else with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.planning.deciding import AS_DUE, Wish
from seminars.models import Event, Revision
from seminars.models.events import FIRST_YEAR, LAST_YEAR
from seminars.programme import patches
from seminars.programme.freezing import utc
from seminars.programme.snapshots import Snapshot
from seminars.programme.states import state_after
from seminars.publishing.recording import follow, lock, newest, write
from seminars.text.typography import clean_line


class WrongTime(Exception):
    """A new time that cannot be; str() says why, in the user's language."""


class NothingToDo(Exception):
    """The event already is as asked; str() says so, in the user's language."""


def move(
    event: Event,
    *,
    starts_at: datetime,
    ends_at: datetime | None = None,
    by: User | None,
    at: datetime,
    wish: Wish = AS_DUE,
) -> Revision:
    """Publish another time for `event`; without an end it keeps its length.

    Raises `WrongTime`, `NothingToDo` and `NotPossible`.
    """

    def change(event: Event, before: Snapshot) -> Snapshot:
        new_start = starts_at.astimezone(before.starts_at.tzinfo)
        new_end = (utc(ends_at) if ends_at else None) or _same_length(before, new_start)
        if not FIRST_YEAR <= new_start.year <= new_end.year <= LAST_YEAR:
            raise WrongTime(
                _("Give a date between the years %(first)d and %(last)d.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        longest = timedelta(days=14, hours=2) if before.is_all_day else timedelta(hours=24)
        if new_end <= new_start:
            raise WrongTime(_("The end must be after the start."))
        if new_end - new_start > longest:
            raise WrongTime(_("An event lasts at most 24 hours, or 14 whole days."))
        if (new_start, new_end) == (before.starts_at, before.ends_at):
            raise NothingToDo(_("The event already has this time."))
        shift = new_start - before.starts_at
        for talk in event.talks.all():
            if talk.starts_at and talk.ends_at:
                talk.starts_at += shift
                talk.ends_at += shift
                talk.save(update_fields=["starts_at", "ends_at"])
        event.starts_at, event.ends_at = new_start, new_end
        event.save(update_fields=["starts_at", "ends_at", "updated_at"])
        return patches.moved(before, starts_at=new_start, ends_at=new_end)

    return _patch(event, "move", change, by=by, at=at, wish=wish)


def cancel(
    event: Event,
    *,
    reason: str,
    by: User | None,
    at: datetime,
    wish: Wish = AS_DUE,
) -> Revision:
    """Publish that `event` does not take place. Raises `NotPossible`."""
    reason = clean_line(reason)[:300]

    def change(event: Event, before: Snapshot) -> Snapshot:
        event.cancelled_at = at
        event.cancel_reason = reason
        event.save(update_fields=["state", "cancelled_at", "cancel_reason", "updated_at"])
        return patches.cancelled(before, reason=reason)

    return _patch(event, "cancel", change, by=by, at=at, wish=wish)


def restore(event: Event, *, by: User | None, at: datetime, wish: Wish = AS_DUE) -> Revision:
    """Publish that a cancelled `event` takes place after all. Raises `NotPossible`."""

    def change(event: Event, before: Snapshot) -> Snapshot:
        event.cancelled_at = None
        event.cancel_reason = ""
        event.save(update_fields=["state", "cancelled_at", "cancel_reason", "updated_at"])
        return patches.restored(before)

    return _patch(event, "restore", change, by=by, at=at, wish=wish)


def _same_length(before: Snapshot, new_start: datetime) -> datetime:
    """The end that keeps the length: in time, or, for whole days, in days by the clocks of the event's zone."""
    if not before.is_all_day:
        return new_start + (before.ends_at - before.starts_at)
    there = ZoneInfo(before.zone)
    days = before.ends_at.astimezone(there).date() - before.starts_at.astimezone(there).date()
    last = new_start.astimezone(there).date() + days
    return datetime.combine(last, time(), tzinfo=there).astimezone(UTC)


def _patch(
    event: Event,
    verb: str,
    change: Callable[[Event, Snapshot], Snapshot],
    *,
    by: User | None,
    at: datetime,
    wish: Wish,
) -> Revision:
    with transaction.atomic():
        locked = lock(event)
        locked.state = state_after(locked, verb)
        before = newest(locked)
        assert before is not None, "a published event has a revision"
        recorded = write(locked, change(locked, before), by=by, at=at, wish=wish)
        if recorded is None:
            raise NothingToDo(_("Nothing has changed."))
        follow([recorded], wish, at=at)
    event.refresh_from_db()
    return recorded.revision
