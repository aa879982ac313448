"""What the desk shows first."""

from __future__ import annotations

from datetime import datetime

from seminars.access.rules import Account


def look(user: Account, *, at: datetime) -> None:
    """Nothing yet."""
