"""Items → a card for a chat group: a title, sections of lines, links. Every text on it is plain and on one line. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from seminars.announcements.items import (
    Item,
    differences,
    joining_words,
    name_words,
    people_words,
    person_words,
    place_words,
    when_words,
)
from seminars.announcements.subjects import subject
from seminars.meetings.audiences import Audience, may_show
from seminars.presenting.links import event_ics_url, event_url
from seminars.programme.changes import ChangeKind
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import one_line
from seminars.text.typography import clean_line

Rendered = TypeVar("Rendered")

LONGEST_DETAIL = 400
SHORT_DETAIL = 120
SHORT = 80


class Mood(StrEnum):
    """What a card is, for channels that colour it."""

    NEWS = "published"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, what was said before, and what holds. Details are left out where space is short."""

    text: str
    label: str = ""
    before: str = ""
    is_detail: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours, or of the online meeting, with what it leads to."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """One event in one language."""

    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One event for programs."""

    uid: str
    name: Bilingual
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    url: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """What a group is told."""

    title: str
    mood: Mood
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """All links, once each."""
        return tuple({link.url: link for section in self.sections for link in section.links}.values())


def card(items: Sequence[Item], *, language: str, audience: Audience) -> Card:
    """The card that tells `items`, at least one, in `language` (zh, en or both), to whom `audience` says."""
    languages = ("zh", "en") if language == "both" else (language,)
    sections: list[Section] = []
    for each in languages:
        said = [_section(item, each, audience, is_alone=len(items) == 1) for item in items]
        if each != languages[0]:
            # The title of the card is in the first language.
            title = _line(subject(items, each))
            said = [replace(said[0], heading=title)] if len(said) == 1 else [Section(heading=title), *said]
        sections += said
    return Card(
        title=_line(subject(items, languages[0])),
        mood=_mood(items),
        sections=tuple(sections),
        facts=tuple(_fact(item, languages[0]) for item in items),
    )


def trial_card(series: Bilingual, *, language: str) -> Card:
    """What *Send a test* sends: that it is one, and for which series."""
    zh = f"测试消息：{series.best('zh')}的通知将发到这里。"
    en = f"A test: announcements of {series.best('en')} will arrive here."
    both = {"zh": (zh,), "en": (en,)}.get(language, (zh, en))
    title, *others = (_line(each) for each in both)
    return Card(title, Mood.TEST, tuple(Section((Line(each),)) for each in others))


def fitted(whole: Card, render: Callable[[Card], Rendered], fits: Callable[[Rendered], bool]) -> Rendered:
    """The card rendered as fully as fits; at the least its title and one link."""
    rendered = None
    for smaller in _smaller(whole):
        rendered = render(smaller)
        if fits(rendered):
            break
    assert rendered is not None, "the whole card is the first one tried"
    return rendered


def _smaller(whole: Card) -> Iterator[Card]:
    yield whole
    yield _with_lines(
        whole, lambda line: replace(line, text=_short(line.text, SHORT_DETAIL)) if line.is_detail else line
    )
    plain = _with_lines(whole, lambda line: None if line.is_detail else line)
    yield plain
    brief = _with_lines(plain, _brief)
    yield brief
    count = len(brief.sections)
    while count > 1:
        count //= 2
        left = Line(f"… +{len(brief.sections) - count}")
        yield replace(brief, sections=(*brief.sections[:count], Section((left,))))
    yield Card(_short(whole.title, SHORT), whole.mood, (Section(links=whole.links[:1]),), whole.facts[:1])


def _with_lines(whole: Card, change: Callable[[Line], Line | None]) -> Card:
    return replace(
        whole,
        sections=tuple(
            replace(section, lines=tuple(line for each in section.lines if (line := change(each))))
            for section in whole.sections
        ),
    )


def _brief(line: Line) -> Line:
    return replace(line, text=_short(line.text, SHORT), before=_short(line.before, SHORT))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(clean_line(text).split())


def _mood(items: Sequence[Item]) -> Mood:
    if all(item.has(ChangeKind.CANCELLED) for item in items):
        return Mood.CANCELLED
    if all(item.has(ChangeKind.RESTORED) for item in items):
        return Mood.RESTORED
    return Mood.CHANGED if any(item.known for item in items) else Mood.NEWS


def _fact(item: Item, language: str) -> Fact:
    snapshot = item.snapshot
    return Fact(
        uid=snapshot.uid,
        name=Bilingual(name_words(snapshot, "zh"), name_words(snapshot, "en")),
        state=snapshot.state,
        starts_at=snapshot.starts_at,
        ends_at=snapshot.ends_at,
        zone=snapshot.zone,
        url=event_url(snapshot.series.slug, snapshot.path, language),
        changes=tuple(dict.fromkeys(change.kind.value for change in item.changes)),
    )


