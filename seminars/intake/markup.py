"""The marks of Markdown and the tags of HTML that are left in pasted words, blanked where they stand."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"</?(?P<name>br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|b|i|u|em|strong|span|font|section|a|img|hr)\b"
    r"(?P<rest>[^<>\n]{0,300})>",
    re.IGNORECASE,
)
_ENDS_LINE = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "hr"})
_SPACE = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160);")
_SIGNS = {
    "ndash": "-",
    "mdash": "-",
    "amp": "&",
    "quot": '"',
    "ldquo": "“",
    "rdquo": "”",
    "lt": "<",
    "gt": ">",
    "#39": "'",
}
_SIGN = re.compile(rf"&({'|'.join(_SIGNS)});")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{3,290}")
_STRONG = re.compile(r"(?<!\*)\*\*(?!\*)|(?<!_)__(?!_)|`{1,3}")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*(?![\w*])")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}(?=[ ])", re.MULTILINE)


def without_markup(plain: str) -> str:
    """A folded text with space in the place of markup; every other character keeps its position."""
    if "<" in plain:
        plain = _TAG.sub(_blank_tag, plain)
    if "&" in plain:
        plain = _SIGN.sub(lambda m: _SIGNS[m[1]].center(len(m[0])), plain)
        plain = _SPACE.sub(lambda m: " " * len(m[0]), plain)
    if "#" in plain:
        plain = _HEADING.sub(lambda m: " " * len(m[0]), plain)
    if "*" in plain or "_" in plain or "`" in plain:
        plain = _STRONG.sub(lambda m: " " * len(m[0]), plain)
        plain = _EMPHASIS.sub(lambda m: f" {m[1]} ", plain)
    return plain


def _blank_tag(m: re.Match[str]) -> str:
    """Space as long as a tag; one that ends a line ends it, and an address in a tag stays."""
    address = _ADDRESS.search(m[0])
    if address is not None:
        return " " * address.start() + address[0] + " " * (len(m[0]) - address.end())
    is_break = m["name"].lower() in _ENDS_LINE
    return "\n" + " " * (len(m[0]) - 1) if is_break else " " * len(m[0])
