"""Titles without a label: the headline at the top, and those that a sentence names."""

from __future__ import annotations

import re
from itertools import pairwise

from seminars.intake.headings import is_frame, is_series_line, without_tag
from seminars.intake.layout import Block, Line, is_closing
from seminars.intake.naming import home_below, is_person_line
from seminars.intake.page import Page
from seminars.intake.reading import Place

_IN_SENTENCE = re.compile(
    r"(?:题目[为是:]?|题为|题[:]|主题[为是]|标题[为是]|讲题|报告|讲座|分享|演讲|的工作|介绍|汇报|讲|谈|聊|读|"
    r"[Tt]alk|论文|讨论)"
    r"[^《「\n。;]{0,16}[《「](?P<a>[^》」\n]{2,200})[》」]"
    r"|《(?P<b>[^》\n]{4,200})》(?=的(?:报告|讲座|分享|演讲|工作)|[ ]?\((?:主讲|报告人|讲者|分享))"
    r"|(?:题目|题为|主题|标题|讲题|聊聊|谈谈|畅谈|聊|谈|探讨|讲|读|汇报|分享|介绍|带来|"
    r"报告)(?:[^“”\n。]{0,12}[ ])?(?:是|为|叫|"
    r"的是)?[ :]{0,2}[“\"「](?P<e>[^”\"」\n]{4,200})[”\"」]"
    r"|(?:内容|题目|主题|标题|题为)[为是]?[ ]{0,2}(?P<c>[A-Z][^。\n]{8,200}?)(?=\.?[ ]*(?:\n|$|。|"
    r"[,;]?[ ]?[一-鿿]))"
    r"|(?:讲|分享|介绍|导读)[ ]{1,2}(?P<f>[A-Z][^。\n一-鿿]{8,160}?)(?=[。\n]|$)"
    r"|[“「](?P<k>[^”」\n]{4,60})[”」](?=(?:学术)?(?:讲座|报告|演讲)(?!系列|班))"
    r"|(?<=[,;。 ])[“「](?P<j>[^”」\n]{4,60})[”」](?=[,;])"
    r"|(?:的|新|最近)工作[ ]{0,2}(?P<i>[A-Z][^。\n一-鿿]{8,160}?)(?=[。\n]|$|[,;][ ]?[㐀-鿿])"
    r"|(?:talk|seminar|colloquium|lecture|presentation) by [^\"“\n]{3,80}?[,:]? [\"“](?P<g>[^\"”\n]{4,200}?),?[\"”]"
    r"|(?:entitled|titled|\bon|on the topic|title is|\babout|called|discuss(?:es|ion of)?|reads?|present(?:s|ing|ed)?|"
    r"paper|\btalk|\blecture|\bseminar|\bcourse|title:)[ ]{0,2}[:,]?[ ]?[\"“'‘](?P<d>[^\"”\n]{4,200}?)[\"”]"
)
_IS_ORGANISATION = re.compile(
    r"(?:学院|大学|研究院|研究所|研究生会|学生会|书院|中心|实验室|系)(?:[“\"][^”\"]*[”\"])?$|^(?:学院|大学)|"
    r"^(?:[Cc]olloquium|[Ss]eminar|Kolloquium|[Ww]orkshop|Lecture Series) (?:of|at|in|for|der|des)\b|"
    r"^(?:Department|School|Institute|College|Faculty|University|Centre|Center) of|University$|Institute$"
)
_NOT_A_TITLE = re.compile(
    r"[。;；]|https?:|[!,:?？]{2,}$|[,:]$|^第?\d+$|[@＠]|^(?:hi|hello|dear)\b|同学们|老师们|各位|大家",
    re.IGNORECASE,
)
_ALL_QUOTED = re.compile(
    r"《(?P<a>[^《》\n]{4,160})》|[“\"](?P<b>[^“”\"\n]{4,160})[”\"]|「(?P<c>[^」\n]{4,160})」"
)
# After so much prose no talk tells its title.
_LONGEST_HEAD = 2000
_QUOTED = re.compile(r"[《「](?P<title>[^》」]{2,160})[》」]")


def title_in(page: Page, start: int, end: int) -> Place | None:
    """Where a sentence names a title: 《…》 after 题为, or `内容是 An English Title.`"""
    end = min(end, start + _LONGEST_HEAD)
    return next((m.span(m.lastgroup or 0) for m in _IN_SENTENCE.finditer(page.plain, start, end)), None)


