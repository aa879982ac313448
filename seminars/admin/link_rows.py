"""Links of one talk: rows inside the talk's part of the event form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.speaker_rows import is_to_be_removed, line
from seminars.models import Link, LinkKind, Talk
from seminars.text.typography import clean_line

if TYPE_CHECKING:
    _Rows = BaseFormSet["LinkRow"]
else:
    _Rows = BaseFormSet


class LinkRow(forms.Form):
    """A typed link."""

    kind = forms.ChoiceField(label=capfirst(_("kind")), choices=LinkKind.choices, initial=LinkKind.PAPER)
    url = forms.URLField(
        label=capfirst(_("web address")),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "desk-line"}),
    )
    label = line(_("label"), longest=120)

    def clean_label(self) -> str:
        return clean_line(self.cleaned_data["label"])

    @property
    def is_folded(self) -> bool:
        """Whether the row may stay closed until it is needed."""
        return not (self.is_bound and (self.has_changed() or bool(self.errors))) and "url" not in self.initial


class LinkRows(_Rows):
    """All links of one talk."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = gettext("Remove")

    def write(self, talk: Talk) -> None:
        """Make the talk's links say what the rows say."""
        if not self.has_changed():
            return
        talk.links.all().delete()
        rows = [row for row in self.forms if row.has_changed() or "url" in row.initial]
        rows = [row for row in rows if not is_to_be_removed(row)]
        Link.objects.bulk_create(
            Link(
                talk=talk,
                position=position,
                **{name: row.cleaned_data[name] for name in ("kind", "url", "label")},
            )
            for position, row in enumerate(rows)
        )


def make_link_rows(data: Any, *, talk: Talk, prefix: str) -> LinkRows:
    """The rows of a talk, bound where `data` is given, with one empty row to go on."""
    kind = formset_factory(LinkRow, formset=LinkRows, extra=1, can_delete=True, max_num=50)
    known = (
        [{"kind": each.kind, "url": each.url, "label": each.label} for each in talk.links.all()]
        if talk.pk
        else []
    )
    return kind(data=data, prefix=prefix, initial=known)  # type: ignore[return-value]  # its own formset class
