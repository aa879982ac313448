"""The long post: all that an event has to say, in the shape in which organizers have always typed it. Pure.

A lead, the talks, who is welcome, time and place once more, the way to the page. What it says is read back by
`intake.reader` as the same event.
"""

from __future__ import annotations

import re
from datetime import date

from seminars.announcements.saying.items import Item, name_words
from seminars.announcements.wechat.changes import change_lines
from seminars.announcements.wechat.facts import details, facts, labelled, named, place, speakers, when
from seminars.announcements.wechat.lines import Line, Paragraph, interleaved, one_of, written
from seminars.announcements.wechat.moments import mark
from seminars.announcements.wechat.talks import link_lines, talk_lines
from seminars.calendars.words import languages_of
from seminars.models import Moment
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import Bilingual
from seminars.text.plain import one_line, plain
from seminars.text.typography import clean_line
from seminars.timekeeping.spans import moment_words

_WELCOMES = re.compile(
    r"热烈欢迎|欢迎|敬请|期待|诚邀|(?:All|Everyone|Everybody)\b.{0,40}\bwelcome", re.IGNORECASE
)
_WITH_TEXTS = frozenset({Moment.FULL, Moment.CHANGE})

_NOTED = re.compile(
    r"(?:备注|附注|注|注意|说明|提示|温馨提示|茶歇|notes?|remarks?|tea) *[:：]", re.IGNORECASE
)


def long(item: Item, moment: Moment, language: str, *, on: date, motto: Bilingual | None = None) -> str:
    """The whole text in `language` (zh, en or both), with 本周六 as one says it on the day `on`."""
    parts = {Moment.CANCELLATION: _cancellation, Moment.REPLAY: _replay}
    compose = parts.get(moment, _announcement)
    spoken = [
        one_of([*compose(item, moment, each, on), _signature(item, each, motto)])
        for each in languages_of(language)
    ]
    return written(interleaved(spoken))


def _announcement(item: Item, moment: Moment, language: str, on: date) -> list[Paragraph]:
    snapshot = item.snapshot
    changes = tuple(change_lines(item, language)) if moment == Moment.CHANGE else ()
    talks = [
        tuple(talk_lines(snapshot, talk, number, language, has_texts=moment in _WITH_TEXTS))
        for number, talk in enumerate(snapshot.planned_talks, start=1)
    ]
    once_more = "【重复一遍时间地点】" if language == "zh" else "Please note time and place once more."
    return [
        (_heading(item, moment, language), _theme(snapshot, language), *changes),
        (_lead(snapshot, language, on), *_intro(snapshot, language)),
        *talks,
        tuple(_around(snapshot, language)),
        (Line("once-more", "", once_more), *facts(snapshot, language), details(snapshot, language)),
    ]


def _cancellation(item: Item, moment: Moment, language: str, on: date) -> list[Paragraph]:
    snapshot = item.snapshot
    times, people = when(snapshot, language), speakers(snapshot.speakers, language)
    where = place(snapshot, language)
    titles = [one_line(talk.title.best(language)) for talk in snapshot.planned_talks]
    if language == "zh":
        said = f"原定于{times}{f'在{_apart(where)}' if where else ''}举行的研讨会取消，请不必前往。"
        lost = "、".join(f"《{title}》" for title in titles if title)
    else:
        said = f"The seminar originally scheduled for {times}{f' in {where}' if where else ''} is cancelled."
        lost = "; ".join(title for title in titles if title)
    return [
        (_heading(item, moment, language), _theme(snapshot, language)),
        (
            Line("cancelled", "", said),
            Line("reason", labelled("原因", "Reason", language), clean_line(snapshot.reason_in(language))),
            Line("people", labelled("原定讲者", "It was to be by", language), people),
            Line("titles", labelled("原定报告", "It was to be about", language), lost),
        ),
        (details(snapshot, language),),
    ]


