"""Take back what should never have been public."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.ledger import stop_all
from seminars.announcements.planning.deciding import NO_WAIT
from seminars.announcements.planning.queueing import take_back
from seminars.calendars.stamps import next_cursor
from seminars.meetings.reservations import recheck
from seminars.models import Event
from seminars.programme.states import state_after
from seminars.publishing.projecting import entomb
from seminars.publishing.recording import lock


def withdraw(event: Event, *, by: User | None, at: datetime, wait: timedelta = NO_WAIT) -> None:
    """Remove a published `event` from public view: page 410, out of every feed, a tombstone stays.

    What waits to be told of it is stopped. Invitations to it are taken back, after `wait`; whoever holds
    none is told nothing. Raises `NotPossible`.
    """
    with transaction.atomic():
        locked = lock(event)
        locked.state = state_after(locked, "withdraw")
        locked.cancelled_at = None
        # The end of an invitation must be newer than the invitation (RFC 5546 §3.2.5).
        locked.sequence += 1
        locked.save(update_fields=["state", "cancelled_at", "sequence", "updated_at"])
        recheck([locked.pk], at=at)
        stop_all(locked, at=at)
        take_back(locked, at=at, wait=wait)
        entomb(locked, at=at, cursor=next_cursor())
        ring_on_commit()
    event.refresh_from_db()
