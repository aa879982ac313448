"""How an address begins to follow: asked for, confirmed, or added by command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.hearers.interests import Interests
from seminars.announcements.saying.confirming import asked_in
from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import CONFIRM, CONFIRM_WITHIN, subscriber_of
from seminars.models import Announcement, AnnouncementKind, Series, Subscriber, SubscriptionRequest
from seminars.sealing.pseudonyms import pseudonym
from seminars.subscriptions.following import follow, follow_exactly
from seminars.text.typography import clean_line
from seminars.timekeeping.zones import is_zone

# Nobody's mailbox is filled with confirmations that somebody else asked for.
MOST_CONFIRMATIONS = 3
COUNTED_WITHIN = timedelta(hours=24)

# Nobody asks in the name of a whole class list either.
MOST_FROM_ONE_PLACE = 10
PLACE_COUNTED_WITHIN = timedelta(hours=1)

# RFC 5321 §4.5.3.1.3, less the angle brackets.
LONGEST_ADDRESS = 254
HOME_ZONE = "Asia/Shanghai"


class WrongAddress(Exception):
    """Not a mail address; str() says so, in the user's language."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(email)

    def __str__(self) -> str:
        return _("“%(email)s” is not a mail address.") % {"email": self.email}


class AskedTooOften(Exception):
    """From one place in the network, within one hour; says nothing of any address. str() is for the user."""

    def __str__(self) -> str:
        return _(
            "Too many subscriptions were asked for from your network within an hour. "
            "Please try again later, or from another network."
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen when subscribing; everything else can be chosen afterwards."""

    language: str
    zone: str = HOME_ZONE
    reminds_evening: bool = False
    reminds_hour: bool = False


def request(
    email: str, interests: Interests, choices: Choices, *, asked_from: str = "", at: datetime
) -> None:
    """Ask the owner of `email` whether they want this; says nothing of what is known of the address.

    `asked_from` is where in the network it is asked for, '' where that is not counted.
    Raises `WrongAddress` and `AskedTooOften`.
    """
    email = _checked(email)
    if not is_zone(choices.zone):
        choices = replace(choices, zone=HOME_ZONE)
    with transaction.atomic():
        place = pseudonym(settings.SECRET_KEY, "asked from", asked_from) if asked_from else ""
        _count_place(place, at=at)
        asked = SubscriptionRequest.objects.create(
            asked={"interests": interests.to_json(), "choices": asdict(choices)},
            asked_from=place,
            asked_at=at,
        )
        subscriber = _found_or_new(email, choices)
        recent = Announcement.objects.filter(
            kind=AnnouncementKind.CONFIRMATION, subscriber=subscriber, created_at__gt=at - COUNTED_WITHIN
        ).count()
        if recent >= MOST_CONFIRMATIONS:
            return
        # Whatever an address ever confirmed, its owner alone undoes.
        if not subscriber.confirmed_at:
            _begin_anew(subscriber, choices)
        elif subscriber.unsubscribed_at:
            # The link of an earlier mail must not come to mean what this one asks.
            subscriber.nonce += 1
            subscriber.save(update_fields=["nonce"])
        asked.announcement = Announcement.objects.create(
            key=f"confirmation:{asked.pk}",
            kind=AnnouncementKind.CONFIRMATION,
            subscriber=subscriber,
            due_at=at,
            expires_at=at + CONFIRM_WITHIN,
            created_at=at,
        )
        asked.save(update_fields=["announcement"])
        ring_on_commit()


def confirm(token: str, *, at: datetime) -> Subscriber | None:
    """The subscriber whose address is confirmed now; None when the link is false, used or too old."""
    with transaction.atomic():
        subscriber = subscriber_of(token, CONFIRM, at=at)
        if subscriber is None or (subscriber.confirmed_at and not subscriber.unsubscribed_at):
            return None
        _hold_what_was_asked(subscriber, at=at)
        subscriber.confirmed_at = subscriber.confirmed_at or at
        subscriber.unsubscribed_at = subscriber.paused_until = None
        # Used up: links made with the old nonce open nothing any more.
        subscriber.nonce += 1
        subscriber.save()
        # That the link was opened shows that mail arrives again, and is wanted.
        suppression.lift(subscriber.email)
    return subscriber


def add_confirmed(
    email: str, *, series: Sequence[Series], language: str, zone: str, at: datetime
) -> Subscriber:
    """An address that is known to want this: confirmed at once, nothing is sent. Raises `WrongAddress`."""
    email = _checked(email)
    with transaction.atomic():
        subscriber = _found_or_new(email, Choices(language, zone))
        subscriber.language, subscriber.zone = language, zone
        subscriber.confirmed_at = subscriber.confirmed_at or at
        subscriber.unsubscribed_at = None
        subscriber.full_clean()
        subscriber.save()
        follow(subscriber, Interests(series=tuple(series)), at=at)
    return subscriber


def _count_place(place: str, *, at: datetime) -> None:
    """Raises `AskedTooOften`; what is older than what counts is forgotten on the way."""
    old = SubscriptionRequest.objects.filter(asked_at__lte=at - PLACE_COUNTED_WITHIN)
    old.filter(announcement=None).delete()
    old.exclude(asked_from="").update(asked_from="")
    if place and SubscriptionRequest.objects.filter(asked_from=place).count() >= MOST_FROM_ONE_PLACE:
        raise AskedTooOften


def _hold_what_was_asked(subscriber: Subscriber, *, at: datetime) -> None:
    """Follow exactly what the newest of the mails that asked names, with what was chosen then."""
    asking = Announcement.objects.filter(kind=AnnouncementKind.CONFIRMATION, subscriber=subscriber)
    newest = asking.order_by("-created_at", "-pk").first()
    if newest is None:
        return
    follow_exactly(subscriber, asked_in(newest), at=at)
    if asked := SubscriptionRequest.objects.filter(announcement=newest).first():
        for name, value in asked.asked["choices"].items():
            setattr(subscriber, name, value)


def _begin_anew(subscriber: Subscriber, choices: Choices) -> None:
    """The next confirmation means exactly what its mail names, and no earlier link means it."""
    subscriber.language, subscriber.zone = choices.language, choices.zone
    subscriber.unsubscribed_at = None
    subscriber.nonce += 1
    subscriber.save()


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


def _found_or_new(email: str, choices: Choices) -> Subscriber:
    found = Subscriber.objects.filter(email__iexact=email).first()
    if found:
        return Subscriber.objects.select_for_update().get(pk=found.pk)
    zone = choices.zone if is_zone(choices.zone) else HOME_ZONE
    return Subscriber.objects.create(email=email, language=choices.language, zone=zone)
