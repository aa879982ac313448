"""A sheet for the door: where or when the event is now, in both languages, for whoever stands before it."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Any

from seminars.calendars.links import event_url
from seminars.calendars.words import cut, introduced, shown, title_of
from seminars.posters.contents import Edition, number_words, settled, shown_address, stamp, when
from seminars.posters.palette import palette
from seminars.posters.words import SIGNS
from seminars.programme.snapshots import Snapshot, VenuePart

LANGUAGES = ("zh", "en")
MOST_TALKS = 3
LONGEST_TITLE = 80


class Occasion(StrEnum):
    """Why the sheet hangs there."""

    HERE = "here"
    ROOM = "room"
    TIME = "time"
    BOTH = "both"
    ONLINE = "online"
    CANCELLED = "cancelled"


def occasion_of(snapshot: Snapshot, before: Snapshot | None) -> Occasion:
    """What a reader who knows `before` must be told at the old door; without it, that they are right."""
    if snapshot.is_cancelled:
        return Occasion.CANCELLED
    if before is None:
        return Occasion.HERE
    is_elsewhere = _name(snapshot.venue) != _name(before.venue) and before.venue is not None
    is_later = (snapshot.starts_at, snapshot.ends_at) != (before.starts_at, before.ends_at)
    if is_elsewhere and snapshot.venue is None:
        return Occasion.ONLINE if snapshot.meeting else Occasion.HERE
    return {
        (True, True): Occasion.BOTH,
        (True, False): Occasion.ROOM,
        (False, True): Occasion.TIME,
    }.get((is_elsewhere, is_later), Occasion.HERE)


def sign(snapshot: Snapshot, edition: Edition, occasion: Occasion, *, site_url: str) -> dict[str, Any]:
    """All that the sheet says."""
    language = "en" if snapshot.series.language == "en" else "zh"
    series, url = snapshot.series, event_url(site_url, snapshot.series.slug, snapshot.path, language)
    said = {
        "language": language,
        "palette": asdict(palette(series.colour)),
        "talks": [],
        "cancelled": "",
        "title": shown(series.name, "both"),
        "series": shown(series.name, "both") or series.slug,
        "number": number_words(snapshot.number, language),
        "sentences": [_sentence(snapshot, occasion, each) for each in LANGUAGES],
        "programme": _programme(snapshot, language),
        "url": url,
        "address": shown_address(url),
        "stamp": stamp(edition, snapshot.zone, language),
    }
    found: dict[str, Any] = settled(said)
    return found


def _sentence(snapshot: Snapshot, occasion: Occasion, language: str) -> dict[str, Any]:
    """What stands large, line by line, and the small lines before and after it."""
    words = SIGNS[language]
    moment, room = _moment(snapshot, language), _room(snapshot, language)
    address = shown(snapshot.venue.address, language) if snapshot.venue else ""
    at_once = " ".join(moment)
    main = {
        Occasion.HERE: [words["here"]],
        Occasion.ROOM: [room],
        Occasion.TIME: moment,
        Occasion.BOTH: [*moment, room],
        Occasion.ONLINE: [words["online"]],
        Occasion.CANCELLED: [words["cancelled"]],
    }[occasion]
    after = {
        Occasion.HERE: [room, at_once],
        Occasion.ROOM: [address, at_once],
        Occasion.TIME: [room, address],
        Occasion.BOTH: [address],
        Occasion.ONLINE: [words["scan"], at_once],
        Occasion.CANCELLED: [snapshot.reason_in(language)],
    }[occasion]
    return {
        "language": language,
        "before": words[f"{occasion}_before"],
        "main": main,
        "after": [each for each in after if each],
    }


def _moment(snapshot: Snapshot, language: str) -> list[str]:
    """The day, and the clock."""
    said = when(snapshot, language)
    day = f"{said['day']}{said['weekday']}" if language == "zh" else f"{said['weekday']}, {said['day']}"
    return [each for each in (day, said["clock"]) if each]


def _room(snapshot: Snapshot, language: str) -> str:
    return shown(snapshot.venue.name, language) if snapshot.venue else ""


def _programme(snapshot: Snapshot, language: str) -> list[dict[str, str]]:
    found = []
    for talk in snapshot.planned_talks[:MOST_TALKS]:
        title, people = title_of(talk.title, language), introduced(talk.speakers, language)
        found.append(
            {
                "title": cut(title or people, LONGEST_TITLE),
                "people": cut(people, LONGEST_TITLE) if title else "",
            }
        )
    heading = title_of(snapshot.title, language)
    if heading and len(found) != 1:
        found.insert(0, {"title": cut(heading, LONGEST_TITLE), "people": ""})
    return found


def _name(venue: VenuePart | None) -> object:
    return (venue.name, venue.address) if venue else None
