"""Numbers of online meetings as people read, dictate and copy them."""

from __future__ import annotations

# Digits of a number: one-off meetings of Tencent have 9, personal rooms 10, recurring ones 11.
SHORTEST = 9
LONGEST = {"tencent": 11, "zoom": 11, "feishu": 9, "wecom": 9, "teams": 15}
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


def copied_code(provider: str, code: str) -> str:
    """What to copy of a number: of Tencent's the form by which its app offers to join, `#腾讯会议：819-589-898`.

    Of others the digits, which their apps take as they are.
    """
    return f"#腾讯会议：{shown_code(code)}" if provider == "tencent" and code else code
