"""How the organizers of a series word its messages, where they want other words than ours."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, ProseField
from seminars.models.languages import TextLanguage
from seminars.models.series import Series
from seminars.text.bilingual import short_language
from seminars.text.blanks import LooseBrace, UnknownBlank, check

# What a blank may be called, in English and in Chinese, and what stands there.
BLANKS = {
    "series": ("系列", _("the series’ name")),
    "short": ("简称", _("the series’ short name")),
    "event": ("本期", _("short name and number, such as Wenqu #42")),
    "number": ("期号", _("the number alone")),
    "title": ("题目", _("the event’s title, or that of its only talk")),
    "speakers": ("讲者", _("the speakers’ names")),
    "day": ("相对日", _("today, tomorrow or this Saturday, as of the day of sending")),
    "date": ("日期", _("the date, with its year")),
    "weekday": ("星期", _("the weekday")),
    "time": ("时间", _("from when to when, by the event’s clocks")),
    "zone": ("时区", _("whose clocks these are")),
    "when": ("全部时间", _("date, weekday, time and zone")),
    "place": ("地点", _("the room")),
    "meeting": ("线上会议", _("the online meeting, as far as the readers may know it")),
    "host": ("主持人", _("the host")),
    "contact": ("联系方式", _("whom to ask")),
    "about": ("导言", _("the introduction")),
    "notes": ("备注", _("the notes")),
    "audience": ("面向", _("for whom it is")),
    "reason": ("原因", _("why it is cancelled")),
    "note": ("留言", _("the organizers’ line that goes with this message")),
    "changes": ("变更", _("what has changed, old and new")),
    "url": ("链接", _("the address of the event’s page")),
}
NAMES = {name: name for name in BLANKS} | {zh: name for name, (zh, _about) in BLANKS.items()}


class WordingKind(models.TextChoices):
    """Of what kind of message."""

    ANNOUNCEMENT = "announcement", pgettext_lazy("wording", "announcement")
    CHANGE = "change", pgettext_lazy("wording", "change")
    ADDITION = "addition", pgettext_lazy("wording", "addition")
    CANCELLATION = "cancellation", pgettext_lazy("wording", "cancellation")
    RESTORED = "restored", pgettext_lazy("wording", "takes place after all")
    NOTE = "note", pgettext_lazy("wording", "short note")
    REMINDER = "reminder", pgettext_lazy("wording", "reminder")
    RECORDING = "recording", pgettext_lazy("wording", "recording")


class Wording(models.Model):
    """The organizers' own words for one kind of message in one language; what is left empty stays ours."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="wordings"
    )
    kind = models.CharField(_("message"), max_length=12, choices=WordingKind)
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage)
    subject = LineField(_("subject of mails"), max_length=200)
    opening = ProseField(_("above the facts in mails"), max_length=2000)
    closing = ProseField(_("below the facts in mails"), max_length=2000)
    card_title = LineField(_("title in chat groups"), max_length=200)
    lead = LineField(_("first line of the short WeChat text"), max_length=200)
    ending = LineField(_("last line of the short WeChat text"), max_length=200)

    class Meta:
        verbose_name = _("own wording")
        verbose_name_plural = _("own wordings")
        ordering = ["series", "kind", "-language"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "kind", "language"],
                name="wording_once_a_kind_and_language",
                violation_error_message=_("The series has its own wording of this message already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} · {self.get_kind_display()} · {self.get_language_display()}"

    def clean(self) -> None:
        wrong = {name: said for name in TEXTS if (said := fault(getattr(self, name)))}
        if wrong:
            raise ValidationError(wrong)


TEXTS = ("subject", "opening", "closing", "card_title", "lead", "ending")


def fault(text: str) -> str:
    """What is wrong with the blanks of `text`, in the organizer's language; '' if nothing is."""
    try:
        unknown = _unknown(text)
    except LooseBrace as error:
        said = gettext("A brace stands alone near “%(near)s”. To write a brace itself, double it: {{ or }}.")
        return said % {"near": error.near}
    if not unknown:
        return ""
    is_zh = short_language(get_language() or "") == "zh"
    comma = "、" if is_zh else ", "
    known = (zh if is_zh else name for name, (zh, _about) in BLANKS.items())
    said = gettext("There is no placeholder %(names)s. There are: %(known)s.")
    return said % {
        "names": comma.join(f"{{{name}}}" for name in unknown),
        "known": comma.join(f"{{{name}}}" for name in known),
    }


def _unknown(text: str) -> list[str]:
    """All blanks of `text` that are none of ours, each once; raises `LooseBrace`."""
    found: list[str] = []
    while True:
        try:
            check(text, NAMES | {name: name for name in found})
        except UnknownBlank as error:
            found.append(error.name)
        else:
            return found
