"""What an event consists of: talks, their abstracts, links and speakers. Working copies, like the event."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.models.events import Event
from seminars.models.fields import LineField, Paired, ProseField, in_either_language
from seminars.models.languages import TextLanguage
from seminars.models.people import Speaker


class Tag(models.Model):
    """A topic."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name_zh = LineField(_("name in Chinese"), max_length=60)
    name_en = LineField(_("name in English"), max_length=60)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["slug"]
        constraints = [in_either_language("name", constraint="tag_has_a_name")]

    name = Paired("name")

    def __str__(self) -> str:
        return self.name_zh or self.name_en


class TalkState(models.TextChoices):
    """Whether a talk takes place."""

    PLANNED = "planned", _("planned")
    WITHDRAWN = "withdrawn", _("withdrawn")


class SpokenLanguage(models.TextChoices):
    """What a talk is spoken in."""

    UNSAID = "", _("not said")
    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    MIXED = "mixed", _("Chinese and English")


class Talk(models.Model):
    """A contribution to an event. Its title may be missing: titles live with its abstracts."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="talks")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=TalkState, default=TalkState.PLANNED)
    language = models.CharField(_("spoken in"), max_length=5, choices=SpokenLanguage, blank=True)
    level = LineField(_("level"), max_length=120)
    prerequisites_zh = LineField(_("prerequisites in Chinese"))
    prerequisites_en = LineField(_("prerequisites in English"))
    why_zh = LineField(_("why come, in Chinese"))
    why_en = LineField(_("why come, in English"))
    joint_biography_zh = ProseField(_("joint biography in Chinese"))
    joint_biography_en = ProseField(_("joint biography in English"))
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="talks")

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="talk_ends_after_it_starts",
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A talk with a time of its own needs a start and a later end."),
            ),
        ]

    prerequisites = Paired("prerequisites")
    why = Paired("why")
    joint_biography = Paired("joint_biography")

    def __str__(self) -> str:
        return _("talk %(order)d") % {"order": self.position + 1}


class TextSource(models.TextChoices):
    """Where an abstract's words come from."""

    AUTHOR = "author", _("the speaker")
    ORGANIZER = "organizer", _("the organizers")
    TRANSLATION = "translation", _("a translation")
    MACHINE = "machine", _("a machine translation")


class Abstract(models.Model):
    """Title and text of a talk in one language; either may still be missing."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="abstracts")
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage)
    title = LineField(_("title"))
    text = ProseField(_("abstract"), help_text=_("Markdown and LaTeX: $E = mc^2$."))
    source = models.CharField(_("written by"), max_length=12, choices=TextSource, default=TextSource.AUTHOR)

    class Meta:
        verbose_name = _("abstract")
        verbose_name_plural = _("abstracts")
        ordering = ["-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "language"],
                name="abstract_once_a_language",
                violation_error_message=_("This talk already has an abstract in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60] or "—"


class LinkKind(models.TextChoices):
    """What a link of a talk leads to."""

    PAPER = "paper", _("paper")
    CODE = "code", _("code")
    MODEL = "model", _("model or data")
    SLIDES = "slides", _("slides")
    RECORDING = "recording", _("recording")
    SITE = "site", _("web page")


class Link(models.Model):
    """A typed link of a talk."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind, default=LinkKind.SITE)
    url = models.URLField(_("address"), max_length=500)
    label = LineField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label or self.url


class Appearance(models.Model):
    """A person in one talk, with affiliation and biography as they were at that time."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="appearances")
    speaker = models.ForeignKey(
        Speaker, verbose_name=_("speaker"), on_delete=models.PROTECT, related_name="appearances"
    )
    position = models.PositiveSmallIntegerField(default=0)
    honorific = LineField(_("form of address"), max_length=30, help_text=_("同学, 老师, 教授; Prof., Dr."))
    affiliation_zh = LineField(_("affiliation in Chinese"))
    affiliation_en = LineField(_("affiliation in English"))
    biography_zh = ProseField(_("biography in Chinese"))
    biography_en = ProseField(_("biography in English"))

    class Meta:
        verbose_name = _("speaker of the talk")
        verbose_name_plural = _("speakers of the talk")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "speaker"],
                name="appearance_once_a_talk",
                violation_error_message=_("This speaker is already named for this talk."),
            )
        ]

    affiliation = Paired("affiliation")
    biography = Paired("biography")

    def __str__(self) -> str:
        return str(self.speaker)