def _replay(item: Item, moment: Moment, language: str, on: date) -> list[Paragraph]:
    snapshot = item.snapshot
    talks = []
    for number, talk in enumerate(snapshot.planned_talks, start=1):
        said = talk_lines(snapshot, talk, number, language, has_texts=False)
        kept = [line for line in said if line.key.split("@")[0] in ("heading", "title", "speakers")]
        links = [
            Line(f"{line.key}@{number}", line.label, line.body, line.is_shared)
            for line in link_lines(talk, language)
        ]
        talks.append(tuple(kept + links))
    thanks = "感谢各位参加。" if language == "zh" else "Thank you for coming."
    return [
        (_heading(item, moment, language), _theme(snapshot, language)),
        (
            Line("thanks", "", thanks),
            Line("time", labelled("时间", "Time", language), when(snapshot, language)),
        ),
        *talks,
        (details(snapshot, language),),
    ]


def _heading(item: Item, moment: Moment, language: str) -> Line:
    return Line("mark", mark(item, moment, language), name_words(item.snapshot, language))


def _theme(snapshot: Snapshot, language: str) -> Line:
    """The event's own title; that of its only talk stands with the talk."""
    return Line("theme", labelled("主题", "Topic", language), one_line(snapshot.title.best(language)))


def _lead(snapshot: Snapshot, language: str, on: date) -> Line:
    times, people = when(snapshot, language, on), named(snapshot.speakers, language)
    where = place(snapshot, language)
    if language == "en":
        at = f", in {where}" if where else ", online"
        return Line("lead", "", f"{times}{at}: {_talks_by(people, len(snapshot.planned_talks))}.")
    at = f"在{_apart(where).rstrip()}【线下】" if where else "在线上"
    said = f"给大家带来{_apart(people)}的报告" if people else "举行研讨会"
    return Line("lead", "", f"{times}，我们将{at}{said}。")


def _talks_by(people: str, talks: int) -> str:
    if not people:
        return "our seminar"
    return f"a talk by {people}" if talks == 1 else f"talks by {people}"


def _intro(snapshot: Snapshot, language: str) -> list[Line]:
    return [Line("intro", "", plain(snapshot.intro.best(language)))]


def _around(snapshot: Snapshot, language: str) -> list[Line]:
    """Who is welcome, notes, host, contact, and how to sign up."""
    audience = one_line(snapshot.audience.best(language))
    invited = "" if _WELCOMES.match(audience) else labelled("参加对象", "Audience", language)
    notes = plain(snapshot.notes.best(language)).split("\n")
    until = snapshot.signup_until
    return [
        Line("audience", invited, audience),
        *(_note(f"note-{number}", clean_line(each), language) for number, each in enumerate(notes)),
        Line("host", labelled("主持人", "Host", language), clean_line(snapshot.host), is_shared=True),
        Line(
            "contact", labelled("联系方式", "Contact", language), clean_line(snapshot.contact), is_shared=True
        ),
        Line("signup", labelled("报名", "Sign up", language), snapshot.signup_url, is_shared=True),
        Line(
            "until",
            labelled("报名截止", "Deadline", language),
            moment_words(until, snapshot.zone, language) if until else "",
        ),
    ]


def _note(key: str, words: str, language: str) -> Line:
    """A line of the notes; one that was pasted with its label keeps that."""
    return Line(key, "" if _NOTED.match(words) else labelled("备注", "Note", language), words)


def _signature(item: Item, language: str, motto: Bilingual | None) -> Paragraph:
    return (
        Line("motto", "", one_line(motto.best(language)) if motto else ""),
        Line("series", "", clean_line(item.snapshot.series.name.best(language))),
    )


def _apart(words: str) -> str:
    """The words with the spaces that set Latin letters and digits apart from the Chinese around them."""
    before = " " if words[:1].isascii() else ""
    return f"{before}{words} " if words[-1:].isascii() else before + words
