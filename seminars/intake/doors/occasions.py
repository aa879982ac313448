"""One entry of a calendar, whoever wrote it → the announcement it makes. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from seminars.intake.doors.entries import Entry
from seminars.intake.doors.own_entries import as_announcement, is_ours
from seminars.intake.reader import read
from seminars.intake.reading import Doubt, MeetingReading, PlaceReading, Reading, TalkReading
from seminars.intake.rooms import is_same_place, split_place
from seminars.text.bilingual import Bilingual

_MARK = re.compile(
    r"^(?:【[^】]{0,12}(?:取消|CANCELLED)[^】]{0,12}】|\[(?:CANCELL?ED|取消|已取消)\]|CANCELL?ED:)\s*",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"https?://|腾讯会议|zoom|teams|飞书|线上|online", re.IGNORECASE)
# What the calendar says exactly, its text cannot leave open.
_ANSWERED = frozenset(
    {
        "missing_start",
        "missing_end",
        "weekday_mismatch",
        "ambiguous_date",
        "ambiguous_hour",
        "timezone_from_context",
    }
)
_DISPUTED = frozenset({"date_conflict", "time_conflict"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, what and where, as a calendar entry says it; `description` is plain text."""

    uid: str
    summary: str
    description: str
    location: str
    url: str
    conference: str
    starts_at: datetime
    ends_at: datetime | None
    zone: str
    is_all_day: bool = False
    is_cancelled: bool = False
    remarks: tuple[Bilingual, ...] = ()


def entry_of(
    name: str,
    occasion: Occasion,
    *,
    on: date | None = None,
    remarks: tuple[Bilingual, ...] | list[Bilingual] = (),
) -> Entry:
    """The announcement of a calendar entry: its times are exact, the rest is read from its words."""
    day = on or occasion.starts_at.date()
    text = _text(occasion)
    reading = _with_words(_with_times(read(text, day, occasion.zone), occasion), occasion)
    return Entry(
        name,
        text,
        _with_places(reading, occasion),
        day,
        remarks=(*remarks, *occasion.remarks),
        uid=occasion.uid,
    )


def _text(occasion: Occasion) -> str:
    headline = _MARK.sub("", occasion.summary)
    if is_ours(occasion.description, occasion.url):
        return f"{headline}\n{as_announcement(occasion.description, occasion.url, occasion.location)}"
    said = [headline, occasion.description]
    if occasion.location and occasion.location not in occasion.description:
        said.append(
            f"地点：{occasion.location}" if not _ONLINE.search(occasion.location) else occasion.location
        )
    if occasion.url and occasion.url not in occasion.description:
        said.append(occasion.url)
    text = "\n".join(words for words in said if words.strip())
    return text if any(character.isalnum() for character in text) else f"{occasion.starts_at:%Y-%m-%d %H:%M}"


def _with_times(reading: Reading, occasion: Occasion) -> Reading:
    """The reading at the time of the calendar entry; another time in its words becomes a doubt."""
    path = "starts_at" if reading.starts_at else "previous_start"
    said = reading.starts_at or reading.previous_start
    doubts = [doubt for doubt in reading.doubts if doubt.code not in _ANSWERED | _DISPUTED]
    if said is not None and path in reading.evidence and not _agree(said, occasion):
        candidates = (occasion.starts_at.isoformat(), said.astimezone(occasion.starts_at.tzinfo).isoformat())
        doubts.append(Doubt("time_conflict", "starts_at", candidates, (reading.evidence[path],)))
    if occasion.ends_at is None and not occasion.is_cancelled:
        doubts.append(Doubt("missing_end", "ends_at"))
    exact = replace(
        reading,
        kind="announcement",
        starts_at=occasion.starts_at,
        ends_at=occasion.ends_at,
        zone=occasion.zone,
    )
    exact = replace(exact, is_all_day=occasion.is_all_day, sessions=(), doubts=tuple(doubts))
    if not occasion.is_cancelled:
        return replace(exact, previous_start=None, previous_end=None)
    return replace(
        exact,
        kind="cancellation",
        starts_at=None,
        ends_at=None,
        previous_start=occasion.starts_at,
        previous_end=occasion.ends_at,
    )


def _agree(said: datetime, occasion: Occasion) -> bool:
    if occasion.is_all_day:
        return said.astimezone(occasion.starts_at.tzinfo).date() == occasion.starts_at.date()
    return said == occasion.starts_at


def _with_words(reading: Reading, occasion: Occasion) -> Reading:
    """The headline of the entry as title where the reader found none."""
    headline = _MARK.sub("", occasion.summary).strip()
    own_page = occasion.url if is_ours(occasion.description, occasion.url) else ""
    talks = tuple(
        replace(t, links=tuple(link for link in t.links if link != own_page)) for t in reading.talks
    )
    reading = replace(reading, talks=talks, links=tuple(link for link in reading.links if link != own_page))
    if not headline or reading.title or any(talk.title for talk in talks) or own_page:
        return reading
    doubts = tuple(doubt for doubt in reading.doubts if doubt.code != "missing_talk_title")
    place = (0, len(headline))
    guess = Doubt("guessed_title", "talks.0.title", (headline,), (place,))
    if len(talks) > 1:
        return replace(reading, title=headline, evidence={**reading.evidence, "title": place})
    talk = replace(talks[0], title=headline) if talks else TalkReading(title=headline)
    evidence = {**reading.evidence, "talks.0.title": place}
    return replace(reading, talks=(talk,), doubts=(*doubts, guess), evidence=evidence)


def _with_places(reading: Reading, occasion: Occasion) -> Reading:
    """Room and meeting of the entry's own fields; another room in its words becomes a doubt."""
    doubts = list(reading.doubts)
    meetings = reading.meetings
    if occasion.conference and meetings and not meetings[0].url and not meetings[0].code:
        meetings = (replace(meetings[0], url=occasion.conference), *meetings[1:])
    elif occasion.conference and not meetings:
        meetings = (MeetingReading("other", url=occasion.conference),)
    elif occasion.conference and meetings[0].url is None and occasion.conference in reading.links:
        meetings = (replace(meetings[0], url=occasion.conference), *meetings[1:])
    links = tuple(link for link in reading.links if link != occasion.conference)
    places = reading.places
    room = _room(occasion.location)
    if room is not None and not is_ours(occasion.description, occasion.url):
        if places and not any(is_same_place(room, place) for place in places):
            doubts.append(Doubt("place_conflict", "places", (room.text, places[0].text)))
        places = (room, *(place for place in places if not is_same_place(room, place)))
    if places or meetings:
        doubts = [doubt for doubt in doubts if doubt.code != "missing_place"]
    mode = "hybrid" if places and meetings else "online" if meetings else reading.mode
    return replace(reading, places=places, meetings=meetings, links=links, mode=mode, doubts=tuple(doubts))


def _room(location: str) -> PlaceReading | None:
    words = location.split("\n")[0].strip()
    if not words or _ONLINE.search(words):
        return None
    found = split_place(words)
    return replace(found, text=words) if found else None
