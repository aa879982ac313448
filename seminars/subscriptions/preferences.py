"""What a subscriber chose, changed through the link in every mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from seminars.announcements.links import PREFERENCES, subscriber_of
from seminars.models import Series, Subscriber, Subscription


def by_token(token: str, *, at: datetime) -> Subscriber | None:
    """Whose preferences `token` opens; None for a false or revoked one."""
    return subscriber_of(token, PREFERENCES, at=at)


def change(subscriber: Subscriber, *, series: Sequence[Series], language: str, zone: str) -> None:
    """Let `subscriber` follow exactly `series`, in this language and zone. Raises `ValidationError`."""
    subscriber.language, subscriber.zone = language, zone
    subscriber.full_clean()
    with transaction.atomic():
        subscriber.save()
        Subscription.objects.filter(subscriber=subscriber).exclude(series__in=series).delete()
        for each in series:
            Subscription.objects.get_or_create(subscriber=subscriber, series=each)
