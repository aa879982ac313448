"""What is to be told, to whom it was told, and what each address heard last."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.models.channels import Channel
from seminars.models.events import Event
from seminars.models.fields import LineField
from seminars.models.people import Speaker
from seminars.models.querysets import AnnouncementQuerySet, DeliveryQuerySet
from seminars.models.revisions import Revision
from seminars.models.series import Series
from seminars.models.subscriptions import Subscriber


class AnnouncementKind(models.TextChoices):
    """Why something is told."""

    PUBLISHED = "published", _("announcement")
    CHANGED = "changed", _("change")
    CANCELLED = "cancelled", _("cancellation")
    RESTORED = "restored", _("takes place after all")
    ADDED = "added", _("addition")
    NOTE = "note", _("short note")
    REMINDER = "reminder", _("reminder")
    RECORDING = "recording", _("recording or slides")
    DIGEST = "digest", _("digest")
    CONFIRMATION = "confirmation", _("confirmation of an address")


class Audience(models.TextChoices):
    """Who hears of an announcement."""

    SUBSCRIBERS = "subscribers", _("subscribers")
    PEOPLE = "people", _("the event’s people")


class Slot(models.TextChoices):
    """The occasion of what is told because of a date."""

    EVENING = "evening", _("the evening before")
    HOUR = "hour", _("an hour before")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")


# Lower goes first: who must hear that the room changed does not wait for the news of next month.
PRIORITY = {
    AnnouncementKind.CONFIRMATION: 0,
    AnnouncementKind.CANCELLED: 1,
    AnnouncementKind.CHANGED: 1,
    AnnouncementKind.RESTORED: 1,
    AnnouncementKind.NOTE: 1,
    AnnouncementKind.REMINDER: 2,
    AnnouncementKind.PUBLISHED: 3,
    AnnouncementKind.ADDED: 3,
    AnnouncementKind.RECORDING: 4,
    AnnouncementKind.DIGEST: 5,
}


class Announcement(models.Model):
    """Something to be told: because of revisions of one series, because of a date, or to confirm one address."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=AnnouncementKind)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience, default=Audience.SUBSCRIBERS)
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, on_delete=models.PROTECT, related_name="announcements"
    )
    revisions = models.ManyToManyField(Revision, related_name="announcements")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.CASCADE, related_name="+")
    note = LineField()
    # Every difference is told, also what is otherwise not news: the organizer wanted it.
    tells_all = models.BooleanField(default=False)
    # Of reminders and digests: the occasion, and by whose clocks and on which of their days.
    slot = models.CharField(max_length=10, choices=Slot, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fanned_out_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="announcement_has_one_subject",
                condition=Q(kind="confirmation", series=None, subscriber__isnull=False)
                | Q(kind="digest", series=None, subscriber=None, on__isnull=False)
                | (~Q(kind__in=("confirmation", "digest")) & Q(series__isnull=False, subscriber=None)),
            )
        ]
        indexes = [
            # The drain's first question.
            models.Index(
                fields=["due_at"], name="announcement_due", condition=Q(fanned_out_at=None, withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.key


class DeliveryState(models.TextChoices):
    """What became of the telling to one address."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("too late")
    SUPERSEDED = "superseded", _("already known")
    MISSED = "missed", _("missed")
    SUPPRESSED = "suppressed", _("no longer subscribed")
    WITHDRAWN = "withdrawn", _("stopped")


class Delivery(models.Model):
    """The telling of one announcement to one address on one channel."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=20, default="mail")
    address = models.CharField(_("mail address"), max_length=320)
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    speaker = models.ForeignKey(Speaker, null=True, on_delete=models.SET_NULL, related_name="+")
    target = models.ForeignKey(
        Channel,
        verbose_name=_("chat channel"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    language = models.CharField(_("language"), max_length=4)
    zone = models.CharField(_("time zone"), max_length=64)
    priority = models.PositiveSmallIntegerField()
    # Of a digest: the reader's local day. None has two on one day, whatever they choose meanwhile.
    digest_on = models.DateField(null=True, blank=True)
    message_id = models.CharField(max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = LineField(_("answer"), max_length=500)
    # Of mail: the provider, with all its domains under one name; '' for chat.
    domain = models.CharField(_("domain"), max_length=255, blank=True, default="")
    # The provider takes so many a minute and no more.
    is_paced = models.BooleanField(default=False)
    # It was sent, and came back later; the answer says why.
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "channel", "address"], name="delivery_once_an_address"
            ),
            models.UniqueConstraint(
                fields=["address", "digest_on"],
                name="delivery_of_one_digest_a_day",
                condition=Q(digest_on__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_is_sent_at_a_time",
                condition=(Q(state="sent") & Q(sent_at__isnull=False)) | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="delivery_is_leased_while_sending",
                condition=(Q(state="sending") & Q(leased_until__isnull=False, claim__isnull=False))
                | (~Q(state="sending") & Q(leased_until=None, claim=None)),
            ),
        ]
        indexes = [
            # The drain's second question: what is ripe, most urgent first, among all that nothing holds up;
            # then of each provider with a pace; and whose lease has run out. Thousands are due at one moment,
            # so the indexes end with what orders those.
            models.Index(
                fields=["priority", "due_at", "id"],
                name="delivery_due",
                condition=Q(state="waiting", is_paced=False),
            ),
            models.Index(
                fields=["domain", "priority", "due_at", "id"],
                name="delivery_due_in_domain",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["leased_until"], name="delivery_leased", condition=Q(state="sending")),
            models.Index(fields=["claim"], name="delivery_claimed", condition=Q(claim__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.channel} {self.state}"


class Told(models.Model):
    """The newest revision of an event that an address has heard of on a channel."""

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=320)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The SEQUENCE of the invitation that the address holds; None for none.
    invited_as = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "channel", "address"], name="told_once_an_event_and_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} r{self.revision_id}"
