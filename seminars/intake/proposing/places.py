"""Which room and which online meeting a text means: known ones, the usual ones, or new ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field

from django.utils.translation import gettext

from seminars.intake.matching import folded, free_slug, in_its_language, is_chinese, overlap
from seminars.intake.proposing.proposal import NEW, OWN, SERIES, Choice, Question
from seminars.intake.reading import MeetingReading, PlaceReading, Reading
from seminars.models import Event, Meeting, Provider, Series, Source, Venue

# Of these words, a part is no name yet.
_SHORTEST_PART = 3
# Nobody reads a longer list; what is alike comes first.
_MOST_CHOICES = 30
_ONLINE = re.compile(
    r"线上|在线|online|virtual|(?:moved|moves) to zoom|改[为在至到]?(?:腾讯会议|zoom)", re.IGNORECASE
)


@dataclass(slots=True)
class Whereabouts:
    """Where it takes place, as an event stores it; the alias is a spelling that the chosen room learns."""

    venue_from: str
    venue: Venue | None
    meeting_from: str
    meeting: Meeting | None
    alias: str = ""
    questions: list[Question] = field(default_factory=list)


def whereabouts(
    reading: Reading, text: str, event: Event | None, series: Series, answers: Mapping[str, str]
) -> Whereabouts:
    """Room and meeting after the text; what it does not say stays as it was, in a new event as in the series.

    A text that names only one of the two says, of a new event, that there is no other.
    """
    if event is not None:
        found = Whereabouts(event.venue_from, event.venue, event.meeting_from, event.meeting)
    elif reading.places or reading.meetings:
        found = Whereabouts(Source.NONE, None, Source.NONE, None)
    else:
        return Whereabouts(Source.SERIES, None, Source.SERIES, None)
    if reading.places:
        _settle_venue(found, reading.places[0], event, series, answers)
    elif reading.meetings and _ONLINE.search(text):
        found.venue_from, found.venue = Source.NONE, None
    if reading.meetings:
        _settle_meeting(found, reading.meetings[0], event, series, answers)
    return found


def save_venue(venue: Venue) -> Venue:
    """A new room, saved with an address of its own."""
    venue.slug = free_slug(Venue, venue.name_zh or venue.name_en)
    venue.save()
    return venue


def learn(venue: Venue, alias: str) -> None:
    """Let a room know one more spelling of its name."""
    venue.aliases = "\n".join([*venue.aliases.splitlines(), alias]) if venue.aliases else alias
    venue.save(update_fields=["aliases"])


def _settle_venue(
    found: Whereabouts, place: PlaceReading, event: Event | None, series: Series, answers: Mapping[str, str]
) -> None:
    known = list(Venue.objects.order_by("slug"))
    spelled = {folded(f"{place.venue}{place.room or ''}"), folded(place.text)} - {""}
    exact = [each for each in known if spelled & _spellings(each)]
    alike = [each for each in known if each not in exact and _is_alike(each, spelled)]
    usual = {each.pk for each in (event.resolved_venue if event else None, series.venue) if each}
    at_hand = [each for each in alike if each.pk in usual]
    answer = answers.get("venue", "")
    chosen = ""
    if answer == NEW or answer in {str(each.pk) for each in known}:
        chosen = answer
    elif exact:
        chosen = str(exact[0].pk)
    elif not alike:
        chosen = NEW
    elif len(at_hand) == 1:
        chosen = str(at_hand[0].pk)
    if known:
        found.questions.append(_which_venue(place, [*exact, *alike], known, chosen))
    venue = next((each for each in known if str(each.pk) == chosen), None) or _new_venue(place, series)
    # Only what a human has said is learned.
    found.alias = place.text if venue.pk and chosen == answer and venue not in exact else ""
    is_usual = series.venue_id is not None and venue.pk == series.venue_id
    found.venue_from, found.venue = (Source.SERIES, None) if is_usual else (Source.OWN, venue)


def _spellings(venue: Venue) -> set[str]:
    return {folded(each) for each in (venue.name_zh, venue.name_en, *venue.aliases.splitlines()) if each}


def _is_alike(venue: Venue, spelled: set[str]) -> bool:
    return any(
        min(len(one), len(other)) >= _SHORTEST_PART and overlap(one, other)
        for one in spelled
        for other in _spellings(venue)
    )


def _which_venue(place: PlaceReading, near: list[Venue], known: list[Venue], chosen: str) -> Question:
    others = [each for each in known if each not in near][: max(0, _MOST_CHOICES - len(near))]
    rows = (Choice(str(each.pk), str(each), each.address_zh or each.address_en) for each in (*near, *others))
    said = place.text or _shown(place)
    return Question("venue", said, (*rows, Choice(NEW, gettext("a new room"), _shown(place))), chosen)


def _shown(place: PlaceReading) -> str:
    """The announcement's own way to write it, which reads better than building and room glued together."""
    glued = f"{place.venue}{place.room or ''}"
    return glued if is_chinese(glued) else " ".join(part for part in (place.venue, place.room) if part)


