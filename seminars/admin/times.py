"""When an event takes place, asked as people say it: date, clock times and the zone they are meant in.

Django's own widgets would ask in the server's zone; an organizer in Boston must not have to reckon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.zone_field import ZoneField
from seminars.models import Event, EventState, Series
from seminars.text.bilingual import short_language
from seminars.timekeeping.spans import LONGEST_ALL_DAY
from seminars.timekeeping.zones import SkippedTime, TimeOutOfRange, TimeRefused, UnknownZone, parse_local

if TYPE_CHECKING:
    _EventModelForm = forms.ModelForm[Event]
else:
    _EventModelForm = forms.ModelForm

DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]
CLOCKS = ["%H:%M", "%H:%M:%S"]
LONGEST = timedelta(hours=24)
MIDNIGHT = time(0)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "desk-day", **(attrs or {})}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "desk-clock", **(attrs or {})}, format="%H:%M")


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A date that may be left out."""
    return forms.DateField(
        label=capfirst(label), help_text=help_text, required=False, widget=DayInput, input_formats=DATES
    )


def clock_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """A time of day that may be left out."""
    return forms.TimeField(
        label=capfirst(label), help_text=help_text, required=False, widget=ClockInput, input_formats=CLOCKS
    )


class TimeFault(Exception):
    """A time that cannot be, and the field to write it beside."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field, self.sentence = field, sentence
        super().__init__(field, sentence)

    def __str__(self) -> str:
        return self.sentence


def instant(on: date, clock: time, zone: str, *, field: str) -> datetime:
    """The instant (UTC) at which the clocks of `zone` show that; raises `TimeFault` with the reason."""
    try:
        return parse_local(datetime.combine(on, clock), zone).astimezone(UTC)
    except (TimeRefused, UnknownZone) as refusal:
        raise TimeFault(field, getattr(refusal, short_language(get_language() or ""))) from None


def midnight(on: date, zone: str, *, field: str) -> datetime:
    """The first instant (UTC) of a day, also where the clocks jump over midnight or show it twice.

    Raises `TimeFault` at the edges of the calendar.
    """
    try:
        moment = parse_local(datetime.combine(on, MIDNIGHT), zone)
    except TimeOutOfRange:
        return instant(on, MIDNIGHT, zone, field=field)
    except SkippedTime:
        moment = parse_local(datetime.combine(on, time(1)), zone)
    except TimeRefused:
        moment = datetime.combine(on, MIDNIGHT, tzinfo=ZoneInfo(zone))
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields; `minutes` and `usual_start` are what the series does when they are empty."""

    on: date | None
    start: time | None
    end: time | None
    last: date | None
    zone: str
    is_all_day: bool = False
    minutes: int = 120
    usual_start: time | None = None

    def read(self) -> tuple[datetime | None, datetime | None]:
        """Start and end in UTC, both None while nothing is typed; raises `TimeFault`."""
        if not any(each is not None for each in (self.on, self.start, self.end, self.last)):
            return None, None
        if self.on is None:
            raise TimeFault("on", gettext("Give the date as well."))
        if self.last is not None and self.last < self.on:
            raise TimeFault("last", gettext("The last day must not be before the first."))
        return self._whole_days(self.on) if self.is_all_day else self._hours(self.on)

    def _whole_days(self, on: date) -> tuple[datetime, datetime]:
        last = self.last or on
        if (last - on).days >= LONGEST_ALL_DAY:
            raise TimeFault("last", gettext("An event lasts at most 24 hours, or 14 whole days."))
        starts_at = midnight(on, self.zone, field="on")
        return starts_at, midnight(last + timedelta(days=1), self.zone, field="last" if self.last else "on")

    def _hours(self, on: date) -> tuple[datetime, datetime]:
        start = self.start or self.usual_start
        if start is None:
            raise TimeFault("start", gettext("Say when it starts, or tick “whole days”."))
        starts_at = instant(on, start, self.zone, field="start")
        if self.end is None and self.last is not None and self.last != on:
            raise TimeFault("end", gettext("Say at what time it ends on the last day."))
        if self.end is None:
            return starts_at, starts_at + timedelta(minutes=self.minutes)
        ends_at = instant(self.last or on, self.end, self.zone, field="end")
        if ends_at <= starts_at:
            raise TimeFault(
                "end",
                gettext("The end must be after the start. If it ends on a later day, give that day too."),
            )
        if ends_at - starts_at > LONGEST:
            raise TimeFault("end", gettext("An event lasts at most 24 hours, or 14 whole days."))
        return starts_at, ends_at


def typed_times(event: Event) -> dict[str, Any]:
    """What the fields of an event show: its times by the clocks of its own zone."""
    if event.starts_at is None or event.ends_at is None:
        return {}
    there = ZoneInfo(event.zone)
    starts, ends = event.starts_at.astimezone(there), event.ends_at.astimezone(there)
    if event.is_all_day:
        last = (ends - timedelta(hours=1)).date()
        return {"on": starts.date(), "last": last if last != starts.date() else None}
    return {
        "on": starts.date(),
        "start": starts.time(),
        "end": ends.time(),
        "last": ends.date() if ends.date() != starts.date() else None,
    }


class TimesForm(_EventModelForm):
    """Asks when; leaves start and end in the instance."""

    on = day_field(_("date"))
    start = clock_field(_("start"))
    end = clock_field(_("end"), _("If you leave it empty: the usual length."))
    last = day_field(_("last day"), _("Only if it ends on a later day."))
    zone = ZoneField(help_text=_("The times above are meant by its clocks."))

    class Meta:
        model = Event
        fields: tuple[str, ...] = ("zone",)

    TIME_FIELDS = frozenset({"on", "start", "end", "last", "zone", "is_all_day"})

    def __init__(self, *args: Any, **options: Any) -> None:
        instance = options.get("instance")
        if instance is not None:
            options["initial"] = {**typed_times(instance), **(options.get("initial") or {})}
        super().__init__(*args, **options)

    def the_series(self, cleaned: dict[str, Any]) -> Series | None:
        """The series whose habits fill what is left empty."""
        return cleaned.get("series") or (self.instance.series if self.instance.series_id else None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.TIME_FIELDS & set(self.errors):
            return cleaned
        if self.instance.pk and not self.TIME_FIELDS & set(self.changed_data):
            # An hour that the clocks show twice may stand here, published with its offset: leave it alone.
            return cleaned
        series = self.the_series(cleaned)
        typed = Typed(
            on=cleaned.get("on"),
            start=cleaned.get("start"),
            end=cleaned.get("end"),
            last=cleaned.get("last"),
            zone=cleaned["zone"],
            is_all_day=cleaned.get("is_all_day", self.instance.is_all_day),
            minutes=self._length(series),
            usual_start=series.usual_start if series else None,
        )
        try:
            starts_at, ends_at = typed.read()
        except TimeFault as fault:
            self.add_error(fault.field, fault.sentence)
            return cleaned
        if starts_at is None and self.instance.state != EventState.DRAFT:
            self.add_error("on", gettext("A published event needs a start and an end."))
            return cleaned
        self.instance.starts_at, self.instance.ends_at = starts_at, ends_at
        return cleaned

    def _length(self, series: Series | None) -> int:
        return (series and series.minutes) or 120