def title_outside(page: Page) -> Place | None:
    """Where a sentence outside of the talks and their abstracts names a title."""
    return next((m.span(m.lastgroup or 0) for m in page.found_outside(_IN_SENTENCE)), None)


def paper_title(page: Page, links: list[Block]) -> Place | None:
    """The paper that a reading group reads: its title where the talk has no other."""
    for block in links:
        if re.search("论文|[Pp]aper", page.plain[block.label_start : block.start]) is None:
            continue
        start, end = page.trimmed(block.start, block.end)
        start += len(page.plain[start:end]) - len(page.plain[start:end].lstrip('《"'))
        m = re.match(r"[^\n]{6,200}?(?=[ ]?(?:[》\"]|\(?(?:arXiv|https?:)|$))", page.plain[start:end])
        if m and "://" not in m[0] and not m[0].startswith("arXiv"):
            return start, start + m.end()
    return None


def read_headline(page: Page, series: str | None) -> Place | None:
    """An unlabelled title: the first short line at the top that is nothing else."""
    found: list[tuple[bool, Place]] = []
    for line in page.lines[:6]:
        block = page.block_at(line.start)
        if page.in_body(line.start) or (
            block is not None and block.field not in ("aside", "series", "number")
        ):
            break
        if is_closing(page.plain[line.start : line.end]):
            break
        if block is not None or is_frame(page.plain[line.start : line.end]):
            continue
        place = _title_of(page, line, series)
        if place is not None:
            words = page.plain[slice(*place)]
            found.append((_IS_ORGANISATION.search(words) is not None, place))
        elif line.end - line.start > 60 and re.search("[。,;.]", page.plain[line.start : line.end]):
            break
    better = [place for is_organisation, place in found if not is_organisation]
    return next(iter(better), None)


def title_beside_person(page: Page, lines: int) -> Place | None:
    """The line under (or else above) one that is only a person, where nothing labels a title."""
    for number, line in enumerate(page.lines[:lines]):
        if not is_person_line(page, line) or page.in_body(line.start):
            continue
        home = home_below(page, line)
        below = number + (2 if home else 1)
        beside = [*page.lines[below : below + 1], *page.lines[max(0, number - 1) : number]]
        for other in beside:
            free = page.block_at(other.start) is None and not is_frame(page.plain[other.start : other.end])
            if (
                free
                and not is_closing(page.plain[other.start : other.end])
                and (place := _title_of(page, other, None))
            ):
                return place
    return None


def title_in_quotes(page: Page, lines: int) -> Place | None:
    """A line at the top that is nothing but a title in quotation marks."""
    for line in page.lines[:lines]:
        m = _ALL_QUOTED.fullmatch(page.plain, line.start, line.end)
        if m and page.block_at(line.start) is None and not page.in_body(line.start):
            return m.span(m.lastgroup or 0)
    return None


def title_over_labels(page: Page) -> Place | None:
    """An unlabelled title in a notice: the line over the label of its speaker or its time."""
    for line, following in pairwise(page.lines):
        block = page.block_at(following.start)
        is_over = block is not None and block.field in ("speaker", "time", "place")
        if is_over and page.block_at(line.start) is None and not is_frame(page.plain[line.start : line.end]):
            return _title_of(page, line, None)
    return None


def _title_of(page: Page, line: Line, series: str | None) -> Place | None:
    if page.plain[line.end - 1] in "。;" or is_person_line(page, line):
        return None
    start, end = without_tag(page, line)
    while start < end and not page.plain[start].isalnum() and page.plain[start] not in "《「“\"‘('【[":
        start += 1
    while start < end and not page.plain[end - 1].isalnum() and page.plain[end - 1] not in "》」”\"’)'?!】].":
        end -= 1
    words = page.plain[start:end]
    if any(path.startswith("places.") and start <= at < end for path, (at, _) in page.evidence.items()):
        return None
    has_time = any(p.start < end for p in page.phrases_in(line.start, end))
    if (
        has_time
        or is_series_line(page, line, series)
        or not 4 <= len(words) <= 160
        or _NOT_A_TITLE.search(words)
    ):
        return None
    if quoted := _QUOTED.fullmatch(page.plain, start, end):
        return quoted.span("title")
    return start, end
