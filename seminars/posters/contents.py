"""Snapshot → what its poster says, as JSON values. Nothing in it depends on when it is asked for."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from seminars.calendars.description import days
from seminars.calendars.links import event_url
from seminars.calendars.words import addressed, cut, shown, title_of
from seminars.meetings.audiences import may_show
from seminars.meetings.codes import shown_code
from seminars.meetings.words import provider_name, words_for
from seminars.posters.glyphs import settable
from seminars.posters.palette import palette
from seminars.posters.words import WORDS
from seminars.programme.snapshots import MeetingPart, PicturePart, Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.typography import clean_line
from seminars.timekeeping.names import MONTHS, WEEKDAYS, zone_words
from seminars.timekeeping.zones import zone

MOST_TALKS = 6
MOST_PEOPLE = 6
LONGEST_WORD = 24
LONGEST_REASON = 36
# What is read by machines and not by people.
_AS_IT_IS = frozenset({"address", "digest", "palette", "url"})
# How many shapes the layouts know, and how many tiles they show.
SHAPES, TILES = 8, 12


@dataclass(frozen=True, slots=True)
class Edition:
    """What is printed on a poster besides the event: its series' own, and which version this is."""

    motto: Bilingual = Bilingual()
    logo: PicturePart | None = None
    number: int = 0
    at: datetime | None = None


def contents(snapshot: Snapshot, edition: Edition, *, language: str, site_url: str) -> dict[str, Any]:
    """All that the poster in `language` (zh or en) shows; photographs and logo by their digests."""
    words, series = WORDS[language], snapshot.series
    talks = snapshot.planned_talks
    url = event_url(site_url, series.slug, snapshot.path, language)
    said: dict[str, Any] = {
        "language": language,
        "palette": asdict(palette(series.colour)),
        "series": shown(series.name, language) or series.slug,
        "short": shown(series.short, language) or series.slug,
        "number": number_words(snapshot.number, language),
        "logo": asdict(edition.logo) if edition.logo else None,
        "motto": shown(edition.motto, language),
        "heading": title_of(snapshot.title, language) if _needs_heading(snapshot) else "",
        "talks": [_talk(talk, snapshot, language) for talk in talks[:MOST_TALKS]],
        "more": words["more"].format(count=len(talks) - MOST_TALKS) if len(talks) > MOST_TALKS else "",
        "when": when(snapshot, language),
        "place": _place(snapshot, language),
        "online": _online(snapshot.meeting, language) if snapshot.meeting else None,
        "cancelled": words["cancelled"] if snapshot.is_cancelled else "",
        "reason": cut(clean_line(snapshot.reason_in(language)), LONGEST_REASON)
        if snapshot.is_cancelled
        else "",
        "url": url,
        "address": shown_address(url),
        "scan": words["scan"].splitlines(),
        "stamp": stamp(edition, snapshot.zone, language),
        "tiles": _tiles(snapshot.uid),
    }
    found: dict[str, Any] = settled(said)
    return found


def when(snapshot: Snapshot, language: str) -> dict[str, str]:
    """Date, weekday, clock and zone, apart, so that they can be set in different sizes."""
    starts, ends = _local(snapshot.starts_at, snapshot.zone), _local(snapshot.ends_at, snapshot.zone)
    day, weekday = _day(starts, language), WEEKDAYS[language][starts.weekday()]
    clock = f"{starts:%H:%M}–{ends:%H:%M}"
    if snapshot.is_all_day:
        first, after = days(snapshot)
        last = after - timedelta(days=1)
        clock = "" if first == last else f"– {_day(last, language)}"
    elif (ends.date() - starts.date()).days:
        clock = f"{starts:%H:%M} – {_day(ends, language)} {ends:%H:%M}"
    return {
        "day": day,
        "weekday": weekday,
        "year": str(starts.year),
        "clock": clock,
        "zone": zone_words(snapshot.zone, language),
    }


def _local(moment: datetime, zone_name: str) -> datetime:
    """The moment by the clocks of a zone; in UTC where these would leave the calendar."""
    try:
        return moment.astimezone(zone(zone_name))
    except OverflowError:
        return moment