def _new_venue(place: PlaceReading, series: Series) -> Venue:
    said = in_its_language(_shown(place))
    return Venue(name_zh=said.zh, name_en=said.en, zone=series.zone, aliases=place.text)


def _settle_meeting(
    found: Whereabouts, said: MeetingReading, event: Event | None, series: Series, answers: Mapping[str, str]
) -> None:
    standing = series.meeting
    chosen = OWN
    if standing is not None:
        likely = SERIES if _adds_nothing(said, standing) else OWN
        answer = answers.get("meeting", "")
        chosen = answer if answer in (SERIES, OWN) else likely
        choices = (
            Choice(SERIES, gettext("the standing meeting of the series"), str(standing)),
            Choice(OWN, gettext("a meeting of its own"), _words(said)),
        )
        found.questions.append(Question("meeting", _words(said), choices, chosen))
    if chosen == SERIES:
        found.meeting_from, found.meeting = Source.SERIES, None
    else:
        before = event.resolved_meeting if event else standing
        found.meeting_from, found.meeting = Source.OWN, _own_meeting(event, said, before)


def _words(said: MeetingReading) -> str:
    provider = said.provider if said.provider in Provider.values else Provider.OTHER
    named = Meeting(provider=provider, label=said.label or "", code=said.code or "")
    return " ".join(part for part in (str(named), said.url or "") if part)


def _pairs(said: MeetingReading, meeting: Meeting) -> tuple[tuple[str | None, str], ...]:
    return (said.code, meeting.code), (said.url, meeting.url), (said.passcode, meeting.passcode)


def _adds_nothing(said: MeetingReading, meeting: Meeting) -> bool:
    """Whether the words fit a meeting that is known: same provider, and all they say is known already."""
    return _is_its_provider(said, meeting) and all(
        not new or new == old for new, old in _pairs(said, meeting)
    )


def _only_adds(said: MeetingReading, meeting: Meeting) -> bool:
    """Whether the words contradict nothing that is known: same provider, and gaps filled at most."""
    fits = all(not new or not old or new == old for new, old in _pairs(said, meeting))
    return _is_its_provider(said, meeting) and fits


def _is_its_provider(said: MeetingReading, meeting: Meeting) -> bool:
    provider = said.provider if said.provider in Provider.values else Provider.OTHER
    return provider == meeting.provider


def _own_meeting(event: Event | None, said: MeetingReading, before: Meeting | None) -> Meeting:
    """The event's own meeting if the words only add to it and nobody else uses it; else a new one.

    Whoever saw the one `before` sees the new one: another number must not open a closed room.
    """
    known = event.meeting if event else None
    if known is not None and _adds_nothing(said, known):
        return known
    if known is not None and _only_adds(said, known) and not _is_shared(known, event):
        meeting = copy(known)
    else:
        meeting = Meeting()
        if before is not None:
            meeting.visibility = before.visibility
            meeting.opens_before, meeting.closes_after = before.opens_before, before.closes_after
    meeting.provider = said.provider if said.provider in Provider.values else Provider.OTHER
    meeting.label = said.label or meeting.label
    meeting.code = said.code or meeting.code
    meeting.url = said.url or meeting.url
    meeting.passcode = said.passcode or meeting.passcode
    return meeting


def _is_shared(meeting: Meeting, event: Event | None) -> bool:
    others = Event.objects.filter(meeting=meeting)
    is_standing = Series.objects.filter(meeting=meeting).exists()
    return is_standing or (others.exclude(pk=event.pk) if event else others).exists()
