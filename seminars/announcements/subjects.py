"""The subject of a mail: it says the new value, not that there is one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from seminars.announcements.items import (
    Item,
    TakenBack,
    name_words,
    people_words,
    place_words,
    when_words,
)
from seminars.programme.changes import ChangeKind
from seminars.programme.snapshots import Snapshot
from seminars.text.plain import one_line
from seminars.text.typography import clean_line
from seminars.timekeeping.spans import moment_words

LONGEST = 150


def subject(items: Sequence[Item], language: str) -> str:
    """One line of at most 150 characters for one event, or for several of one series."""
    line = _one(items[0], language) if len(items) == 1 else _several(items, language)
    line = clean_line(line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _starts(snapshot: Snapshot, language: str) -> str:
    if snapshot.is_all_day:
        return when_words(snapshot, language)
    return moment_words(snapshot.starts_at, snapshot.zone, language)


def _one(item: Item, language: str) -> str:
    is_zh, snapshot = language == "zh", item.snapshot
    name, starts = name_words(snapshot, language), _starts(snapshot, language)
    if item.taken_back == TakenBack.UNINVITED:
        return (
            f"【讲者变更】{name}：您不再列为讲者" if is_zh else f"[Speakers] {name}: you are no longer named"
        )
    if item.taken_back == TakenBack.WITHDRAWN:
        return f"【撤回】{name}（原定{starts}）" if is_zh else f"[Withdrawn] {name}, was {starts}"
    if item.known is None:
        what = one_line(snapshot.headline.best(language))
        who = people_words(snapshot.speakers, language)
        said = "：".join(x for x in (who, what) if x) if is_zh else ": ".join(x for x in (who, what) if x)
        return f"【预告】{name}｜{starts}｜{said}" if is_zh else f"[Seminar] {name}, {starts} — {said}"
    if item.has(ChangeKind.CANCELLED):
        was = _starts(item.known, language)
        return f"【取消】{name}（原定{was}）" if is_zh else f"[Cancelled] {name}, was {was}"
    if item.has(ChangeKind.RESTORED):
        return f"【恢复】{name}照常举行：{starts}" if is_zh else f"[Back on] {name}: {starts}"
    if item.has(ChangeKind.TIME):
        mark = ("时间、地点变更" if item.has(ChangeKind.PLACE) else "时间变更") if is_zh else "New time"
        return f"【{mark}】{name} → {starts}" if is_zh else f"[{mark}] {name} → {starts}"
    if item.has(ChangeKind.TALK_TIMES):
        return f"【报告时间变更】{starts} {name}" if is_zh else f"[Times of the talks] {name}, {starts}"
    if item.has(ChangeKind.PLACE):
        place = place_words(snapshot, language) or ("线上" if is_zh else "online only")
        return (
            f"【地点变更】{starts} {name} → {place}" if is_zh else f"[New place] {name}, {starts} → {place}"
        )
    if item.has(ChangeKind.MEETING):
        return f"【线上会议变更】{starts} {name}" if is_zh else f"[New meeting number] {name}, {starts}"
    if item.has(ChangeKind.SPEAKERS, ChangeKind.TALK_ADDED, ChangeKind.TALK_WITHDRAWN):
        return f"【报告变更】{starts} {name}" if is_zh else f"[Programme changed] {name}, {starts}"
    return f"【题目变更】{starts} {name}" if is_zh else f"[New title] {name}, {starts}"


def _several(items: Sequence[Item], language: str) -> str:
    series = items[0].snapshot.series.short.best(language)
    is_change = any(item.known or item.taken_back for item in items)
    count = len(items)
    if language == "zh":
        return f"【{'变更' if is_change else '预告'}】{series}：{count} 场"
    return f"[{'Changes' if is_change else 'Seminars'}] {series}: {count} events"