def _section(item: Item, language: str, audience: Audience, *, is_alone: bool) -> Section:
    snapshot = item.snapshot
    lines = [*_news(item, language, audience), *_facts(item, language, audience)]
    if not snapshot.is_cancelled:
        lines += _talks(snapshot, language)
        lines += _texts(snapshot, language)
    cleaned = (
        replace(each, text=_line(each.text), before=_line(each.before), label=_line(each.label))
        for each in lines
    )
    return Section(
        lines=tuple(each for each in cleaned if each.text),
        links=tuple(_links(snapshot, language, audience)),
        heading="" if is_alone else _line(name_words(snapshot, language)),
    )


def _news(item: Item, language: str, audience: Audience) -> Iterator[Line]:
    is_zh = language == "zh"
    if item.has(ChangeKind.CANCELLED):
        yield Line("本期已取消。" if is_zh else "This seminar is cancelled.")
        yield Line(item.snapshot.cancel_reason, "原因" if is_zh else "Reason")
    elif item.has(ChangeKind.RESTORED):
        yield Line("本期照常举行。" if is_zh else "This seminar takes place after all.")
    for each in differences(item, language, audience):
        if each.before == each.after:
            # What changed is not for this audience.
            yield Line(f"{each.after}{'，有变更' if is_zh else ', changed'}", each.label)
        else:
            yield Line(each.after, each.label, each.before)


def _facts(item: Item, language: str, audience: Audience) -> Iterator[Line]:
    """Time, place and meeting, as far as no change has said them already."""
    snapshot, is_zh = item.snapshot, language == "zh"
    if snapshot.is_cancelled:
        if not item.has(ChangeKind.TIME):
            yield Line(when_words(snapshot, language), "原定时间" if is_zh else "It was to be")
        return
    if not item.has(ChangeKind.TIME):
        yield Line(when_words(snapshot, language), "时间" if is_zh else "Time")
    if not item.has(ChangeKind.PLACE):
        yield Line(place_words(snapshot, language), "地点" if is_zh else "Place")
    if not item.has(ChangeKind.MEETING):
        yield Line(joining_words(snapshot, language, audience), "线上会议" if is_zh else "Online meeting")
    meeting = snapshot.meeting
    if meeting and meeting.passcode and may_show(meeting, audience):
        yield Line(meeting.passcode, "入会密码" if is_zh else "Passcode")


def _talks(snapshot: Snapshot, language: str) -> Iterator[Line]:
    is_zh = language == "zh"
    several = len(snapshot.planned_talks) > 1
    for number, talk in enumerate(snapshot.planned_talks, 1):
        place = f" {number}" if several else ""
        title = one_line(talk.title.best(language))
        if title:
            yield Line(title, (f"报告{place}" if is_zh else f"Talk{place}"))
        joined = ("；" if is_zh else "; ").join(person_words(person, language) for person in talk.speakers)
        yield Line(
            joined or people_words(talk.speakers, language), f"讲者{place}" if is_zh else f"Speaker{place}"
        )
        yield Line(
            _short(one_line(_abstract(talk, language)), LONGEST_DETAIL),
            f"摘要{place}" if is_zh else f"Abstract{place}",
            is_detail=True,
        )


def _texts(snapshot: Snapshot, language: str) -> Iterator[Line]:
    is_zh = language == "zh"
    for text, label in (
        (snapshot.intro, "导言" if is_zh else "About"),
        (snapshot.notes, "备注" if is_zh else "Notes"),
        (snapshot.audience, "面向" if is_zh else "For"),
    ):
        yield Line(_short(one_line(text.best(language)), LONGEST_DETAIL), label, is_detail=True)


def _abstract(talk: TalkPart, language: str) -> str:
    texts = {part.language: part.text for part in talk.abstracts}
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _links(snapshot: Snapshot, language: str, audience: Audience) -> Iterator[Link]:
    is_zh, slug = language == "zh", snapshot.series.slug
    yield Link("详情" if is_zh else "Details", event_url(slug, snapshot.path, language))
    if snapshot.is_cancelled:
        return
    meeting = snapshot.meeting
    if meeting and may_show(meeting, audience) and _is_web(meeting.url):
        yield Link("入会" if is_zh else "Join", meeting.url)
    yield Link("加入日历" if is_zh else "Calendar", event_ics_url(slug, snapshot.path))


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://")) and all("!" <= each <= "~" for each in url)
