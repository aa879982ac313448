"""Keep reserved meetings in step with what is public: moved events are moved there, cancelled ones released."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from seminars.announcements.planning.deciding import AS_DUE
from seminars.meetings.tencent.calls import Booking
from seminars.meetings.tencent.faults import CallFailed
from seminars.models import EventState, Reservation, ReservationState
from seminars.programme.freezing import meeting_part
from seminars.programme.patches import with_meeting
from seminars.programme.snapshots import Snapshot
from seminars.publishing.recording import follow, lock, newest, write
from seminars.publishing.reserving import LEASE, booking_of, name_meeting, tencent

logger = logging.getLogger(__name__)

# After so many minutes it is tried again; then an organizer must see to it.
_AGAIN = (1, 5, 30, 120, 360)


def settle(*, clock: Callable[[], datetime]) -> int:
    """Tell the provider all that is due, one reservation after the other; how many were looked at."""
    pks = list(_due(clock()).values_list("pk", flat=True))
    return sum(_settled(pk, clock()) for pk in pks)


def _due(at: datetime) -> QuerySet[Reservation]:
    orphaned = Q(event=None, state=ReservationState.HELD, due_at=None, fault="")
    free = Q(leased_until=None) | Q(leased_until__lte=at)
    return Reservation.objects.filter(Q(due_at__lte=at) | orphaned, free).order_by("due_at", "pk")


def _settled(pk: int, at: datetime) -> bool:
    """Whether this process had the lease."""
    claimed = _due(at).filter(pk=pk).update(leased_until=at + LEASE)
    if not claimed:
        return False
    reservation = Reservation.objects.select_related("event", "account").get(pk=pk)
    # What is public is read before the provider is called: what is published meanwhile makes it due anew.
    due_at = reservation.due_at
    try:
        done = _done(reservation, at=at)
    except CallFailed as failed:
        logger.warning("reservation.refused", extra={"reservation": pk, "code": failed.fault.code})
        done = _put_off(reservation, failed, at=at)
    with transaction.atomic():
        now = Reservation.objects.select_for_update().get(pk=pk)
        if now.due_at != due_at:
            done.pop("due_at", None)
        Reservation.objects.filter(pk=pk).update(leased_until=None, **done)
    return True


def _put_off(reservation: Reservation, failed: CallFailed, *, at: datetime) -> dict[str, object]:
    fault, tried = failed.fault, reservation.attempts
    is_hopeless = not fault.is_passing or tried >= len(_AGAIN)
    return {
        "due_at": None if is_hopeless else at + timedelta(minutes=_AGAIN[tried]),
        "attempts": tried + 1,
        "fault": fault.code,
        "fault_words": fault.words,
    }


def _done(reservation: Reservation, *, at: datetime) -> dict[str, object]:
    """Does what the provider must hear, and returns the columns that say so. Raises `CallFailed`."""
    provider = tencent(reservation.account, at=at)
    settled: dict[str, object] = {"due_at": None, "attempts": 0, "fault": "", "fault_words": ""}
    public = _public(reservation)
    is_held = reservation.state == ReservationState.HELD
    if public is None or public.is_cancelled or not _names(public, reservation):
        if is_held:
            provider.cancel(reservation.external_id, public.cancel_reason if public else "")
        return {**settled, "state": ReservationState.RELEASED}
    booking = booking_of(public)
    if not is_held:
        return {**settled, **_booked_again(reservation, booking, at=at)}
    if booking != Booking(reservation.subject, reservation.starts_at, reservation.ends_at):
        provider.modify(reservation.external_id, booking)
    return {
        **settled,
        "subject": booking.subject,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
    }


def _public(reservation: Reservation) -> Snapshot | None:
    event = reservation.event
    if event is None or event.state == EventState.WITHDRAWN:
        return None
    return newest(event)


def _names(public: Snapshot, reservation: Reservation) -> bool:
    """Whether readers are still sent to what was reserved."""
    return public.meeting is not None and public.meeting.code == reservation.code


def _booked_again(reservation: Reservation, booking: Booking, *, at: datetime) -> dict[str, object]:
    """A meeting for an event that takes place after all: the former one is gone, so readers hear of another code."""
    event = reservation.event
    assert event is not None, "its public copy was read"
    provider = tencent(reservation.account, at=at)
    # What was created while its answer was lost is found again.
    booked = (provider.find(booking) if reservation.attempts else None) or provider.create(booking)
    with transaction.atomic():
        locked = lock(event)
        meeting = name_meeting(locked, reservation.meeting, booked)
        before = newest(locked)
        assert before is not None, "its public copy was read"
        named = with_meeting(before, meeting_part(meeting))
        if recorded := write(locked, named, by=None, at=at, wish=AS_DUE):
            follow([recorded], AS_DUE, at=at)
    return {
        "state": ReservationState.HELD,
        "external_id": booked.external_id,
        "code": booked.code,
        "meeting": meeting,
        "subject": booking.subject,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
    }
