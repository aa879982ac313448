"""Who hears of an announcement, and what each of them knows already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings

from seminars.models import (
    Announcement,
    AnnouncementKind,
    Delivery,
    Event,
    Revision,
    Subscriber,
    Subscription,
    Told,
)
from seminars.models.announcements import PRIORITY
from seminars.models.querysets import SubscriberQuerySet

MAIL = "mail"
BATCH = 500


def fan_out(announcement: Announcement) -> int:
    """Write one delivery for each address that hears of `announcement`; returns how many are new."""
    written = 0
    batch: list[Delivery] = []
    for subscriber in _hearers(announcement).iterator(chunk_size=BATCH):
        batch.append(_delivery(announcement, subscriber))
        if len(batch) == BATCH:
            written += len(Delivery.objects.bulk_create(batch, ignore_conflicts=True))
            batch = []
    return written + len(Delivery.objects.bulk_create(batch, ignore_conflicts=True))


def told_to(delivery: Delivery) -> dict[int, Revision]:
    """By event pk: the revision that the delivery's address last heard of, as of now."""
    events = Event.objects.filter(revisions__announcements=delivery.announcement_id)
    rows = Told.objects.filter(channel=delivery.channel, address=delivery.address, event__in=events)
    return {row.event_id: row.revision for row in rows.select_related("revision")}


def knowledge(deliveries: Sequence[Delivery], events: Iterable[Event]) -> dict[tuple[str, int], Revision]:
    """For (address, event pk): the revision that an address is taken to know without having been told.

    Who subscribed after an event was announced is taken to know what the page said on that day.
    """
    by_pk = {event.pk: event for event in events}
    known: dict[tuple[str, int], Revision] = {}
    subscriptions = {
        (row.subscriber_id, row.series_id): row.created_at
        for row in Subscription.objects.filter(subscriber__in=[each.subscriber_id for each in deliveries])
    }
    for event in by_pk.values():
        announced_at = (
            Announcement.objects.filter(
                kind=AnnouncementKind.PUBLISHED, revisions__event=event, fanned_out_at__isnull=False
            )
            .values_list("fanned_out_at", flat=True)
            .first()
        )
        revisions = list(event.revisions.order_by("-number")) if announced_at else []
        for delivery in deliveries:
            since = subscriptions.get((delivery.subscriber_id or 0, event.series_id))
            if (
                (delivery.address, event.pk) in known
                or not announced_at
                or not since
                or since <= announced_at
            ):
                continue
            if seen := next((each for each in revisions if each.at <= since), None):
                known[delivery.address, event.pk] = seen
    return known


def _hearers(announcement: Announcement) -> SubscriberQuerySet:
    if announcement.kind == AnnouncementKind.CONFIRMATION:
        return Subscriber.objects.filter(pk=announcement.subscriber_id or 0)
    assert announcement.series is not None, "only confirmations have no series"
    return Subscriber.objects.active().following(announcement.series).order_by("pk")


def _delivery(announcement: Announcement, subscriber: Subscriber) -> Delivery:
    delivery = Delivery(
        announcement=announcement,
        channel=MAIL,
        address=subscriber.email,
        subscriber=subscriber,
        language=subscriber.language,
        zone=subscriber.zone,
        priority=PRIORITY[AnnouncementKind(announcement.kind)],
        due_at=announcement.due_at,
        expires_at=announcement.expires_at,
    )
    # Fixed before the first attempt: a second copy of the same telling is recognized as one.
    delivery.message_id = f"<{delivery.uid}@{settings.MAIL_DOMAIN}>"
    return delivery
