"""How much of the samples is read right, field by field, and what is read that nobody said."""

from __future__ import annotations

from collections import Counter
from typing import Any

# The share that must be right of each field over all samples together.
FLOORS = {
    **dict.fromkeys(("kind", "start", "previous_start", "meeting", "conflicts"), 1.0),
    **dict.fromkeys(("end", "talks", "title", "venue", "room", "host", "inviter", "number"), 0.95),
    **dict.fromkeys(("talk.title", "talk.speaker", "talk.affiliation"), 0.95),
    **dict.fromkeys(("talk.abstract", "talk.bio"), 0.9),
    "series": 0.8,
}
# What must never be read where it is not said.
NEVER_INVENTED = ("start", "previous_start", "meeting", "conflicts")
_NAMED = (
    "kind",
    "start",
    "end",
    "previous_start",
    "title",
    "series",
    "number",
    "venue",
    "room",
    "host",
    "inviter",
)


def scored(found: dict[str, Any], truth: dict[str, Any]) -> Counter[tuple[str, str]]:
    """For one sample: how often each field was said, read right, and invented."""
    scores = Counter[tuple[str, str]]()
    for field in _NAMED:
        if field in truth:
            _count(scores, field, found.get(field), truth[field])
    if "conflicts" in truth:
        _count(scores, "conflicts", found["conflicts"], truth["conflicts"])
    if "meetings" in truth:
        _count(scores, "meeting", _codes(found["meetings"]), _codes(truth["meetings"]))
    if "talks" in truth:
        _count(scores, "talks", [1] * len(found["talks"]), [1] * len(truth["talks"]))
        for mine, theirs in zip(found["talks"], truth["talks"], strict=False):
            for field in ("title", "speaker", "affiliation", "abstract", "bio"):
                if field in theirs:
                    _count(scores, f"talk.{field}", mine[field], theirs[field])
    return scores


def _count(scores: Counter[tuple[str, str]], field: str, mine: Any, theirs: Any) -> None:
    scores[field, "said"] += bool(theirs)
    scores[field, "right"] += bool(theirs) and _folded(mine) == _folded(theirs)
    scores[field, "invented"] += bool(mine) and not theirs


def _folded(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value


def _codes(meetings: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(meeting["provider"], meeting["id"]) for meeting in meetings if meeting.get("id")]
