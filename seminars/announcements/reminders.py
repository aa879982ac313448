"""When reminders are due."""

from __future__ import annotations

from datetime import datetime


def arm(*, at: datetime) -> None:
    """Write the announcement of every reminder whose hour has come."""
