"""Readers who want mail."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, ZoneField
from seminars.models.languages import TextLanguage
from seminars.models.people import Speaker
from seminars.models.querysets import SubscriberQuerySet
from seminars.models.series import Series
from seminars.models.talks import Tag


class CalendarByMail(models.TextChoices):
    """What a mail brings for the reader's calendar."""

    ATTACHMENT = "attachment", _("a file to open")
    INVITE = "invite", _("an invitation that updates itself")
    NONE = "none", _("nothing")


class Rhythm(models.TextChoices):
    """When what is new is told; what moves or is called off is always told at once."""

    INSTANT = "instant", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class Subscriber(models.Model):
    """An address that asked for mail, with its language and zone; mailed only once confirmed."""

    email = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage, default=TextLanguage.ZH)
    zone = ZoneField(_("time zone"))
    calendar_by_mail = models.CharField(
        _("calendar by mail"), max_length=10, choices=CalendarByMail, default=CalendarByMail.ATTACHMENT
    )
    reminds_evening = models.BooleanField(_("remind the evening before"), default=False)
    reminds_hour = models.BooleanField(_("remind an hour before"), default=False)
    wants_recordings = models.BooleanField(_("tell when recording or slides are there"), default=False)
    alarm = models.PositiveSmallIntegerField(
        _("alarm in the calendar, minutes before"), null=True, blank=True
    )
    digest_at = models.TimeField(_("hour of the digest"), default=time(8))
    digest_weekday = models.PositiveSmallIntegerField(_("day of the weekly digest"), default=0)
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("no mail until"), null=True, blank=True)
    paused_until = models.DateTimeField(_("no mail before"), null=True, blank=True)
    nonce = models.PositiveIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    unsubscribed_at = models.DateTimeField(_("unsubscribed"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="subscriber_email_is_unique",
                violation_error_message=_("This address is already subscribed."),
            ),
            models.CheckConstraint(
                name="subscriber_quiet_hours_have_two_ends",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message=_("Quiet hours need a beginning and an end."),
            ),
            models.CheckConstraint(
                name="subscriber_digest_weekday_is_one", condition=Q(digest_weekday__lte=6)
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """What a subscriber follows, one of: a series, a speaker, a tag, the hits of a search."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    series = models.ForeignKey(Series, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    speaker = models.ForeignKey(Speaker, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    tag = models.ForeignKey(Tag, null=True, on_delete=models.CASCADE, related_name="subscriptions")
    query = LineField(_("search"), max_length=700)
    rhythm = models.CharField(_("rhythm"), max_length=10, choices=Rhythm, default=Rhythm.INSTANT)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "series"], name="subscription_once_a_series"),
            models.UniqueConstraint(fields=["subscriber", "speaker"], name="subscription_once_a_speaker"),
            models.UniqueConstraint(fields=["subscriber", "tag"], name="subscription_once_a_tag"),
            models.UniqueConstraint(
                fields=["subscriber", "query"], name="subscription_once_a_query", condition=~Q(query="")
            ),
            models.CheckConstraint(
                name="subscription_has_one_subject",
                condition=Q(series__isnull=False, speaker=None, tag=None, query="")
                | Q(series=None, speaker__isnull=False, tag=None, query="")
                | Q(series=None, speaker=None, tag__isnull=False, query="")
                | (Q(series=None, speaker=None, tag=None) & ~Q(query="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} → {self.series or self.speaker or self.tag or self.query}"


class SubscriptionRequest(models.Model):
    """What somebody asked for in the name of an address; it holds once the owner of the address says so."""

    # None where the address had had its confirmations for the day.
    announcement = models.OneToOneField(
        "seminars.Announcement", null=True, on_delete=models.CASCADE, related_name="request"
    )
    # See `announcements.interests` and `subscriptions.subscribe`.
    asked = models.JSONField()
    # A keyed hash of the network address that asked, forgotten after the hour for which it is counted.
    asked_from = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="request_counted", condition=~Q(asked_from="")),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.asked_at:%Y-%m-%d}"


class ClockNotice(models.Model):
    """A change of clocks of which a subscriber has been told, once."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=64)
    changes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "zone", "changes_at"], name="clocknotice_once_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.zone} {self.changes_at:%Y-%m-%d}"


class FeedToken(models.Model):
    """The key to a subscriber's own calendar feed: only its digest is kept."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="feed_tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber"], name="feedtoken_holds_once", condition=models.Q(revoked_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.created_at:%Y-%m-%d}"
