"""Snapshot → VEVENT (RFC 5545 §3.6.1): the same bytes for the same revision, wherever they are written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from icalendar import Event, vUri

from seminars.calendars.description import days, description
from seminars.calendars.escaping import Text, categories
from seminars.calendars.links import as_uri, event_url
from seminars.calendars.words import distinct, languages_of, shown, summary
from seminars.meetings.audiences import Audience, address_for
from seminars.meetings.words import words_for
from seminars.programme.snapshots import MeetingPart, Snapshot, VenuePart
from seminars.text.typography import clean_line

ComponentLanguage = Literal["zh", "en", "both"]

# Raised whenever the same revision would be written otherwise; part of every ETag.
RENDERER = 3


def component(
    snapshot: Snapshot,
    *,
    language: ComponentLanguage,
    has_link: bool,
    sequence: int,
    created_at: datetime,
    changed_at: datetime,
    site_url: str,
) -> bytes:
    """One VEVENT with all talks of the event, in UTC, folded, with CRLF.

    `has_link` is for mail and feeds of confirmed subscribers: what the meeting's visibility keeps for them.
    """
    audience: Audience = "subscriber" if has_link else "public"
    page = event_url(site_url, snapshot.series.slug, snapshot.path, language)
    event = Event()
    event.add("uid", clean_line(snapshot.uid))
    # Never now(): a poll that finds nothing new must find the same bytes (RFC 5545 §3.8.7.2 allows either).
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("created", created_at.astimezone(UTC))
    event.add("sequence", sequence)
    _add_times(event, snapshot)
    event.add("summary", Text(summary(snapshot, language)))
    event.add("description", Text(description(snapshot, language, audience, page)))
    _add_place(event, snapshot, language, audience, page)
    if topics := _topics(snapshot, language):
        event.add("categories", categories(topics))
    event.add("status", "CANCELLED" if snapshot.is_cancelled else "CONFIRMED")
    # A list of talks must not mark its readers busy; the second spelling is Microsoft's.
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("class", "PUBLIC")
    if re.fullmatch("[a-z]+", snapshot.series.colour):
        event.add("color", snapshot.series.colour)
    event.add("url", page)
    return bytes(event.to_ical())


def _add_times(event: Event, snapshot: Snapshot) -> None:
    if snapshot.is_all_day:
        first, after = days(snapshot)
        event.add("dtstart", first)
        event.add("dtend", after)
    else:
        event.add("dtstart", snapshot.starts_at.astimezone(UTC))
        event.add("dtend", snapshot.ends_at.astimezone(UTC))


def _add_place(event: Event, snapshot: Snapshot, language: str, audience: Audience, page: str) -> None:
    venue, meeting = snapshot.venue, snapshot.meeting
    if venue and (name := shown(venue.name, language)):
        _add_room(event, venue, name, shown(venue.address, language))
    elif meeting and (
        place := _address(meeting, audience, page) or _meeting_name(meeting, language, audience)
    ):
        event.add("location", Text(place))
    if meeting and (address := _address(meeting, audience, page)):
        parameters = {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"]}
        label = _meeting_name(meeting, language, audience)
        event.add("conference", vUri(address, params=parameters | ({"LABEL": label} if label else {})))


def _add_room(event: Event, venue: VenuePart, name: str, address: str) -> None:
    where = _coordinates(venue)
    if where is None:
        event.add("location", Text(", ".join(distinct((name, address)))))
        return
    # Apple draws its map only where LOCATION repeats X-TITLE and X-ADDRESS, one under the other.
    event.add("location", Text("\n".join(distinct((name, address)))))
    event.add("geo", where)
    parameters = {"VALUE": "URI", "X-APPLE-RADIUS": "70", "X-TITLE": name}
    if address:
        parameters["X-ADDRESS"] = address
    latitude, longitude = where
    event.add("x-apple-structured-location", vUri(f"geo:{latitude},{longitude}", params=parameters))


def _coordinates(venue: VenuePart) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(venue.latitude), float(venue.longitude)
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    # Python writes smaller numbers with an exponent, which RFC 5545 does not know; it is a matter of metres.
    return latitude if abs(latitude) >= 0.0001 else 0.0, longitude if abs(longitude) >= 0.0001 else 0.0


def _address(meeting: MeetingPart, audience: Audience, page: str) -> str:
    return as_uri(address_for(audience, meeting, f"{page}join/"))


def _meeting_name(meeting: MeetingPart, language: str, audience: Audience) -> str:
    found = (clean_line(words_for(audience, meeting, each)) for each in languages_of(language))
    return " / ".join(distinct(found))


def _topics(snapshot: Snapshot, language: str) -> list[str]:
    tags = (tag for talk in snapshot.planned_talks for tag in talk.tags)
    return distinct(clean_line(tag.name.best(each)) for tag in tags for each in languages_of(language))
