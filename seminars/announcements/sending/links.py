"""The personal links and mailboxes of a mail: signed for one subscriber, or one delivery, and one purpose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from seminars.announcements.hearers.readers import Hearer
from seminars.announcements.sending.claimed import Claimed
from seminars.models import Delivery, Subscriber
from seminars.sealing.mailboxes import holds, mailbox_token, uid_of
from seminars.sealing.tokens import link_token, opens, subject_of

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
PREFERENCES = "preferences"
JOIN = "join"
GUEST = "guest"
# What stands before the plus sign of a mailbox that is ours.
RETURNS_BOX, LEAVING_BOX = "b", "unsub"
CONFIRM_WITHIN = timedelta(hours=72)


def _prefix(language: str) -> str:
    return "/en" if language == "en" else ""


def _token(subscriber: Subscriber | Hearer, purpose: str, expires: int = 0) -> str:
    return link_token(
        settings.SECRET_KEY, purpose=purpose, subject=subscriber.pk, nonce=subscriber.nonce, expires=expires
    )


def unsubscribe_token(subscriber: Subscriber | Hearer) -> str:
    """What ends all mail to `subscriber`."""
    return _token(subscriber, UNSUBSCRIBE)


def unsubscribe_url(subscriber: Subscriber | Hearer, language: str = "zh") -> str:
    """The page, and the address of the one-click POST (RFC 8058), that ends all mail to `subscriber`."""
    return unsubscribe_page(unsubscribe_token(subscriber), language)


def unsubscribe_page(token: str, language: str = "zh") -> str:
    """The same by what `unsubscribe_token` gave."""
    return f"{settings.SITE_URL}{_prefix(language)}/unsubscribe/{token}/"


def preferences_url(subscriber: Subscriber | Hearer, language: str = "zh") -> str:
    """The page on which `subscriber` chooses series, language and zone."""
    return f"{settings.SITE_URL}{_prefix(language)}/subscriptions/{_token(subscriber, PREFERENCES)}/"


def join_token(subscriber: Subscriber | Hearer) -> str:
    """What opens the join pages of what `subscriber` follows, and nothing else: such links are passed on."""
    return _token(subscriber, JOIN)


def guest_token(delivery: Delivery | Claimed) -> str:
    """What opens the join pages of the events that `delivery` told somebody of who follows nothing: a speaker, a host."""
    return link_token(settings.SECRET_KEY, purpose=GUEST, subject=delivery.pk, nonce=0)


def told_by(token: str, *, at: datetime) -> Delivery | None:
    """The delivery that `guest_token` was made for."""
    pk = subject_of(token)
    if pk is None or not opens(token, _keys(), purpose=GUEST, nonce=0, now=int(at.timestamp())):
        return None
    return Delivery.objects.filter(pk=pk, subscriber=None).first()


def confirm_url(subscriber: Subscriber, language: str, *, at: datetime) -> str:
    """The page that confirms the address; holds for 72 hours from `at`, and once."""
    token = _token(subscriber, CONFIRM, int((at + CONFIRM_WITHIN).timestamp()))
    return f"{settings.SITE_URL}{_prefix(language)}/subscribe/{token}/"


def subscriber_of(token: str, purpose: str, *, at: datetime) -> Subscriber | None:
    """Whom `token` was made for, if it still holds for `purpose` at `at`."""
    pk = subject_of(token)
    subscriber = Subscriber.objects.filter(pk=pk).first() if pk is not None else None
    if subscriber is None:
        return None
    is_open = opens(token, _keys(), purpose=purpose, nonce=subscriber.nonce, now=int(at.timestamp()))
    return subscriber if is_open else None


def returns_address(delivery: Delivery | Claimed) -> str:
    """To whom mail servers send `delivery` back (VERP): an address that names it and nobody else."""
    token = mailbox_token(settings.SECRET_KEY, purpose=RETURNS_BOX, uid=delivery.uid)
    return f"{RETURNS_BOX}+{token}@{settings.MAIL_DOMAIN}"


def leaving_address(delivery: Delivery | Claimed, subscriber: Subscriber | Hearer) -> str:
    """A mail to this address ends all mail to the subscriber to whom `delivery` went."""
    token = mailbox_token(settings.SECRET_KEY, purpose=LEAVING_BOX, uid=delivery.uid, nonce=subscriber.nonce)
    return f"{LEAVING_BOX}+{token}@{settings.MAIL_DOMAIN}"


def returned_by(token: str) -> Delivery | None:
    """The delivery that `token`, found in the address of returned mail, was made for."""
    delivery = _delivery_of(token)
    return delivery if delivery and holds(token, _keys(), purpose=RETURNS_BOX) else None


def left_by(token: str) -> Delivery | None:
    """The delivery that `token`, found in an address for leaving, was made for, if it still holds."""
    delivery = _delivery_of(token)
    subscriber = delivery.subscriber if delivery else None
    if subscriber is None or not holds(token, _keys(), purpose=LEAVING_BOX, nonce=subscriber.nonce):
        return None
    return delivery


def leaving_by(token: str) -> Subscriber | None:
    """Whose mail a token in an address for leaving ends, if it still holds."""
    delivery = left_by(token)
    return delivery.subscriber if delivery else None


def _delivery_of(token: str) -> Delivery | None:
    uid = uid_of(token)
    return (
        Delivery.objects.select_related("subscriber", "announcement").filter(uid=uid).first() if uid else None
    )


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
