"""What somebody wants done with an event, as a value: whoever finds it out need not be who does it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# What a cancellation says as long as there is no new date.
LATER = {"zh": "延期，时间另行通知", "en": "postponed; the new date will be announced"}


class Verb(StrEnum):
    """What is to become of an event."""

    DRAFT = "draft"  # a new one
    UPDATE = "update"  # a known one says something else
    MOVE = "move"  # another time, and nothing else
    CANCEL = "cancel"  # does not take place
    POSTPONE = "postpone"  # does not take place yet: a cancellation that says so
    RESTORE = "restore"  # a cancelled one takes place after all, as the working copy says


@dataclass(frozen=True, slots=True)
class Intent:
    """A verb with what it needs: the new time to move to, the reason to cancel for."""

    verb: Verb
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""


def postponed(cause: str, language: str) -> str:
    """The reason of a cancellation that is a postponement without a date, with its cause if there is one."""
    later = LATER.get(language, LATER["zh"])
    if not cause:
        return later
    return f"{later} ({cause})" if later == LATER["en"] else f"{later}（{cause}）"


def says_postponed(reason: str) -> bool:
    """Whether the reason of a cancellation is that a date is still to be found."""
    return reason.startswith(tuple(LATER.values()))


def reason_in(reason: str, language: str) -> str:
    """The reason of a cancellation; our own words in it in `language`, whatever language they were written in."""
    later = next((words for words in LATER.values() if reason.startswith(words)), "")
    return postponed(reason.removeprefix(later).strip("（）() "), language) if later else reason
