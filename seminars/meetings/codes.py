"""Numbers of online meetings as people read and dictate them."""

from __future__ import annotations

_GROUPS = {9: (3, 3, 3), 10: (3, 3, 4), 11: (3, 4, 4), 12: (4, 4, 4)}


def shown_code(code: str) -> str:
    """The digits in groups, as the providers' own apps show them: `819-589-898`; other codes as they are."""
    if not (code.isascii() and code.isdigit()) or len(code) not in _GROUPS:
        return code
    parts, start = [], 0
    for length in _GROUPS[len(code)]:
        parts.append(code[start : start + length])
        start += length
    return "-".join(parts)
