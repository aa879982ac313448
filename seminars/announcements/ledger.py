"""What was told and what is still waiting, and the organizer's hand on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from seminars.announcements.bell import ring_on_commit
from seminars.models import Announcement, Delivery, DeliveryState, Event


def counts(announcement: Announcement) -> dict[str, int]:
    """How many deliveries of `announcement` are in each state; states without any are left out."""
    rows = announcement.deliveries.order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def send_now(announcement: Announcement, *, at: datetime) -> None:
    """Let a waiting announcement leave at once."""
    with transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk, fanned_out_at=None).update(due_at=at)
        ring_on_commit()


def stop(announcement: Announcement, *, at: datetime) -> tuple[int, int]:
    """Withdraw what is not yet claimed; returns how many were withdrawn and how many had already left.

    The publication itself stays as it is.
    """
    with transaction.atomic():
        Announcement.objects.filter(pk=announcement.pk, withdrawn_at=None).update(withdrawn_at=at)
        waiting = Delivery.objects.filter(announcement=announcement, state=DeliveryState.WAITING)
        withdrawn = waiting.update(state=DeliveryState.WITHDRAWN)
        left = announcement.deliveries.filter(state__in=(DeliveryState.SENDING, DeliveryState.SENT)).count()
    return withdrawn, left


def stop_all(event: Event, *, at: datetime) -> None:
    """Stop whatever waits to be told of `event` alone; joint announcements leave it out by themselves."""
    events = Announcement.objects.filter(revisions__event=event, withdrawn_at=None)
    is_open = Q(fanned_out_at=None) | Q(deliveries__state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
    for announcement in events.filter(is_open).distinct():
        if not announcement.revisions.exclude(event=event).exists():
            stop(announcement, at=at)
