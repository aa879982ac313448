"""Of which events subscribers have been told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from seminars.models import Announcement, AnnouncementKind, Audience


def announced_at(events: Iterable[int]) -> dict[int, datetime]:
    """By event pk: when its announcement went out for the first time; without those that were not announced."""
    first = Announcement.objects.filter(
        kind=AnnouncementKind.PUBLISHED,
        audience=Audience.SUBSCRIBERS,
        revisions__event__in=list(events),
        fanned_out_at__isnull=False,
    )
    return dict(first.order_by().values_list("revisions__event").annotate(Min("fanned_out_at")))
