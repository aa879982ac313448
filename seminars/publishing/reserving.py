"""Reserve an event's online meeting with the provider before the event is published.

The provider is called between two short transactions, under a lease on a row of its own: a slow answer locks
nothing, and a crash leaves a row that says where to go on.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from seminars.calling.door import the_door
from seminars.meetings.tencent.calls import Booked, Booking, Credentials, Tencent
from seminars.meetings.tencent.faults import CallFailed
from seminars.models import (
    Event,
    Meeting,
    MeetingAccount,
    Provider,
    Reservation,
    ReservationState,
    Series,
    Source,
)
from seminars.presenting.lines import heading_of
from seminars.programme.freezing import Undated, freeze
from seminars.programme.snapshots import Snapshot
from seminars.publishing.recording import lock

# Two calls, each of which the door gives ten seconds to connect and ten to answer, and some time to write.
LEASE = timedelta(seconds=60)


class NotReserved(Exception):
    """The provider did not give a meeting; str() says why, in the user's language."""


class BeingReserved(NotReserved):
    """Somebody else is asking the provider for this event just now."""

    def __str__(self) -> str:
        return _("The online meeting is being reserved just now; try again in half a minute.")


def may_reserve(event: Event, *, at: datetime) -> bool:
    """Whether publishing `event` at `at` is to reserve a meeting: its series does so, and it names none yet."""
    account = account_of(event.series)
    meeting = event.resolved_meeting
    is_named = meeting is not None and bool(meeting.code or meeting.url)
    is_ahead = event.starts_at is not None and event.ends_at is not None and event.starts_at > at
    is_ours = meeting is None or meeting.provider == Provider.TENCENT
    return account is not None and account.is_on and is_ahead and is_ours and not is_named


def account_of(series: Series) -> MeetingAccount | None:
    """With what `series` reserves; None where it does not."""
    return MeetingAccount.objects.filter(series=series).first()


def reserve(event: Event, *, at: datetime) -> Meeting:
    """The meeting that the provider holds for `event` from now on, named in its working copy; takes up to 40 s.

    Raises `NotReserved`. An attempt whose answer was lost is found again, not repeated.
    """
    reservation = _claimed(event, at=at)
    if reservation.state == ReservationState.HELD and reservation.meeting:
        return reservation.meeting
    booking = Booking(reservation.subject, reservation.starts_at, reservation.ends_at)
    provider = tencent(reservation.account, at=at)
    try:
        is_repeated = reservation.attempts > 1
        booked = (provider.find(booking) if is_repeated else None) or provider.create(booking)
    except CallFailed as failed:
        fault = failed.fault
        # Whoever asked when this lease was over may hold a meeting by now.
        ours = Reservation.objects.filter(pk=reservation.pk, leased_until=reservation.leased_until)
        ours.update(
            state=ReservationState.REFUSED, leased_until=None, fault=fault.code, fault_words=fault.words
        )
        raise NotReserved(fault.sentence()) from None
    meeting, held = _hold(reservation, booked)
    if held != booked.external_id:
        with suppress(CallFailed):
            provider.cancel(booked.external_id, "")
    return meeting


def booking_of(snapshot: Snapshot) -> Booking:
    """What is reserved for an event: its name in the language of its series, and its time."""
    language = "en" if snapshot.series.language == "en" else "zh"
    number = f" #{snapshot.number}" if snapshot.number is not None else ""
    name = f"{snapshot.series.short.best(language)}{number} {heading_of(snapshot, language).text}"
    return Booking(name.strip()[:300], snapshot.starts_at, snapshot.ends_at)


def tencent(account: MeetingAccount, *, at: datetime) -> Tencent:
    """The provider, called with the keys of `account`."""
    credentials = Credentials(
        app_id=account.app_id,
        sdk_id=account.sdk_id,
        secret_id=account.secret_id,
        secret_key=account.secret_key,
        user_id=account.user_id,
    )
    return Tencent(the_door(), credentials, at=at)


def _claimed(event: Event, *, at: datetime) -> Reservation:
    """The event's reservation with a lease on it, unless it is held already. Raises `NotReserved`."""
    with transaction.atomic():
        locked = lock(event)
        account = account_of(locked.series)
        if account is None:
            raise NotReserved(_("The series has no account with Tencent Meeting."))
        try:
            booking = booking_of(freeze(locked))
        except Undated:
            raise NotReserved(_("Give the event a start and an end first.")) from None
        known = Reservation.objects.filter(event=locked).first()
        if known and known.state == ReservationState.HELD:
            return known
        if known and known.leased_until and known.leased_until > at:
            raise BeingReserved
        reservation = known or Reservation(event=locked, starts_at=booking.starts_at, ends_at=booking.ends_at)
        is_same = (reservation.subject, reservation.starts_at, reservation.ends_at) == (
            booking.subject,
            booking.starts_at,
            booking.ends_at,
        )
        reservation.attempts = reservation.attempts + 1 if is_same else 1
        reservation.account = account
        reservation.subject, reservation.starts_at, reservation.ends_at = (
            booking.subject,
            booking.starts_at,
            booking.ends_at,
        )
        reservation.state = ReservationState.ASKED
        reservation.leased_until = at + LEASE
        reservation.fault = reservation.fault_words = ""
        reservation.save()
        return reservation


def _hold(reservation: Reservation, booked: Booked) -> tuple[Meeting, str]:
    """What the event names from now on, by its row and by the provider's name.

    Another meeting than `booked` where somebody was quicker when the lease was over.
    """
    assert reservation.event is not None, "it was asked for an event"
    with transaction.atomic():
        event = lock(reservation.event)
        now = Reservation.objects.select_related("meeting").get(pk=reservation.pk)
        if now.state == ReservationState.HELD and now.meeting:
            return now.meeting, now.external_id
        meeting = name_meeting(event, now.meeting, booked)
        Reservation.objects.filter(pk=reservation.pk).update(
            state=ReservationState.HELD,
            external_id=booked.external_id,
            code=booked.code,
            meeting=meeting,
            leased_until=None,
            fault="",
            fault_words="",
        )
    return meeting, booked.external_id


def name_meeting(event: Event, known: Meeting | None, booked: Booked) -> Meeting:
    """The event's own meeting, which says what was reserved; who sees it and when stays as it was set."""
    before = event.resolved_meeting
    meeting = known or Meeting()
    if known is None and before is not None:
        for name in ("label", "visibility", "opens_before", "closes_after"):
            setattr(meeting, name, getattr(before, name))
    meeting.provider = Provider.TENCENT
    meeting.code, meeting.url, meeting.passcode = booked.code, booked.url, booked.passcode
    meeting.save()
    event.meeting, event.meeting_from = meeting, Source.OWN
    event.save(update_fields=["meeting", "meeting_from", "updated_at"])
    return meeting
