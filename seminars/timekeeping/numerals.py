"""Numbers and letters as Chinese texts write them, folded so that every character keeps its position."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from seminars.timekeeping.variants import SIMPLIFIED

_DIGITS = {"〇": 0, "零": 0, "○": 0, "两": 2} | {
    word: value for value, word in enumerate("一二三四五六七八九", 1)
}
# What people type between two times.
_DASHES = frozenset("‐‑‒–—―−-~～〜∼─")
NUMERAL_CHARACTERS = "".join(_DIGITS) + "十"
# What cannot be seen and stands between the letters of pasted words.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\u20e3]")
_NUMBERS = re.compile(f"[0-9]+|[{NUMERAL_CHARACTERS}]+")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class _Folding(dict[int, str]):
    """Code point to its plain form where that is one character, worked out once for each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        plain = plain if len(plain) == 1 else character
        if plain in _DASHES:
            plain = "-"
        elif HIDDEN.match(plain) or (plain.isspace() and plain != "\n"):
            plain = " "
        plain = SIMPLIFIED.get(plain, plain)
        self[code] = plain
        return plain


_FOLDING = _Folding()


def folded(text: str) -> str:
    """`text` with full-width letters, dashes, spaces and traditional characters made plain, each in its place."""
    return text.translate(_FOLDING)


def lower_ascii(text: str) -> str:
    """`text` with A–Z in lower case; other letters stay, since some change their length."""
    return text.translate(_LOWER)


def number_starts(folded: str) -> Iterator[int]:
    """Where each run of figures or of Chinese numerals begins."""
    return (m.start() for m in _NUMBERS.finditer(folded))


def number(words: str) -> int | None:
    """The number that `17`, `十二`, `二十三`, `〇五` or `二〇二六` writes; None for anything else."""
    if words.isascii() and words.isdigit():
        return int(words)
    if not words or any(character not in NUMERAL_CHARACTERS for character in words):
        return None
    if "十" not in words:
        return int("".join(str(_DIGITS[character]) for character in words))
    tens, _, ones = words.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
