"""What a subscriber follows: begun, ended, and in which rhythm it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet

from seminars.announcements.hearers.interests import Interests, Key, followed, key_of
from seminars.announcements.planning.catching_up import catch_up
from seminars.models import Rhythm, Subscriber, Subscription


def interests_of(subscriber: Subscriber) -> Interests:
    """All that `subscriber` follows."""
    return followed(subscriptions_of(subscriber))


def rhythms_of(subscriber: Subscriber) -> dict[Key, str]:
    """In which rhythm each of them is told."""
    return {key_of(row): row.rhythm for row in subscriptions_of(subscriber)}


def subscriptions_of(subscriber: Subscriber) -> QuerySet[Subscription]:
    """The rows with their subjects at hand, the oldest first."""
    rows = Subscription.objects.filter(subscriber=subscriber)
    return rows.select_related("series__venue", "series__meeting", "speaker", "tag").order_by("pk")


def follow(subscriber: Subscriber, interests: Interests, *, at: datetime) -> None:
    """Follow these too, at once; since when something is followed stays as it is."""
    held = rhythms_of(subscriber)
    Subscription.objects.bulk_create(
        Subscription(subscriber=subscriber, created_at=at, **subject)
        for key, subject in interests.subjects().items()
        if key not in held
    )


def follow_exactly(
    subscriber: Subscriber,
    interests: Interests,
    *,
    rhythms: Mapping[Key, str] | None = None,
    at: datetime,
) -> None:
    """Follow these and nothing else; of what is named in `rhythms` the rhythm changes.

    What waited for a digest is told at once where nothing waits for digests any more.
    """
    wanted, rows = interests.subjects(), {key_of(row): row for row in subscriptions_of(subscriber)}
    gone = [row.pk for key, row in rows.items() if key not in wanted]
    Subscription.objects.filter(pk__in=gone).delete()
    follow(subscriber, interests, at=at)
    if rhythms is None:
        return
    held = {key_of(row): row for row in subscriptions_of(subscriber)}
    for rhythm in Rhythm:
        changed = [row for key, row in held.items() if rhythms.get(key) == rhythm and row.rhythm != rhythm]
        Subscription.objects.filter(pk__in=[row.pk for row in changed]).update(rhythm=rhythm)
        if rhythm == Rhythm.INSTANT and changed:
            catch_up(subscriber, changed, at=at)
