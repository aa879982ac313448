"""How an address begins to follow: asked for, confirmed, or added by command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.links import CONFIRM, CONFIRM_WITHIN, subscriber_of
from seminars.models import Announcement, AnnouncementKind, Series, Subscriber, Subscription
from seminars.text.typography import clean_line
from seminars.timekeeping.zones import is_zone

# Nobody's mailbox is filled with confirmations that somebody else asked for.
MOST_CONFIRMATIONS = 3
COUNTED_WITHIN = timedelta(hours=24)

# RFC 5321 §4.5.3.1.3, less the angle brackets.
LONGEST_ADDRESS = 254


class WrongAddress(Exception):
    """Not a mail address; str() says so, in the user's language."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(email)

    def __str__(self) -> str:
        return _("“%(email)s” is not a mail address.") % {"email": self.email}


def request(email: str, *, series: Sequence[Series], language: str, zone: str, at: datetime) -> None:
    """Ask the owner of `email` whether they want to follow `series`; says nothing of what is known of the address.

    Raises `WrongAddress`.
    """
    email = _checked(email)
    with transaction.atomic():
        subscriber = _found_or_new(email, language=language, zone=zone)
        recent = Announcement.objects.filter(
            kind=AnnouncementKind.CONFIRMATION, subscriber=subscriber, created_at__gt=at - COUNTED_WITHIN
        ).count()
        if recent >= MOST_CONFIRMATIONS:
            return
        # Whatever an address ever confirmed, its owner alone undoes.
        if not subscriber.confirmed_at:
            _begin_anew(subscriber, series, language=language, zone=zone, at=at)
        Announcement.objects.create(
            key=f"confirmation:{subscriber.pk}:{int(at.timestamp() * 1000)}",
            kind=AnnouncementKind.CONFIRMATION,
            subscriber=subscriber,
            note=" ".join(each.slug for each in series),
            due_at=at,
            expires_at=at + CONFIRM_WITHIN,
            created_at=at,
        )
        ring_on_commit()


def confirm(token: str, *, at: datetime) -> Subscriber | None:
    """The subscriber whose address is confirmed now; None when the link is false, used or too old."""
    with transaction.atomic():
        subscriber = subscriber_of(token, CONFIRM, at=at)
        if subscriber is None or (subscriber.confirmed_at and not subscriber.unsubscribed_at):
            return None
        if subscriber.confirmed_at:
            _follow_what_was_asked(subscriber, at=at)
        subscriber.confirmed_at = subscriber.confirmed_at or at
        subscriber.unsubscribed_at = None
        # Used up: links made with the old nonce open nothing any more.
        subscriber.nonce += 1
        subscriber.save()
    return subscriber


def add_confirmed(
    email: str, *, series: Sequence[Series], language: str, zone: str, at: datetime
) -> Subscriber:
    """An address that is known to want this: confirmed at once, nothing is sent. Raises `WrongAddress`."""
    email = _checked(email)
    with transaction.atomic():
        subscriber = _found_or_new(email, language=language, zone=zone)
        subscriber.language, subscriber.zone = language, zone
        subscriber.confirmed_at = subscriber.confirmed_at or at
        subscriber.unsubscribed_at = None
        subscriber.full_clean()
        subscriber.save()
        _follow(subscriber, series, at=at)
    return subscriber


def _follow_what_was_asked(subscriber: Subscriber, *, at: datetime) -> None:
    """Follow exactly what the newest of the mails that asked names."""
    asked = Announcement.objects.filter(kind=AnnouncementKind.CONFIRMATION, subscriber=subscriber)
    slugs = asked.order_by("-created_at", "-pk").values_list("note", flat=True).first() or ""
    series = list(Series.objects.filter(slug__in=slugs.split()))
    Subscription.objects.filter(subscriber=subscriber).exclude(series__in=series).delete()
    _follow(subscriber, series, at=at)


def _begin_anew(
    subscriber: Subscriber, series: Sequence[Series], *, language: str, zone: str, at: datetime
) -> None:
    """Note what the next confirmation will mean: exactly what its mail names, and no earlier link means it."""
    subscriber.confirmed_at, subscriber.unsubscribed_at = None, None
    subscriber.language, subscriber.zone = language, zone if is_zone(zone) else subscriber.zone
    subscriber.nonce += 1
    subscriber.save()
    Subscription.objects.filter(subscriber=subscriber).delete()
    _follow(subscriber, series, at=at)


def _checked(email: str) -> str:
    email = clean_line(email)
    try:
        validate_email(email)
        # What a mail could not be addressed to is refused here, in front of whoever typed it.
        sanitize_address(email, "utf-8")
    except (ValidationError, ValueError):
        raise WrongAddress(email[:100]) from None
    if len(email) > LONGEST_ADDRESS:
        raise WrongAddress(email[:100])
    return email


def _found_or_new(email: str, *, language: str, zone: str) -> Subscriber:
    found = Subscriber.objects.filter(email__iexact=email).first()
    if found:
        return Subscriber.objects.select_for_update().get(pk=found.pk)
    return Subscriber.objects.create(
        email=email, language=language, zone=zone if is_zone(zone) else "Asia/Shanghai"
    )


def _follow(subscriber: Subscriber, series: Sequence[Series], *, at: datetime) -> None:
    for each in series:
        Subscription.objects.get_or_create(subscriber=subscriber, series=each, defaults={"created_at": at})
