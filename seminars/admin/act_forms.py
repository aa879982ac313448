"""What the desk asks before it does something that readers see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.times import TimesForm, clock_field, day_field
from seminars.announcements.planning.deciding import Wish
from seminars.announcements.planning.noting import LONGEST_NOTE
from seminars.models import Event, Series, Telling
from seminars.models.events import FIRST_YEAR, LAST_YEAR
from seminars.text.typography import clean_line


class How(models.TextChoices):
    """How the organizer wants a change told."""

    USUAL = "usual", _("as usual")
    NOW = "now", _("tell them now")
    SILENT = "silent", _("fix silently: tell nobody, only the page and the calendars change")


# What the organizer writes to readers.
TYPED = ("reason", "note", "text")
IN_VAIN = _("tell nobody (readers may come in vain)")


class NoteField(forms.CharField):
    """One line to go along. What is too long is refused and not cut, so that nothing typed is lost."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("A line of yours"),
            "help_text": _("Goes along with what is told. It may stay empty."),
            "required": False,
            "widget": forms.TextInput(attrs={"class": "desk-line"}),
        }
        super().__init__(**(usual | options))

    def clean(self, value: Any) -> Any:
        line = clean_line(super().clean(value) or "")
        if len(line) > LONGEST_NOTE:
            sentence = gettext("This line has %(count)d characters; at most %(most)d fit.")
            raise ValidationError(sentence % {"count": len(line), "most": LONGEST_NOTE})
        return line


class PastField(forms.BooleanField):
    """A tick for a time that is over already: a slip of the year or month else tells nobody, without a word."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)


def ask_if_over(form: forms.BaseForm, *, ends_at: datetime | None) -> None:
    """Leave the tick out where the new time, ending at `ends_at`, is still to come, or there is none."""
    if ends_at is None or ends_at > timezone.now():
        form.fields.pop("is_past_meant", None)


def refuse_if_over(form: forms.BaseForm) -> None:
    """Say beside the tick, where it is asked and missing, what would come of it."""
    if "is_past_meant" in form.fields and not form.cleaned_data.get("is_past_meant"):
        sentence = gettext("This time is over already: nobody would be told. Tick this if you mean it.")
        form.add_error("is_past_meant", sentence)


class ToldForm(forms.Form):
    """Whether, and how, readers are told of a change."""

    how = forms.ChoiceField(
        label=_("Tell those who follow it"),
        required=False,
        widget=forms.RadioSelect,
        choices=How.choices,
        initial=How.USUAL,
    )
    note = NoteField()
    silent: Any = _("tell nobody (readers may stay away)")


class PublishForm(ToldForm):
    """The same of what is published anew; `over_at` is the end of a new time."""

    is_past_meant = PastField(_("This time is over already; publish it all the same"))
    silent = How.SILENT.label
    field_order = ("is_past_meant", "how", "note")

    def __init__(self, data: Any = None, *, over_at: datetime | None) -> None:
        super().__init__(data)
        ask_if_over(self, ends_at=over_at)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_if_over(self)
        return cleaned


class CancelForm(ToldForm):
    """Why it does not take place."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "desk-line"}),
        help_text=_("Shown on the page and in the mail. It may stay empty."),
    )
    # The reason is told; a second line beside it only makes people wonder which.
    note = None  # type: ignore[assignment]
    silent = IN_VAIN
    field_order = ("reason", "how")


