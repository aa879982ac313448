"""What one address is to hear of one event: the facts of it, and what is new to that address. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from seminars.calendars.words import introduced
from seminars.meetings.audiences import Audience
from seminars.meetings.words import words_for
from seminars.programme.changes import ADDITIONS, Change, ChangeKind
from seminars.programme.snapshots import LinkPart, Snapshot, SpeakerPart, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import one_line
from seminars.text.typography import clean_line
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


# What a link of a talk leads to, in Chinese and in English.
LINK_WORDS = {
    "paper": ("论文", "Paper"),
    "code": ("代码", "Code"),
    "model": ("模型与数据", "Model or data"),
    "slides": ("幻灯片", "Slides"),
    "recording": ("回放", "Recording"),
    "site": ("相关链接", "Links"),
}
# What a talk is given in.
SPOKEN = {
    "zh": Bilingual("中文", "Chinese"),
    "en": Bilingual("英文", "English"),
    "mixed": Bilingual("中英文", "Chinese and English"),
}
# The kinds of link that one posts afterwards.
RECORDED = frozenset({"recording", "slides"})
_TOLD_WITH_TEXTS = frozenset(
    {
        *ADDITIONS,
        ChangeKind.TALK_ADDED,
        ChangeKind.SPEAKERS,
        ChangeKind.TITLE,
        ChangeKind.TEXT,
    }
)

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

    @property
    def tells_texts(self) -> bool:
        """Whether abstracts and the like are new to the address; of another room or hour they are no news."""
        if self.occasion in (Occasion.NEWS, Occasion.DIGEST) and self.known is None:
            return True
        return self.occasion != Occasion.NOTE and self.has(*_TOLD_WITH_TEXTS)


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


def same_clocks(snapshot: Snapshot, zone_name: str) -> bool:
    """Whether a reader's clocks show the same as those of the event when it begins; they do without a zone."""
    here = snapshot.starts_at.astimezone(zone(snapshot.zone))
    return here.utcoffset() == here.astimezone(zone(zone_name or snapshot.zone)).utcoffset()


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
    words = span.in_words(language, zone_name)
    if not days:
        return words
    return f"{words}（{days:+d} 天）" if language == "zh" else f"{words} ({days:+d} day)"


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
    """Name, form of address and affiliation of a speaker: `林知远同学（云栖湾大学）`."""
    return introduced((person,), language)


def spoken_words(talk: TalkPart, language: str) -> str:
    """The language in which the talk is given: `中文`, `Chinese and English`; '' where that is not said."""
    return SPOKEN.get(talk.language, Bilingual()).best(language)


def people_words(people: tuple[SpeakerPart, ...], language: str) -> str:
    """The names alone: `林知远、沈栖`."""
    return ("、" if language == "zh" else ", ").join(person.name.best(language) for person in people)


def talk_words(talk: TalkPart, language: str) -> str:
    """The talk in one line: speakers and title, `沈栖《再看旋转位置编码》`, or what of both is known."""
    title = one_line(talk.title.best(language))
    people = people_words(talk.speakers, language)
    if not title:
        return f"{people} 的报告" if language == "zh" else f"talk by {people}"
    if not people:
        return title
    return f"{people}《{title}》" if language == "zh" else f"{people}, “{title}”"


def link_words(link: LinkPart, language: str) -> str:
    """What a link is called: by its own label, else by what it leads to."""
    return clean_line(link.label) or LINK_WORDS.get(link.kind, LINK_WORDS["site"])[language == "en"]


def replays(snapshot: Snapshot, language: str) -> tuple[Replay, ...]:
    """Recordings and slides of the planned talks, told apart by the talk's number where there are several."""
    talks = snapshot.planned_talks
    found = []
    for number, talk in enumerate(talks, 1):
        whose = f"（报告 {number}）" if language == "zh" else f" (talk {number})"
        for link in talk.links:
            if link.kind in RECORDED:
                label = f"{link_words(link, language)}{whose if len(talks) > 1 else ''}"
                found.append(Replay(link.kind, label, link.url))
    return tuple(found)
