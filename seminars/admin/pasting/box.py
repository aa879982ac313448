"""The box for a text that was written anyway, and what is made of it: words to read, and the day they are of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.pasting.sitting import SeveralEvents
from seminars.admin.times import day_field
from seminars.intake.doors.octets import decoded
from seminars.intake.doors.opening import MOST_BYTES, kind_of, open_door
from seminars.intake.unreadable import Unreadable, check_readable
from seminars.models import Series
from seminars.models.events import FIRST_YEAR, LAST_YEAR
from seminars.text.bilingual import short_language


class PasteForm(forms.Form):
    """A text, typed or uploaded, with the day from which it counts “this Saturday”."""

    text = forms.CharField(
        label=_("Announcement"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "paste-box"}),
    )
    upload = forms.FileField(
        label=_("or a file"),
        required=False,
        help_text=_("A mail (.eml), a calendar entry (.ics), a text or a web page."),
        widget=forms.FileInput(attrs={"accept": ".eml,.ics,.txt,.html,.htm,.md,text/*,message/rfc822"}),
    )
    read_on = day_field(_("written on"), _("“This Saturday” is counted from this day."))

    def __init__(self, *args: Any, series: QuerySet[Series], at: datetime, **options: Any) -> None:
        self.zone: str = series.values_list("zone", flat=True).first() or settings.TIME_ZONE
        self.today: date = at.astimezone(ZoneInfo(self.zone)).date()
        options["initial"] = {"read_on": self.today} | (options.get("initial") or {})
        super().__init__(*args, **options)
        # What is no text is told so in the reader's own words.
        self.fields["text"].validators = []
        self.fields["about"] = forms.ModelChoiceField(
            label=_("Series"),
            required=False,
            queryset=series,
            empty_label=_("as the text says"),
        )

    def clean_read_on(self) -> date:
        on: date | None = self.cleaned_data["read_on"]
        if on is not None and not FIRST_YEAR <= on.year <= LAST_YEAR:
            sentence = gettext("Give a date between the years %(first)d and %(last)d.")
            raise ValidationError(sentence % {"first": FIRST_YEAR, "last": LAST_YEAR})
        return on or self.today

    def clean_text(self) -> str:
        # Browsers send other line ends than those that are kept.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("upload"):
            try:
                check_readable(cleaned["text"])
            except Unreadable as fault:
                self.add_error("text", in_words(fault))
        return cleaned


def unpacked(upload: File[bytes], *, on: date, today: date, zone: str) -> tuple[str, date]:
    """What a file puts into the box, and the day it was written: a calendar as it is, of all else the text.

    Raises `Unreadable` and `SeveralEvents`.
    """
    data = upload.read(MOST_BYTES + 1)
    entries = open_door(upload.name or "", data, on=on if on != today else None, today=today, zone=zone)
    if len(entries) > 1:
        raise SeveralEvents(entries)
    is_calendar = kind_of(upload.name or "", data) == "calendar"
    return (decoded(data)[0] if is_calendar else entries[0].text), entries[0].on


def in_words(fault: Unreadable) -> str:
    """Why it cannot be read, in the desk's language."""
    return fault.sentence.best(short_language(get_language() or ""))
