"""The form of an event's working copy: when, where, and what is said of the event as a whole."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin import standing
from seminars.admin.resending import key_of
from seminars.admin.times import TimeFault, TimesForm, clock_field, day_field, instant
from seminars.meetings.words import meeting_words
from seminars.models import Event, EventState, Series, Source
from seminars.programme.freezing import meeting_part
from seminars.text.bilingual import short_language

END_OF_DAY = time(23, 59)
KEPT_BY_THE_VERBS = (
    "state", "path", "published_at", "cancelled_at", "cancel_reason", "revision_number", "sequence",
    "tell", "tell_on",
)  # fmt: skip


class EventForm(TimesForm):
    """Saves the working copy and nothing else; readers see none of it before *Publish*."""

    signup_on = day_field(_("sign-up deadline"))
    signup_at = clock_field(_("at this time"), _("If you leave it empty: the end of that day."))
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    is_overwriting = forms.BooleanField(
        label=_("Save mine all the same, over what the other person changed"), required=False
    )

    class Meta(TimesForm.Meta):
        fields = ("series", "number", "zone", "is_all_day", "venue_from", "venue", "meeting_from", "meeting")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_outdated = False
        event = self.instance
        if event.pk:
            del self.fields["key"]
            self.initial["seen"] = event.updated_at.isoformat()
            if event.signup_until:
                local = event.signup_until.astimezone(ZoneInfo(event.zone))
                self.initial.update(signup_on=local.date(), signup_at=local.time().replace(second=0))
            if event.state != EventState.DRAFT:
                self.fields["series"].disabled = True
        self._write_out_what_is_usual()

    def shown_series(self) -> Series | None:
        """The series that the form is about, as far as it is known already."""
        if self.instance.series_id:
            return self.instance.series
        key: Any = self.data.get(self.add_prefix("series")) if self.is_bound else self.initial.get("series")
        try:
            return self._own_series().filter(pk=key).first()
        except (ValueError, TypeError, ValidationError):
            return None

    def _write_out_what_is_usual(self) -> None:
        series = self.shown_series()
        language = short_language(get_language() or "")
        room = series.venue.name.best(language) if series and series.venue else ""
        meeting = meeting_words(meeting_part(series.meeting), language) if series and series.meeting else ""
        self._offer(
            "venue_from", room, gettext("a room of its own, chosen here"), gettext("no room: online only")
        )
        self._offer(
            "meeting_from",
            meeting,
            gettext("an online meeting of its own, chosen here"),
            gettext("no online meeting: on site only"),
        )

    def _offer(self, name: str, usual: str, own: str, none: str) -> None:
        field = self.fields.get(name)
        if not isinstance(field, forms.ChoiceField):
            return
        as_usual = (
            gettext("as usual in the series: %(place)s") % {"place": usual}
            if usual
            else gettext("as usual in the series (it has none)")
        )
        field.choices = [(Source.SERIES, as_usual), (Source.OWN, own), (Source.NONE, none)]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        uid = key_of(key)
        saved = Event.objects.filter(uid=uid).select_related("series").first() if uid else None
        if saved is None:
            self.instance.uid = uid or self.instance.uid
        elif self._own_series().contains(saved.series):
            # Saving once more is then meant, and makes an event of its own.
            again = QueryDict(mutable=True)
            again.update(self.data)
            again[self.add_prefix("key")] = str(uuid.uuid4())
            self.data = again
            sentence = gettext(
                "This form was saved before, as %(event)s. All that you typed still stands below: copy what is "
                "new into that event, or save once more to make a second one."
            )
            self.add_error(None, sentence % {"event": standing.name(saved)})
        return key

    def _own_series(self) -> QuerySet[Series]:
        field = self.fields["series"]
        assert isinstance(field, forms.ModelChoiceField)
        return field.queryset if field.queryset is not None else Series.objects.none()

    def clean_number(self) -> int | None:
        number: int | None = self.cleaned_data.get("number")
        series = self.cleaned_data.get("series")
        if number == 0:
            raise ValidationError(gettext("Numbers begin with 1."))
        if number and series:
            others = Event.objects.filter(series=series, number=number).exclude(state=EventState.WITHDRAWN)
            if others.exclude(pk=self.instance.pk).exists():
                raise ValidationError(gettext("Another event of this series has this number."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_source(cleaned, "venue", gettext("Choose the room, or choose “no room”."))
        self._clean_source(
            cleaned, "meeting", gettext("Choose the online meeting, or choose “no online meeting”.")
        )
        self._clean_deadline(cleaned)
        self._refuse_if_outdated(cleaned)
        return cleaned

    def _clean_source(self, cleaned: dict[str, Any], name: str, missing: str) -> None:
        source, own = cleaned.get(f"{name}_from"), cleaned.get(name)
        if source is None or name in self.errors:
            return
        if source == Source.OWN and own is None:
            self.add_error(name, missing)
        elif source != Source.OWN and own is not None:
            if name in self.changed_data:
                sentence = gettext("You chose one here; tick “of its own” as well, or clear this choice.")
                self.add_error(name, sentence)
            else:
                cleaned[name] = None

    def _clean_deadline(self, cleaned: dict[str, Any]) -> None:
        if {"signup_on", "signup_at", "zone"} & set(self.errors):
            return
        on, clock = cleaned.get("signup_on"), cleaned.get("signup_at")
        if self.instance.pk and not {"signup_on", "signup_at", "zone"} & set(self.changed_data):
            return
        if on is None:
            self.instance.signup_until = None
            if clock is not None:
                self.add_error("signup_on", gettext("Give the date as well."))
            return
        try:
            self.instance.signup_until = instant(on, clock or END_OF_DAY, cleaned["zone"], field="signup_at")
        except TimeFault as fault:
            self.add_error(fault.field, fault.sentence)

    def _refuse_if_outdated(self, cleaned: dict[str, Any]) -> None:
        """Hold the row until the transaction ends; what the verbs write is taken as it is now."""
        if not self.instance.pk:
            return
        present = Event.objects.select_for_update().get(pk=self.instance.pk)
        for name in KEPT_BY_THE_VERBS:
            setattr(self.instance, name, getattr(present, name))
        # What was typed for one series, such as the number, is not written over the event in another.
        is_elsewhere = present.series_id != self.instance.series_id
        if cleaned.get("is_overwriting") and not is_elsewhere:
            return
        is_newer = bool(cleaned.get("seen")) and cleaned["seen"] != present.updated_at.isoformat()
        if is_newer or is_elsewhere:
            self.is_outdated = True
            self.add_error(
                None,
                gettext(
                    "Somebody else changed this event while you were writing. Nothing was saved, and all "
                    "that you typed still stands below. Look at their version in another tab; then tick "
                    "“Save mine all the same” and save again."
                ),
            )
