"""Online meetings that we reserve ourselves with the provider, and the credentials for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from seminars.models.events import Event
from seminars.models.fields import LineField, SealedField
from seminars.models.places import Meeting
from seminars.models.series import Series


class MeetingAccount(models.Model):
    """With what a series reserves meetings at Tencent Meeting: an application of its company or university."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, related_name="meeting_account")
    is_on = models.BooleanField(
        _("reserve a meeting whenever an event is published that names none"), default=False
    )
    app_id = LineField(_("application (AppId)"), max_length=64)
    sdk_id = LineField(_("SdkId, if there is one"), max_length=64)
    secret_id = LineField(_("SecretId"), max_length=128)
    secret_key = SealedField(_("SecretKey"))
    user_id = LineField(
        _("user"), max_length=64, help_text=_("The userid in Tencent Meeting who hosts what is reserved.")
    )

    class Meta:
        verbose_name = _("Tencent Meeting account")
        verbose_name_plural = _("Tencent Meeting accounts")

    def __str__(self) -> str:
        return str(self.series)


class ReservationState(models.TextChoices):
    """How far a reservation has come."""

    ASKED = "asked", _("asked for")
    HELD = "held", _("reserved")
    REFUSED = "refused", _("refused")
    RELEASED = "released", _("released")


class Reservation(models.Model):
    """A meeting reserved for an event, as the provider holds it; without its event it is to be released."""

    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="reservation"
    )
    account = models.ForeignKey(MeetingAccount, on_delete=models.PROTECT, related_name="reservations")
    # Ours, which the event shows; somebody may have chosen another one since.
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="reservation"
    )
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.ASKED)
    # What the provider calls it (19 or 20 digits); the number people type is with the meeting.
    external_id = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=15, blank=True)
    subject = LineField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # When the provider must be asked or told something; None while it knows all.
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Why it was refused or is tried again, by the code of `meetings.tencent`, with the provider's own words.
    fault = LineField(max_length=40)
    fault_words = LineField(max_length=300)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="reservation_by_due_time", condition=models.Q(due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.code}".strip()
