"""Working copy → public copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from seminars.announcements.planning.deciding import AS_DUE, Wish
from seminars.models import Event, EventState, Revision
from seminars.programme.freezing import freeze
from seminars.programme.patches import with_removed
from seminars.programme.paths import free_path
from seminars.programme.states import check_publishable, state_after
from seminars.publishing.recording import Recorded, follow, lock, lock_series, newest, write


def publish(
    event: Event,
    *,
    by: User | None,
    at: datetime,
    wish: Wish = AS_DUE,
) -> Revision | None:
    """Make the working copy of `event` public, or its changes; queue what must be told.

    Returns the new revision, None when nothing has changed since the last one.
    `wish` says how it is told.
    Raises `NotPublishable` and `NotPossible`.
    """
    revisions = publish_all([event], by=by, at=at, wish=wish)
    event.refresh_from_db()
    return revisions[0] if revisions else None


def reinstate(event: Event, *, by: User | None, at: datetime, wish: Wish = AS_DUE) -> Revision:
    """Publish the working copy of a cancelled `event` as taking place: one revision, one telling.

    Number, address and UID are what they were. Raises `NotPublishable` and `NotPossible`.
    """
    with transaction.atomic():
        locked = lock(event)
        check_publishable(locked)
        locked.state = state_after(locked, "restore")
        locked.cancelled_at, locked.cancel_reason = None, ""
        locked.save(update_fields=["state", "cancelled_at", "cancel_reason", "updated_at"])
        recorded = write(locked, with_removed(freeze(locked), newest(locked)), by=by, at=at, wish=wish)
        assert recorded is not None, "an event that takes place again is news"
        follow([recorded], wish, at=at)
    event.refresh_from_db()
    return recorded.revision


def publish_all(
    events: Sequence[Event],
    *,
    by: User | None,
    at: datetime,
    wish: Wish = AS_DUE,
) -> list[Revision]:
    """Publish several events in one act: all or none, and one announcement for each series."""
    with transaction.atomic():
        lock_series(event.series_id for event in events)
        written = [
            recorded
            for event in sorted(events, key=lambda each: each.pk)
            if (recorded := _publish_one(lock(event), by=by, at=at, wish=wish))
        ]
        follow(written, wish, at=at)
    return [each.revision for each in written]


def _publish_one(event: Event, *, by: User | None, at: datetime, wish: Wish) -> Recorded | None:
    check_publishable(event)
    event.state = state_after(event, "publish")
    if event.published_at is None:
        event.path = free_path(event)
        event.published_at = at
        event.save(update_fields=["state", "path", "published_at"])
    state = "cancelled" if event.state == EventState.CANCELLED else "published"
    snapshot = with_removed(freeze(event, state=state), newest(event))
    return write(event, snapshot, by=by, at=at, wish=wish)
