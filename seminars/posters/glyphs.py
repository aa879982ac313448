"""Which characters the packaged fonts can set; a poster shows no empty boxes."""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
# Typographers' sign for a character that the fount lacks.
MISSING = "〓"
# typst brings mathematical fonts of its own, which fill in: what they have between these.
_FILLED_IN = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x300, 0x33F), (0x391, 0x3C9), (0x400, 0x45F), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x2070, 0x209C), (0x20D7, 0x20D7), (0x2100, 0x214F), (0x2190, 0x22FF), (0x27E6, 0x27EF),
    (0x2A00, 0x2A3F), (0x1D400, 0x1D7FF),
)  # fmt: skip
# Pictures and what changes their look: dropped, they say nothing that the words do not.
_PICTURES = (
    (0x200D, 0x200D),
    (0x2600, 0x27BF),
    (0x2B00, 0x2BFF),
    (0xFE00, 0xFE0F),
    (0x1F000, 0x1FAFF),
    (0xE0000, 0xE01EF),
)


def settable(text: str) -> str:
    """The text on one line as the fonts can set it: without emoji, other missing characters as 〓."""
    found = (_set(character) for character in text)
    return " ".join("".join(found).split())


def _set(character: str) -> str:
    point = ord(character)
    if _within(point, _covered()) or _within(point, _FILLED_IN) or character.isspace():
        return character
    return "" if _within(point, _PICTURES) else MISSING


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    place = bisect_right(ranges, (point, 0x10FFFF)) - 1
    return place >= 0 and ranges[place][0] <= point <= ranges[place][1]


@cache
def _covered() -> tuple[tuple[int, int], ...]:
    """The code points of the sans, as ranges in order: its character map in format 12 (OpenType, `cmap`)."""
    data = (FONTS / "NotoSansSC-Regular.otf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4s4xLL", data, 12 + 16 * each) for each in range(count))
    start = next(offset for tag, offset, _length in entries if tag == b"cmap")
    (tables,) = struct.unpack_from(">H", data, start + 2)
    for each in range(tables):
        (offset,) = struct.unpack_from(">L", data, start + 4 + 8 * each + 4)
        (form,) = struct.unpack_from(">H", data, start + offset)
        if form == 12:
            (groups,) = struct.unpack_from(">L", data, start + offset + 12)
            base = start + offset + 16
            return tuple(struct.unpack_from(">LL", data, base + 12 * group) for group in range(groups))
    return ()
