"""Where a seminar meets: rooms, and online meeting rooms."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from seminars.models.fields import LineField, Paired, ProseField, SealedField, ZoneField, in_either_language


class Venue(models.Model):
    """A room."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name_zh = LineField(
        _("name in Chinese"), max_length=120, help_text=_("Building and room, as on the door: 清华学堂112")
    )
    name_en = LineField(_("name in English"), max_length=120)
    address_zh = LineField(_("postal address in Chinese"))
    address_en = LineField(_("postal address in English"))
    access_zh = ProseField(_("how to get in, in Chinese"))
    access_en = ProseField(_("how to get in, in English"))
    aliases = ProseField(
        _("other spellings"), help_text=_("One a line; pasted announcements are matched with them.")
    )
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    latitude = models.DecimalField(
        _("latitude (WGS-84)"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude (WGS-84)"), max_digits=9, decimal_places=6, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    zone = ZoneField(_("time zone"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["slug"]
        constraints = [
            in_either_language("name", constraint="venue_has_a_name"),
            models.CheckConstraint(
                name="venue_has_both_coordinates_or_none",
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give both coordinates or neither."),
            ),
        ]

    name = Paired("name")
    address = Paired("address")
    access = Paired("access")

    def __str__(self) -> str:
        return " · ".join(text for text in (self.name_zh, self.name_en) if text)


# A week, in minutes.
LONGEST_CLOCK = 10_080


class Provider(models.TextChoices):
    """Who runs an online meeting room."""

    TENCENT = "tencent", _("Tencent Meeting")
    ZOOM = "zoom", "Zoom"
    FEISHU = "feishu", _("Feishu Meeting")
    TEAMS = "teams", "Microsoft Teams"
    MEET = "meet", "Google Meet"
    WECOM = "wecom", _("WeCom Meeting")
    BIGBLUEBUTTON = "bigbluebutton", "BigBlueButton"
    JITSI = "jitsi", "Jitsi Meet"
    OTHER = "other", _("another provider")


class MeetingVisibility(models.TextChoices):
    """Who is shown how to join."""

    PUBLIC = "public", _("everybody")
    SUBSCRIBERS = "subscribers", _("confirmed subscribers")
    MEMBERS = "members", _("members of the series")
    ON_REQUEST = "request", _("on request")


class Meeting(models.Model):
    """An online meeting room, perhaps a series' standing room. A provider without a code is legal."""

    provider = models.CharField(_("provider"), max_length=20, choices=Provider, default=Provider.TENCENT)
    label = LineField(
        _("room label"), max_length=120, help_text=_("What the organizers call it, such as “seminar”.")
    )
    code = models.CharField(
        pgettext_lazy("of an online meeting", "meeting number"), max_length=15, blank=True,
        validators=[RegexValidator(r"^\d{9,15}$", _("A meeting number has 9 to 15 digits."))],
        help_text=_("Digits only; leave empty while it is not known."),
    )  # fmt: skip
    url = models.URLField(_("link to join"), max_length=500, blank=True)
    passcode = LineField(_("passcode"), max_length=20)
    host_key = SealedField(
        _("host key"),
        help_text=_("Six digits that make you the host; kept encrypted, never shown in public."),
    )
    visibility = models.CharField(
        _("who sees it"), max_length=20, choices=MeetingVisibility, default=MeetingVisibility.PUBLIC
    )
    opens_before = models.PositiveSmallIntegerField(
        _("shown from so many minutes before the start"), null=True, blank=True,
        validators=[MaxValueValidator(LONGEST_CLOCK)],
        help_text=_(
            "Number, link and passcode then appear on the page and the join page only; calendars, mail and chat "
            "carry the address of the join page. Empty: shown as soon as the event is published."
        ),
    )  # fmt: skip
    closes_after = models.PositiveSmallIntegerField(
        _("shown until so many minutes after the end"), null=True, blank=True,
        validators=[MaxValueValidator(LONGEST_CLOCK)],
        help_text=_("Calendars, mail and chat carry the address of the join page then too. Empty: for ever."),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("online meeting")
        verbose_name_plural = _("online meetings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="meeting_code_is_digits",
                condition=models.Q(code="") | models.Q(code__regex=r"^\d{9,15}$"),
                violation_error_message=_("A meeting number has 9 to 15 digits."),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(text for text in (self.get_provider_display(), self.label, self.code) if text)
