"""The labels of a text: which words announce a field, and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from seminars.intake.vocabulary import FIELDS, LONGEST
from seminars.intake.vocabulary import field_of as field_of

_COLON = re.compile("[:|]")
_BEFORE = frozenset(" \t\n。.;,，;)(]】!?|/·•*>")
_CLOSING = {"[": "]", "【": "】", "〔": "〕", "<": ">", "「": "」"}
_OPENING = frozenset("【[〔<「《\"“‘'")
# `Abstract. We study …` and `摘要 — …` at the head of a line.
_LOOSE = re.compile(
    r"(?P<words>ABSTRACT|Abstract|Bio|BIO|Biography|摘[ ]{0,4}要|个人简介|报告人简介)(?:[.。]|[ ]?-{1,2})[ ]"
)
# `…主讲：某某，题目《…》`
_QUOTING = re.compile(r"(?<=[,; 。、)])(?:报告|演讲|分享)?(?:题目|题为|主题|标题)[为是]?[ ]?(?=[“《「\"])")
# `一、会议时间：` and `（二）地点：` in an official letter.
_NUMBERED = re.compile(r"\(?[一二三四五六七八九十]{1,3}(?:\)|、)[ ]?")
# So many different labels on one line without a separator before them are lines that a chat ran together.
_FLAT = 4
_LONG_LINE = 60
_LONGEST_CHINESE = 8
# `讲座题目 Title   `
_LONGEST_SPACED = 26
# English words of every day: behind another word they announce nothing, `Visitor talk: …`.
_WEAK = frozenset({"talk", "who", "what", "from", "guest", "place", "paper", "note", "tea", "next", "dates"})
_NEVER_SPACED = frozenset({"notes", "links", "signup", "aside", "series"})
_NEVER_GLUED = frozenset({"aside", "notes", "number", "keywords", "links"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label at `start`…`end` (colon included); what it announces begins at `end`."""

    field: str
    start: int
    end: int
    is_english: bool
    leads_line: bool


def labels_in(plain: str, start: int, end: int) -> list[Label]:
    """The labels of one line of a folded text, in order; the first takes in the bullet before it."""
    numbered = _NUMBERED.match(plain, start, end)
    first = numbered.end() if numbered else start
    while first < end and not plain[first].isalnum() and plain[first] not in _OPENING:
        first += 1
    found = _labels_from(plain, first, end)
    if found and found[0].leads_line and "(" not in plain[start:first]:
        found[0] = replace(found[0], start=start)
    return found


def _labels_from(plain: str, first: int, end: int) -> list[Label]:
    whole = plain[first : min(end, first + LONGEST + 8)].strip(" :】])>」*=-")
    if (bracketed := _bracketed(plain, first, end)) is not None:
        found = [bracketed]
    elif end - first <= LONGEST + 4 and whole and (name := field_of(whole.lstrip("【[").strip())):
        return [Label(name, first, end, whole.isascii(), True)]
    else:
        found = []
    position = found[0].end if found else first
    glued = _glued(plain, position, end) if end - first >= _LONG_LINE else {}
    for mark in _COLON.finditer(plain, position, end):
        colon = mark.start()
        label = glued.get(colon) or _label_before(
            plain, max(position, colon - LONGEST), colon, first, is_first=not found
        )
        if label is not None and not (
            (found and _belongs_to_title(plain, found[-1], label)) or _is_remark(plain, first, label)
        ):
            found.append(label)
            position = colon + 1
    for quoting in _QUOTING.finditer(plain, first, end) if found and found[0].field != "title" else ():
        if not any(label.start <= quoting.start() < label.end for label in found):
            found.append(Label("title", quoting.start(), quoting.end(), False, False))
    found.sort(key=lambda label: label.start)
    if not found or not found[0].leads_line:
        spaced = _spaced(plain, first, end)
        if spaced is not None and (not found or spaced.end <= found[0].start):
            found.insert(0, spaced)
    return found


def _glued(plain: str, start: int, end: int) -> dict[int, Label]:
    """Chinese labels right behind other words, by their colon; none where there are too few to be "
    "run-together lines."""
    found: dict[int, Label] = {}
    position = start
    for mark in _COLON.finditer(plain, start, end):
        colon = mark.start()
        for first in range(max(position, colon - _LONGEST_CHINESE), colon - 1):
            name = FIELDS.get(plain[first:colon].lower())
            if name and name not in _NEVER_GLUED:
                found[colon] = Label(name, first, colon + 1, False, first == start)
                break
        position = colon + 1
    weights = {label.field: 1.5 if label.end - label.start > 4 else 1 for label in found.values()}
    return found if sum(weights.values()) >= _FLAT else {}


def _belongs_to_title(plain: str, before: Label, label: Label) -> bool:
    """Whether an English “label” is rather a word of a title, as in `Title: On Space and Time: a study`."""
    if before.field not in ("title", "abstract", "bio") or not label.is_english:
        return False
    return not plain[label.start - 2 : label.start].isspace() and plain[label.start - 1] not in ";|"


def _is_remark(plain: str, first: int, label: Label) -> bool:
    """Whether the label stands in a remark about somebody, `（2023 级博士生，导师：某某教授）`."""
    if label.field != "aside" or label.leads_line:
        return False
    low = max(first, label.start - 2 * LONGEST)
    return plain.rfind("(", low, label.start) > plain.rfind(")", low, label.start)


def _label_before(plain: str, low: int, colon: int, first: int, *, is_first: bool) -> Label | None:
    for start in range(max(low, first), colon):
        leads = start == first
        # `通知：题目：…` has a label after a colon, `题目：时间：一个概念` has not.
        stands_free = leads or plain[start - 1] in _BEFORE or (is_first and plain[start - 1] == ":")
        if not stands_free or (plain[colon] == "|" and not leads):
            continue
        words = plain[start:colon]
        if not leads and words.lower() in _WEAK and plain[start - 2 : start - 1].isalpha():
            continue
        if (name := field_of(words.strip("】] "))) is not None:
            return Label(name, start, colon + 1, words.isascii(), leads)
    return None


def _bracketed(plain: str, first: int, end: int) -> Label | None:
    """`【题目】` or `[Title]` at the head of a line."""
    opening = plain[first : first + 1]
    if opening not in _CLOSING:
        return None
    close = plain.find(_CLOSING[opening], first, min(end, first + LONGEST))
    name = field_of(plain[first + 1 : close]) if close > 0 else None
    if name is None or name == "aside":
        return None
    after = close + 1
    while after < end and plain[after] in ": ":
        after += 1
    return Label(name, first, after, plain[first + 1 : close].isascii(), True)


def _spaced(plain: str, first: int, end: int) -> Label | None:
    """`时间 12月4日`, `报 告 人  某某` and `Abstract. We …`: a label at the head of a line without a colon."""
    if loose := _LOOSE.match(plain, first, end):
        name = field_of(loose["words"])
        return Label(name, first, loose.end(), loose["words"].isascii(), True) if name else None
    for space in range(min(end, first + _LONGEST_SPACED) - 1, first + 1, -1):
        if plain[space] == " " and not plain[first:space].isascii() and plain[space + 1 : space + 2].strip():
            name = field_of(plain[first:space])
            if name is not None and name not in _NEVER_SPACED:
                return Label(name, first, space + 1, False, True)
    return None
