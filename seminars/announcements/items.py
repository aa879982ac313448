"""What one address is to hear of one event: the facts of it, and what is new to that address. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from seminars.meetings.audiences import Audience
from seminars.meetings.words import words_for
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.snapshots import Snapshot, SpeakerPart, TalkPart
from seminars.text.plain import one_line
from seminars.timekeeping.names import WEEKDAYS
from seminars.timekeeping.spans import AllDaySpan, Span
from seminars.timekeeping.zones import zone

_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Form(StrEnum):
    """What a mail brings of one event for the calendar of its reader."""

    NOTHING = "nothing"
    FILE = "file"
    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"


_REPLAYS = {"recording": ("回放", "Recording"), "slides": ("幻灯片", "Slides")}

# What is made out to one person.
PERSONAL = frozenset({Form.INVITATION, Form.UPDATE, Form.CANCELLATION})


class Occasion(StrEnum):
    """Why somebody is written to about an event: it is new or has changed, or for another reason."""

    NEWS = "news"
    REMINDER = "reminder"
    NOTE = "note"
    RECORDING = "recording"
    DIGEST = "digest"


class TakenBack(StrEnum):
    """Why an invitation is taken back although the event was not cancelled."""

    WITHDRAWN = "withdrawn"
    UNINVITED = "uninvited"


@dataclass(frozen=True, slots=True)
class Item:
    """An event as it is now, and as the address knew it; `known` is None for one it never heard of."""

    snapshot: Snapshot
    known: Snapshot | None = None
    changes: tuple[Change, ...] = ()
    form: Form = Form.NOTHING
    taken_back: TakenBack | None = None
    occasion: Occasion = Occasion.NEWS
    # One line by the organizer.
    note: str = ""

    def has(self, *kinds: ChangeKind) -> bool:
        return any(change.kind in kinds for change in self.changes)


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in words: what it is about, what was said before ('' where nothing was), and what holds now."""

    label: str
    before: str
    after: str


class Replay(NamedTuple):
    """What one looks at afterwards: its kind, what it is called, and its address."""

    kind: str
    label: str
    url: str


def name_words(snapshot: Snapshot, language: str) -> str:
    """The event's short name: `姚班研讨会 #89`."""
    series = snapshot.series.short.best(language)
    return f"{series} #{snapshot.number}" if snapshot.number else series


def when_words(snapshot: Snapshot, language: str, zone_name: str = "") -> str:
    """Date, weekday, times and zone of the event, by its own clocks or those of `zone_name`."""
    if snapshot.is_all_day:
        there = zone(snapshot.zone)
        first, last = snapshot.starts_at.astimezone(there), snapshot.ends_at.astimezone(there)
        days = max((last.date() - first.date()).days - 1, 0)
        return AllDaySpan(
            first.date(), first.date().fromordinal(first.date().toordinal() + days), snapshot.zone
        ).in_words(language)
    return Span(snapshot.starts_at, snapshot.ends_at, snapshot.zone).in_words(language, zone_name)


def nearness(snapshot: Snapshot, language: str, on: date) -> str:
    """The day as people say it on the day `on`: 今天, 明天, 本周六, 下周二; '' for a day further off or past.

    English has no “next Tuesday”: half of its readers would come a week too early.
    """
    day = snapshot.starts_at.astimezone(zone(snapshot.zone)).date()
    days = (day - on).days
    if days in (0, 1):
        return {"zh": ("今天", "明天"), "en": ("today", "tomorrow")}[language][days]
    weeks = (day.toordinal() - day.weekday() - on.toordinal() + on.weekday()) // 7
    if days < 0 or weeks > 1:
        return ""
    if language == "en":
        return "" if weeks else f"this {_ENGLISH_DAYS[day.weekday()]}"
    return ("下" if weeks else "本") + WEEKDAYS["zh"][day.weekday()]


def day_there(snapshot: Snapshot, at: datetime) -> date:
    """The day that it is at `at` where the event is."""
    return at.astimezone(zone(snapshot.zone)).date()


def reader_when_words(snapshot: Snapshot, language: str, zone_name: str) -> str:
    """The same by the reader's clocks, with the difference in days marked; '' where both clocks agree."""
    if snapshot.is_all_day or not zone_name:
        return ""
    here, there = zone(snapshot.zone), zone(zone_name)
    moments = (snapshot.starts_at, snapshot.ends_at)
    if all(each.astimezone(here).utcoffset() == each.astimezone(there).utcoffset() for each in moments):
        return ""
    span = Span(snapshot.starts_at, snapshot.ends_at, snapshot.zone)
    days = span.day_difference(zone_name)
    unit = "天" if language == "zh" else " day"
    return span.in_words(language, zone_name) + (f" ({days:+d}{unit})" if days else "")


def place_words(snapshot: Snapshot, language: str) -> str:
    """The room with its address; '' for an online event."""
    if snapshot.venue is None:
        return ""
    address = snapshot.venue.address.best(language)
    name = snapshot.venue.name.best(language)
    return (f"{name}（{address}）" if language == "zh" else f"{name} ({address})") if address else name


