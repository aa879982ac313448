"""What stands above an event: in one sentence, why somebody is written to about it. Pure."""

from __future__ import annotations

from datetime import datetime

from seminars.announcements.saying.items import Item, Occasion, TakenBack
from seminars.announcements.saying.subjects import start
from seminars.programme.changes import ChangeKind, has_additions, is_news


def banner(item: Item, language: str, at: datetime | None = None) -> str:
    """The sentence in `language`, sent at `at`; '' for an event that is simply announced."""
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
            return _reminder(item, language, at)
    return _news(item, language)


def _reminder(item: Item, language: str, at: datetime | None) -> str:
    starts = start(item.snapshot, language, at).whole(language)
    said = f"提醒：{starts}开始。" if language == "zh" else f"A reminder: it begins {starts}."
    news = _news(item, language)
    return f"{said}{news}" if language == "zh" else f"{said} {news}".rstrip()


def _news(item: Item, language: str) -> str:
    is_zh = language == "zh"
    if item.has(ChangeKind.CANCELLED):
        return "本期已取消。" if is_zh else "This seminar is cancelled."
    if item.has(ChangeKind.RESTORED):
        return "本期照常举行。" if is_zh else "This seminar takes place after all."
    if is_news(item.changes):
        return "本期有变更：" if is_zh else "This seminar has changed:"
    if has_additions(item.changes):
        return "【补充】本期信息已补全：" if is_zh else "Now known about this seminar:"
    if item.changes:
        return "本期信息有更新。" if is_zh else "The details of this seminar were updated."
    return ""
