"""A talk inside the event form: titles and abstracts in two languages, speakers and links on one page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.link_rows import make_link_rows
from seminars.admin.speaker_rows import is_to_be_removed, line, make_speaker_rows, prose
from seminars.admin.times import TimeFault, clock_field, day_field, instant
from seminars.models import Abstract, Event, Talk, TextSource
from seminars.text.typography import clean, clean_line

if TYPE_CHECKING:
    _TalkModelForm = forms.ModelForm[Talk]
    _TalkForms = BaseInlineFormSet[Talk, Event, "TalkForm"]
else:
    _TalkModelForm = forms.ModelForm
    _TalkForms = BaseInlineFormSet

LANGUAGES = ("zh", "en")
FOLDED = (
    "state", "language", "level", "prerequisites_zh", "prerequisites_en", "why_zh", "why_en",
    "joint_biography_zh", "joint_biography_en", "tags", "on", "start", "end",
)  # fmt: skip


class TalkForm(_TalkModelForm):
    """One talk. Abstracts, speakers and links are rows of their own, kept and refused together with it."""

    title_zh = line(_("title in Chinese"))
    title_en = line(_("title in English"))
    text_zh = prose(_("abstract in Chinese"), rows=8)
    text_en = prose(_("abstract in English"), rows=8)
    source_zh = forms.ChoiceField(
        label=_("Chinese text written by"), choices=TextSource.choices, initial=TextSource.AUTHOR
    )
    source_en = forms.ChoiceField(
        label=_("English text written by"), choices=TextSource.choices, initial=TextSource.AUTHOR
    )
    joint_biography_zh = prose(_("joint biography in Chinese"))
    joint_biography_en = prose(_("joint biography in English"))
    on = day_field(_("day"), _("Only if it is not the first day of the event."))
    start = clock_field(_("this talk begins at"), _("Only if it has a time of its own."))
    end = clock_field(_("and ends at"))

    class Meta:
        model = Talk
        fields = (
            "state", "language", "level", "prerequisites_zh", "prerequisites_en", "why_zh", "why_en",
            "joint_biography_zh", "joint_biography_en", "tags",
        )  # fmt: skip
        widgets = {"tags": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        self.event = event
        talk: Talk | None = options.get("instance")
        if talk is not None and talk.pk:
            options["initial"] = {**_typed(talk, event), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        data = self.data if self.is_bound else None
        self.speakers = make_speaker_rows(data, talk=self.instance, prefix=f"{self.prefix}-speakers")
        self.links = make_link_rows(data, talk=self.instance, prefix=f"{self.prefix}-links")

    @property
    def media(self) -> forms.Media:
        return super().media + self.speakers.media

    def has_changed(self) -> bool:
        return super().has_changed() or self.speakers.has_changed() or self.links.has_changed()

    @property
    def is_filled(self) -> bool:
        """Whether something was typed into a talk that is not saved yet."""
        return self.is_bound and self.has_changed()

    @property
    def has_details(self) -> bool:
        """Whether something stands in the fields that are folded away."""
        shown = {name: self[name].value() for name in FOLDED if name in self.fields}
        return any(value for name, value in shown.items() if not (name == "state" and value == "planned"))

    @property
    def has_wrong_details(self) -> bool:
        """Whether something is wrong with them."""
        return bool(set(FOLDED) & set(self.errors))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for language in LANGUAGES:
            cleaned[f"title_{language}"] = clean_line(cleaned.get(f"title_{language}") or "")
            cleaned[f"text_{language}"] = clean(cleaned.get(f"text_{language}") or "")
        self._clean_times(cleaned)
        if not self.speakers.is_valid():
            self.add_error(None, gettext("Something is wrong with the speakers of this talk; see below."))
        if not self.links.is_valid():
            self.add_error(None, gettext("Something is wrong with the links of this talk; see below."))
        return cleaned

    def _clean_times(self, cleaned: dict[str, Any]) -> None:
        asked = {"on", "start", "end"}
        if asked & set(self.errors) or (self.instance.pk and not asked & set(self.changed_data)):
            return
        on, start, end = cleaned.get("on"), cleaned.get("start"), cleaned.get("end")
        if start is None and end is None:
            self.instance.starts_at = self.instance.ends_at = None
            if on is not None:
                self.add_error(
                    "start", gettext("Say when the talk starts and ends, or leave its day empty too.")
                )
            return
        if start is None or end is None:
            missing = "start" if start is None else "end"
            self.add_error(missing, gettext("A talk with a time of its own needs a start and a later end."))
            return
        first = _local(self.event.starts_at, self.event)
        day = on or (first.date() if first else None)
        if day is None:
            self.add_error("start", gettext("Say first when the event starts."))
            return
        try:
            starts_at = instant(day, start, self.event.zone, field="start")
            ends_at = instant(day, end, self.event.zone, field="end")
        except TimeFault as fault:
            self.add_error(fault.field, fault.sentence)
            return
        if ends_at <= starts_at:
            self.add_error("end", gettext("A talk with a time of its own needs a start and a later end."))
            return
        self.instance.starts_at, self.instance.ends_at = starts_at, ends_at

    def write_parts(self) -> None:
        """Save what hangs on the saved talk: abstracts, speakers, links."""
        for language in LANGUAGES:
            title, text = self.cleaned_data[f"title_{language}"], self.cleaned_data[f"text_{language}"]
            if title or text:
                Abstract.objects.update_or_create(
                    talk=self.instance,
                    language=language,
                    defaults={
                        "title": title,
                        "text": text,
                        "source": self.cleaned_data[f"source_{language}"],
                    },
                )
            else:
                self.instance.abstracts.filter(language=language).delete()
        self.speakers.write(self.instance)
        self.links.write(self.instance)


class TalkForms(_TalkForms):
    """All talks of an event, in the order wished for."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = gettext("Remove this talk")

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "event": self.instance}

    def save(self, commit: bool = True) -> list[Talk]:
        saved = super().save(commit=commit)
        for position, form in enumerate(self.standing()):
            if form.instance.position != position:
                form.instance.position = position
                form.instance.save(update_fields=["position"])
            form.write_parts()
        return saved

    def standing(self) -> list[TalkForm]:
        """The talks that say something and are not to be removed."""
        forms = [form for form in self.forms if form.instance.pk and not is_to_be_removed(form)]
        return sorted(forms, key=lambda form: form.cleaned_data.get("ORDER") or 10_000)


def _local(moment: datetime | None, event: Event) -> datetime | None:
    return moment.astimezone(ZoneInfo(event.zone)) if moment else None


def _typed(talk: Talk, event: Event) -> dict[str, Any]:
    """What the fields of a talk show."""
    shown: dict[str, Any] = {}
    for abstract in talk.abstracts.all():
        shown[f"title_{abstract.language}"] = abstract.title
        shown[f"text_{abstract.language}"] = abstract.text
        shown[f"source_{abstract.language}"] = abstract.source
    starts, ends, first = (_local(each, event) for each in (talk.starts_at, talk.ends_at, event.starts_at))
    if starts and ends:
        is_first_day = first is not None and starts.date() == first.date()
        shown.update(on=None if is_first_day else starts.date(), start=starts.time(), end=ends.time())
    return shown
