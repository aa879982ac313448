"""Where one talk ends and the next begins: numbered headings, programme rows, or labels that come again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seminars.intake.layout import TALK_MARK, TIME_FIELDS, Block, is_closing
from seminars.intake.page import Page
from seminars.intake.rows import read_row
from seminars.timekeeping.phrases import TimePhrase

_BREAK = re.compile(
    r"茶歇|休息|午餐|午休|晚餐|用餐|合影|签到|注册|[Tt]ea|[Cc]offee|[Bb]reak|[Ll]unch|[Dd]inner|"
    r"[Rr]egistration|[Rr]eception|[Bb]anquet|[Pp]hoto\b|[Ss]ocial|[Ee]xcursion|晚宴|自由活动|参观"
)
_DISCUSSION = re.compile(
    r"讨论|交流|圆桌|开场|致辞|开幕|闭幕|总结|颁奖|[Dd]iscussion|[Pp]anel|[Oo]pening|[Cc]losing|"
    r"[Ww]elcome|Q&A"
)
_PLACE_ONLY = re.compile(r"[(]?[㐀-鿿]{1,8}(?:楼|馆|堂|厅|教)[ ]?[\w\-]{0,8}[)]?")
_LEADS_DISCUSSION = re.compile(
    r"(?:圆桌|自由|分组|小组|开放|集体)?(?:讨论|交流|对话)(?!班)|圆桌|开幕|闭幕|开场|致辞|欢迎辞|总结|颁奖|"
    r"(?:Panel|Discussion|Opening|Closing|Welcome|Poster|Roundtable|Wrap|Group work|(?:Open )?[Pp]roblem session|"
    r"Open [Dd]iscussion|Free [Dd]iscussion|Q&A|Business [Mm]eeting)\b"
)
_PERSON_FIRST = re.compile(r"[^:《「\"]{2,40}(?::|《|「|--)")
# An event has these once; after the last talk they end it.
_OF_EVENT = frozenset(
    {
        "host",
        "inviter",
        "contact",
        "organizer",
        "signup",
        "deadline",
        "audience",
        "notes",
        "meeting",
        "passcode",
        "place",
    }
)
_ITEM = re.compile(
    r"[ ]?(?:\(?\d{1,2}[.)、]|[①-⑩]|[•·●○▪■◆*-]|\([一二三四五六七八九十]\)|[一二三四五六七八九十]、)[ ]{0,3}"
)
# `A. Name: The title`, without a mark of a list.
_BARE_ITEM = re.compile(
    r"(?:(?:Prof|Dr)\. )?[A-Z][\w.'’\-]{1,20}(?: [A-Z][\w.'’\-]{0,20}){1,3}(?: \([^()\n]{2,50}\))?: "
    r"(?!http|\S+@|\+?\d)[A-Z\"“]"
)
_LINE_MARKS = " \t•·●○▪■◆*->»▶#"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text about one talk (or a break); its words begin after the mark, at `body`."""

    kind: str
    start: int
    body: int
    end: int
    row: TimePhrase | None = None
    is_abstract: bool = False


def find_segments(page: Page) -> list[Segment]:
    """The talks and breaks a text sets apart; none for a text about a single talk."""
    marks = _rows(page) or _numbered(page)
    if len(marks) > 1 or (marks and marks[0].is_abstract):
        return _cut(page, marks)
    marks = _repeated_labels(page) or _listed(page)
    return _cut(page, marks) if len(marks) > 1 else []


def times_of_talks(page: Page, segments: list[Segment]) -> set[int]:
    """Where times stand that are those of single talks: of programme rows, and of every talk with a time of "
    "its own but the first."""
    rows = {segment.row.start for segment in segments if segment.row}
    own = [block for block in page.labelled(*TIME_FIELDS) if page.in_body(block.label_start)]
    if not rows and len(own) > 1:
        rows = {phrase.start for block in own[1:] for phrase in page.phrases_in(block.start, block.end)}
    return rows


