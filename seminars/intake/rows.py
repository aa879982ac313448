"""What one line says of a talk: who speaks, and under which title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seminars.intake.page import Page
from seminars.intake.people import looks_like_people, read_people
from seminars.intake.reading import Place, SpeakerReading

_WHO_THEN_TITLE = re.compile(
    r"(?P<who>[^:\n《「\"“]{2,80}?)[ ]?(?::|-{2,}|[ ]-[ ]|(?<=\))-[ ]|\||(?=[《「]))[ ]?(?P<title>[^\n]{3,200})"
)
_QUOTED_LAST = re.compile(r"(?P<who>[^:\n\"“]{2,80}?),?[ ]{0,2}[\"“](?P<title>[^\"”\n]{3,200})[\"”]\.?")
_WHO_IN_BRACKETS = re.compile(r"(?P<title>[^\n]{3,200}?)[ ]?\((?P<who>[^()\n]{2,60}(?:\([^()\n]{1,40}\))?)\)")
_BRACKETS_THEN_TITLE = re.compile(
    r"(?P<who>[^:\n《「\"“()]{2,40}\((?:[^()\n]|\([^()\n]{1,30}\)){2,60}\))[ ]{0,4}(?P<title>[^\n,，;；、()][^\n]{2,200})"
)
_TITLE_THEN_WHO = re.compile(
    r"(?P<title>[^\n]{3,200}?)[ ]?(?:-{2,}|[ ]-[ ]|\||[ ]{2,}| by )[ ]?(?P<who>[^\n]{2,80})"
)
_COLUMNS = re.compile(r"(?P<who>[^\n]{2,60}?)[ ]{2,}(?P<title>[^\n]{3,200})")
_KIND = re.compile(
    r"(?:(?:特邀|主旨|大会|学术|邀请|主题|开场|闭幕|口头)?(?:报告|演讲|讲座|分享)|[Kk]eynote|[Ii]nvited [Tt]alk|"
    r"[Tt]alk|"
    r"[Ll]ecture)[ ]?[:|][ ]?"
)
_TABLE = re.compile(
    r"(?P<who>[^|\n]{2,40}\|[^|\n]{0,40}(?:大学|学院|研究|实验室|中心|Universi|Institut|College|Lab|School)[^|\n]{0,40})"
    r"\|[ ]?(?P<title>[^|\n]{3,200})"
)
_PATTERNS = (
    _TABLE,
    _WHO_THEN_TITLE,
    _QUOTED_LAST,
    _BRACKETS_THEN_TITLE,
    _WHO_IN_BRACKETS,
    _COLUMNS,
    _TITLE_THEN_WHO,
)
_AFFILIATED = re.compile(r"[,， ]|大学|学院|研究|University|Institute|Lab")


@dataclass(frozen=True, slots=True)
class Row:
    """A line taken apart: the place of its title and of its speakers, and the speakers."""

    title: Place
    who: Place
    speakers: tuple[SpeakerReading, ...]


def row_of_head(page: Page, lines: int) -> Row | None:
    """Speaker and title on one of the first lines, `A. Name, "The Title"`; None without quotation marks."""
    for line in page.lines[:lines]:
        place = page.trimmed(line.start, line.end)
        is_free = page.block_at(place[0]) is None and not page.in_body(place[0])
        if is_free and _QUOTED_LAST.fullmatch(page.plain, *place) and (row := read_row(page, *place)):
            return row
    return None


def read_row(page: Page, start: int, end: int) -> Row | None:
    """Speaker and title of `某某（单位）：题目`, `A. Name — A Title` or `题目（某某，单位）`; None for another "
    "line."""
    start, end = page.trimmed(start, end)
    while start < end and page.plain[end - 1] in "| ":
        end -= 1
    if kind := _KIND.match(page.plain, start, end):
        start = kind.end()
    words = page.plain[start:end]
    if not 4 <= len(words) <= 300 or "。" in words[:-1]:
        return None
    for pattern in _PATTERNS:
        m = pattern.fullmatch(words)
        if m is None:
            continue
        who = page.trimmed(start + m.start("who"), start + m.end("who"))
        title = page.trimmed(start + m.start("title"), start + m.end("title"))
        said = page.said(*who)
        if (
            pattern is _WHO_IN_BRACKETS
            and not _AFFILIATED.search(said)
            and not re.fullmatch("[㐀-鿿]{2,3}", said)
        ):
            continue
        people = read_people(said)
        if pattern is _BRACKETS_THEN_TITLE and any(
            p.name.isascii() and " " not in p.name and not p.honorific for p in people
        ):
            # A title with a remark in it, `Graph (Weighted) Cuts`.
            continue
        if people and looks_like_people(said, people) and title[0] < title[1]:
            return Row(title, who, tuple(people))
    return None
