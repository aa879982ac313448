"""Of which events subscribers have been told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from seminars.models import Announcement, AnnouncementKind, Audience

# What an act of publishing causes to be told; a reminder, say, is caused by a date.
ABOUT_PUBLICATIONS = (
    AnnouncementKind.PUBLISHED,
    AnnouncementKind.CHANGED,
    AnnouncementKind.CANCELLED,
    AnnouncementKind.RESTORED,
    AnnouncementKind.ADDED,
)


def announced_at(events: Iterable[int]) -> dict[int, datetime]:
    """By event pk: when subscribers were told of it for the first time; without those of which nobody was told.

    What was published silently is announced by the first of its changes that is told.
    """
    first = Announcement.objects.filter(
        kind__in=ABOUT_PUBLICATIONS,
        audience=Audience.SUBSCRIBERS,
        revisions__event__in=list(events),
        fanned_out_at__isnull=False,
    )
    return dict(first.order_by().values_list("revisions__event").annotate(Min("fanned_out_at")))