def joining_words(snapshot: Snapshot, language: str, audience: Audience = "subscriber") -> str:
    """The online meeting as `audience` may know it; '' where there is none."""
    return words_for(audience, snapshot.meeting, language) if snapshot.meeting else ""


def person_words(person: SpeakerPart, language: str) -> str:
    """Name and affiliation of a speaker: `林知远（云栖湾大学）`."""
    name, affiliation = person.name.best(language), person.affiliation.best(language)
    if not affiliation:
        return name
    return f"{name}（{affiliation}）" if language == "zh" else f"{name} ({affiliation})"


def people_words(people: tuple[SpeakerPart, ...], language: str) -> str:
    """The names alone: `林知远、沈栖`."""
    return ("、" if language == "zh" else ", ").join(person.name.best(language) for person in people)


def talk_words(talk: TalkPart, language: str) -> str:
    """The talk in one line: its title, else its speakers."""
    title = one_line(talk.title.best(language))
    people = people_words(talk.speakers, language)
    if not title:
        return f"{people} 的报告" if language == "zh" else f"talk by {people}"
    return f"{people}：{title}" if language == "zh" and people else f"{people}: {title}" if people else title


def talk_times(snapshot: Snapshot) -> str:
    """The talks' own times by the event's clocks: `14:00–14:40, 14:50–15:30`."""
    there = zone(snapshot.zone)
    spans = [(talk.starts_at, talk.ends_at) for talk in snapshot.planned_talks]
    return ", ".join(
        f"{starts.astimezone(there):%H:%M}–{ends.astimezone(there):%H:%M}" if starts and ends else "…"
        for starts, ends in spans
    )


def replays(snapshot: Snapshot, language: str) -> tuple[Replay, ...]:
    """Recordings and slides of the planned talks, told apart by the talk's number where there are several."""
    talks = snapshot.planned_talks
    found = []
    for number, talk in enumerate(talks, 1):
        place = f"{number}" if len(talks) > 1 else ""
        for link in talk.links:
            if link.kind in _REPLAYS:
                word = _REPLAYS[link.kind][language == "en"]
                named = f"{word} {place}".rstrip()
                found.append(Replay(link.kind, one_line(link.label) or named, link.url))
    return tuple(found)


def differences(item: Item, language: str, audience: Audience = "subscriber") -> tuple[Difference, ...]:
    """The changes of `item` in words for `audience`, gravest first; empty for an event never heard of."""
    before, after = item.known, item.snapshot
    if before is None:
        return ()
    said = (_difference(change, before, after, language, audience) for change in item.changes)
    return tuple(each for each in said if each)


def _difference(
    change: Change, before: Snapshot, after: Snapshot, language: str, audience: Audience
) -> Difference | None:
    is_zh = language == "zh"
    match change.kind:
        case ChangeKind.TIME:
            return Difference(
                "时间" if is_zh else "Time", when_words(before, language), when_words(after, language)
            )
        case ChangeKind.TALK_TIMES:
            label = "各报告时间" if is_zh else "Times of the talks"
            return Difference(label, talk_times(before), talk_times(after))
        case ChangeKind.PLACE:
            nowhere = "线上" if is_zh else "online only"
            old, new = place_words(before, language) or nowhere, place_words(after, language) or nowhere
            return Difference("地点" if is_zh else "Place", old, new)
        case ChangeKind.MEETING:
            none = "无" if is_zh else "none"
            old = joining_words(before, language, audience) or none
            new = joining_words(after, language, audience) or none
            return Difference("线上会议" if is_zh else "Online meeting", old, new)
        case ChangeKind.CANCELLED | ChangeKind.RESTORED | ChangeKind.TEXT:
            # Said by the banner above, or not worth a line.
            return None
    return _talk_difference(change, before, after, language)


def _talk_difference(change: Change, before: Snapshot, after: Snapshot, language: str) -> Difference | None:
    is_zh = language == "zh"
    old = next((talk for talk in before.talks if talk.uid == change.talk), None)
    new = next((talk for talk in after.talks if talk.uid == change.talk), None)
    none = "无" if is_zh else "none"
    match change.kind:
        case ChangeKind.TALK_ADDED if new:
            return Difference("新增报告" if is_zh else "Talk added", none, talk_words(new, language))
        case ChangeKind.TALK_WITHDRAWN if old:
            return Difference("报告撤下" if is_zh else "Talk withdrawn", talk_words(old, language), none)
        case ChangeKind.SPEAKERS if old and new:
            return Difference(
                "讲者" if is_zh else "Speakers",
                people_words(old.speakers, language),
                people_words(new.speakers, language),
            )
        case ChangeKind.TITLE:
            was = old.title if old else before.title
            now = new.title if new else after.title
            return Difference(
                "题目" if is_zh else "Title", one_line(was.best(language)), one_line(now.best(language))
            )
        case ChangeKind.TITLE_ADDED:
            now = new.title if new else after.title
            return Difference("题目" if is_zh else "Title", "", one_line(now.best(language)))
        case ChangeKind.ABSTRACT_ADDED if new:
            label = "摘要" if is_zh else "Abstract"
            return Difference(
                label, "", f"{talk_words(new, language)}{'，见下文' if is_zh else ', see below'}"
            )
    return None
