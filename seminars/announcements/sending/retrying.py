"""When a delivery that could not be made is tried again. Pure."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
JITTER = 0.2
# Eight pauses make a day, the longest for which a refusal is taken to be a passing one.
MOST_REFUSALS = 9


def pause(attempts: int) -> timedelta:
    """How long to wait after `attempts` failed ones."""
    return BACK_OFF[min(attempts - 1, len(BACK_OFF) - 1)]


def jittered(pause: timedelta, key: UUID) -> timedelta:
    """A little more or less of `pause`, lest all that failed together come back together."""
    share = int.from_bytes(hashlib.sha256(f"{key} {pause}".encode()).digest()[:4], "big") / 0xFFFFFFFF
    return pause * (1 - JITTER + 2 * JITTER * share)


def is_given_up(attempts: int) -> bool:
    """Whether a server that put a message off so often is taken to mean it."""
    return attempts >= MOST_REFUSALS
