"""Paragraphs without a label: what a talk is about and who gives it, told in prose."""

from __future__ import annotations

import re
from bisect import bisect_left

from seminars.intake.headings import is_frame
from seminars.intake.layout import is_closing
from seminars.intake.page import Page
from seminars.intake.prose import is_event_talk
from seminars.intake.reading import Place

TELLS_TITLE = re.compile(
    r"本次|本报告|本场|此次|[他她]们?将|[他她]们?会|将(?:分享|介绍|为|带来|报告)|报告的?(?:内容|"
    r"题目|主题)|题为|\b(?:[Hh]is|[Hh]er|[Tt]heir|[Tt]he) talk\b|titled|entitled|will (?:speak|talk|present|tell|"
    r"discuss)"
)
_MORE_OF_A_PERSON = re.compile(r"\s*(?:[他她]|曾|现|主要|研究|其|导师|获|He\b|She\b|His\b|Her\b|They\b)")
_LEAD_IN = re.compile(r"[^\n。:]{0,14}(?:内容|介绍|摘要|简介|说明)[^\n。:]{0,4}:[ ]?")
_ENOUGH = {"zh": 30, "en": 110}


def unlabelled_abstract(page: Page, start: int, end: int) -> Place | None:
    """The paragraph of a text about one talk that tells what it is about, without a heading; None if unsure.

    It follows the head of the announcement, gives no time, and is no greeting, welcome or biography.
    """
    found: list[Place] = []
    taken = sorted(place for path, place in page.evidence.items() if "speakers" in path or "title" in path)
    has_head = False
    for block in page.blocks:
        if block.field:
            has_head = True
            if found:
                break
            continue
        if not start <= block.start < end:
            continue
        first, last = page.trimmed(block.start, block.end)
        words = page.plain[first:last]
        has_time = bool(page.phrases_in(first, last))
        if has_time:
            has_head = True
        is_prose = len(words) >= (
            _ENOUGH["zh"] if re.search("[㐀-鿿]", words) else _ENOUGH["en"]
        ) and re.search(r"[。.!?]$", words)
        if (
            not has_head
            or has_time
            or not is_prose
            or is_closing(words)
            or is_frame(words)
            or is_event_talk(words)
            or _holds(taken, first, last)
        ):
            if found:
                break
            continue
        if (lead := _LEAD_IN.match(page.plain, first, last)) is not None:
            first = lead.end()
        while not page.plain[first].isalnum() and page.plain[first] not in '《「“"(（【':
            first += 1
        found.append((first, last))
    return (found[0][0], found[-1][1]) if found else None


def _holds(taken: list[Place], start: int, end: int) -> bool:
    """Whether one of the places, in order, begins between `start` and `end`."""
    at = bisect_left(taken, (start, 0))
    return at < len(taken) and taken[at][0] < end


def told_in_prose(
    page: Page, free: list[Place], names: list[str], title: str | None, own_title: Place | None
) -> tuple[list[Place], Place | None]:
    """Biography and abstract of a talk told in prose: who the speaker is, what it is called, then what it "
    "is about."""
    sentences = [s for start, end in free for s in page.sentences(start, end)]
    sentences = [s for s in sentences if not _is_own_line(page, own_title, s)]
    biography: list[Place] = []
    while sentences:
        words = page.text[slice(*sentences[0])]
        about_speaker = any(words.lstrip().startswith(name) for name in names) if not biography else True
        if not about_speaker or TELLS_TITLE.search(words):
            break
        if biography and not _MORE_OF_A_PERSON.match(words):
            break
        biography.append(sentences.pop(0))
    if sentences and title and title in page.text[slice(*sentences[0])]:
        page.use(*sentences.pop(0))
    joined = [(biography[0][0], biography[-1][1])] if biography else []
    if not sentences or sentences[-1][1] - sentences[0][0] < 12:
        return joined, None
    return joined, (sentences[0][0], sentences[-1][1])


def _is_own_line(page: Page, title: Place | None, sentence: Place) -> bool:
    """Whether a sentence is the title that stands on the line of the mark."""
    if title is None:
        return False
    is_here = sentence[0] <= title[0] < sentence[1] and title[1] >= sentence[1] - 1
    return is_here and not TELLS_TITLE.search(page.plain, *sentence)
