"""What stands above an event: in one sentence, why somebody is written to about it. Pure."""

from __future__ import annotations

from dataclasses import replace

from seminars.announcements.saying.items import Item, Occasion, TakenBack, same_clocks
from seminars.announcements.saying.subjects import ANYWHERE, Read, start
from seminars.programme.changes import ChangeKind, has_additions, is_news
from seminars.programme.snapshots import Snapshot


def banner(item: Item, language: str, read: Read = ANYWHERE) -> str:
    """The sentence in `language`, or for a reminder of changes two lines; '' for what is simply announced."""
    is_zh = language == "zh"
    match item.taken_back:
        case TakenBack.WITHDRAWN if is_zh:
            return "主办方撤回了本期通知，请不必前往。"
        case TakenBack.WITHDRAWN:
            return "This seminar was withdrawn; please do not come."
        case TakenBack.UNINVITED if is_zh:
            return "您已不在本期的人员安排中；本期照常举行。"
        case TakenBack.UNINVITED:
            return "You are no longer listed for this seminar; it takes place all the same."
    match item.occasion:
        case Occasion.NOTE:
            return item.note
        case Occasion.RECORDING:
            return "回放或幻灯片已上线：" if is_zh else "The recording or the slides are online:"
        case Occasion.REMINDER:
            return _reminder(item, language, read)
    return _news(item, language)


def _reminder(item: Item, language: str, read: Read) -> str:
    starts = start(item.snapshot, language, read).whole(language)
    here = _here(item.snapshot, language, read)
    said = f"提醒：{starts}开始{here}。" if language == "zh" else f"A reminder: it begins {starts}{here}."
    return f"{said}\n{_news(item, language)}".rstrip()


def _here(snapshot: Snapshot, language: str, read: Read) -> str:
    """When that is by the reader's clocks, where these differ."""
    if snapshot.is_all_day or same_clocks(snapshot, read.zone):
        return ""
    # By its date: what is prepared today may be read tomorrow.
    there = replace(snapshot, zone=read.zone)
    starts = start(there, language, Read(read.at, snapshot.zone)).whole(language)
    return f"，您当地为{starts}" if language == "zh" else f", by your clocks {starts}"


def _news(item: Item, language: str) -> str:
    is_zh = language == "zh"
    if item.has(ChangeKind.CANCELLED):
        return "本期已取消。" if is_zh else "This seminar is cancelled."
    if item.has(ChangeKind.RESTORED):
        return "本期照常举行。" if is_zh else "This seminar takes place after all."
    if is_news(item.changes):
        return "本期有变更：" if is_zh else "This seminar has changed:"
    if has_additions(item.changes):
        return "【补充】本期新增信息：" if is_zh else "New details:"
    if item.changes:
        return "本期信息有更新。" if is_zh else "The details of this seminar were updated."
    return ""
