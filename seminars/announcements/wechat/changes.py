"""What a post says has changed: the old beside the new, but never an old meeting number. Pure."""

from __future__ import annotations

from dataclasses import replace

from seminars.announcements.saying.differences import differences
from seminars.announcements.saying.items import Item
from seminars.announcements.wechat.facts import labelled, online, place, when
from seminars.announcements.wechat.lines import Line
from seminars.meetings.audiences import may_show
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.snapshots import Snapshot
from seminars.text.typography import clean_line


def change_lines(item: Item, language: str) -> list[Line]:
    """One line or two for each change, what the organizers say of it last; empty for what nobody has heard of."""
    if item.known is None:
        return []
    lines: list[Line] = []
    for number, change in enumerate(item.changes):
        lines += [
            replace(line, key=f"{line.key}@{number}") for line in _lines(item, item.known, change, language)
        ]
    note = clean_line(item.note)
    return [*lines, Line("note", labelled("主办方留言", "A note from the organizers", language), note)]


def _lines(item: Item, known: Snapshot, change: Change, language: str) -> list[Line]:
    snapshot = item.snapshot
    match change.kind:
        case ChangeKind.RESTORED:
            said = "本期照常举行。" if language == "zh" else "It takes place after all."
            return [Line("restored", "", said)]
        case ChangeKind.TIME:
            return [
                Line("new-time", labelled("时间改为", "New time", language), when(snapshot, language)),
                Line("old", labelled("原时间", "Originally scheduled", language), when(known, language)),
            ]
        case ChangeKind.PLACE:
            nowhere = "线上" if language == "zh" else "online only"
            return [
                Line(
                    "new-place",
                    labelled("新地点", "New venue", language),
                    place(snapshot, language) or nowhere,
                ),
                Line("old", labelled("原地点", "Was", language), place(known, language) or nowhere),
            ]
        case ChangeKind.MEETING:
            return [_meeting(snapshot, language)]
        case ChangeKind.TITLE_ADDED | ChangeKind.ABSTRACT_ADDED:
            # What was missing stands with its talk.
            return []
        case ChangeKind.CANCELLED | ChangeKind.TEXT:
            return []
    return _difference(item, change, language)


def _meeting(snapshot: Snapshot, language: str) -> Line:
    """The new meeting alone: whoever sees an old number beside it types the wrong one."""
    label = labelled("新的线上会议", "New meeting", language)
    if snapshot.meeting is None:
        return Line("new", label, "无" if language == "zh" else "none")
    if may_show(snapshot.meeting, "public"):
        return Line("new", label, online(snapshot.meeting, language))
    said = (
        "会议已更换，请勿使用原会议号。" if language == "zh" else "It has changed; do not use the old number."
    )
    return Line("new", labelled("线上会议", "Meeting", language), said)


def _difference(item: Item, change: Change, language: str) -> list[Line]:
    """Talks, speakers and titles in the words of the mail."""
    lines = []
    for said in differences(replace(item, changes=(change,)), language):
        # The bare words 讲者 and 题目 announce who speaks, not who no longer does.
        label = f"{said.label}变更" if said.label in ("讲者", "题目", "报告时间") else said.label
        label = f"{label} changed" if label in ("Speakers", "Title") else label
        body = f"{said.before} → {said.after}" if said.before else said.after
        lines.append(Line("difference", labelled(label, label, language), body))
    return lines
