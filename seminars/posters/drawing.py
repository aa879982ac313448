"""What a poster says → its octets, by typst: PNG for screens, PDF for paper.

Texts reach the layouts as JSON values and never as markup. The compiler sees the folder of layouts, which
holds nothing else, and the packaged fonts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
import typst

from seminars.posters.glyphs import FONTS

LAYOUTS = Path(__file__).parent / "layouts"
# Raised whenever a layout or what fills it changes: what was drawn before is then drawn anew.
RENDERER = 1
ENGINE = version("typst")


def png(layout: str, said: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The page as a picture, one pixel a point; `pictures` are found by their digests."""
    return _drawn(layout, said, pictures, kind="png")


def pdf(layout: str, said: Mapping[str, Any]) -> bytes:
    """The page to print."""
    return _drawn(layout, said, {}, kind="pdf")


def qr_rows(text: str) -> list[str]:
    """The modules of a QR code without its white edge, a row of 0 and 1 each; a quarter of it is spare."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return ["".join("1" if module else "0" for module in row) for row in matrix]


def _drawn(layout: str, said: Mapping[str, Any], pictures: Mapping[str, bytes], *, kind: Any) -> bytes:
    data = {
        **said,
        "qr": qr_rows(str(said["url"])),
        "pictures": {digest: list(octets) for digest, octets in pictures.items()},
    }
    compiler = typst.Compiler(
        LAYOUTS / f"{layout}.typ",
        root=LAYOUTS,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
    # Without a time of its own a PDF would say when it was made.
    drawn = compiler.compile(format=kind, ppi=72.0, timestamp=0)
    assert isinstance(drawn, bytes), "a layout makes one page"
    return drawn


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])
