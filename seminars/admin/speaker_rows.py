"""Who speaks in one talk: rows inside the talk's part of the event form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.prose import ProseBox
from seminars.intake.matching import free_slug
from seminars.models import Appearance, Speaker, Talk
from seminars.text.typography import clean, clean_line

if TYPE_CHECKING:
    _Rows = BaseFormSet["SpeakerRow"]
else:
    _Rows = BaseFormSet

SAID = ("honorific", "affiliation_zh", "affiliation_en", "biography_zh", "biography_en")
PARAGRAPH = {"rows": 3, "class": "desk-prose"}
LINE = {"class": "desk-line"}


def line(label: Any, *, longest: int = 300, help_text: Any = "") -> forms.CharField:
    """One line of text that may be left out."""
    return forms.CharField(
        label=capfirst(label),
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs=LINE),
    )


def prose(label: Any, *, rows: int = 3) -> ProseBox:
    """Markdown and LaTeX over several lines that may be left out."""
    attrs = {**PARAGRAPH, "rows": rows}
    return ProseBox(label=capfirst(label), required=False, widget=forms.Textarea(attrs=attrs))


def is_to_be_removed(row: forms.BaseForm) -> bool:
    """Whether the box *remove* of a row is ticked."""
    return bool(getattr(row, "cleaned_data", {}).get("DELETE"))


class SpeakerRow(forms.Form):
    """A known speaker chosen, or a new one named, and what this talk says of them."""

    known = forms.ModelChoiceField(
        label=capfirst(_("known speaker")),
        queryset=Speaker.objects.all(),
        required=False,
        widget=AutocompleteSelect(Appearance._meta.get_field("speaker"), admin.site),
    )
    name_zh = line(_("or somebody new: name in Chinese"), longest=120)
    name_en = line(_("name in English"), longest=120)
    is_namesake = forms.BooleanField(label=_("A namesake: none of the speakers known so far"), required=False)
    honorific = line(_("form of address"), longest=30, help_text=_("同学, 老师, 教授; Prof., Dr."))
    affiliation_zh = line(_("affiliation in Chinese"))
    affiliation_en = line(_("affiliation in English"))
    biography_zh = prose(_("biography in Chinese"))
    biography_en = prose(_("biography in English"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("name_zh", "name_en", "honorific", "affiliation_zh", "affiliation_en"):
            cleaned[name] = clean_line(cleaned.get(name) or "")
        for name in ("biography_zh", "biography_en"):
            cleaned[name] = clean(cleaned.get(name) or "")
        if self.errors or not self.has_changed():
            return cleaned
        is_named = bool(cleaned["name_zh"] or cleaned["name_en"])
        if cleaned.get("known") and is_named:
            self.add_error(
                "known",
                gettext(
                    "Choose a known speaker or name a new one, not both. "
                    "The name of a known speaker is corrected on that speaker’s own page."
                ),
            )
        elif is_named and not cleaned.get("is_namesake"):
            cleaned["known"] = self._recognized(cleaned)
        elif not cleaned.get("known") and not is_named:
            self.add_error("name_zh", gettext("Who is it? Choose a known speaker or write the name."))
        return cleaned

    def _recognized(self, cleaned: dict[str, Any]) -> Speaker | None:
        """The one known person of this name; refuses when there are several."""
        found = list(_called(cleaned)[:2])
        if len(found) > 1:
            self.add_error(
                "known",
                gettext(
                    "Several known speakers have this name: choose one of them, "
                    "or tick “A namesake” if it is none of them."
                ),
            )
            return None
        return found[0] if found else None

    @property
    def is_folded(self) -> bool:
        """Whether the row may stay closed until it is needed."""
        return not self.is_bound_with_something and not self.initial

    @property
    def is_bound_with_something(self) -> bool:
        return self.is_bound and (self.has_changed() or bool(self.errors))

    @property
    def may_be_namesake(self) -> bool:
        """Whether to ask that at all."""
        return bool(self.is_bound and ("known" in self.errors or self["is_namesake"].value()))

    @property
    def who(self) -> str:
        """Whom the row is about, for its heading; '' while it is empty."""
        chosen = self["known"].value()
        if chosen and str(chosen).isdecimal():
            return str(Speaker.objects.filter(pk=chosen).first() or "")
        return " · ".join(str(self[name].value() or "") for name in ("name_zh", "name_en")).strip(" ·")

    def person(self) -> Speaker:
        """The speaker meant, made if new. Texts of a new one are kept with the person too."""
        said = self.cleaned_data
        known: Speaker | None = said["known"]
        if known is None and not said["is_namesake"]:
            # Another row of the same form may have made this person a moment ago.
            known = _called(said).first()
        if known:
            return known
        return Speaker.objects.create(
            slug=free_slug(Speaker, said["name_zh"] or said["name_en"]),
            **{name: said[name] for name in ("name_zh", "name_en", *SAID[1:])},
        )


def _called(said: dict[str, Any]) -> QuerySet[Speaker]:
    """The known persons who have one of the names, in either case of letters."""
    same = Q()
    for name in ("name_zh", "name_en"):
        if said[name]:
            same |= Q(**{f"{name}__iexact": said[name]})
    return Speaker.objects.filter(same)


class SpeakerRows(_Rows):
    """All speakers of one talk."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = gettext("Remove")

    def clean(self) -> None:
        seen: set[int] = set()
        for row in self.live():
            known = row.cleaned_data.get("known") if hasattr(row, "cleaned_data") else None
            if known and known.pk in seen:
                raise ValidationError(
                    gettext("%(name)s is named twice for this talk.") % {"name": known}, code="twice"
                )
            if known:
                seen.add(known.pk)

    def live(self) -> Sequence[SpeakerRow]:
        """The rows that say something and are not to be removed, in the order wished for."""
        rows = [row for row in self.forms if row.has_changed() or row.initial]
        rows = [row for row in rows if not is_to_be_removed(row)]
        return sorted(rows, key=lambda row: getattr(row, "cleaned_data", {}).get("ORDER") or 10_000)

    def write(self, talk: Talk) -> None:
        """Make the talk's appearances say what the rows say."""
        if not self.has_changed():
            return
        named = [(row, row.person()) for row in self.live()]
        talk.appearances.all().delete()
        seen: set[int] = set()
        for position, (row, person) in enumerate(named):
            # Two new rows with one name are one person.
            if person.pk in seen:
                continue
            seen.add(person.pk)
            said = {name: row.cleaned_data[name] for name in SAID}
            Appearance.objects.create(talk=talk, speaker=person, position=position, **said)


def typed_speakers(talk: Talk) -> list[dict[str, Any]]:
    """What the rows of a talk show."""
    return [
        {"known": each.speaker_id, **{name: getattr(each, name) for name in SAID}}
        for each in talk.appearances.all()
    ]


def make_speaker_rows(data: Any, *, talk: Talk, prefix: str) -> SpeakerRows:
    """The rows of a talk, bound where `data` is given, with one empty row to go on."""
    kind = formset_factory(
        SpeakerRow, formset=SpeakerRows, extra=1, can_delete=True, can_order=True, max_num=50
    )
    known = typed_speakers(talk) if talk.pk else []
    return kind(data=data, prefix=prefix, initial=known)  # type: ignore[return-value]  # its own formset class
