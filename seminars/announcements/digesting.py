"""Digests: what is new to a reader, what changed, and what comes, in one mail at the hour they chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from seminars.announcements.channels.base import Message
from seminars.announcements.inviting import News
from seminars.announcements.matters import EventsMatter
from seminars.models import ClockNotice, Delivery


class DigestMatter(EventsMatter):
    """What each reader follows in this rhythm; whoever follows the same and knows the same reads the same."""

    def notices(self, delivery: Delivery, told: Sequence[News], *, at: datetime) -> list[ClockNotice]:
        """The changes of clocks that this digest tells of."""
        return []


def compose_digest(
    told: Sequence[News], delivery: Delivery, notices: Sequence[ClockNotice], *, at: datetime
) -> Message:
    """The digest as a mail."""
    raise NotImplementedError
