"""Why something is off, in the announcement's own words. Pure."""

from __future__ import annotations

import re

_ZH = re.compile(r"(?:因为?|由于)([^，,。；;\n]{2,60})[，,。；;\n]")
_EN = re.compile(r"\b(?:because of|due to|owing to)\s+([^.,;\n]{2,80})[.,;\n]", re.IGNORECASE)


def cause(text: str) -> str:
    """The reason that a notice of cancellation or postponement gives; '' where it gives none."""
    found = _ZH.search(text) or _EN.search(text)
    return found[1].strip() if found else ""
