"""The subject of a mail: it says the new value, not that there is one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from seminars.announcements.saying.differences import differences
from seminars.announcements.saying.items import (
    Item,
    Occasion,
    TakenBack,
    day_there,
    name_words,
    nearness,
    people_words,
    same_clocks,
    when_words,
)
from seminars.meetings.words import provider_name
from seminars.programme.changes import ADDITIONS, Change, ChangeKind, is_news
from seminars.programme.snapshots import Snapshot
from seminars.text.plain import one_line
from seminars.text.typography import clean_line, pangu
from seminars.timekeeping.names import MONTHS, WEEKDAYS
from seminars.timekeeping.spans import zone_words_at
from seminars.timekeeping.zones import zone

LONGEST = 150
# Of more days than these only the number is said.
MOST_DAYS = 3

# What happened to the programme, where it is one thing: (Chinese, English).
_PROGRAMME = {
    ChangeKind.SPEAKERS: ("讲者变更", "New speaker"),
    ChangeKind.TALK_ADDED: ("新增报告", "Talk added"),
    ChangeKind.TALK_WITHDRAWN: ("报告撤下", "Talk withdrawn"),
    ChangeKind.TITLE: ("题目变更", "New title"),
}


class Read(NamedTuple):
    """When a message is read, and in which zone; '' where the clocks are taken to be those of the event."""

    at: datetime | None = None
    zone: str = ""


ANYWHERE = Read()


class Start(NamedTuple):
    """When an event begins: briefly, as on a note on the door, and what makes that unmistakable."""

    brief: str
    exactly: str = ""

    def whole(self, language: str) -> str:
        return f"{self.brief}{_bracketed(self.exactly, language)}"


def subject(items: Sequence[Item], language: str, *, at: datetime | None = None, reader: str = "") -> str:
    """One line of at most 150 characters for one event, or for several of one series.

    Read at `at`, it says 今天 or 本周六 beside the date, unless the clocks of the zone `reader` differ.
    """
    said = _one(items[0], language, Read(at, reader)) if len(items) == 1 else _several(items, language)
    return shortened(clean_line(said))


def shortened(line: str) -> str:
    """As much of the line as a subject holds."""
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def start(snapshot: Snapshot, language: str, read: Read = ANYWHERE) -> Start:
    """When the event begins, as somebody who reads it says it; the clock is always that of the event."""
    if snapshot.is_all_day:
        return Start(when_words(snapshot, language))
    today = day_there(snapshot, read.at) if read.at else None
    # What is today there may be tomorrow here.
    is_near = today and same_clocks(snapshot, read.zone)
    near = nearness(snapshot, language, today) if today and is_near else ""
    there = snapshot.starts_at.astimezone(zone(snapshot.zone))
    where = zone_words_at(snapshot.starts_at, snapshot.zone, language)
    # Who reads 本周六 need not be told once more that it is one.
    is_named = near not in ("", "今天", "明天", "today", "tomorrow")
    weekday = "" if is_named else WEEKDAYS[language][there.weekday()]
    year = "" if near or (today and today.year == there.year) else str(there.year)
    if language == "zh":
        day = f"{year}{'年' if year else ''}{there.month}月{there.day}日{weekday}"
        comma = "，"
    else:
        day = " ".join(part for part in (str(there.day), MONTHS[there.month - 1], year) if part)
        day = f"{weekday}, {day}" if weekday else day
        comma = ", "
    if near:
        return Start(f"{near}{' ' if language == 'zh' else ' at '}{there:%H:%M}", f"{day}{comma}{where}")
    return Start(f"{day}{' ' if language == 'zh' else ', '}{there:%H:%M}", where)


def _one(item: Item, language: str, read: Read) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name = name_words(snapshot, language)
    match item.taken_back:
        case TakenBack.UNINVITED if is_zh:
            return f"【人员变更】{name}：您已不在本期的人员安排中"
        case TakenBack.UNINVITED:
            return f"[Your part] {name}: you are no longer listed for it"
        case TakenBack.WITHDRAWN:
            return _marked(("撤回", "Withdrawn"), item, "", language, read)
    match item.occasion:
        case Occasion.NOTE:
            return f"【通知】{name}：{item.note}" if is_zh else f"[Note] {name}: {item.note}"
        case Occasion.REMINDER:
            where = _where(snapshot, language)
            value = f"{'，' if is_zh else ', '}{where}" if where else ""
            return _marked(("提醒", "Reminder"), item, value, language, read, _noted(item, language))
        case Occasion.RECORDING:
            what = one_line(snapshot.headline.best(language)) or people_words(snapshot.speakers, language)
            return f"【回放】{name}：{what}" if is_zh else f"[Recording] {name}: {what}"
    return (
        _announced(item, language, read) if item.known is None else _changed(item, item.known, language, read)
    )


def _announced(item: Item, language: str, read: Read) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name, starts = name_words(snapshot, language), start(snapshot, language, read).whole(language)
    what = one_line(snapshot.headline.best(language))
    who = people_words(snapshot.speakers, language)
    said = ("：" if is_zh else ": ").join(part for part in (who, what) if part)
    if is_zh:
        return "｜".join(part for part in (f"【预告】{name}", starts, said) if part)
    return " — ".join(part for part in (f"[Seminar] {name}, {starts}", said) if part)


def _changed(item: Item, known: Snapshot, language: str, read: Read) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    if item.has(ChangeKind.CANCELLED):
        # It is off at the time at which the reader would have come.
        return _marked(("取消", "Cancelled"), replace(item, snapshot=known), "", language, read)
    if item.has(ChangeKind.RESTORED):
        name, when = name_words(snapshot, language), start(snapshot, language, read).whole(language)
        return f"【恢复】{pangu(f'{name}照常举行')}：{when}" if is_zh else f"[Back on] {name}: {when}"
    if item.has(ChangeKind.TIME):
        return _moved(item, language, read)
    if item.has(ChangeKind.TALK_TIMES):
        return _marked(("报告时间变更", "New times of the talks"), item, "", language, read)
    if item.has(ChangeKind.PLACE):
        return _marked(("地点变更", "New place"), item, f" → {_room(snapshot, language)}", language, read)
    if item.has(ChangeKind.MEETING):
        # The number itself is not for everybody who may read a title.
        return _marked(("线上会议变更", "New online meeting"), item, "", language, read)
    if told := tuple(change for change in item.changes if is_news((change,))):
        return _programme(item, told, language, read)
    if item.has(*ADDITIONS):
        return _marked(
            ("补充", "Added"), item, _stated(_title_added(item, language), language), language, read
        )
    return _marked(("更新", "Update"), item, "", language, read)


def _moved(item: Item, language: str, read: Read) -> str:
    name, starts = name_words(item.snapshot, language), start(item.snapshot, language, read)
    mark, room = ("时间变更", "New time")[language == "en"], ""
    if item.has(ChangeKind.PLACE):
        mark = ("时间、地点变更", "New time and place")[language == "en"]
        room = f"{'，' if language == 'zh' else ', '}{_room(item.snapshot, language)}"
    said = f"{name} → {starts.brief}{room}{_bracketed(starts.exactly, language)}"
    return f"【{mark}】{said}" if language == "zh" else f"[{mark}] {said}"


def _programme(item: Item, told: tuple[Change, ...], language: str, read: Read) -> str:
    """What is new, where one thing is; of several the mail itself must tell."""
    kinds = {change.kind for change in told}
    said = differences(replace(item, changes=told), language)
    if len(told) > 1 or len(said) != 1:
        marks = (
            _PROGRAMME[ChangeKind.TITLE] if kinds == {ChangeKind.TITLE} else ("报告变更", "Programme changed")
        )
        return _marked(marks, item, "", language, read)
    marks = _PROGRAMME[told[0].kind]
    match told[0].kind:
        case ChangeKind.TALK_ADDED | ChangeKind.TALK_WITHDRAWN:
            return _marked(marks, item, _stated(said[0].after, language), language, read)
    return _marked(marks, item, f" → {said[0].after}", language, read)


def _title_added(item: Item, language: str) -> str:
    """The one title that is new, else what the whole event is called."""
    added = tuple(change for change in item.changes if change.kind == ChangeKind.TITLE_ADDED)
    said = differences(replace(item, changes=added), language)
    return said[0].after if len(said) == 1 else item.snapshot.headline.best(language)


def _noted(item: Item, language: str) -> str:
    """That something has changed, behind the name of an event that is told for another reason."""
    if not is_news(item.changes):
        return ""
    return _bracketed("有变更" if language == "zh" else "changed", language)


def _marked(
    marks: tuple[str, str], item: Item, value: str, language: str, read: Read, noted: str = ""
) -> str:
    """What is new stands where a phone still shows it; the exact day may be further behind."""
    name, starts = name_words(item.snapshot, language) + noted, start(item.snapshot, language, read)
    exactly = _bracketed(starts.exactly, language)
    if language == "zh":
        return f"【{marks[0]}】{starts.brief} {name}{value}{exactly}"
    return f"[{marks[1]}] {name}, {starts.brief}{value}{exactly}"


def _stated(words: str, language: str) -> str:
    said = one_line(words)
    if not said:
        return ""
    return f"：{said}" if language == "zh" else f": {said}"


def _room(snapshot: Snapshot, language: str) -> str:
    """The room by its name alone: subjects are short."""
    if snapshot.venue:
        return snapshot.venue.name.best(language)
    return "线上" if language == "zh" else "online only"


def _where(snapshot: Snapshot, language: str) -> str:
    """The room, else who holds the online meeting."""
    if snapshot.venue:
        return _room(snapshot, language)
    return provider_name(snapshot.meeting, language) if snapshot.meeting else ""


def _bracketed(words: str, language: str) -> str:
    if not words:
        return ""
    return f"（{words}）" if language == "zh" else f" ({words})"


def _several(items: Sequence[Item], language: str) -> str:
    is_zh, count = language == "zh", len(items)
    series = items[0].snapshot.series.short.best(language)
    mark = _common_marks(items)[not is_zh]
    days = list(dict.fromkeys(_day(item.snapshot, language) for item in items))
    on = _bracketed(("、" if is_zh else ", ").join(days), language) if len(days) <= MOST_DAYS else ""
    return f"【{mark}】{series}：{count} 场{on}" if is_zh else f"[{mark}] {series}: {count} events{on}"


def _common_marks(items: Sequence[Item]) -> tuple[str, str]:
    if all(item.occasion == Occasion.REMINDER for item in items):
        return "提醒", "Reminder"
    if all(item.occasion == Occasion.RECORDING for item in items):
        return "回放", "Recordings"
    if all(item.has(ChangeKind.CANCELLED) for item in items):
        return "取消", "Cancelled"
    return (
        ("变更", "Changes") if any(item.known or item.taken_back for item in items) else ("预告", "Seminars")
    )


def _day(snapshot: Snapshot, language: str) -> str:
    there = snapshot.starts_at.astimezone(zone(snapshot.zone))
    if language == "zh":
        return f"{there.month}月{there.day}日{WEEKDAYS['zh'][there.weekday()]}"
    return f"{WEEKDAYS['en'][there.weekday()]} {there.day} {MONTHS[there.month - 1]}"
