"""The talks: who speaks, under which title, what about, each from its part of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import datetime

from seminars.intake.biographies import with_biographies
from seminars.intake.online import links_in
from seminars.intake.page import Block, Page
from seminars.intake.people import read_people
from seminars.intake.prose import Prose, title_in
from seminars.intake.reading import Place, ProgrammeRow, SpeakerReading, TalkReading
from seminars.intake.segments import Segment
from seminars.intake.times import When, row_times
from seminars.intake.tongue import language_of
from seminars.intake.wordings import other_wording, unquoted

_TBA = re.compile(
    r"(?:待定|待公布|另行通知|暂定|TBA|TBD|to be announced|to be confirmed)[.。 ]*", re.IGNORECASE
)
_TELLS_TITLE = re.compile(
    r"本次|本报告|本场|此次|[他她]们?将|[他她]们?会|将(?:分享|介绍|为|带来|报告)|报告的?(?:内容|"
    r"题目|主题)|题为"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """The stretch of text one talk is read from, and the path its evidence is kept under."""

    start: int
    body: int
    end: int
    path: str
    blocks: tuple[Block, ...]
    has_prose: bool

    def of(self, *fields: str) -> list[Block]:
        return [block for block in self.blocks if block.field in fields]


def read_talks(
    page: Page, segments: list[Segment], prose: Prose, when: When, headline: Place | None
) -> tuple[list[TalkReading], list[ProgrammeRow]]:
    """The talks in their order, and the rows of the programme that are none."""
    if not segments:
        part = _part(page, 0, 0, len(page.text), "talks.0", has_prose=False)
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


def _part(page: Page, start: int, body: int, end: int, path: str, *, has_prose: bool) -> _Part:
    first = bisect_left(page.blocks, start, key=lambda block: block.label_start)
    last = bisect_left(page.blocks, end, key=lambda block: block.label_start)
    blocks = tuple(page.blocks[first:last])
    return _Part(start, body, end, path, blocks, has_prose)


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


def _own_time(page: Page, part: _Part, when: When) -> tuple[datetime | None, datetime | None]:
    for block in part.of("time"):
        phrase = next(
            (p for p in page.phrases if block.start <= p.start < block.end and p.starts is not None), None
        )
        if phrase is not None:
            return row_times(page, phrase, when)
    return None, None


def _talk(page: Page, part: _Part, named: list[SpeakerReading], title_place: Place | None) -> TalkReading:
    titles = _by_language(page, part, "title")
    abstracts = _by_language(page, part, "abstract")
    speakers = _speakers(page, part) or named or _row_speakers(page, part)
    for number, speaker in enumerate(speakers):
        at = page.text.find(speaker.name, part.start, part.end)
        if at >= 0:
            page.evidence.setdefault(f"{part.path}.speakers.{number}.name", (at, at + len(speaker.name)))
    title, abstract = _first(titles), _first(abstracts)
    if title is None and not part.of("title") and (title_place or part.has_prose):
        place = title_place or _row_title(page, part) or title_in(page, part.body, part.end)
        if place is not None:
            title = unquoted(page.note(f"{part.path}.title", *place))
    prose_biography: list[Place] = []
    if abstract is None and part.has_prose:
        prose_biography, abstract = _prose(page, part, speakers, title)
    biographies = [(block.start, block.end) for block in part.of("bio")] + prose_biography
    for block in part.of("bio"):
        page.use(block.label_start, block.end)
    speakers, joint = with_biographies(page, part.path, speakers, biographies)
    tba = [
        page.trimmed(b.start, b.end) for b in part.of("title") if _TBA.fullmatch(page.words(b.start, b.end))
    ]
    if title is None and tba:
        page.doubt("title_tba", f"{part.path}.title", (), tuple(tba))
    links = [
        link for link, start, stop in links_in(page, part.start, part.end) if _belongs(page, part, start)
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


def _by_language(page: Page, part: _Part, name: str) -> dict[str, str]:
    """The wordings a field has, by the language they are in; one that is still to be announced is none."""
    found: dict[str, str] = {}
    for block in part.of(name):
        page.use(block.label_start, block.end)
        start, end = page.trimmed(block.start, block.end)
        if start == end or _TBA.fullmatch(page.plain[start:end]):
            continue
        words = page.note(f"{part.path}.{name}", start, end)
        words = unquoted(words) if name == "title" else words
        language = language_of(words)
        if name == "abstract" and language in found:
            found[language] += "\n\n" + words
        else:
            found.setdefault(language, words)
    return found


def _first(wordings: dict[str, str]) -> str | None:
    return next(iter(wordings.values()), None)


def _speakers(page: Page, part: _Part) -> list[SpeakerReading]:
    groups: list[list[SpeakerReading]] = []
    for block in part.of("speaker"):
        page.use(block.label_start, block.end)
        start, end = page.trimmed(block.start, min(block.end, block.start + 400))
        if _TBA.fullmatch(page.plain[start:end]):
            continue
        people = read_people(page.text[start:end].replace("\u3000", " "))
        if people:
            page.evidence.setdefault(f"{part.path}.speakers", (start, end))
            groups.append(people)
    if not groups:
        return []
    speakers = groups[0]
    if (
        len(groups) > 1
        and len(groups[1]) == len(speakers)
        and speakers[0].name.isascii() != groups[1][0].name.isascii()
    ):
        speakers = [
            replace(one, other_name=other.name) for one, other in zip(speakers, groups[1], strict=True)
        ]
    else:
        speakers = [speaker for group in groups for speaker in group]
    return _completed(page, part, speakers)


def _completed(page: Page, part: _Part, speakers: list[SpeakerReading]) -> list[SpeakerReading]:
    """Speakers with what their own labels 单位 and 职称 add."""
    for name in ("affiliation", "position"):
        for block in part.of(name):
            page.use(block.label_start, block.end)
            words = page.note(f"{part.path}.speakers.0.{name}", block.start, block.end)
            if not words:
                continue
            if name == "affiliation":
                speakers = [replace(s, affiliation=s.affiliation or words) for s in speakers]
            else:
                speakers = [replace(s, position=s.position or words) for s in speakers]
    return speakers


def _row_title(page: Page, part: _Part) -> Place | None:
    """What follows the mark on its line, `报告一：The Title` or `14:00-14:40 某某：题目`."""
    if not part.has_prose:
        return None
    end = page.plain.find("\n", part.body)
    end = min(part.end, end if end >= 0 else part.end)
    start, end = page.trimmed(part.body, end)
    words = page.plain[start:end]
    block = page.block_at(start)
    if start < part.body or not 4 <= len(words) <= 160 or block is not None or "。" in words:
        return None
    person, colon, _ = words.partition(":")
    if colon and len(person) <= 30 and read_people(person):
        return start + len(person) + 1, end
    return (start, end) if part.start < part.body else None


def _row_speakers(page: Page, part: _Part) -> list[SpeakerReading]:
    """Who stands before the title on the line of the mark."""
    title = _row_title(page, part)
    if title is None or title[0] <= part.body:
        return []
    page.use(part.body, title[0])
    return read_people(page.text[part.body : title[0]].strip(" :："))


def _prose(
    page: Page, part: _Part, speakers: list[SpeakerReading], title: str | None
) -> tuple[list[Place], str | None]:
    """Biography and abstract of a talk told in prose: who the speaker is, what it is called, then what it is about."""
    free = [block for block in part.blocks if not block.field and block.end > part.body]
    sentences = [s for block in free for s in page.sentences(max(block.start, part.body), block.end)]
    sentences = [s for s in sentences if not _is_row_title(page, part, s)]
    biography: list[Place] = []
    names = [speaker.name for speaker in speakers]
    while sentences:
        words = page.text[slice(*sentences[0])]
        about_speaker = any(words.lstrip().startswith(name) for name in names) if not biography else True
        if not about_speaker or _TELLS_TITLE.search(words):
            break
        if biography and not re.match(
            r"\s*(?:[他她]|曾|现|主要|研究|其|导师|获|He\b|She\b|His\b|Her\b)", words
        ):
            break
        biography.append(sentences.pop(0))
    if sentences and title and title in page.text[slice(*sentences[0])]:
        page.use(*sentences.pop(0))
    if not sentences:
        return _joined(biography), None
    start, end = sentences[0][0], sentences[-1][1]
    if end - start < 12:
        return _joined(biography), None
    return _joined(biography), page.note(f"{part.path}.abstract", start, end)


def _is_row_title(page: Page, part: _Part, sentence: Place) -> bool:
    """Whether a sentence is the title that stands on the line of the mark."""
    place = page.evidence.get(f"{part.path}.title")
    if place is None or "\n" in page.plain[part.body : place[0]]:
        return False
    is_here = sentence[0] <= place[0] < sentence[1] and place[1] >= sentence[1] - 1
    return is_here and not _TELLS_TITLE.search(page.plain, *sentence)


def _joined(places: list[Place]) -> list[Place]:
    return [(places[0][0], places[-1][1])] if places else []


def _belongs(page: Page, part: _Part, position: int) -> bool:
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
