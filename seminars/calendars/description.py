"""What a calendar entry says when opened: time, speakers, place, how to join, abstracts, address. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import chain

from seminars.calendars.links import as_uri
from seminars.calendars.words import (
    cut,
    distinct,
    introduced,
    languages_of,
    names,
    noted,
    prose,
    room,
    title_of,
)
from seminars.meetings.audiences import Audience, address_for, may_show
from seminars.meetings.words import words_for
from seminars.programme.snapshots import MeetingPart, Snapshot, TalkPart
from seminars.text.typography import clean_line
from seminars.timekeeping.spans import LONGEST_ALL_DAY, AllDaySpan, Span
from seminars.timekeeping.zones import zone

LONGEST_ABSTRACT = 1200
LONGEST = 2000

# Less than this of an abstract says nothing.
_SHORTEST_ABSTRACT = 60

_LABELS = {
    "zh": {
        "cancelled": "本次活动已取消",
        "speakers": "讲者：",
        "room": "地点：",
        "online": "线上：",
        "link": "入会链接：",
        "passcode": "会议密码：",
        "signup": "报名：",
        "title": "题目：",
        "untitled": "题目待定",
    },
    "en": {
        "cancelled": "This event is cancelled",
        "speakers": "Speakers: ",
        "room": "Room: ",
        "online": "Online: ",
        "link": "Link to join: ",
        "passcode": "Passcode: ",
        "signup": "Sign up: ",
        "title": "Title: ",
        "untitled": "Title to be announced",
    },
}


def days(snapshot: Snapshot) -> tuple[date, date]:
    """First day and the day after the last one, by the event's own clocks: RFC 5545's DTSTART and DTEND."""
    there = zone(snapshot.zone)
    first = snapshot.starts_at.astimezone(there).date()
    # One microsecond before the end is still within the last day, also when that ends at midnight.
    last = (snapshot.ends_at.astimezone(UTC) - timedelta(microseconds=1)).astimezone(there).date()
    return first, max(first, last) + timedelta(days=1)


def when(snapshot: Snapshot, language: str) -> str:
    """Date, time and zone in words of zh or en."""
    if not snapshot.is_all_day:
        return Span(snapshot.starts_at, snapshot.ends_at, snapshot.zone).in_words(language)
    first, after = days(snapshot)
    # Whole days that do not begin at midnight touch one day more than they last.
    last = min(after - timedelta(days=1), first + timedelta(days=LONGEST_ALL_DAY - 1))
    return AllDaySpan(first, last, snapshot.zone).in_words(language)


def description(snapshot: Snapshot, language: str, audience: Audience, page: str) -> str:
    """The whole text, about 2000 characters at most: `page`, the event's address, is always its last line."""
    spoken = languages_of(language)
    facts = distinct(chain.from_iterable(_facts(snapshot, each, audience, page) for each in spoken))
    talks = snapshot.planned_talks
    headings = [_headings(talk, place, snapshot, spoken) for place, talk in enumerate(talks, start=1)]
    abstracts = [distinct(_abstract(talk, each) for each in spoken) for talk in talks]

    room_left = LONGEST - sum(len(line) + 1 for line in (*facts, *chain.from_iterable(headings), page))
    to_come = sum(map(len, abstracts))
    lines = list(facts)
    for heading, texts in zip(headings, abstracts, strict=True):
        lines += heading
        for text in texts:
            # Every abstract gets its share, so that the first talk does not silence the second.
            share = min(LONGEST_ABSTRACT, room_left // to_come - 1)
            to_come -= 1
            if min(share, len(text)) >= min(_SHORTEST_ABSTRACT, len(text)):
                lines.append(cut(text, share))
                room_left -= len(lines[-1]) + 1
    return cut("\n".join(lines), LONGEST - len(page) - 1) + f"\n{page}"


def _facts(snapshot: Snapshot, language: str, audience: Audience, page: str) -> list[str]:
    label = _LABELS[language]
    lines = [when(snapshot, language)]
    if snapshot.is_cancelled:
        reason = clean_line(snapshot.reason_in(language))
        ending = "。" if language == "zh" else "."
        colon = "：" if language == "zh" else ": "
        lines.append(label["cancelled"] + (colon + reason if reason else ending))
    facts = [
        ("speakers", introduced(snapshot.speakers, language)),
        ("room", room(snapshot.venue, language) if snapshot.venue else ""),
        *(_joining(snapshot.meeting, language, audience, page) if snapshot.meeting else ()),
        ("signup", as_uri(snapshot.signup_url)),
    ]
    if len(snapshot.speakers) == 1 and language == "en":
        label = {**label, "speakers": "Speaker: "}
    return lines + [label[name] + text for name, text in facts if text]


def _joining(meeting: MeetingPart, language: str, audience: Audience, page: str) -> list[tuple[str, str]]:
    lines = [
        ("online", clean_line(words_for(audience, meeting, language))),
        ("link", as_uri(address_for(audience, meeting, f"{page}join/"))),
    ]
    if may_show(meeting, audience):
        lines.append(("passcode", clean_line(meeting.passcode)))
    return lines


def _headings(talk: TalkPart, place: int, snapshot: Snapshot, spoken: tuple[str, ...]) -> list[str]:
    """The lines above a talk's abstract: one of several is numbered, the only one needs but its title."""
    if len(snapshot.planned_talks) == 1:
        titles = {title_of(talk.title, language): language for language in reversed(spoken)}
        return [_LABELS[titles[title]]["title"] + title for title in reversed(titles) if title]
    return distinct(
        f"{place}. {_clock(talk, snapshot.zone)}"
        + (
            noted(title_of(talk.title, language), names(talk.speakers, language), language)
            or _LABELS[language]["untitled"]
        )
        for language in spoken
    )


def _clock(talk: TalkPart, zone_name: str) -> str:
    if not (talk.starts_at and talk.ends_at):
        return ""
    there = zone(zone_name)
    starts, ends = (moment.astimezone(there) for moment in (talk.starts_at, talk.ends_at))
    return f"{_hour(starts)}–{_hour(ends)} "


def _hour(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _abstract(talk: TalkPart, language: str) -> str:
    """The abstract in `language`, else in the other one, as plain text without empty lines."""
    texts = {part.language: part.text for part in talk.abstracts if part.text}
    other = "en" if language == "zh" else "zh"
    return prose(texts.get(language) or texts.get(other) or "")
