"""Titles and abstracts that a text gives in two languages."""

from __future__ import annotations

import re

from seminars.intake.reading import Place, Wording
from seminars.intake.tongue import language_of

# 《…》 and then another sentence.
_QUOTED_FIRST = re.compile(r"《(?P<title>[^《》\n]{2,200})》(?=[。,，;；])")
# What kind of talk it is, and then the title.
_QUOTED_LAST = re.compile(
    r"[^\"“”《》:\n]{3,50}?[ ]?(?:-{1,2}|:|\|)[ ]?(?:[\"“](?P<title>[^\"“”\n]{4,200})[\"”]|《(?P<zh>[^《》\n]{2,100})》)"
)
_BETWEEN = re.compile(r"[ ]{1,3}[/|][ ]{1,3}|\n")


def other_wording(titles: dict[str, str], abstracts: dict[str, str]) -> Wording | None:
    """Title and abstract in the second language they are given in, both by language."""
    languages = list(dict.fromkeys([*list(titles)[1:], *list(abstracts)[1:]]))
    if not languages:
        return None
    language = languages[0]
    title = titles.get(language) if len(titles) > 1 else None
    abstract = abstracts.get(language) if len(abstracts) > 1 else None
    return Wording(language, title, abstract)


def in_two_languages(plain: str, start: int, end: int) -> tuple[Place, Place | None]:
    """A title and the same title again in the other language, `稀疏恢复 / Sparse Recovery`; else the title "
    "alone."""
    for mark in _BETWEEN.finditer(plain, start, end):
        left, right = plain[start : mark.start()], plain[mark.end() : end]
        if min(len(left), len(right)) >= 4 and language_of(left) != language_of(right):
            return (start, mark.start()), (mark.end(), end)
    return (start, end), None


def quoted_tail(plain: str, start: int, end: int) -> Place:
    """Where the title is in `Distinguished Lecture — "The Title"`; all of it in any other."""
    m = _QUOTED_LAST.fullmatch(plain, start, end)
    return m.span(m.lastgroup or 0) if m else (start, end)


def unquoted(words: str) -> str:
    """A title without the quotation marks that hold all of it."""
    stripped = words.strip()
    if (quoted := _QUOTED_FIRST.match(stripped)) is not None:
        return quoted["title"]
    pairs = {"《": "》", "「": "」", "“": "”", '"': '"', "‘": "’"}
    closing = pairs.get(stripped[:1])
    if closing and stripped.endswith(closing) and stripped.count(stripped[0]) == 1 + (stripped[0] == closing):
        stripped = stripped[1:-1].strip()
    return stripped.removesuffix("。") if stripped.endswith("。") and stripped.count("。") == 1 else stripped
