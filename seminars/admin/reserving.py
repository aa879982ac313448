"""Reserving the online meeting at the desk: offered where an event is published, explained where it failed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.meetings.tencent.faults import Fault
from seminars.models import Event, Reservation, ReservationState
from seminars.publishing.reserving import NotReserved, may_reserve, reserve

FIELD = "reserves"


def offer_reservation(form: forms.BaseForm, event: Event) -> None:
    """Let `form` ask whether a meeting is to be reserved, where the series of `event` does so."""
    if may_reserve(event, at=timezone.now()):
        form.fields[FIELD] = forms.BooleanField(
            label=_("Reserve a Tencent Meeting first, and publish its number"),
            required=False,
            # Where no online meeting is wanted so far, nobody gets one by overlooking a tick.
            initial=event.resolved_meeting is not None,
            help_text=_("It takes some seconds. Without the tick the event is published without a number."),
        )


def is_reserved_as_wished(request: HttpRequest, form: forms.BaseForm, event: Event) -> bool:
    """Reserve where the ticked `form` asks for it; False, with the reason said, when the provider gave none."""
    if not form.cleaned_data.get(FIELD):
        return True
    try:
        meeting = reserve(event, at=timezone.now())
    except NotReserved as refusal:
        sentence = gettext(
            "Nothing is published yet. %(reason)s You can try again, or take the tick away and publish without."
        )
        messages.error(request, sentence % {"reason": refusal})
        return False
    messages.success(request, gettext("Tencent Meeting reserved %(meeting)s.") % {"meeting": meeting})
    return True


def troubles(event: Event) -> list[str]:
    """What the provider could not be told of a reserved meeting, in sentences for the organizers."""
    reservation = Reservation.objects.filter(
        event=event, state__in=(ReservationState.HELD, ReservationState.RELEASED)
    ).first()
    if reservation is None or not reservation.fault:
        return []
    reason = Fault(reservation.fault, reservation.fault_words).sentence()
    if reservation.due_at is not None:
        sentence = gettext("Tencent Meeting does not know the last change yet. %(reason)s We try again.")
    else:
        sentence = gettext(
            "Tencent Meeting does not know the last change: put the meeting right in its app. %(reason)s"
        )
    return [sentence % {"reason": reason}]
