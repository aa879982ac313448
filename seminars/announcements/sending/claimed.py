"""A delivery as whoever claimed it holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from seminars.announcements.hearers.readers import Hearer
from seminars.models import Announcement, Audience
from seminars.models.querysets import DeliveryQuerySet

_COLUMNS = (
    "pk", "announcement", "uid", "channel", "address", "subscriber", "speaker", "target", "language", "zone",
    "message_id", "attempts", "expires_at", "domain",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Claimed:
    """A row and not a model, for there are thousands; `reader` is whose the address is, once that was looked up."""

    pk: int
    announcement: Announcement
    uid: UUID
    channel: str
    address: str
    subscriber_id: int | None
    speaker_id: int | None
    target_id: int | None
    language: str
    zone: str
    message_id: str
    attempts: int
    expires_at: datetime
    domain: str
    reader: Hearer | None = None

    @property
    def announcement_id(self) -> int:
        return self.announcement.pk

    @property
    def is_to_a_person(self) -> bool:
        """Whether the address is written to as one of the event's people."""
        return self.announcement.audience == Audience.PEOPLE


def as_claimed(deliveries: DeliveryQuerySet) -> list[Claimed]:
    """These deliveries, in their order; those of one announcement share it. Two queries."""
    rows = list(deliveries.values_list(*_COLUMNS))
    announcements = Announcement.objects.select_related("series").in_bulk({row[1] for row in rows})
    return [
        Claimed(pk, announcements[announcement], *rest)
        for pk, announcement, *rest in rows
        # Gone with a reader who erased their data a moment ago.
        if announcement in announcements
    ]
