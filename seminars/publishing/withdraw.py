"""Take back what should never have been public."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from seminars.announcements.ledger import stop_all
from seminars.calendars.stamps import next_cursor
from seminars.models import Event
from seminars.programme.states import state_after
from seminars.publishing.projecting import entomb
from seminars.publishing.recording import lock


def withdraw(event: Event, *, by: User | None, at: datetime) -> None:
    """Remove a published `event` from public view: page 410, out of every feed, a tombstone stays.

    What waits to be told of it is stopped. Raises `NotPossible`.
    """
    with transaction.atomic():
        locked = lock(event)
        locked.state = state_after(locked, "withdraw")
        locked.cancelled_at = None
        locked.save(update_fields=["state", "cancelled_at", "updated_at"])
        stop_all(locked, at=at)
        entomb(locked, at=at, cursor=next_cursor())
    event.refresh_from_db()
