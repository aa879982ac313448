"""The personal links of a mail: signed for one subscriber and one purpose."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from seminars.models import Subscriber
from seminars.sealing.tokens import link_token, opens, subject_of

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
PREFERENCES = "preferences"
CONFIRM_WITHIN = timedelta(hours=72)


def _prefix(language: str) -> str:
    return "/en" if language == "en" else ""


def _token(subscriber: Subscriber, purpose: str, expires: int = 0) -> str:
    return link_token(
        settings.SECRET_KEY, purpose=purpose, subject=subscriber.pk, nonce=subscriber.nonce, expires=expires
    )


def unsubscribe_url(subscriber: Subscriber, language: str = "zh") -> str:
    """The page, and the address of the one-click POST (RFC 8058), that ends all mail to `subscriber`."""
    return f"{settings.SITE_URL}{_prefix(language)}/unsubscribe/{_token(subscriber, UNSUBSCRIBE)}/"


def preferences_url(subscriber: Subscriber, language: str = "zh") -> str:
    """The page on which `subscriber` chooses series, language and zone."""
    return f"{settings.SITE_URL}{_prefix(language)}/subscriptions/{_token(subscriber, PREFERENCES)}/"


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
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    holds = opens(token, keys, purpose=purpose, nonce=subscriber.nonce, now=int(at.timestamp()))
    return subscriber if holds else None
