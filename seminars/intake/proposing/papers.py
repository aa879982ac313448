"""Titles of papers that a text itself gives beside their links. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seminars.intake.reading import Place, Reading, TalkReading

_ADDRESS = re.compile(
    r"https?://(?:www\.|export\.)?(?:arxiv\.org|openreview\.net|(?:dx\.)?doi\.org)/[^\s<>\"'“”‘’，。；、）)】》（]{3,200}",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\barXiv[: ] ?(?P<number>\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)
_QUOTED = re.compile(
    r"《(?P<a>[^《》\n]{4,200})》|“(?P<b>[^“”\n]{4,200})”|「(?P<c>[^「」\n]{4,200})」|\"(?P<d>[^\"\n]{4,200})\"|"
    r"\[(?P<e>[^\[\]\n]{4,200})\](?=\()"
)
_LABELLED = re.compile(
    r"(?:论文(?:题目|标题)?|文章|[Pp]aper|[Pp]reprint)[ ]?[:：][ ]*(?P<title>[^\n《“\"「\[]{6,200}?)[ ]*"
    r"[,，.。(（:：]*[ ]*(?:链接|link)?[ ]*[:：(（]*[ ]*$",
    re.IGNORECASE,
)
_PAPER_WORD = re.compile(r"论文|文章|工作|paper|preprint|article|work", re.IGNORECASE)
# A title further off belongs to something else.
_REACH = 240


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper's title, its address, and the words of the text that put the two together."""

    title: str
    url: str
    source: str
    span: Place


def papers(reading: Reading, text: str) -> dict[int, Paper]:
    """For each talk that is told without a title, the first paper of its own whose title stands beside its link."""
    found = {}
    for place, talk in enumerate(reading.talks):
        if talk.title:
            continue
        is_alone = len(reading.talks) == 1
        paper = next((each for each in _papers_of(talk, text, is_alone=is_alone) if each), None)
        if paper is not None:
            found[place] = paper
    return found


def _papers_of(talk: TalkReading, text: str, *, is_alone: bool) -> Iterator[Paper | None]:
    mentions = [(m.start(), m.end(), m[0].rstrip(".,;:")) for m in _ADDRESS.finditer(text)]
    numbers = ((m.start(), m.end(), m["number"]) for m in _NUMBER.finditer(text))
    mentions += [(start, end, f"https://arxiv.org/abs/{number}") for start, end, number in numbers]
    for start, end, url in sorted(mentions):
        if is_alone or any(url in link or link in url for link in talk.links):
            yield _beside(text, start, end, url)


def _beside(text: str, start: int, end: int, url: str) -> Paper | None:
    """The paper at `url` if its title stands before the link in its sentence or line, or right behind it."""
    first = max(text.rfind("\n", 0, start) + 1, start - _REACH)
    for label in _LABELLED.finditer(text, first, start):
        title = label["title"].strip(" ,，.。:：;；")
        if len(title) >= 6 and not _ADDRESS.search(title):
            return Paper(title, url, text[label.start() : end], (label.start(), end))
    stop = min(len(text), end + _REACH, *(at for at in (text.find("\n", end),) if at >= 0))
    before = [*_QUOTED.finditer(text, first, start + 1)]
    after = _QUOTED.match(text, end + len(text[end:stop]) - len(text[end:stop].lstrip(" :：,，)）")), stop)
    quoted = before[-1] if before else after
    if quoted is None:
        return None
    title = next(group for group in quoted.groups() if group).strip()
    place = (min(quoted.start(), start), max(quoted.end(), end))
    # A markdown link is a paper's by its address; other quoted words need somebody to call them one.
    around = text[first : place[1]]
    is_paper = quoted["e"] is not None or _PAPER_WORD.search(around) is not None or "arxiv" in url.lower()
    return Paper(title, url, text[slice(*place)], place) if is_paper else None
