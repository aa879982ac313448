"""The short post: what fits into a chat without being folded, at most 600 characters. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from seminars.announcements.saying.items import RECORDED, Item, name_words, talk_words
from seminars.announcements.saying.wordings import NO_WORDINGS, Wordings, kind_of, said
from seminars.announcements.wechat.changes import change_lines
from seminars.announcements.wechat.facts import beijing, details, labelled, online, place, speakers, when
from seminars.announcements.wechat.lines import Line, interleaved, linked, one_of
from seminars.announcements.wechat.moments import mark
from seminars.announcements.wechat.talks import abstract_of, link_lines
from seminars.calendars.words import cut, languages_of
from seminars.meetings.audiences import address_for, may_show, rule_of
from seminars.models import Moment, WordingKind
from seminars.presenting.links import join_url
from seminars.programme.snapshots import MeetingPart, Snapshot, TalkPart
from seminars.text import blanks
from seminars.text.plain import one_line
from seminars.text.typography import clean_line

LONGEST = 600
LONGEST_EXCERPT = 120
_LONGEST_LINE = 160
_HALF_LINK = re.compile(r"\s*https?://\S*…$")
# Less than this of a line says nothing.
_SHORTEST = 20
# Time and place as they now are stand above anyway.
_SAID_ABOVE = frozenset({"new-time", "new-place"})
# Without these nobody finds the way; the others share what room is left, in this order.
_NEEDED = ("details", "time", "mark", "place", "join")
_WANTED = (
    *("lead", "ending"),
    *("new", "old", "note", "restored", "reason", "recording", "slides"),
    *("beijing", "talk", "difference", "abstract"),
)

# Of changes it depends on what has changed.
_KINDS = {
    Moment.PREVIEW: WordingKind.ANNOUNCEMENT,
    Moment.FULL: WordingKind.ANNOUNCEMENT,
    Moment.REMINDER: WordingKind.REMINDER,
    Moment.CANCELLATION: WordingKind.CANCELLATION,
    Moment.REPLAY: WordingKind.RECORDING,
}


def short(item: Item, moment: Moment, language: str, *, on: date, wordings: Wordings = NO_WORDINGS) -> str:
    """The text in `language` (zh, en or both), at most 600 characters, no line of it broken by another."""
    spoken = [one_of([_lines(item, moment, each, on, wordings)]) for each in languages_of(language)]
    (lines,) = interleaved(spoken)
    return _fitted(lines, longest_line=_LONGEST_LINE if len(spoken) == 1 else _LONGEST_LINE // 2)


def _lines(item: Item, moment: Moment, language: str, on: date, wordings: Wordings) -> tuple[Line, ...]:
    snapshot = item.snapshot
    is_ahead = moment not in (Moment.CANCELLATION, Moment.REPLAY)
    title = one_line(snapshot.headline.best(language))
    name = name_words(snapshot, language) + (f"｜{title}" if title else "")
    times = when(snapshot, language, on if is_ahead else None)
    if moment == Moment.CANCELLATION:
        times = f"原定 {times}，已取消" if language == "zh" else f"{times} – cancelled"
    own = wordings.of(_KINDS.get(moment) or kind_of(item), language)
    lead, ending = (
        blanks.line(said(text, (item,), language, on=on, audience="public"))
        for text in (own.lead, own.ending)
    )
    return (
        Line("lead", "", lead),
        Line("mark", mark(item, moment, language), name),
        Line("time", "🕑 ", times),
        Line("beijing", "🕑 ", beijing(snapshot, language) if is_ahead else ""),
        Line("reason", labelled("原因", "Reason", language), clean_line(snapshot.reason_in(language))),
        Line("place", "📍 ", _where(snapshot, language) if is_ahead else ""),
        Line(
            "join",
            labelled("入会页", "Join page", language),
            _join_page(snapshot, language) if is_ahead else "",
        ),
        *(_changes(item, language) if moment == Moment.CHANGE else ()),
        *(_talks(snapshot, language) if moment != Moment.CANCELLATION else ()),
        *(_abstracts(snapshot, language) if moment == Moment.FULL else ()),
        *(_recordings(snapshot, language) if moment == Moment.REPLAY else ()),
        details(snapshot, language),
        Line("ending", "", ending),
    )


def _changes(item: Item, language: str) -> list[Line]:
    return [line for line in change_lines(item, language) if line.key.split("@")[0] not in _SAID_ABOVE]


def _where(snapshot: Snapshot, language: str) -> str:
    said = [place(snapshot, language), _joining(snapshot.meeting, language) if snapshot.meeting else ""]
    return "｜".join(each for each in said if each)


def _join_page(snapshot: Snapshot, language: str) -> str:
    """Where the number will be shown, if a clock keeps it back; else it stands with the place."""
    if snapshot.meeting is None or not rule_of(snapshot.meeting).is_clocked:
        return ""
    page = join_url(snapshot.series.slug, snapshot.path, language)
    return address_for("public", snapshot.meeting, page)


def _joining(meeting: MeetingPart, language: str) -> str:
    words, passcode = online(meeting, language), clean_line(meeting.passcode)
    if not passcode or not may_show(meeting, "public"):
        return words
    return f"{words}（密码 {passcode}）" if language == "zh" else f"{words} (passcode {passcode})"


def _talks(snapshot: Snapshot, language: str) -> list[Line]:
    """Who speaks about what; the title of the only talk stands in the first line already."""
    talks = snapshot.planned_talks
    if len(talks) == 1:
        return [Line("talk", "🎤 ", speakers(talks[0].speakers, language))]
    return [
        Line(f"talk@{number}", "🎤 ", _talk(talk, language))
        for number, talk in enumerate(talks)
        if talk.speakers or talk.title
    ]


def _talk(talk: TalkPart, language: str) -> str:
    return clean_line(talk_words(talk, language)) if talk.title else speakers(talk.speakers, language)


def _abstracts(snapshot: Snapshot, language: str) -> list[Line]:
    label = labelled("摘要", "Abstract", language)
    texts = [" ".join(abstract_of(talk, language).split()) for talk in snapshot.planned_talks]
    if len(texts) > 1:
        # One excerpt would speak for the first talk alone.
        return []
    return [Line("abstract", label, _HALF_LINK.sub("…", cut(text, LONGEST_EXCERPT))) for text in texts]


def _recordings(snapshot: Snapshot, language: str) -> list[Line]:
    links = (line for talk in snapshot.planned_talks for line in link_lines(talk, language))
    kept = [line for line in links if line.key.split("@")[0] in RECORDED]
    return [replace(line, key=f"{line.key}-{number}") for number, line in enumerate(kept)]


def _fitted(lines: tuple[Line, ...], *, longest_line: int) -> str:
    """The lines in their order, as many as 600 characters hold, the needed ones first."""
    texts = [linked(line.text) for line in lines]
    kinds = [line.key.split("@")[0] for line in lines]
    kept: dict[int, str] = {}
    room = LONGEST
    order = [place for name in (*_NEEDED, *_WANTED) for place, kind in enumerate(kinds) if kind == name]
    for number in order:
        whole = texts[number]
        # Half a link leads nowhere, and half a time to the wrong hour.
        is_whole = "://" in whole or kinds[number] == "time"
        limit = min(room, len(whole) if is_whole else longest_line)
        said = whole if len(whole) <= limit else "" if is_whole or limit < _SHORTEST else cut(whole, limit)
        if said:
            kept[number] = said
            room -= len(said) + 1
    return "\n".join(kept[number] for number in sorted(kept))