class MoveForm(TimesForm):
    """Another time; the working copy’s texts are not asked and not published."""

    end = clock_field(_("end"), _("If you leave it empty: as long as before."))
    is_past_meant = PastField(_("This time is over already; move it all the same"))
    how = ToldForm.base_fields["how"]
    note = ToldForm.base_fields["note"]
    silent = IN_VAIN

    field_order = ("on", "start", "end", "last", "zone", "is_past_meant", "how", "note")

    class Meta(TimesForm.Meta):
        fields = ("zone",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        event = self.instance
        self.times = event.starts_at, event.ends_at
        if not self.is_bound:
            del self.fields["is_past_meant"]
        self.length = (
            event.ends_at - event.starts_at if event.starts_at and event.ends_at else timedelta(hours=2)
        )
        if event.is_all_day:
            del self.fields["start"], self.fields["end"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        times = self.instance.starts_at, self.instance.ends_at
        ask_if_over(self, ends_at=None if times == self.times else times[1])
        refuse_if_over(self)
        return cleaned

    def _length(self, series: Series | None) -> int:
        return int(self.length.total_seconds()) // 60


def offer(form: forms.BaseForm, now: str | None, *, is_mixed: bool = False) -> None:
    """Let the form say to whom it is told now; None where that is what happens as usual.

    `is_mixed`: they read several languages, and what is typed goes to all of them as it is.
    """
    if is_mixed:
        _hint_at_languages(form)
    field = form.fields.get("how")
    if not isinstance(field, forms.ChoiceField):
        return
    choices: list[tuple[str, Any]] = [(How.USUAL, gettext("as usual, as it says above"))]
    if now is not None:
        choices.append((How.NOW, gettext("tell them now: %(audience)s") % {"audience": now}))
    field.choices = [*choices, (How.SILENT, getattr(form, "silent", How.SILENT.label))]


def _hint_at_languages(form: forms.BaseForm) -> None:
    hint = gettext(
        "It goes to everybody as it is, also to readers of the other language: write one sentence in each."
    )
    for name in TYPED:
        if field := form.fields.get(name):
            field.help_text = f"{field.help_text} {hint}"


def wish_of(said: dict[str, Any], *, wait: timedelta) -> Wish:
    """What was chosen in a form."""
    how = said.get("how")
    return Wish(wait=wait, is_silent=how == How.SILENT, is_forced=how == How.NOW, note=said.get("note", ""))


class TransferForm(forms.Form):
    """Which series the event shall belong to, and its number there."""

    series = forms.ModelChoiceField(label=_("Series"), queryset=Series.objects.none())
    number = forms.IntegerField(
        label=_("Number there"),
        required=False,
        min_value=1,
        max_value=999999,
        help_text=_(
            "Numbers count within a series: the present one stays behind. Without one, the date is the address."
        ),
    )
    is_told = forms.BooleanField(
        label=_(
            "If place or online meeting are others there: tell those who follow the other series by mail"
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, choices: QuerySet[Series]) -> None:
        super().__init__(data)
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = choices


class TellForm(forms.Form):
    """When subscribers hear of an event that is published for the first time."""

    tell = forms.ChoiceField(
        label=_("Tell subscribers"),
        widget=forms.RadioSelect,
        choices=[
            (Telling.NOW, _("now, after a minute in which you can stop it")),
            (Telling.ON_DAY, _("at noon of this day:")),
            (Telling.NEVER, _("never; readers find it on the page and in their calendars")),
        ],
    )
    tell_on = day_field(_("day"))
    note = NoteField()
    is_past_meant = PastField(_("This time is over already; publish it all the same"))
    field_order = ("is_past_meant", "tell", "tell_on", "note")

    def __init__(self, data: Any = None, *, event: Event) -> None:
        self.event = event
        day = event.starts_at.astimezone(ZoneInfo(event.zone)).date() if event.starts_at else None
        self.event_day = day
        usual = day - timedelta(days=event.series.announce_days_before) if day else None
        super().__init__(data, initial={"tell": event.tell, "tell_on": event.tell_on or usual})
        ask_if_over(self, ends_at=event.ends_at)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refuse_if_over(self)
        if self.errors or cleaned["tell"] != Telling.ON_DAY:
            cleaned["tell_on"] = None
        elif cleaned.get("tell_on") is None:
            self.add_error("tell_on", gettext("Say on which day."))
        elif cleaned["tell_on"].year < FIRST_YEAR:
            sentence = gettext("Give a date between the years %(first)d and %(last)d.")
            self.add_error("tell_on", sentence % {"first": FIRST_YEAR, "last": LAST_YEAR})
        elif self.event_day and cleaned["tell_on"] > self.event_day:
            self.add_error("tell_on", gettext("This day is after the event."))
        return cleaned
