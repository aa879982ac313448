"""Readers without a browser: who asks for plain text gets a plain programme."""

from __future__ import annotations


def wants_plain(accept: str) -> bool:
    """Whether Accept names plain text and no HTML; whoever takes anything gets the page."""
    kinds = {part.split(";")[0].strip().lower() for part in accept.split(",")}
    return "text/plain" in kinds and not kinds & {"text/html", "application/xhtml+xml"}
