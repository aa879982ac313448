"""The moments at which people post an event by hand, and the marks that open their posts. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from seminars.announcements.saying.items import Item
from seminars.models import Moment
from seminars.programme.changes import ChangeKind, has_additions, is_news

# From here on people have heard of it, and want to be reminded.
REMINDED = timedelta(days=2)


_MARKS = {
    "zh": {
        Moment.PREVIEW: "预告",
        Moment.FULL: "讲座",
        Moment.REMINDER: "提醒",
        Moment.CANCELLATION: "取消",
        Moment.REPLAY: "回放",
    },
    "en": {
        Moment.PREVIEW: "Coming up",
        Moment.FULL: "Seminar",
        Moment.REMINDER: "Reminder",
        Moment.CANCELLATION: "Cancelled",
        Moment.REPLAY: "Recording",
    },
}
# Gravest first; where one of the first three is there, the rest need not be shouted.
_CHANGES = {
    "zh": {
        ChangeKind.RESTORED: "恢复",
        ChangeKind.TIME: "时间变更",
        ChangeKind.PLACE: "地点变更",
        ChangeKind.MEETING: "线上会议变更",
        ChangeKind.TALK_TIMES: "报告时间调整",
        ChangeKind.TALK_ADDED: "报告变更",
        ChangeKind.TALK_WITHDRAWN: "报告变更",
        ChangeKind.SPEAKERS: "报告变更",
        ChangeKind.TITLE: "题目变更",
        ChangeKind.TITLE_ADDED: "补充",
        ChangeKind.ABSTRACT_ADDED: "补充",
    },
    "en": {
        ChangeKind.RESTORED: "Back on",
        ChangeKind.TIME: "Rescheduled",
        ChangeKind.PLACE: "New place",
        ChangeKind.MEETING: "New online meeting",
        ChangeKind.TALK_TIMES: "Times of the talks",
        ChangeKind.TALK_ADDED: "Programme changed",
        ChangeKind.TALK_WITHDRAWN: "Programme changed",
        ChangeKind.SPEAKERS: "Programme changed",
        ChangeKind.TITLE: "New title",
        ChangeKind.TITLE_ADDED: "Added",
        ChangeKind.ABSTRACT_ADDED: "Added",
    },
}
_MOST_MARKS = 2


def mark(item: Item, moment: Moment, language: str) -> str:
    """How a post begins: `【预告】`, `[Seminar] `, `【时间、地点变更】`."""
    words = _MARKS[language].get(moment) or _change_words(item, language)
    return f"【{words}】" if language == "zh" else f"[{words}] "


def offered(item: Item, *, at: datetime) -> tuple[Moment, ...]:
    """The moments that make sense at `at` for an event as it now is, the likeliest first."""
    snapshot = item.snapshot
    if snapshot.is_cancelled:
        return (Moment.CANCELLATION,)
    if snapshot.ends_at <= at:
        return (Moment.REPLAY, Moment.FULL)
    usual = (Moment.FULL, Moment.PREVIEW, Moment.REMINDER)
    if snapshot.starts_at - at <= REMINDED:
        usual = (Moment.REMINDER, Moment.FULL, Moment.PREVIEW)
    is_told = is_news(item.changes) or has_additions(item.changes)
    return (Moment.CHANGE, *usual) if item.known is not None and is_told else usual


def _change_words(item: Item, language: str) -> str:
    if item.has(ChangeKind.TIME) and item.has(ChangeKind.PLACE) and not item.has(ChangeKind.RESTORED):
        return "时间、地点变更" if language == "zh" else "Rescheduled, new place"
    said = [_CHANGES[language][kind] for kind in _CHANGES[language] if item.has(kind)]
    distinct = list(dict.fromkeys(said))[:_MOST_MARKS]
    return ("、" if language == "zh" else ", ").join(distinct) or ("更新" if language == "zh" else "Update")
