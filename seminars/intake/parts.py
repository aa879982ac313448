"""The part of a text that one talk is read from, and what its first line says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seminars.intake.layout import Block
from seminars.intake.page import Page
from seminars.intake.paragraphs import TELLS_TITLE
from seminars.intake.people import looks_like_people, read_people
from seminars.intake.reading import Place, SpeakerReading
from seminars.intake.rows import Row, read_row

_DASH = re.compile(r"-{2}|[ )]-[ ]")


@dataclass(frozen=True, slots=True)
class Part:
    """The stretch of text one talk is read from, and the path its evidence is kept under."""

    start: int
    body: int
    end: int
    path: str
    blocks: tuple[Block, ...]
    has_prose: bool
    is_notice: bool = False

    def of(self, *fields: str) -> list[Block]:
        return [block for block in self.blocks if block.field in fields]


def note_people(page: Page, part: Part, speakers: list[SpeakerReading]) -> None:
    """Keep where the names of the speakers stand, and where they are from and what as, nearest to the name."""
    for number, speaker in enumerate(speakers):
        path = f"{part.path}.speakers.{number}"
        at = page.find(speaker.name, part.start, part.end) or page.find(speaker.name, 0, part.start)
        if at is not None:
            page.evidence.setdefault(f"{path}.name", at)
        near = at[1] if at else part.start
        for name, said in (("affiliation", speaker.affiliation), ("position", speaker.position)):
            if not said:
                continue
            place = page.find(said, near, part.end) or page.find(said, part.start, part.end)
            if (place := place or page.find(said, 0, part.start) or at) is not None:
                page.evidence.setdefault(f"{path}.{name}", place)


def row_of(page: Page, part: Part) -> Row | None:
    """Speaker and title on the line of the mark, `14:00-14:40 某某：题目`."""
    start, end = _first_line(page, part)
    return read_row(page, start, end) if part.has_prose and page.block_at(start) is None else None


def told_by_speaker(page: Page, part: Part) -> Row | None:
    """`Speaker: A. Name (There) — A Title`, where no label names a title."""
    blocks = part.of("speaker")
    if part.of("title") or len(blocks) != 1 or not _DASH.search(page.plain, blocks[0].start, blocks[0].end):
        return None
    return read_row(page, blocks[0].start, blocks[0].end)


def people_at_head(page: Page, part: Part) -> list[SpeakerReading]:
    """The people that the line of the mark is all about, where labels below it give the title."""
    start, end = _first_line(page, part)
    if not part.has_prose or not part.of("title") or page.block_at(start) or not 2 <= end - start <= 100:
        return []
    people = read_people(page.said(start, end))
    if not people or not looks_like_people(page.said(start, end), people):
        return []
    page.use(start, end)
    return people


def row_title(page: Page, part: Part) -> Place | None:
    """What follows the mark on its line, `报告一：The Title`."""
    if not part.has_prose or part.start >= part.body:
        return None
    start, end = _first_line(page, part)
    words = page.plain[start:end]
    is_free = page.block_at(start) is None and not TELLS_TITLE.search(words)
    return (
        (start, end)
        if start >= part.body and 4 <= len(words) <= 160 and is_free and "。" not in words
        else None
    )


def _first_line(page: Page, part: Part) -> Place:
    """What stands on the line of the mark, up to the first label."""
    end = page.plain.find("\n", part.body)
    labels = [block.label_start for block in part.blocks if block.field and block.label_start > part.body]
    return page.trimmed(part.body, min([part.end, *labels[:1], *([end] if end >= 0 else [])]))
