"""What was told and what is still waiting, and the organizer's hand on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.audience import told_of
from seminars.models import Announcement, AnnouncementKind, Delivery, DeliveryState, Event
from seminars.models.querysets import AnnouncementQuerySet, DeliveryQuerySet

# Worth telling for as long as the event is not over.
TOLD_UNTIL_THE_END = (
    AnnouncementKind.PUBLISHED,
    AnnouncementKind.CHANGED,
    AnnouncementKind.CANCELLED,
    AnnouncementKind.RESTORED,
    AnnouncementKind.ADDED,
    AnnouncementKind.NOTE,
)


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


def retry(announcement: Announcement, *, at: datetime) -> int:
    """Let what failed wait anew, as far as it is still of use; returns how many do.

    What was sent is left alone, and so is whoever no longer wants it: nobody hears twice. A group whose channel
    is paused is told when that is resumed.
    """
    with transaction.atomic():
        announcement = Announcement.objects.select_for_update().get(pk=announcement.pk)
        expires_at = _of_use_until(announcement)
        if announcement.withdrawn_at is not None or expires_at <= at:
            return 0
        count = _failed(announcement).update(
            state=DeliveryState.WAITING, due_at=at, expires_at=expires_at, attempts=0, error=""
        )
        if count:
            Announcement.objects.filter(pk=announcement.pk).update(expires_at=expires_at)
            ring_on_commit()
    return count


def may_be_retried(announcement: Announcement, *, at: datetime) -> int:
    """How many `retry` would let wait anew."""
    if announcement.withdrawn_at is not None or _of_use_until(announcement) <= at:
        return 0
    return _failed(announcement).count()


def _failed(announcement: Announcement) -> DeliveryQuerySet:
    failed = Delivery.objects.filter(
        announcement=announcement, state__in=(DeliveryState.REFUSED, DeliveryState.EXPIRED)
    )
    # A channel that was deleted has no address any more.
    return failed.filter(Q(channel=MAIL) | Q(target__isnull=False, target__paused_at=None))


def _of_use_until(announcement: Announcement) -> datetime:
    """When nobody needs to hear of it any more; what is told of an event that moved meanwhile holds longer."""
    if announcement.kind not in TOLD_UNTIL_THE_END:
        return announcement.expires_at
    ends = (publication.ends_at for publication in told_of(announcement))
    return max(ends, default=announcement.expires_at)


def stop_all(event: Event, *, at: datetime) -> None:
    """Stop whatever waits to be told of `event` alone; joint announcements leave it out by themselves."""
    events = Announcement.objects.filter(revisions__event=event, withdrawn_at=None)
    for announcement in _open(events):
        if not announcement.revisions.exclude(event=event).exists():
            stop(announcement, at=at)


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
