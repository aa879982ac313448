"""The wishes on the preferences page: read, checked, and given back as they were typed."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seminars.calendars.options import LONGEST_ALARM
from seminars.models import Subscriber
from seminars.subscriptions.preferences import WISHES
from seminars.web.following import alarm_choices

if TYPE_CHECKING:
    _Form = forms.ModelForm[Subscriber]
else:
    _Form = forms.ModelForm

# A form that says nothing of them unticks them.
TICKED = ("reminds_evening", "reminds_hour", "wants_recordings")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PreferenceForm(_Form):
    """What a subscriber may wish for; a field that is not sent keeps what it holds."""

    alarm = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    digest_weekday = forms.TypedChoiceField(
        coerce=int,
        choices=[
            (0, gettext_lazy("Monday")),
            (1, gettext_lazy("Tuesday")),
            (2, gettext_lazy("Wednesday")),
            (3, gettext_lazy("Thursday")),
            (4, gettext_lazy("Friday")),
            (5, gettext_lazy("Saturday")),
            (6, gettext_lazy("Sunday")),
        ],
    )

    class Meta:
        model = Subscriber
        fields = list(WISHES)
        widgets = {"digest_at": _clock(), "quiet_from": _clock(), "quiet_until": _clock()}

    def __init__(self, subscriber: Subscriber, sent: QueryDict | None = None) -> None:
        # A copy, so that what is typed wrong reaches nothing but this form.
        super().__init__(None if sent is None else _completed(subscriber, sent), instance=copy(subscriber))
        shown = self["alarm"].value()
        chosen = int(shown) if _is_alarm(shown) else None
        self._field("alarm").choices = [("", _("none")), *alarm_choices(chosen)]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        begins, ends = found.get("quiet_from"), found.get("quiet_until")
        if {"quiet_from", "quiet_until"} <= found.keys() and (begins is None) != (ends is None):
            missing = "quiet_until" if ends is None else "quiet_from"
            self.add_error(missing, _("Quiet hours need a beginning and an end. Leave both empty for none."))
        if begins is not None and begins == ends:
            self.add_error("quiet_until", _("Quiet hours that end when they begin are none."))
        return found


def _completed(subscriber: Subscriber, sent: QueryDict) -> QueryDict:
    held = forms.model_to_dict(subscriber, fields=[each for each in WISHES if each not in TICKED])
    fields = sent.copy()
    for name, value in held.items():
        if name not in fields:
            fields[name] = "" if value is None else str(value)
    return fields


def _is_alarm(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= LONGEST_ALARM
