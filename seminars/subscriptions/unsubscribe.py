"""How an address stops hearing from us: at once, and as often as it likes."""

from __future__ import annotations

from datetime import datetime

from seminars.announcements.sending.links import UNSUBSCRIBE, subscriber_of
from seminars.models import Subscriber


def by_token(token: str, *, at: datetime) -> bool:
    """End all mail to whom `token` was made for; False for a false token. Doing it twice is no fault."""
    subscriber = subscriber_of(token, UNSUBSCRIBE, at=at)
    if subscriber is None:
        return False
    Subscriber.objects.filter(pk=subscriber.pk, unsubscribed_at=None).update(unsubscribed_at=at)
    return True
