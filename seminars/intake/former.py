"""Which of several places in a text is where the event was to be, and which is where it is now."""

from __future__ import annotations

import re

from seminars.intake.page import Page
from seminars.intake.reading import Place

_OTHER_TIME = re.compile(
    r"下次|下一次|下期|下一期|(?:上次|上期)(?![^。\n]{0,40}(?:改|延|推|挪))|[Nn]ext (?:talk|seminar|meeting|session)"
)
# Where the event was to be, and where it is now.
_FORMER = re.compile(
    r"(?:原定|原计划|原拟|原地点|原为|原本|原先|误[写作]?[为成作]?|不是|而非|originally|previously|"
    r"was scheduled|instead of|from )"
    r"(?:(?!改|调整|变更|应|now |moved|new | to )[^。\n]){0,60}$",
    re.IGNORECASE,
)
_BECOMES = re.compile(r"[ )]{0,3}(?:临时)?(?:调整|改|变更|更改|更换|换|移)[为至到成在]")
_NOW = re.compile(
    r"(?:新(?:地点|会场|教室|场地)|改|变更|调整|更改|更换|换|更正|移|应|[Nn]ew |moved |changed |now )"
    r"[^,。;\n]{0,8}$"
)


def is_former(page: Page, place: Place) -> bool:
    """Whether the event was to be at a place: 原定于 … in the words before it, or 改为 behind it."""
    before = _FORMER.search(page.plain, *_sentence_before(page, place[0]))
    return before is not None or _BECOMES.match(page.plain, place[1]) is not None


def is_new(page: Page, place: Place) -> bool:
    """Whether the words before a place say that the event has moved there."""
    return _NOW.search(page.plain, *_sentence_before(page, place[0])) is not None


def is_of_other_time(page: Page, place: Place) -> bool:
    """Whether a place is that of the next or the last meeting."""
    return _OTHER_TIME.search(page.plain, *_sentence_before(page, place[0])) is not None


def _sentence_before(page: Page, position: int) -> Place:
    low = max(0, position - 60)
    return max(
        low, page.plain.rfind("。", low, position) + 1, page.plain.rfind("\n", low, position) + 1
    ), position
