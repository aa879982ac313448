"""The talks: who speaks, under which title, what about, each from its part of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import datetime

from seminars.intake.biographies import with_biographies
from seminars.intake.naming import speakers_in
from seminars.intake.online import links_of
from seminars.intake.page import Page
from seminars.intake.paragraphs import told_in_prose, unlabelled_abstract
from seminars.intake.parts import Part, note_people, people_at_head, row_of, row_title, told_by_speaker
from seminars.intake.people import has_ideographs, read_people
from seminars.intake.prose import Prose
from seminars.intake.reading import Place, ProgrammeRow, SpeakerReading, TalkReading
from seminars.intake.segments import Segment
from seminars.intake.times import When, row_times
from seminars.intake.titles import paper_title, title_in
from seminars.intake.tongue import language_of
from seminars.intake.wordings import in_two_languages, other_wording, quoted_tail, unquoted

_TBA = re.compile(
    r"(?:待定|待公布|另行通知|暂定|TBA|TBD|to be announced|to be confirmed)[.。 ]*", re.IGNORECASE
)
# Between a speaker and the place on the next line.
HOME_BELOW = re.compile(
    r"\n\s*(?=[^\n,，(（]{0,60}(?:大学|学院|研究院|研究所|中心|实验室|科学院|University|Institute|College|Laborator|School)[^\n]*$)"
)


def read_talks(
    page: Page, segments: list[Segment], prose: Prose, when: When, headline: Place | None, kind: str
) -> tuple[list[TalkReading], list[ProgrammeRow]]:
    """The talks in their order, and the rows of the programme that are none."""
    if not segments:
        part = _part(page, 0, 0, len(page.text), "talks.0", has_prose=False)
        part = replace(part, is_notice=kind != "announcement")
        talk = _talk(page, part, prose.speakers, prose.title or headline)
        return ([talk] if talk != TalkReading() else []), []
    talks: list[TalkReading] = []
    rows: list[ProgrammeRow] = []
    own = [segment for segment in segments if segment.kind == "talk"]
    for segment in segments:
        starts, ends = row_times(page, segment.row, when) if segment.row else (None, None)
        if segment.row:
            page.use(segment.row.start, segment.row.end)
        if segment.kind == "talk":
            part = _part(
                page, segment.start, segment.body, segment.end, f"talks.{len(talks)}", has_prose=True
            )
            named = _named(page, segment, prose.speakers, len(talks), len(own))
            talk = _talk(page, part, named, None)
            if not segment.row:
                starts, ends = _own_time(page, part, when)
            talks.append(replace(talk, starts_at=starts, ends_at=ends))
        elif starts is not None:
            line_end = page.plain.find("\n", segment.body)
            title = page.note(
                f"programme.{len(rows)}", segment.body, line_end if line_end > 0 else segment.end
            )
            rows.append(ProgrammeRow(segment.kind, title, starts, ends))
    return talks, rows


def _part(page: Page, start: int, body: int, end: int, path: str, *, has_prose: bool) -> Part:
    first = bisect_left(page.blocks, start, key=lambda block: block.label_start)
    last = bisect_left(page.blocks, end, key=lambda block: block.label_start)
    blocks = tuple(page.blocks[first:last])
    return Part(start, body, end, path, blocks, has_prose)


def _named(
    page: Page, segment: Segment, speakers: list[SpeakerReading], place: int, talks: int
) -> list[SpeakerReading]:
    """Which of the announced speakers gives this talk: who is named at its head, else the one in turn."""
    head = page.text[segment.body : min(segment.end, segment.body + 300)]
    here = [speaker for speaker in speakers if speaker.name in head]
    first = min(here, key=lambda speaker: head.index(speaker.name), default=None)
    if first is not None:
        return [first]
    return [speakers[place]] if len(speakers) == talks else []


def _own_time(page: Page, part: Part, when: When) -> tuple[datetime | None, datetime | None]:
    for block in part.of("time"):
        phrase = next(
            (p for p in page.phrases if block.start <= p.start < block.end and p.starts is not None), None
        )
        if phrase is not None:
            return row_times(page, phrase, when)
    return None, None


def _talk(page: Page, part: Part, named: list[SpeakerReading], title_place: Place | None) -> TalkReading:
    titles = _by_language(page, part, "title")
    abstracts = _by_language(page, part, "abstract")
    row = row_of(page, part) or told_by_speaker(page, part)
    if row is not None:
        page.use(*row.who)
    speakers = (
        (list(row.speakers) if row else []) or _speakers(page, part) or people_at_head(page, part) or named
    )
    title, abstract = _first(titles), _first(abstracts)
    paper = paper_title(page, part.of("links"))
    if title is None and not part.of("title") and (title_place or paper or row or part.has_prose):
        place = title_place or paper or (row.title if row else None) or row_title(page, part)
        place = place or title_in(page, part.body, part.end)
        if place is not None:
            title = unquoted(page.note(f"{part.path}.title", *place))
    prose_biography: list[Place] = []
    if abstract is None:
        told = None
        if not part.has_prose and title and not part.is_notice:
            told = unlabelled_abstract(page, part.start, part.end)
            page.guesses.add(f"{part.path}.abstract")
        elif part.has_prose:
            free = [
                (max(b.start, part.body), b.end) for b in part.blocks if not b.field and b.end > part.body
            ]
            names = [speaker.name for speaker in speakers]
            prose_biography, told = told_in_prose(
                page, free, names, title, page.evidence.get(f"{part.path}.title")
            )
        abstract = page.note(f"{part.path}.abstract", *told) if told else None
    biographies = [(block.start, block.end) for block in part.of("bio")] + prose_biography
    for block in part.of("bio"):
        page.use(block.label_start, block.end)
    speakers, joint = with_biographies(page, part.path, speakers, biographies)
    note_people(page, part, speakers)
    tba = [
        page.trimmed(b.start, b.end) for b in part.of("title") if _TBA.fullmatch(page.words(b.start, b.end))
    ]
    if title is None and tba:
        page.doubt("title_tba", f"{part.path}.title", (), tuple(tba))
    links = [
        link for link, start, stop in links_of(page, part.start, part.end) if _belongs(page, part, start)
    ]
    said = " ".join(words for words in (title, abstract) if words)
    return TalkReading(
        title,
        language_of(said) if said else None,
        tuple(speakers),
        joint,
        abstract,
        tuple(dict.fromkeys(links)),
        other=other_wording(titles, abstracts),
    )


def _by_language(page: Page, part: Part, name: str) -> dict[str, str]:
    """The wordings a field has, by the language they are in; one that is still to be announced is none."""
    found: dict[str, str] = {}
    for block in part.of(name):
        page.use(block.label_start, block.end)
        start, end = page.trimmed(block.start, block.end)
        if name == "title":
            start, end = quoted_tail(page.plain, start, end)
        if start == end or _TBA.fullmatch(page.plain[start:end]):
            continue
        first, second = in_two_languages(page.plain, start, end) if name == "title" else ((start, end), None)
        words = page.note(f"{part.path}.{name}", *first)
        words = unquoted(words) if name == "title" else words
        language = language_of(words)
        if name == "abstract" and language in found:
            found[language] += "\n\n" + words
        else:
            found.setdefault(language, words)
        if second is not None:
            page.use(*second)
            other = unquoted(page.said(*second))
            found.setdefault(language_of(other), other)
    return found


def _first(wordings: dict[str, str]) -> str | None:
    return next(iter(wordings.values()), None)


def _speakers(page: Page, part: Part) -> list[SpeakerReading]:
    groups: list[list[SpeakerReading]] = []
    for block in part.of("speaker"):
        page.use(block.label_start, block.end)
        start, end = page.trimmed(block.start, min(block.end, block.start + 400))
        if _TBA.fullmatch(page.plain[start:end]):
            continue
        words = re.sub(r"\n\s*(?=[(（])", " ", page.said(start, end).replace("\u3000", " "))
        words = HOME_BELOW.sub("，", words)
        people = read_people(words) or speakers_in(page, start, end)
        if people:
            page.evidence.setdefault(f"{part.path}.speakers", (start, end))
            groups.append(people)
    if not groups:
        return []
    speakers = groups[0]
    if (
        len(groups) > 1
        and len(groups[1]) == len(speakers)
        and has_ideographs(speakers[0].name) != has_ideographs(groups[1][0].name)
    ):
        speakers = [
            replace(one, other_name=other.name) for one, other in zip(speakers, groups[1], strict=True)
        ]
    else:
        speakers = [speaker for group in groups for speaker in group]
    return _completed(page, part, speakers)


def _completed(page: Page, part: Part, speakers: list[SpeakerReading]) -> list[SpeakerReading]:
    """Speakers with what their own labels 单位 and 职称 add."""
    for name in ("affiliation", "position"):
        for block in part.of(name):
            page.use(block.label_start, block.end)
            place, again = in_two_languages(page.plain, *page.trimmed(block.start, block.end))
            words = page.note(f"{part.path}.speakers.0.{name}", *place)
            if again is not None:
                page.use(*again)
            if not words:
                continue
            if name == "affiliation":
                speakers = [replace(s, affiliation=s.affiliation or words) for s in speakers]
            else:
                speakers = [replace(s, position=s.position or words) for s in speakers]
    return speakers


def _belongs(page: Page, part: Part, position: int) -> bool:
    """Whether a link belongs to the talk rather than to the sign-up, the contact or the event's own page."""
    block = page.block_at(position)
    if block is not None and block.field in ("signup", "contact", "meeting", "deadline", "organizer"):
        return False
    before = page.plain[max(part.start, position - 30) : position]
    return (
        re.search(
            r"报名|注册|登记|问卷|registration|register|sign.?up|RSVP|"
            r"时区|日历|详情|time zone|calendar|details",
            before,
            re.IGNORECASE,
        )
        is None
    )
