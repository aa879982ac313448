"""Readers without a browser: who asks for plain text gets a plain programme."""

from __future__ import annotations

import re

_TERMINALS = re.compile(r"(?i)\A(?:curl|wget|httpie|powershell|fetch)\b")


def wants_plain(accept: str, user_agent: str) -> bool:
    """Whether the client takes plain text and no HTML, or is a program of the command line that takes anything."""
    kinds = {part.split(";")[0].strip().lower() for part in accept.split(",")} - {""}
    if "text/html" in kinds or "application/xhtml+xml" in kinds:
        return False
    return "text/plain" in kinds or (kinds <= {"*/*"} and bool(_TERMINALS.match(user_agent)))
