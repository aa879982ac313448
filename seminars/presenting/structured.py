"""The event for search engines and assistants: schema.org's Event as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from seminars.calendars.description import days
from seminars.meetings.audiences import address_for
from seminars.meetings.words import provider_name
from seminars.presenting import links
from seminars.presenting.history import Past
from seminars.presenting.lines import heading_of, series_link
from seminars.presenting.pictures import photo
from seminars.programme.snapshots import MeetingPart, Snapshot, SpeakerPart, TalkPart, VenuePart
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.zones import zone

_MODES = {"online": "Online", "onsite": "Offline", "hybrid": "Mixed"}
_LANGUAGES = {"zh": ["zh"], "en": ["en"], "mixed": ["zh", "en"]}
# Within a script element these end it, or begin a comment; in JSON they may be written otherwise.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

Thing = dict[str, Any]


def structured(
    snapshot: Snapshot, language: str, *, description: str, history: Sequence[Past] = ()
) -> SafeString:
    """The content of a `<script type="application/ld+json">`; the meeting as far as everybody may know it."""
    told = event_thing(snapshot, language, description=description, history=history)
    # Safe: nothing in it can end the element.
    return mark_safe(json.dumps(told, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def event_thing(
    snapshot: Snapshot, language: str, *, description: str, history: Sequence[Past] = ()
) -> Thing:
    """The event with its place, its speakers and its talks, in one language."""
    slug, path = snapshot.series.slug, snapshot.path
    former = former_start(snapshot, history)
    series = series_link(snapshot, language)
    organizer = {
        "@type": "Organization",
        "name": series.name.text,
        "url": links.series_url(slug, language),
    }
    starts, ends = _times(snapshot)
    talks = snapshot.planned_talks
    thing: Thing = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{links.event_url(slug, path, 'zh')}#event",
        "name": heading_of(snapshot, language).text,
        "description": description,
        "url": links.event_url(slug, path, language),
        "image": links.poster_url(slug, path, language, "wide"),
        "startDate": starts,
        "endDate": ends,
        "previousStartDate": _moment(former, snapshot.zone) if former else "",
        "eventStatus": _status(snapshot, is_moved=former is not None),
        "eventAttendanceMode": f"https://schema.org/{_MODES[snapshot.mode]}EventAttendanceMode"
        if snapshot.mode in _MODES
        else "",
        "location": _locations(snapshot, language),
        "inLanguage": sorted({each for talk in talks for each in _LANGUAGES.get(talk.language, [])}),
        "performer": [_person(each, language) for each in snapshot.speakers],
        "organizer": organizer,
        "subEvent": [_talk(talk, snapshot, language) for talk in talks] if len(talks) > 1 else [],
    }
    full: Thing = _without_empty(thing)
    return full


def former_start(snapshot: Snapshot, history: Sequence[Past]) -> datetime | None:
    """When it was last to begin before it was moved to where it is now."""
    ordered = sorted(history, key=lambda each: each.number, reverse=True)
    starts = (each.snapshot.starts_at for each in ordered)
    return next((start for start in starts if start != snapshot.starts_at), None)


def _status(snapshot: Snapshot, *, is_moved: bool) -> str:
    status = "Cancelled" if snapshot.is_cancelled else "Rescheduled" if is_moved else "Scheduled"
    return f"https://schema.org/Event{status}"


def _times(snapshot: Snapshot) -> tuple[str, str]:
    if snapshot.is_all_day:
        first, after = days(snapshot)
        return first.isoformat(), after.isoformat()
    return _moment(snapshot.starts_at, snapshot.zone), _moment(snapshot.ends_at, snapshot.zone)


def _moment(moment: datetime, zone_name: str) -> str:
    return moment.astimezone(zone(zone_name)).isoformat(timespec="seconds")


def _locations(snapshot: Snapshot, language: str) -> list[Thing]:
    found = [_place(snapshot.venue, language)] if snapshot.venue else []
    return found + ([_online(snapshot, snapshot.meeting, language)] if snapshot.meeting else [])


def _place(venue: VenuePart, language: str) -> Thing:
    return {
        "@type": "Place",
        "name": venue.name.best(language),
        "address": venue.address.best(language) or venue.name.best(language),
        "url": links.absolute(links.to_venue(venue.slug, language)),
        "geo": {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
        if venue.latitude and venue.longitude
        else {},
    }


def _online(snapshot: Snapshot, meeting: MeetingPart, language: str) -> Thing:
    # The join page says to each reader what its rule lets them know.
    page = links.join_url(snapshot.series.slug, snapshot.path, language)
    return {
        "@type": "VirtualLocation",
        "name": provider_name(meeting, language),
        "url": address_for("public", meeting, page) or page,
    }


def _person(speaker: SpeakerPart, language: str) -> Thing:
    other = {speaker.name.zh, speaker.name.en} - {speaker.name.best(language), ""}
    affiliation, picture = speaker.affiliation.best(language), photo(speaker.photo)
    return {
        "@type": "Person",
        "name": speaker.name.best(language),
        "alternateName": "".join(other),
        "affiliation": {"@type": "Organization", "name": affiliation} if affiliation else {},
        "url": links.absolute(links.to_speaker(speaker.slug, language)),
        "sameAs": speaker.homepage,
        "image": links.absolute(picture.src) if picture else "",
    }


def _talk(talk: TalkPart, snapshot: Snapshot, language: str) -> Thing:
    order = snapshot.shown_talks.index(talk) + 1
    starts, ends = _times(snapshot)
    return {
        "@type": "Event",
        "name": heading_of(replace(snapshot, title=Bilingual(), talks=(talk,)), language).text,
        "url": f"{links.event_url(snapshot.series.slug, snapshot.path, language)}#talk-{order}",
        "startDate": _moment(talk.starts_at, snapshot.zone) if talk.starts_at else starts,
        "endDate": _moment(talk.ends_at, snapshot.zone) if talk.ends_at else ends,
        "location": _locations(snapshot, language),
        "inLanguage": _LANGUAGES.get(talk.language, []),
        "performer": [_person(each, language) for each in talk.speakers],
    }


def _without_empty(thing: Any) -> Any:
    if isinstance(thing, dict):
        pairs = ((name, _without_empty(value)) for name, value in thing.items())
        return {name: value for name, value in pairs if value}
    if isinstance(thing, list):
        return [_without_empty(each) for each in thing]
    return thing
