"""The lines with which other pages name our site: a script, a frame, a link."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from seminars.presenting.links import absolute

# Of a frame that shows five events.
HEIGHT = 480


def script_line(fields: Sequence[tuple[str, str]], *, words: str, href: str) -> str:
    """A link and the script that puts a list in its place: one line of ASCII, for pages in any encoding."""
    data = "".join(f' data-{name}="{_ascii(value)}"' for name, value in fields)
    source = absolute("/embed/seminars.js")
    return (
        f'<a href="{_ascii(absolute(href))}">{_ascii(words)}</a>'
        f'<script async src="{_ascii(source)}"{data}></script>'
    )


def frame_line(query: str, *, words: str) -> str:
    """A frame with the list; one line of ASCII."""
    source = absolute(f"/embed/list/?{query}")
    return (
        f'<iframe src="{_ascii(source)}" title="{_ascii(words)}" width="100%" height="{HEIGHT}" '
        f'style="border:0" loading="lazy"></iframe>'
    )


def _ascii(text: str) -> str:
    return escape(text).encode("ascii", "xmlcharrefreplace").decode()
