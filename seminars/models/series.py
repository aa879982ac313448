"""Seminars that go on, and what is said of them once for all."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, Paired, ProseField, ZoneField, in_either_language
from seminars.models.pictures import Picture
from seminars.models.places import Meeting, Venue
from seminars.text.bilingual import Bilingual

# First words of our own addresses: a series may not take one of them.
_OWN_FIRST_WORDS = """
    about accounts admin all api archive calendar embed en events favicon.ico feeds healthz help i18n
    join login logout media metrics my next notes outgoing papers posters readyz robots.txt search
    series sitemap.xml speakers static subscribe subscriptions tags talks time unsubscribe venues
    www zh
"""
RESERVED_SLUGS = frozenset(_OWN_FIRST_WORDS.split())


def is_reserved(slug: str) -> bool:
    """Whether `slug` is the first word of one of our own addresses."""
    return slug.lower() in RESERVED_SLUGS


class SeriesVisibility(models.TextChoices):
    """Who finds a series."""

    PUBLIC = "public", _("public")
    UNLISTED = "unlisted", _("unlisted: only who has the address")
    HIDDEN = "hidden", _("hidden")


class SeriesLanguage(models.TextChoices):
    """The language of a series' feed and announcements."""

    ZH = "zh", "中文"
    EN = "en", "English"
    BOTH = "both", _("both")


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Series(models.Model):
    """A seminar that goes on. Its texts are public at once when `publishing` changes them."""

    slug = models.SlugField(_("address"), max_length=50, unique=True)
    name_zh = LineField(_("name in Chinese"), max_length=120)
    name_en = LineField(_("name in English"), max_length=120)
    short_zh = LineField(_("short name in Chinese"), max_length=30)
    short_en = LineField(_("short name in English"), max_length=30)
    about_zh = ProseField(_("about it, in Chinese"))
    about_en = ProseField(_("about it, in English"))
    motto_zh = LineField(_("motto in Chinese"))
    motto_en = LineField(_("motto in English"))
    contact = LineField(_("contact"), help_text=_("A mail address or a link that readers may use."))
    audience_zh = LineField(_("who is invited, in Chinese"))
    audience_en = LineField(_("who is invited, in English"))
    colour = models.CharField(
        _("colour"), max_length=20, default="steelblue",
        validators=[RegexValidator(r"^[a-z]+$", _("Give a CSS colour name such as steelblue."))],
    )  # fmt: skip
    logo = models.ForeignKey(
        Picture, verbose_name=_("logo"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledgements_zh = ProseField(_("acknowledgements in Chinese"))
    acknowledgements_en = ProseField(_("acknowledgements in English"))
    licence = LineField(
        _("licence of the texts"), max_length=60, help_text=_("Such as CC BY 4.0; empty: nothing is said.")
    )
    language = models.CharField(
        _("language"), max_length=4, choices=SeriesLanguage, default=SeriesLanguage.ZH
    )
    zone = ZoneField(_("time zone"))
    usual_weekday = models.SmallIntegerField(_("usual day"), choices=Weekday, null=True, blank=True)
    usual_start = models.TimeField(_("usual start"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("usual length in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("usual place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("standing online meeting"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_numbered = models.BooleanField(_("events are numbered"), default=True)
    announce_days_before = models.PositiveSmallIntegerField(_("announce this many days before"), default=7)
    visibility = models.CharField(
        _("visibility"), max_length=10, choices=SeriesVisibility, default=SeriesVisibility.PUBLIC
    )
    organizers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("organizers"), blank=True, related_name="series"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["slug"]
        constraints = [in_either_language("name", constraint="series_has_a_name")]

    name = Paired("name")
    about = Paired("about")
    motto = Paired("motto")
    audience = Paired("audience")
    acknowledgements = Paired("acknowledgements")

    def __str__(self) -> str:
        return self.name.best(get_language() or "")

    @property
    def short(self) -> Bilingual:
        """The short name, else the long one, in each language."""
        return Bilingual(self.short_zh or self.name_zh, self.short_en or self.name_en)


class SkippedDate(models.Model):
    """A date on which a series does not meet although it usually would, and why."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="skipped_dates")
    on = models.DateField(_("date"))
    reason_zh = LineField(_("reason in Chinese"), max_length=120)
    reason_en = LineField(_("reason in English"), max_length=120)

    class Meta:
        verbose_name = _("skipped date")
        verbose_name_plural = _("skipped dates")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="skippeddate_once_a_day")]

    reason = Paired("reason")

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.reason_zh or self.reason_en}".strip()


class FormerSlug(models.Model):
    """An address that a series once had: pages redirect, feeds still answer."""

    slug = models.SlugField(max_length=50, unique=True)
    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
