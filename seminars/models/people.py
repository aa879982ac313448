"""The persons who speak."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, Paired, ProseField, ZoneField, in_either_language
from seminars.models.languages import TextLanguage
from seminars.models.pictures import Picture


class Speaker(models.Model):
    """A person, known across talks; what a talk says of them is kept with the talk."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name_zh = LineField(_("name in Chinese"), max_length=120)
    name_en = LineField(_("name in English"), max_length=120)
    affiliation_zh = LineField(_("affiliation in Chinese"))
    affiliation_en = LineField(_("affiliation in English"))
    biography_zh = ProseField(_("biography in Chinese"))
    biography_en = ProseField(_("biography in English"))
    homepage = models.URLField(_("home page"), blank=True)
    photo = models.ForeignKey(
        Picture,
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    email = models.EmailField(
        _("mail address"),
        blank=True,
        help_text=_(
            "Never shown in public. Gets an invitation to this speaker’s own events, and their changes."
        ),
    )
    language = models.CharField(
        _("language of their mail"),
        max_length=2,
        choices=TextLanguage,
        blank=True,
        help_text=_("Empty: that of the series."),
    )
    zone = ZoneField(_("their time zone"), blank=True, default="", help_text=_("Empty: that of the event."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["slug"]
        constraints = [
            in_either_language("name", constraint="speaker_has_a_name"),
            models.UniqueConstraint(
                Lower("email"),
                name="speaker_email_is_unique",
                condition=~models.Q(email=""),
                violation_error_message=_("Another speaker has this mail address."),
            ),
        ]

    name = Paired("name")
    affiliation = Paired("affiliation")
    biography = Paired("biography")

    def __str__(self) -> str:
        return " · ".join(text for text in (self.name_zh, self.name_en) if text)