def _day(day: date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {MONTHS[day.month - 1]}"


def number_words(number: int | None, language: str) -> str:
    """`第 89 期`, `#89`; '' without a number."""
    if number is None:
        return ""
    return f"第 {number} 期" if language == "zh" else f"#{number}"


def _needs_heading(snapshot: Snapshot) -> bool:
    """An event's own title stands above its talks, unless its only talk says the same."""
    talks = snapshot.planned_talks
    return bool(snapshot.title) and not (len(talks) == 1 and talks[0].title == snapshot.title)


def _talk(talk: TalkPart, snapshot: Snapshot, language: str) -> dict[str, Any]:
    title, other = title_of(talk.title, language), ""
    if talk.title.zh and talk.title.en:
        other = title_of(talk.title, "en" if language == "zh" else "zh")
    clock = ""
    if talk.starts_at and talk.ends_at:
        starts, ends = _local(talk.starts_at, snapshot.zone), _local(talk.ends_at, snapshot.zone)
        clock = f"{starts:%H:%M}–{ends:%H:%M}"
    return {
        "title": title,
        "other": "" if other == title else other,
        "clock": clock,
        "untitled": WORDS[language]["untitled"],
        "people": [
            {
                "name": addressed(person, language) or person.slug,
                "affiliation": shown(person.affiliation, language),
                "photo": asdict(person.photo) if person.photo else None,
            }
            for person in talk.speakers[:MOST_PEOPLE]
        ],
    }


def _place(snapshot: Snapshot, language: str) -> dict[str, str] | None:
    label = WORDS[language]["place"]
    if snapshot.venue is None:
        open_ = {"label": label, "name": WORDS[language]["open"], "address": ""}
        return None if snapshot.meeting else open_
    name = shown(snapshot.venue.name, language) or snapshot.venue.slug
    return {"label": label, "name": name, "address": shown(snapshot.venue.address, language)}


def _online(meeting: MeetingPart, language: str) -> dict[str, str]:
    """How to join, as far as a thing that hangs on walls may say it."""
    label = WORDS[language]["online"]
    if not (meeting.code and may_show(meeting, "public")):
        return {"label": label, "name": words_for("public", meeting, language), "code": "", "passcode": ""}
    return {
        "label": label,
        "name": provider_name(meeting, language),
        "code": shown_code(meeting.code),
        "passcode": f"{WORDS[language]['passcode']} {meeting.passcode}" if meeting.passcode else "",
    }


def stamp(edition: Edition, zone_name: str, language: str) -> str:
    """Which version of the event's page the sheet says, and since when; '' for what is not published."""
    if edition.at is None:
        return ""
    moment = _local(edition.at, zone_name)
    return WORDS[language]["stamp"].format(number=edition.number, moment=f"{moment:%Y-%m-%d %H:%M}")


def shown_address(url: str) -> str:
    """The address as it is typed: without scheme and last slash."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _tiles(uid: str) -> list[dict[str, int]]:
    """Shape, turn and colours of each tile: another pattern for each event, the same for ever."""
    octets = hashlib.sha256(uid.encode()).digest()
    found, last = [], -1
    for place in range(TILES):
        shape, turn = octets[2 * place] % SHAPES, octets[2 * place + 1]
        if shape == last:
            shape = (shape + 1) % SHAPES
        last = shape
        found.append({"shape": shape, "turn": turn % 4, "colours": (turn >> 2) % 6})
    return found


def settled(value: Any) -> Any:
    """The same with every text as the fonts can set it, its endless words made breakable."""
    if isinstance(value, str):
        return " ".join(_breakable(word) for word in settable(value).split(" "))
    if isinstance(value, dict):
        return {name: each if name in _AS_IT_IS else settled(each) for name, each in value.items()}
    if isinstance(value, list):
        return [settled(each) for each in value]
    return value


def _breakable(word: str) -> str:
    """A word that no line holds may break after every few characters, at soft hyphens."""
    if len(word) <= LONGEST_WORD or not word.isascii():
        return word
    return "\u00ad".join(word[start : start + 8] for start in range(0, len(word), 8))
