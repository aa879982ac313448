"""What the import page asks: which series, which file, and when it was written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.importing.carrying import Upload, unsealed, uploaded, words_of
from seminars.admin.times import day_field
from seminars.intake.unreadable import Unreadable
from seminars.models import Series

ACCEPTED = ".csv,.tsv,.xlsx,.ics,.eml,.txt,.html,.htm"


class ImportForm(forms.Form):
    """A file with events of one series. After the preview the file travels in `carried`."""

    series = forms.ModelChoiceField(
        label=capfirst(_("series")), queryset=Series.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=capfirst(_("file")),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("A table (XLSX, CSV), a calendar (ICS), a mail (EML), a web page or a text."),
    )
    written_on = day_field(
        _("written on"), _("Only for words like “this Friday”, if the file was not written today.")
    )
    carried = forms.CharField(required=False, widget=forms.HiddenInput)

    upload: Upload | None = None

    def __init__(self, *args: Any, series: QuerySet[Series], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = series

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("file"):
            try:
                self.upload = uploaded(cleaned["file"], today=self.today)
            except Unreadable as fault:
                self.add_error("file", words_of(fault, get_language() or ""))
        elif cleaned.get("carried"):
            self.upload = unsealed(cleaned["carried"])
            if self.upload is None:
                self.add_error("file", gettext("The file was lost on the way; choose it once more."))
        elif "file" not in self.errors:
            self.add_error("file", gettext("Choose a file."))
        return cleaned
