"""Which reserved meetings the provider must hear about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from seminars.models import Reservation, ReservationState

# What never was held needs no word to the provider.
_HELD_ONCE = (ReservationState.HELD, ReservationState.RELEASED)


def recheck(event_pks: Iterable[int], *, at: datetime) -> None:
    """Let what was reserved for these events be compared with what is public now; within the publishing transaction."""
    held = Reservation.objects.filter(event__in=list(event_pks), state__in=_HELD_ONCE)
    held.update(due_at=at, attempts=0)
