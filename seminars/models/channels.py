"""Chat groups and programs that are told of a series' events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, SealedField
from seminars.models.querysets import ChannelQuerySet
from seminars.models.series import Series, SeriesLanguage


class ChannelKind(models.TextChoices):
    """Through whom a group is told."""

    WECOM = "wecom", _("WeCom group robot")
    FEISHU = "feishu", _("Feishu or Lark robot")
    DINGTALK = "dingtalk", _("DingTalk robot")
    WEBHOOK = "webhook", _("webhook (Standard Webhooks)")
    TELEGRAM = "telegram", "Telegram"
    SLACK = "slack", "Slack"
    MATTERMOST = "mattermost", "Mattermost"
    MATRIX = "matrix", "Matrix"


class Channel(models.Model):
    """A way to tell a group of the events of one series. Its address is a credential: whoever has it can post."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="channels"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ChannelKind)
    name = LineField(
        _("name"),
        max_length=60,
        help_text=_("What the desk calls it, such as the group’s name."),
    )
    address = SealedField(_("robot’s address or token"))
    secret = SealedField(_("secret"))
    keyword = LineField(
        _("keyword"),
        max_length=40,
        help_text=_(
            "If the robot takes only messages with a keyword: that word. It is added where it is missing."
        ),
    )
    language = models.CharField(
        _("language"), max_length=4, choices=SeriesLanguage, default=SeriesLanguage.ZH
    )
    is_closed = models.BooleanField(
        _("only members read it"),
        default=False,
        help_text=_("A closed group is told what confirmed subscribers are told, also how to join online."),
    )
    reminds = models.BooleanField(_("remind an hour before"), default=True)
    wants_recordings = models.BooleanField(_("tell when recording or slides are there"), default=False)
    paused_at = models.DateTimeField(_("paused since"), null=True, blank=True)
    pause_reason = LineField(_("why it is paused"), max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("chat channel")
        verbose_name_plural = _("chat channels")
        ordering = ["series", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "name"],
                name="channel_name_once_a_series",
                violation_error_message=_("The series has a channel of that name already."),
            ),
            models.CheckConstraint(
                name="channel_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("Give the channel a name."),
            ),
            models.CheckConstraint(
                name="channel_reason_only_while_paused",
                condition=Q(pause_reason="") | Q(paused_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_kind_display()})"

    @property
    def key(self) -> str:
        """What stands for the channel where a delivery has an address; the real one is a secret."""
        return f"channel:{self.pk}"
