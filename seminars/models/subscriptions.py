"""Readers who want mail."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import ZoneField
from seminars.models.querysets import SubscriberQuerySet
from seminars.models.series import Series
from seminars.models.talks import TextLanguage


class CalendarByMail(models.TextChoices):
    """What a mail brings for the reader's calendar."""

    ATTACHMENT = "attachment", _("a file to open")
    INVITE = "invite", _("an invitation that updates itself")
    NONE = "none", _("nothing")


class Subscriber(models.Model):
    """An address that asked for mail, with its language and zone; mailed only once confirmed."""

    email = models.EmailField(_("mail address"))
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage, default=TextLanguage.ZH)
    zone = ZoneField(_("time zone"))
    calendar_by_mail = models.CharField(
        _("calendar by mail"), max_length=10, choices=CalendarByMail, default=CalendarByMail.ATTACHMENT
    )
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
            )
        ]

    def __str__(self) -> str:
        return self.email


class Subscription(models.Model):
    """A series that a subscriber follows."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="subscriptions")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "series"], name="subscription_once_a_series")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber_id} → {self.series}"


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
