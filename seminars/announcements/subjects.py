"""The subject of a mail: it says the new value, not that there is one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from seminars.announcements.items import (
    Item,
    Occasion,
    TakenBack,
    day_there,
    name_words,
    nearness,
    people_words,
    place_words,
    when_words,
)
from seminars.meetings.words import words_for
from seminars.programme.changes import ChangeKind
from seminars.programme.snapshots import Snapshot
from seminars.text.plain import one_line
from seminars.text.typography import clean_line
from seminars.timekeeping.names import MONTHS, WEEKDAYS, zone_words
from seminars.timekeeping.spans import moment_words
from seminars.timekeeping.zones import zone

LONGEST = 150


class Start(NamedTuple):
    """When an event begins: briefly, as on a note on the door, and what makes that unmistakable ('' if it is)."""

    brief: str
    exactly: str = ""

    def whole(self, language: str) -> str:
        return f"{self.brief}{_bracketed(self.exactly, language)}"


def subject(items: Sequence[Item], language: str, *, at: datetime | None = None) -> str:
    """One line of at most 150 characters for one event, or for several of one series.

    Read at `at`, it says 今天 or 本周六 beside the date.
    """
    line = _one(items[0], language, at) if len(items) == 1 else _several(items, language)
    line = clean_line(line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def start(snapshot: Snapshot, language: str, at: datetime | None = None) -> Start:
    """When the event begins, as somebody says it at `at`; the clock is always that of the event."""
    near = nearness(snapshot, language, day_there(snapshot, at)) if at else ""
    if snapshot.is_all_day:
        return Start(" ".join(part for part in (near, when_words(snapshot, language)) if part))
    if not near:
        return Start(moment_words(snapshot.starts_at, snapshot.zone, language))
    there = snapshot.starts_at.astimezone(zone(snapshot.zone))
    where = zone_words(snapshot.zone, language)
    if language == "zh":
        day = f"{there.month}月{there.day}日{WEEKDAYS['zh'][there.weekday()]}"
        return Start(f"{near} {there:%H:%M}", f"{day}，{where}")
    day = f"{WEEKDAYS['en'][there.weekday()]}, {there.day} {MONTHS[there.month - 1]}"
    return Start(f"{near} {there:%H:%M}", f"{day}, {where}")


def _one(item: Item, language: str, at: datetime | None) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name, starts = name_words(snapshot, language), start(snapshot, language, at)
    match item.taken_back:
        case TakenBack.UNINVITED if is_zh:
            return f"【人员变更】{name}：您不再列名其中"
        case TakenBack.UNINVITED:
            return f"[People] {name}: you are no longer named"
        case TakenBack.WITHDRAWN:
            return _marked("撤回" if is_zh else "Withdrawn", starts, name, "", language)
    match item.occasion:
        case Occasion.NOTE:
            said = item.note
            return f"【通知】{name}：{said}" if is_zh else f"[Note] {name}: {said}"
        case Occasion.REMINDER:
            where = _where(snapshot, language)
            where = f"@ {where}" if where else ""
            return _marked("提醒" if is_zh else "Reminder", starts, name, where, language)
        case Occasion.RECORDING:
            what = one_line(snapshot.headline.best(language)) or people_words(snapshot.speakers, language)
            return f"【回放】{name}：{what}" if is_zh else f"[Recording] {name}: {what}"
    return _announced(item, language, at) if item.known is None else _changed(item, item.known, language, at)


def _announced(item: Item, language: str, at: datetime | None) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name, starts = name_words(snapshot, language), start(snapshot, language, at).whole(language)
    what = one_line(snapshot.headline.best(language))
    who = people_words(snapshot.speakers, language)
    said = ("：" if is_zh else ": ").join(part for part in (who, what) if part)
    return f"【预告】{name}｜{starts}｜{said}" if is_zh else f"[Seminar] {name}, {starts} — {said}"


def _changed(item: Item, known: Snapshot, language: str, at: datetime | None) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name, starts = name_words(snapshot, language), start(snapshot, language, at)
    if item.has(ChangeKind.CANCELLED):
        return _marked("取消" if is_zh else "Cancelled", start(known, language, at), name, "", language)
    if item.has(ChangeKind.RESTORED):
        when = starts.whole(language)
        return f"【恢复】{name}照常举行：{when}" if is_zh else f"[Back on] {name}: {when}"
    if item.has(ChangeKind.TIME):
        mark = ("时间、地点变更" if item.has(ChangeKind.PLACE) else "时间变更") if is_zh else "New time"
        when = starts.whole(language)
        return f"【{mark}】{name} → {when}" if is_zh else f"[{mark}] {name} → {when}"
    if item.has(ChangeKind.TALK_TIMES):
        return _marked("报告时间变更" if is_zh else "Times of the talks", starts, name, "", language)
    if item.has(ChangeKind.PLACE):
        place = place_words(snapshot, language) or ("线上" if is_zh else "online only")
        return _marked("地点变更" if is_zh else "New place", starts, name, f"→ {place}", language)
    if item.has(ChangeKind.MEETING):
        return _marked("线上会议变更" if is_zh else "New meeting number", starts, name, "", language)
    if item.has(ChangeKind.SPEAKERS, ChangeKind.TALK_ADDED, ChangeKind.TALK_WITHDRAWN):
        return _marked("报告变更" if is_zh else "Programme changed", starts, name, "", language)
    if item.has(ChangeKind.TITLE):
        return _marked("题目变更" if is_zh else "New title", starts, name, "", language)
    if item.has(ChangeKind.TITLE_ADDED, ChangeKind.ABSTRACT_ADDED):
        what = one_line(snapshot.headline.best(language))
        said = (f"：{what}" if is_zh else f": {what}") if what else ""
        return _marked("补充" if is_zh else "Added", starts, f"{name}{said}", "", language)
    return _marked("更新" if is_zh else "Update", starts, name, "", language)


def _marked(mark: str, starts: Start, name: str, value: str, language: str) -> str:
    """What is new stands where a phone still shows it; the exact day may be further behind."""
    head = f"{starts.brief} {name}" if language == "zh" else f"{name}, {starts.brief}"
    said = f"{head} {value}".rstrip() + _bracketed(starts.exactly, language)
    return f"【{mark}】{said}" if language == "zh" else f"[{mark}] {said}"


def _where(snapshot: Snapshot, language: str) -> str:
    """The room, else the online meeting as everybody may know it."""
    if place := place_words(snapshot, language):
        return place
    return words_for("public", snapshot.meeting, language) if snapshot.meeting else ""


def _bracketed(words: str, language: str) -> str:
    if not words:
        return ""
    return f"（{words}）" if language == "zh" else f" ({words})"


def _several(items: Sequence[Item], language: str) -> str:
    series = items[0].snapshot.series.short.best(language)
    is_change = any(item.known or item.taken_back for item in items)
    count = len(items)
    if language == "zh":
        return f"【{'变更' if is_change else '预告'}】{series}：{count} 场"
    return f"[{'Changes' if is_change else 'Seminars'}] {series}: {count} events"
