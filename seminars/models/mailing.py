"""What mail servers taught us: how fast each takes mail, which addresses send it back, whom we no longer write to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField
from seminars.models.series import Series


class MailDomain(models.Model):
    """A mail provider, or our own mail server under the name `*`: how fast it is told, and whether it is now."""

    name = models.CharField(_("domain"), max_length=255, unique=True)
    # None: as fast as we can.
    per_minute = models.PositiveIntegerField(_("messages a minute"), null=True, blank=True)
    # When the rate changed last; an hour without complaint raises it.
    rated_at = models.DateTimeField()
    # Up to when what was sent uses up the rate.
    busy_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(_("paused until"), null=True, blank=True)
    reason = LineField(_("answer"), max_length=500)
    # How often it asked for patience lately: each time we wait longer.
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="maildomain_rate_is_one", condition=Q(per_minute=None) | Q(per_minute__gt=0)
            )
        ]

    def __str__(self) -> str:
        return self.name


class SuppressionReason(models.TextChoices):
    """Why an address is not written to, in words for its owner."""

    RETURNED = "returned", _("mails to this address came back")
    COMPLAINT = "complaint", _("a mail to this address was reported as spam")


class Suppression(models.Model):
    """An address that is not written to, known by its digest alone; `series` None means by nobody here."""

    digest = models.CharField(max_length=64)
    series = models.ForeignKey(Series, null=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10, choices=SuppressionReason)
    # From what we know it: the report, or the answer of a mail server.
    source = LineField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(fields=["digest", "series"], name="suppression_once_a_series"),
            models.UniqueConstraint(
                fields=["digest"], name="suppression_once_an_address", condition=Q(series=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.reason}"


class Bounce(models.Model):
    """What one day's returned mail counts against an address, however many mails came back on it."""

    digest = models.CharField(max_length=64)
    on = models.DateField()
    weight = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "on"], name="bounce_once_a_day")]

    def __str__(self) -> str:
        return f"{self.digest[:8]} {self.on} {self.weight}"
