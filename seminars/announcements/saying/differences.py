"""What has changed of an event, in words: what was said before beside what holds now. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from seminars.announcements.saying.items import (
    Item,
    joining_words,
    people_words,
    place_words,
    talk_words,
    when_words,
)
from seminars.meetings.audiences import Audience
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.plain import one_line
from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in words: what it is about, what was said before ('' where nothing was), and what holds now."""

    label: str
    before: str
    after: str


def differences(item: Item, language: str, audience: Audience = "subscriber") -> tuple[Difference, ...]:
    """The changes of `item` in words for `audience`, gravest first; empty for an event never heard of."""
    before, after = item.known, item.snapshot
    if before is None:
        return ()
    said = (_difference(change, before, after, language, audience) for change in item.changes)
    return tuple(_distinct(each, language) for each in said if each)


def _distinct(said: Difference, language: str) -> Difference:
    """What changed may be something that is not said, or not to this audience."""
    if not said.before or said.before != said.after:
        return said
    return Difference(said.label, "", f"{said.after}{'，有变更' if language == 'zh' else ', changed'}")


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
            return _talk_times(before, after, language)
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
    match change.kind:
        case ChangeKind.TALK_ADDED if new:
            return Difference("新增报告" if is_zh else "Talk added", "", talk_words(new, language))
        case ChangeKind.TALK_WITHDRAWN if old:
            return Difference("报告撤下" if is_zh else "Talk withdrawn", "", talk_words(old, language))
        case ChangeKind.SPEAKERS if old and new:
            was, now = (people_words(each.speakers, language) for each in (old, new))
            undecided = "待定" if is_zh else "to be announced"
            return Difference("讲者" if is_zh else "Speakers", was or undecided, now or undecided)
        case ChangeKind.TITLE:
            titles = (old.title, new.title) if old and new else (before.title, after.title)
            was, now = (one_line(title.best(language)) for title in titles)
            return Difference("题目" if is_zh else "Title", was, now)
        case ChangeKind.TITLE_ADDED:
            title = new.title if new else after.title
            return Difference(_title_label(new, after, language), "", one_line(title.best(language)))
        case ChangeKind.ABSTRACT_ADDED if new:
            return Difference("新增摘要" if is_zh else "Abstract added", "", _pointer(new, language))
    return None


def _title_label(talk: TalkPart | None, event: Snapshot, language: str) -> str:
    """Whose title it is, where that could be asked: the event's own, or that of one talk of several."""
    is_zh, talks = language == "zh", event.planned_talks
    if talk is None:
        return "主题" if is_zh else "Topic"
    if len(talks) == 1 or talk not in talks:
        return "题目" if is_zh else "Title"
    number = talks.index(talk) + 1
    return f"报告 {number} 题目" if is_zh else f"Title of talk {number}"


def _pointer(talk: TalkPart, language: str) -> str:
    """Whose abstract is found below."""
    title = one_line(talk.title.best(language))
    if language == "zh":
        return f"{f'《{title}》' if title else talk_words(talk, language)}（见下文）"
    return f"{f'“{title}”' if title else talk_words(talk, language)} (below)"


def _talk_times(before: Snapshot, after: Snapshot, language: str) -> Difference:
    """The times of those talks alone that have another one."""
    old = {talk.uid: talk for talk in before.planned_talks}
    moved = [
        (old[talk.uid], talk)
        for talk in after.planned_talks
        if talk.uid in old and _hours(old[talk.uid]) != _hours(talk)
    ]
    comma = "；" if language == "zh" else "; "
    was = comma.join(_at(talk, before.zone, language) for talk, _now in moved)
    now = comma.join(_at(talk, after.zone, language) for _was, talk in moved)
    return Difference("报告时间" if language == "zh" else "Times of the talks", was, now)


def _hours(talk: TalkPart) -> tuple[object, object]:
    return talk.starts_at, talk.ends_at


def _at(talk: TalkPart, zone_name: str, language: str) -> str:
    who = people_words(talk.speakers, language) or one_line(talk.title.best(language))
    if not talk.starts_at or not talk.ends_at:
        return f"{who} {'未定' if language == 'zh' else 'not set'}"
    there = zone(zone_name)
    return f"{who} {talk.starts_at.astimezone(there):%H:%M}–{talk.ends_at.astimezone(there):%H:%M}"
