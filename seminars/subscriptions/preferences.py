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


def change(
    subscriber: Subscriber, *, series: Sequence[Series], language: str, zone: str, calendar_by_mail: str
) -> None:
    """Let `subscriber` follow exactly `series`, with these wishes for its mails. Raises `ValidationError`."""
    wishes = {"language": language, "zone": zone, "calendar_by_mail": calendar_by_mail}
    for name, value in wishes.items():
        setattr(subscriber, name, value)
    subscriber.full_clean()
    with transaction.atomic():
        # Nothing but the wishes: who unsubscribes at this moment stays unsubscribed.
        subscriber.save(update_fields=list(wishes))
        Subscription.objects.filter(subscriber=subscriber).exclude(series__in=series).delete()
        for each in series:
            Subscription.objects.get_or_create(subscriber=subscriber, series=each)
