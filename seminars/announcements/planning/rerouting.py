"""What waits to be told of an event that now belongs to another series."""

from __future__ import annotations

from datetime import datetime

from seminars.models import Announcement, Event


def reroute(event: Event, *, at: datetime) -> None:
    """Let what still waits to be told of `event` go to those who follow its present series.

    An announcement shared with other events goes on without it; the event gets one of its own beside it.
    """
    about = Announcement.objects.filter(revisions__event=event).values("pk")
    waiting = Announcement.objects.select_for_update().filter(
        pk__in=about, fanned_out_at=None, withdrawn_at=None
    )
    for announcement in waiting.exclude(series=event.series).order_by("pk"):
        own = list(announcement.revisions.filter(event=event).order_by("number"))
        if announcement.revisions.exclude(event=event).exists():
            announcement.revisions.remove(*own)
            announcement = Announcement.objects.create(
                key=f"{announcement.kind}:{own[-1].pk}:{announcement.audience}:{event.series_id}",
                kind=announcement.kind,
                audience=announcement.audience,
                series=event.series,
                due_at=announcement.due_at,
                expires_at=announcement.expires_at,
                created_at=at,
            )
            announcement.revisions.set(own)
        else:
            announcement.series = event.series
            announcement.save(update_fields=["series"])
