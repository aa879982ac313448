"""What a subscriber chose, changed through the link in every mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from seminars.announcements.hearers.interests import Interests, Key
from seminars.announcements.sending.links import PREFERENCES, subscriber_of
from seminars.models import Subscriber
from seminars.subscriptions.following import follow_exactly

# All that a subscriber wishes for besides what they follow.
WISHES = (
    "language",
    "zone",
    "calendar_by_mail",
    "reminds_evening",
    "reminds_hour",
    "wants_recordings",
    "alarm",
    "digest_at",
    "digest_weekday",
    "quiet_from",
    "quiet_until",
)

LONGEST_PAUSE = timedelta(days=366)


def by_token(token: str, *, at: datetime) -> Subscriber | None:
    """Whose preferences `token` opens; None for a false or revoked one."""
    return subscriber_of(token, PREFERENCES, at=at)


def change(
    subscriber: Subscriber,
    wishes: Mapping[str, Any],
    *,
    interests: Interests,
    rhythms: Mapping[Key, str] | None = None,
    at: datetime,
) -> None:
    """Let `subscriber` follow exactly `interests`, in these `rhythms`, with these of `WISHES` for its mails.

    Raises `ValidationError`, and then changes nothing.
    """
    for name, value in wishes.items():
        setattr(subscriber, name, value)
    subscriber.full_clean()
    with transaction.atomic():
        # Of two forms sent at a time the second waits here.
        Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber.pk)
        # Nothing but the wishes: who unsubscribes at this moment stays unsubscribed.
        subscriber.save(update_fields=list(wishes))
        follow_exactly(subscriber, interests, rhythms=rhythms, at=at)


def pause(subscriber: Subscriber, *, until: datetime) -> None:
    """Send `subscriber` no mail before `until`."""
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=until)


def resume(subscriber: Subscriber) -> None:
    """Mail `subscriber` again from now on."""
    Subscriber.objects.filter(pk=subscriber.pk).update(paused_until=None)
