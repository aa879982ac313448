"""What goes out to other services and what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from seminars.text.typography import clean_line

LONGEST_TEXT = 1200


@dataclass(frozen=True, slots=True)
class Request:
    """What goes over the wire. Nothing of it is for logs: address and headers hold secrets."""

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in small letters."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The JSON object that came back; {} for anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def text(self) -> str:
        """What came back, on one line."""
        return clean_line(self.body[:LONGEST_TEXT].decode("utf-8", "replace"))
