"""The event form over a pasted text: it may name a room or an online meeting that is not known yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.event_form import EventForm
from seminars.admin.meeting_form import MeetingForm
from seminars.admin.speaker_rows import line
from seminars.intake.matching import free_slug
from seminars.models import Event, Meeting, Source, Venue
from seminars.text.typography import clean_line

NEW = "new"
NEW_MEETING = "new_meeting"
# The field that says which meeting is not new but told more of.
COMPLETED = f"{NEW_MEETING}-row"


class NewMeetingForm(MeetingForm):
    """An online meeting as the text gives it."""

    url = forms.URLField(label=_("link to join"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Meeting
        fields = (
            "provider",
            "label",
            "code",
            "url",
            "passcode",
            "visibility",
            "opens_before",
            "closes_after",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The whole announcement was pasted already; a host key is no matter of announcements.
        del self.fields["invitation"], self.fields["host_key"]


class PastedEventForm(EventForm):
    """Saves the same working copy; what is new among its places is made with it."""

    new_venue_zh = line(_("name of the new room in Chinese"))
    new_venue_en = line(_("name of the new room in English"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.new_venue: Venue | None = None
        typed = self.data if self.is_bound and self.data.get("meeting_from") == NEW else None
        self.new_meeting = NewMeetingForm(typed, prefix=NEW_MEETING, instance=self._completed_meeting())
        self._offer_new("venue_from", gettext("a new room, named here"))
        self._offer_new("meeting_from", gettext("a new online meeting, given here"))

    def _completed_meeting(self) -> Meeting | None:
        """The event's own meeting, where the text only tells more of it: then it is the same one, with its host key."""
        own: Meeting | None = self.instance.meeting if self.instance.pk else None
        return own if own is not None and self.data.get(COMPLETED) == str(own.pk) else None

    def _offer_new(self, name: str, words: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        choices: list[Any] = [*field.choices]  # type: ignore[misc]  # a list since `_offer` has set it
        # After “of its own”, which asks for one that is known.
        field.choices = [*choices[:2], (NEW, words), *choices[2:]]

    def _clean_source(self, cleaned: dict[str, Any], name: str, missing: str) -> None:
        if cleaned.get(f"{name}_from") != NEW:
            super()._clean_source(cleaned, name, missing)
            return
        cleaned[f"{name}_from"], cleaned[name] = Source.OWN, None
        if name == "venue":
            self._clean_new_venue(cleaned)
        elif not self.new_meeting.is_valid():
            self.add_error(
                "meeting_from", gettext("Something is wrong with the new online meeting; see below.")
            )

    def _clean_new_venue(self, cleaned: dict[str, Any]) -> None:
        names = {side: clean_line(cleaned.get(f"new_venue_{side}") or "") for side in ("zh", "en")}
        if not any(names.values()):
            self.add_error("new_venue_zh", gettext("Name the new room, in either language."))
            return
        self.new_venue = Venue(name_zh=names["zh"], name_en=names["en"])

    def make_new_places(self, *, alias: str) -> None:
        """Save the new room, with the spelling it has in the text, and the new meeting; the event takes place there."""
        event: Event = self.instance
        if self.new_venue is not None:
            self.new_venue.zone, self.new_venue.aliases = event.zone, alias
            self.new_venue.slug = free_slug(Venue, self.new_venue.name_zh or self.new_venue.name_en)
            self.new_venue.save()
            event.venue = self.new_venue
        if self.new_meeting.is_bound:
            event.meeting = self.new_meeting.save()
