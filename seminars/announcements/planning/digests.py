"""Digests: when they are due, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from seminars.announcements.hearers.readers import Hearer, in_turn
from seminars.models import Announcement, AnnouncementKind, Rhythm, Slot, Subscriber, Subscription
from seminars.models.querysets import SubscriberQuerySet
from seminars.timekeeping.rhythms import instant_of, last_hour

# How long after its hour a digest is still sent; the next one says the same and more.
DAILY_HOLDS = timedelta(hours=12)
WEEKLY_HOLDS = timedelta(days=2)


def arm(*, since: datetime, at: datetime) -> list[Announcement]:
    """Write the announcement of every digest whose hour came after `since`, and not after `at`; returns the new ones.

    One for each rhythm and zone, and for all readers whose hour is that instant there.
    """
    due: dict[tuple[Slot, str, date, datetime], None] = {}
    for slot, readers in ((Slot.DAILY, _daily(at=at)), (Slot.WEEKLY, _weekly(at=at))):
        # Of the daily ones it does not matter on which day of the week they would be weekly.
        rows = readers.order_by().values_list("zone", "digest_at", "digest_weekday").distinct()
        for zone, hour, weekday in rows:
            day, due_at = last_hour(hour, zone, at=at, weekday=weekday if slot == Slot.WEEKLY else None)
            if due_at > since:
                due[slot, zone, day, due_at] = None
    written = (_write(*each, at=at) for each in due)
    return [each for each in written if each]


def digest_readers(announcement: Announcement, *, at: datetime) -> Iterator[Hearer]:
    """Whose digest this is: who follows something in its rhythm, and whose hour it is.

    Who follows other things daily reads of both on the day of the weekly one: nobody has two on one day.
    """
    assert announcement.on is not None, "a digest has a day"
    day, weekday = announcement.on, announcement.on.weekday()
    theirs = _weekly(at=at) if announcement.slot == Slot.WEEKLY else _daily(at=at)
    there = theirs.filter(zone=announcement.zone)
    hours = [
        hour
        for hour in there.order_by().values_list("digest_at", flat=True).distinct()
        if instant_of(day, hour, announcement.zone) == announcement.due_at
    ]
    readers = there.filter(digest_at__in=hours)
    if announcement.slot == Slot.WEEKLY:
        readers = readers.filter(digest_weekday=weekday)
    else:
        readers = readers.exclude(_following(Rhythm.WEEKLY) & Q(digest_weekday=weekday))
    return in_turn(readers.order_by("pk"))


def rhythms_of(announcement: Announcement) -> tuple[Rhythm, ...]:
    """Of which subscriptions a digest tells."""
    return (Rhythm.DAILY, Rhythm.WEEKLY) if announcement.slot == Slot.WEEKLY else (Rhythm.DAILY,)


def _daily(*, at: datetime) -> SubscriberQuerySet:
    return Subscriber.objects.reachable(at=at).filter(_following(Rhythm.DAILY))


def _weekly(*, at: datetime) -> SubscriberQuerySet:
    return Subscriber.objects.reachable(at=at).filter(_following(Rhythm.WEEKLY))


def _following(rhythm: Rhythm) -> Q:
    return Q(pk__in=Subscription.objects.filter(rhythm=rhythm).values("subscriber"))


def _write(slot: Slot, zone: str, day: date, due_at: datetime, *, at: datetime) -> Announcement | None:
    holds = DAILY_HOLDS if slot == Slot.DAILY else WEEKLY_HOLDS
    announcement, is_new = Announcement.objects.get_or_create(
        key=f"digest:{slot}:{zone}:{due_at:%Y%m%dT%H%M%SZ}",
        defaults={
            "kind": AnnouncementKind.DIGEST,
            "slot": slot,
            "zone": zone,
            "on": day,
            "due_at": due_at,
            "expires_at": due_at + holds,
            "created_at": at,
        },
    )
    return announcement if is_new else None
