"""What a text says that no field took, so that nothing is lost."""

from __future__ import annotations

import re
from bisect import bisect_right

from seminars.intake.page import Page
from seminars.intake.reading import Place

_WORD = re.compile(r"[^\W_]{2,}")


def rest_of(page: Page) -> tuple[Place, ...]:
    """The places nobody used, in order; a sentence that is only partly understood is given whole."""
    used = _merged(sorted(page.used))
    labels = [
        (b.label_start, b.start)
        for b in page.blocks
        if b.field and not _has_words(page, b.start, b.end, used)
    ]
    used = _merged(sorted([*used, *labels]))
    rest: list[Place] = []
    for line in page.lines:
        for start, end in page.sentences(line.start, line.end):
            if _has_words(page, start, end, used):
                first, last = page.trimmed(start, end)
                rest.append((first, last))
    return tuple(rest)


def _has_words(page: Page, start: int, end: int, used: list[Place]) -> bool:
    """Whether words at a place are in none of the used places (sorted, apart from each other)."""
    position, place = start, bisect_right(used, start, key=lambda taken: taken[1])
    while place < len(used) and used[place][0] < end:
        if _WORD.search(page.plain, position, max(position, used[place][0])):
            return True
        position = max(position, used[place][1])
        place += 1
    return position < end and _WORD.search(page.plain, position, end) is not None


def _merged(places: list[Place]) -> list[Place]:
    merged: list[Place] = []
    for start, end in places:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