def _rows(page: Page) -> list[Segment]:
    """Lines that begin with a time and go on, `14:00–14:40　报告一`."""
    rows = []
    starts = {
        phrase.start: phrase for phrase in page.phrases if phrase.starts is not None and phrase.on is None
    }
    for line in page.lines:
        first = line.start
        while first < line.end and page.plain[first] in _LINE_MARKS:
            first += 1
        if first not in starts and (item := _ITEM.match(page.plain, first, line.end)):
            first = item.end()
        phrase = starts.get(first)
        if phrase is None or (page.in_long_block(first) and not phrase.ends):
            continue
        after, _ = page.trimmed(min(phrase.end, line.end), line.end)
        # Columns of a table: 9:00-9:20 | 某某 | 题目.
        while after < line.end and page.plain[after] in "| )]】":
            after += 1
        words = page.plain[after : line.end].lstrip(")] ")
        if not words:
            continue
        mark = TALK_MARK.match(page.plain, after, line.end)
        if not mark and _PLACE_ONLY.fullmatch(words):
            continue
        kind = "talk" if mark else _kind_of(words)
        rows.append(Segment(kind, line.start, mark.end() if mark else after, line.end, phrase))
    return rows if len(rows) > 1 and any(row.kind == "talk" for row in rows) else []


def _kind_of(words: str) -> str:
    if len(words) <= 40 and _BREAK.search(words[:20]):
        return "break"
    if _LEADS_DISCUSSION.match(words):
        return "discussion"
    return (
        "discussion"
        if len(words) <= 24 and _DISCUSSION.search(words) and not _PERSON_FIRST.match(words)
        else "talk"
    )


def _numbered(page: Page) -> list[Segment]:
    marks = []
    for line in page.lines:
        mark = TALK_MARK.match(page.plain, line.start, line.end)
        block = page.block_at(line.start)
        if mark and not (block is not None and block.field in TIME_FIELDS):
            is_abstract = mark["what"] is not None and "简介" not in mark["what"]
            row = _time_of_mark(page, mark.end(), line.end)
            body = row.end if row else mark.end()
            while row and body < line.end and page.plain[body] in ")] :】":
                body += 1
            marks.append(Segment("talk", line.start, body, line.end, row, is_abstract))
    return marks


def _time_of_mark(page: Page, start: int, end: int) -> TimePhrase | None:
    """The time right behind the mark of a talk, `Talk 1 (12:00-12:40)`."""
    phrase = next(iter(page.phrases_in(start, min(start + 4, end))), None)
    is_time = phrase is not None and phrase.starts is not None and phrase.on is None
    return (
        phrase if is_time and not page.plain[start : phrase.start if phrase else end].strip(" ([【") else None
    )


def _listed(page: Page) -> list[Segment]:
    """Items of a list that each name a speaker and a title, `1. 某某：题目`."""
    found = []
    for line in page.lines:
        item = _ITEM.match(page.plain, line.start, line.end)
        first = item.end() if item else line.start
        if (
            (item is None and not _BARE_ITEM.match(page.plain, line.start, line.end))
            or page.block_at(line.start) is not None
            or is_closing(page.plain[first : line.end])
        ):
            continue
        if not page.phrases_in(line.start, line.end) and read_row(page, first, line.end):
            found.append(Segment("talk", line.start, first, line.end))
    return found


def _repeated_labels(page: Page) -> list[Segment]:
    """Titles or speakers announced more than once in one language are as many talks."""
    heads = page.labelled("title", "speaker", "time", "abstract", "bio")
    for name in ("title", "speaker"):
        for is_english in (False, True):
            again = [n for n, b in enumerate(heads) if b.field == name and b.is_english == is_english]
            if len(again) > 1:
                firsts = _firsts(heads, again)
                return [Segment("talk", b.label_start, b.label_start, b.end) for b in firsts]
    return []


def _firsts(heads: list[Block], again: list[int]) -> list[Block]:
    """The label each talk begins with: its speaker may stand before its title."""
    speaker_leads = any(block.field == "speaker" for block in heads[: again[0]])
    firsts = []
    for before, place in zip([-1, *again[:-1]], again, strict=True):
        between = [block for block in heads[before + 1 : place] if block.field == "speaker"]
        firsts.append(between[-1] if speaker_leads and between else heads[place])
    return firsts


def _cut(page: Page, marks: list[Segment]) -> list[Segment]:
    segments = []
    for place, mark in enumerate(marks):
        last = place + 1 == len(marks)
        end = _end_of_last(page, mark) if last else marks[place + 1].start
        segments.append(Segment(mark.kind, mark.start, mark.body, end, mark.row, mark.is_abstract))
        page.use(mark.start, mark.body)
    page.bodies = sorted((segment.start, segment.end) for segment in segments)
    return segments


def _end_of_last(page: Page, mark: Segment) -> int:
    for line in page.lines:
        if line.start <= mark.start:
            continue
        block = page.block_at(line.start)
        field = block.field if block else ""
        # A paper or slides of the talk, however much the line looks like the addresses at the end.
        is_closed = field != "links" and is_closing(page.plain[line.start : line.end])
        if field in _OF_EVENT or is_closed:
            return line.start
    return len(page.text)
