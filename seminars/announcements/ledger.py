"""What was told and what is still waiting, and the organizer's hand on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from seminars.announcements.audience import told_of
from seminars.announcements.bell import ring_on_commit
from seminars.announcements.people import people_of
from seminars.models import Announcement, Delivery, DeliveryState, Event
from seminars.models.querysets import AnnouncementQuerySet


def counts(announcement: Announcement) -> dict[str, int]:
    """How many deliveries of `announcement` are in each state; states without any are left out."""
    rows = announcement.deliveries.order_by().values_list("state").annotate(count=Count("pk"))
    return dict(rows)


def send_now(announcement: Announcement, *, at: datetime) -> None:
    """Let a waiting announcement leave at once, and with it what was to leave together with it."""
    with transaction.atomic():
        together = _twins(announcement).filter(due_at=announcement.due_at)
        pks = [announcement.pk, *together.values_list("pk", flat=True)]
        Announcement.objects.filter(pk__in=pks, fanned_out_at=None).update(due_at=at)
        ring_on_commit()


def stop(announcement: Announcement, *, at: datetime) -> tuple[int, int]:
    """Withdraw what is not yet claimed; returns how many were withdrawn and how many had already left.

    Subscribers and speakers are told of one act by an announcement each: both are stopped. The publication
    itself stays as it is.
    """
    with transaction.atomic():
        twins = list(_twins(announcement).values_list("pk", flat=True))
        still_open = _open(Announcement.objects.filter(pk__in=twins)).values_list("pk", flat=True)
        pks = [announcement.pk, *still_open]
        Announcement.objects.filter(pk__in=pks, withdrawn_at=None).update(withdrawn_at=at)
        waiting = Delivery.objects.filter(announcement__in=pks, state=DeliveryState.WAITING)
        withdrawn = waiting.update(state=DeliveryState.WITHDRAWN)
        gone = Delivery.objects.filter(announcement__in=[announcement.pk, *twins])
        left = gone.filter(state__in=(DeliveryState.SENDING, DeliveryState.SENT)).count()
    return withdrawn, left


def stop_all(event: Event, *, at: datetime) -> None:
    """Stop whatever waits to be told of `event` alone; joint announcements leave it out by themselves."""
    events = Announcement.objects.filter(revisions__event=event, withdrawn_at=None)
    for announcement in _open(events):
        if not announcement.revisions.exclude(event=event).exists():
            stop(announcement, at=at)


def to_be_told(announcement: Announcement) -> int:
    """How many speakers would hear of an announcement to them now."""
    return len(people_of(told_of(announcement)))


def _open(announcements: AnnouncementQuerySet) -> AnnouncementQuerySet:
    """Those of which somebody may still be told."""
    unsettled = Q(deliveries__state__in=(DeliveryState.WAITING, DeliveryState.SENDING))
    return announcements.filter(Q(fanned_out_at=None) | unsettled).distinct()


def _twins(announcement: Announcement) -> AnnouncementQuerySet:
    """What tells the other audience of the same act."""
    others = Announcement.objects.filter(
        series=announcement.series_id,
        created_at=announcement.created_at,
        revisions__in=announcement.revisions.all(),
    )
    return others.exclude(audience=announcement.audience).distinct()
