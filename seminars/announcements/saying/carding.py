"""Items → the card that tells them to a chat group. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from seminars.announcements.saying.cards import Card, Fact, Line, Link, Mood, Section, line_of, short
from seminars.announcements.saying.differences import differences
from seminars.announcements.saying.items import (
    Item,
    Occasion,
    day_there,
    joining_words,
    name_words,
    people_words,
    person_words,
    place_words,
    replays,
    when_words,
)
from seminars.announcements.saying.subjects import shortened, subject
from seminars.announcements.saying.wordings import NO_WORDINGS, Wordings, said
from seminars.announcements.wechat.lines import linked
from seminars.meetings.audiences import Audience, address_for, may_show
from seminars.presenting.links import event_ics_url, event_url, join_url
from seminars.programme.changes import ADDITIONS, Change, ChangeKind, is_news
from seminars.programme.snapshots import TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.blanks import line
from seminars.text.plain import one_line

LONGEST_DETAIL = 400
_WELCOME = re.compile(r"欢迎|welcome", re.IGNORECASE)

_MOODS = {
    Occasion.REMINDER: Mood.REMINDER,
    Occasion.NOTE: Mood.NOTE,
    Occasion.RECORDING: Mood.RECORDING,
}


def card(
    items: Sequence[Item],
    *,
    language: str,
    audience: Audience,
    at: datetime | None = None,
    wordings: Wordings = NO_WORDINGS,
) -> Card:
    """The card that tells `items`, at least one, in `language` (zh, en or both), to whom `audience` says.

    Told at `at`, its title says 今天 or 本周六 beside the date, unless `wordings` has a title of its own.
    """
    languages = ("zh", "en") if language == "both" else (language,)
    titles = {each: _title(items, each, audience, at, wordings) for each in languages}
    sections: list[Section] = []
    for each in languages:
        said = [_section(item, each, audience, titles[each], is_alone=len(items) == 1) for item in items]
        if each != languages[0]:
            # The title of the card is in the first language.
            heading = titles[each]
            said = (
                [replace(said[0], heading=heading)] if len(said) == 1 else [Section(heading=heading), *said]
            )
        sections += said
    return Card(
        title=titles[languages[0]],
        mood=_mood(items),
        sections=tuple(sections),
        facts=tuple(_fact(item, languages[0]) for item in items),
    )


def _title(
    items: Sequence[Item], language: str, audience: Audience, at: datetime | None, wordings: Wordings
) -> str:
    own = wordings.of_items(items, language).card_title if len(items) == 1 else ""
    on = day_there(items[0].snapshot, at) if at else None
    words = line(said(own, items, language, on=on, audience=audience))
    return line_of(shortened(words) or subject(items, language, at=at))


def trial_card(series: Bilingual, *, language: str) -> Card:
    """What *Send a test* sends: that it is one, and for which series."""
    zh = f"测试消息：{series.best('zh')}的通知将发到这里。"
    en = f"A test: announcements of {series.best('en')} will arrive here."
    both = {"zh": (zh,), "en": (en,)}.get(language, (zh, en))
    title, *others = (line_of(each) for each in both)
    return Card(title, Mood.TEST, tuple(Section((Line(each),)) for each in others))


def _mood(items: Sequence[Item]) -> Mood:
    moods = {_mood_of(item) for item in items}
    if len(moods) == 1:
        return moods.pop()
    return Mood.CHANGED if any(item.known for item in items) else Mood.NEWS


def _mood_of(item: Item) -> Mood:
    if item.occasion in _MOODS:
        return _MOODS[item.occasion]
    if item.has(ChangeKind.CANCELLED):
        return Mood.CANCELLED
    if item.has(ChangeKind.RESTORED):
        return Mood.RESTORED
    if item.has(*ADDITIONS) and not is_news(item.changes):
        return Mood.ADDED
    return Mood.CHANGED if item.known else Mood.NEWS


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
        note=line_of(item.note),
        recordings=tuple((each.kind, each.url) for each in replays(snapshot, language))
        if item.occasion == Occasion.RECORDING
        else (),
    )


def _section(item: Item, language: str, audience: Audience, title: str, *, is_alone: bool) -> Section:
    cleaned = (
        replace(
            each,
            text=linked(line_of(each.text)),
            before=linked(line_of(each.before)),
            label=line_of(each.label),
        )
        for each in _lines(item, language, audience, title)
    )
    return Section(
        lines=tuple(each for each in cleaned if each.text),
        links=tuple(_links(item, language, audience)),
        heading="" if is_alone else line_of(name_words(item.snapshot, language)),
    )


def _lines(item: Item, language: str, audience: Audience, title: str) -> Iterator[Line]:
    is_zh, snapshot = language == "zh", item.snapshot
    if line_of(item.note) not in title:
        label = (
            ("通知" if is_zh else "Note")
            if item.occasion == Occasion.NOTE
            else ("主办方留言" if is_zh else "From the organizers")
        )
        yield Line(item.note, label)
    if item.occasion == Occasion.RECORDING:
        yield Line(when_words(snapshot, language), "时间" if is_zh else "Time")
        yield from _talks(item, language, has_abstracts=False)
        return
    yield from _news(item, language, audience)
    yield from _facts(item, language, audience)
    if snapshot.is_cancelled or item.occasion == Occasion.NOTE:
        return
    if item.tells_texts:
        yield from _texts(language, (snapshot.intro, ("导言", "About")))
    yield from _talks(item, language, has_abstracts=item.tells_texts)
    if item.tells_texts:
        # Of who is welcome some say it in a sentence.
        is_sentence = bool(_WELCOME.search(snapshot.audience.best(language)))
        whom = ("", "") if is_sentence else ("面向", "For")
        yield from _texts(language, (snapshot.notes, ("备注", "Notes")), (snapshot.audience, whom))


def _news(item: Item, language: str, audience: Audience) -> Iterator[Line]:
    """What has changed; what was missing is marked where it stands."""
    is_zh = language == "zh"
    if item.has(ChangeKind.CANCELLED):
        yield Line("本期已取消。" if is_zh else "This seminar is cancelled.")
        yield Line(item.snapshot.reason_in(language), "原因" if is_zh else "Reason")
    elif item.has(ChangeKind.RESTORED):
        yield Line("本期照常举行。" if is_zh else "This seminar takes place after all.")
    told = tuple(change for change in item.changes if change.kind not in ADDITIONS)
    for each in differences(replace(item, changes=told), language, audience):
        yield Line(each.after, each.label, each.before)


def _facts(item: Item, language: str, audience: Audience) -> Iterator[Line]:
    """Time, place and meeting, as far as no change has said them already."""
    snapshot, is_zh = item.snapshot, language == "zh"
    if snapshot.is_cancelled:
        if not item.has(ChangeKind.TIME):
            yield Line(when_words(snapshot, language), "原定时间" if is_zh else "Was planned for")
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


def _talks(item: Item, language: str, *, has_abstracts: bool) -> Iterator[Line]:
    is_zh, talks = language == "zh", item.snapshot.planned_talks
    topic = one_line(item.snapshot.title.best(language))
    yield Line(topic, _label(item, Change(ChangeKind.TITLE_ADDED), ("主题", "Topic"), language))
    for number, talk in enumerate(talks, 1):
        place = f" {number}" if len(talks) > 1 else ""
        has_title, has_abstract = (
            Change(kind, talk.uid) for kind in (ChangeKind.TITLE_ADDED, ChangeKind.ABSTRACT_ADDED)
        )
        title = one_line(talk.title.best(language))
        if title:
            yield Line(title, _label(item, has_title, (f"报告{place}", f"Talk{place}"), language))
        joined = ("；" if is_zh else "; ").join(person_words(person, language) for person in talk.speakers)
        yield Line(
            joined or people_words(talk.speakers, language), f"讲者{place}" if is_zh else f"Speaker{place}"
        )
        if has_abstracts or has_abstract in item.changes:
            yield Line(
                short(one_line(_abstract(talk, language)), LONGEST_DETAIL),
                _label(item, has_abstract, (f"摘要{place}", f"Abstract{place}"), language),
                is_detail=True,
            )


def _label(item: Item, added: Change, labels: tuple[str, str], language: str) -> str:
    """The label of what may be new to those who heard of the event before."""
    if item.known is None or added not in item.changes:
        return labels[language == "en"]
    return f"【补充】{labels[0]}" if language == "zh" else f"{labels[1]} (new)"


def _texts(language: str, *texts: tuple[Bilingual, tuple[str, str]]) -> Iterator[Line]:
    for text, labels in texts:
        said = short(one_line(text.best(language)), LONGEST_DETAIL)
        yield Line(said, labels[language == "en"], is_detail=True)


def _abstract(talk: TalkPart, language: str) -> str:
    texts = {part.language: part.text for part in talk.abstracts}
    return texts.get(language) or next((text for text in texts.values() if text), "")


def _links(item: Item, language: str, audience: Audience) -> Iterator[Link]:
    snapshot, is_zh = item.snapshot, language == "zh"
    slug = snapshot.series.slug
    if item.occasion == Occasion.RECORDING:
        yield from (
            Link(line_of(each.label), each.url) for each in replays(snapshot, language) if _is_web(each.url)
        )
    yield Link("详情" if is_zh else "Details", event_url(slug, snapshot.path, language))
    if snapshot.is_cancelled or item.occasion == Occasion.RECORDING:
        return
    if meeting := snapshot.meeting:
        address = address_for(audience, meeting, join_url(slug, snapshot.path, language))
        if _is_web(address):
            yield Link("入会" if is_zh else "Join", address)
    yield Link("加入日历" if is_zh else "Calendar", event_ics_url(slug, snapshot.path))


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://")) and all("!" <= each <= "~" for each in url)
