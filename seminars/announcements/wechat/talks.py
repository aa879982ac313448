"""The talks of a post: headings, titles, speakers, links, biographies and abstracts. Pure."""

from __future__ import annotations

from seminars.announcements.saying.items import LINK_WORDS, spoken_words
from seminars.announcements.wechat.facts import labelled, speakers
from seminars.announcements.wechat.lines import Line
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.plain import one_line, plain
from seminars.text.typography import clean_line
from seminars.timekeeping.zones import zone

# So far into a biography its reader looks for the name of whom it is about.
_HEAD = 60


def talk_lines(
    snapshot: Snapshot, talk: TalkPart, place: int, language: str, *, has_texts: bool
) -> list[Line]:
    """Talk number `place` of the event; without `has_texts` neither abstract nor biographies."""
    abstract = abstract_of(talk, language)
    title = one_line(talk.title.best(language))
    untitled = "" if abstract else "待定" if language == "zh" else "to be announced"
    lines = [
        Line("heading", "", heading(snapshot, talk, place, language), is_shared=True),
        Line("title", labelled("题目", "Title", language), title or untitled),
        Line("speakers", labelled("讲者", "Speaker", language), speakers(talk.speakers, language)),
        Line("why", labelled("为什么来听", "Why come", language), one_line(talk.why.best(language))),
        Line("spoken", labelled("语言", "Language", language), spoken_words(talk, language)),
        Line("level", labelled("难度", "Level", language), clean_line(talk.level)),
        Line(
            "prerequisites",
            labelled("预备知识", "Prerequisites", language),
            one_line(talk.prerequisites.best(language)),
        ),
        *link_lines(talk, language, besides=_texts(talk, language) if has_texts else ""),
    ]
    if has_texts:
        lines += _biographies(talk, language)
        lines.append(Line("abstract", labelled("摘要", "Abstract", language), abstract))
    return [_numbered(line, place) for line in lines]


def heading(snapshot: Snapshot, talk: TalkPart, place: int, language: str) -> str:
    """`报告 1`, or with its own time `14:00–14:40 报告 1`; '' for the only talk of an event without a title.

    The only talk of an event that has a title of its own needs one, or two titles would stand side by side.
    """
    clock = _clock(talk, snapshot)
    talks = snapshot.planned_talks
    if len(talks) == 1:
        if not clock and not snapshot.title:
            return ""
        word = "报告 1 摘要" if language == "zh" else "Talk 1 Abstract"
        return f"{word} ({clock})" if clock else word
    word = f"报告 {place}" if language == "zh" else f"Talk {place}"
    if not clock:
        return word
    # A programme has a time on every row; a time on some of them is only a note.
    return f"{clock} {word}" if all(_clock(each, snapshot) for each in talks) else f"{word} ({clock})"


def abstract_of(talk: TalkPart, language: str) -> str:
    """The abstract as plain text, in `language` or else the other one."""
    texts = {part.language: part.text for part in talk.abstracts if part.text}
    return plain(texts.get(language) or next(iter(texts.values()), ""))


def link_lines(talk: TalkPart, language: str, *, besides: str = "") -> list[Line]:
    """The links of a talk that the text `besides` does not name already; keys begin with the kind."""
    lines = []
    for number, link in enumerate(talk.links):
        if link.url in besides:
            continue
        label = clean_line(link.label)
        words = labelled(*LINK_WORDS.get(link.kind, LINK_WORDS["site"]), language)
        body = f"{label} {link.url}" if label and label != link.url else link.url
        lines.append(Line(f"{link.kind}@{number}", words, body, is_shared=True))
    return lines


def _texts(talk: TalkPart, language: str) -> str:
    said = [abstract_of(talk, language), plain(talk.joint_biography.best(language))]
    return "\n".join([*said, *(plain(person.biography.best(language)) for person in talk.speakers)])


def _biographies(talk: TalkPart, language: str) -> list[Line]:
    label = labelled("简介", "Bio", language)
    lines = [Line("joint-biography", label, plain(talk.joint_biography.best(language)))]
    for number, person in enumerate(talk.speakers):
        text, name = plain(person.biography.best(language)), clean_line(person.name.best(language))
        if text and len(talk.speakers) > 1 and name not in text[:_HEAD]:
            text = labelled(name, name, language) + text
        lines.append(Line(f"biography-{number}", label, text))
    return lines


def _clock(talk: TalkPart, snapshot: Snapshot) -> str:
    if not talk.starts_at or not talk.ends_at:
        return ""
    there = zone(snapshot.zone)
    return f"{talk.starts_at.astimezone(there):%H:%M}–{talk.ends_at.astimezone(there):%H:%M}"


def _numbered(line: Line, place: int) -> Line:
    return Line(f"{line.key}@{place}", line.label, line.body, line.is_shared)
