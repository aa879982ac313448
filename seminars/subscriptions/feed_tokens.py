"""A subscriber's own calendar address: made, made anew, revoked. Its token is shown once and kept by nobody here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from seminars.models import FeedToken, Subscriber
from seminars.sealing.random_tokens import digest_of, random_token


class NotTheNewest(Exception):
    """What was to be replaced or revoked is not the subscriber's present token any more."""


def present(subscriber: Subscriber) -> FeedToken | None:
    """The token that opens the subscriber's feed; None where none does."""
    return FeedToken.objects.filter(subscriber=subscriber, revoked_at=None).first()


def make(subscriber: Subscriber, *, instead_of: int | None, at: datetime) -> str:
    """A new token, to be shown this once; `instead_of` (a pk, None for a first one) ends with it.

    Raises `NotTheNewest`, so that a form that is sent twice does not end what its first sending began.
    """
    token = random_token()
    with transaction.atomic():
        _end(subscriber, instead_of, at=at)
        FeedToken.objects.create(subscriber=subscriber, digest=digest_of(token), created_at=at)
    return token


def revoke(subscriber: Subscriber, pk: int, *, at: datetime) -> None:
    """End the token `pk`; its address is gone for good. Raises `NotTheNewest`."""
    with transaction.atomic():
        _end(subscriber, pk, at=at)


def _end(subscriber: Subscriber, pk: int | None, *, at: datetime) -> None:
    # Whoever comes second waits here, and then sees what the first one did.
    Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber.pk)
    held = present(subscriber)
    if (held.pk if held else None) != pk:
        raise NotTheNewest
    if held:
        FeedToken.objects.filter(pk=held.pk).update(revoked_at=at)
