"""Characters as the service keeps and shows them: cleaned, on one line, spaced, folded for search."""

from __future__ import annotations

import re
import unicodedata

# CR LF is one line end; the others are line or page ends of other systems (UAX #14, class BK and NL).
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Controls, the byte order mark, lone surrogates, two noncharacters that XML forbids, and the bidirectional
# controls that can make a line read as something it is not (CVE-2021-42574).
UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
SEVERAL_LINES = re.compile(r"[ \t]*\n\s*|\t+")

HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
BEFORE_LATIN = re.compile(f"(?<=[{HAN}])(?=[A-Za-z0-9\u0391-\u03c9])")
AFTER_LATIN = re.compile(f"(?<=[A-Za-z0-9\u0391-\u03c9%+#℃°])(?=[{HAN}])")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, its lines ended by LF."""
    return UNWANTED.sub("", LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """The cleaned text on one line without outer white space, fit for a mail header or a title."""
    return SEVERAL_LINES.sub(" ", clean(text)).strip()


def pangu(text: str) -> str:
    """The text with a space between Chinese characters and Latin or Greek letters or digits."""
    return AFTER_LATIN.sub(" ", BEFORE_LATIN.sub(" ", text))


def folded(text: str) -> str:
    """The text as it is compared in searches: compatibility forms and case removed (NFKC_Casefold)."""
    decomposed = unicodedata.normalize("NFD", text).casefold()
    once = unicodedata.normalize("NFKC", decomposed).casefold()
    return unicodedata.normalize("NFKC", once)


def is_wide(character: str) -> bool:
    """Whether the character takes the width of a Chinese one; False for ''."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def keeps_line_break(before: str, after: str) -> bool:
    """Whether a single line end between two characters was meant.

    Nobody wraps Chinese by hand, so a line end beside a wide character is the author's own; one between
    two Latin words is taken for the wrapping of a mail.
    """
    return is_wide(before) or is_wide(after)
