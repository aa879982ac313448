"""Which language words are in."""

from __future__ import annotations

import re

_IDEOGRAPHS = re.compile("[㐀-鿿]+")
_LETTERS = re.compile("[A-Za-z]+")
_ENOUGH = 2000


def language_of(words: str) -> str:
    """`zh` where ideographs carry the words, else `en`."""
    ideographs, letters = _counts(words[:_ENOUGH])
    return "zh" if ideographs * 3 > letters else "en"


def language_of_text(text: str) -> str:
    """`zh`, `en`, or `mixed` for a Chinese announcement most of which is English."""
    ideographs, letters = _counts(text)
    if ideographs < 10 and letters > ideographs:
        return "en"
    return "mixed" if letters > ideographs else language_of(text)


def _counts(words: str) -> tuple[int, int]:
    return sum(map(len, _IDEOGRAPHS.findall(words))), sum(map(len, _LETTERS.findall(words)))
