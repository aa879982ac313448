"""When digests are due, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from seminars.models import Announcement, Subscriber


def arm(*, at: datetime) -> None:
    """Write the announcement of every digest whose hour has come."""


def digest_readers(announcement: Announcement, *, at: datetime) -> Iterator[Subscriber]:
    """Whose digest this is: by the announcement's zone, day and rhythm."""
    yield from ()
