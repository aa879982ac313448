"""A rendered mail → the mail of one recipient: their links, and the headers that lists and clients rely on."""

from __future__ import annotations

from django.conf import settings

from seminars.announcements.channels.base import Message
from seminars.announcements.channels.letters import Letter, is_plain, phrase
from seminars.announcements.saying.composing import PREFERENCES_MARK, UNSUBSCRIBE_MARK
from seminars.announcements.sending.joining import TOKEN_MARK
from seminars.announcements.sending.links import (
    guest_token,
    join_token,
    leaving_address,
    preferences_url,
    returns_address,
    unsubscribe_url,
)
from seminars.models import AnnouncementKind, Audience, Delivery, Series, Subscriber

# The list of those mails that are about no series in particular.
DIGEST = "digest"


def letter(message: Message, delivery: Delivery, *, event_uid: str = "") -> Letter:
    """`message` to the recipient of `delivery`, whose own links will stand in the place of the marks."""
    return Letter(
        message,
        delivery.address,
        _headers(delivery, series=delivery.announcement.series, event_uid=event_uid),
        _links(message, delivery),
        delivery.pk,
        sender=returns_address(delivery) if settings.VERP else "",
    )


def _links(message: Message, delivery: Delivery) -> tuple[tuple[str, str], ...]:
    subscriber = delivery.subscriber
    found: tuple[tuple[str, str], ...] = ()
    # Few mails have one, and signing takes longer than looking.
    if TOKEN_MARK in message.text:
        found = ((TOKEN_MARK, join_token(subscriber) if subscriber else guest_token(delivery)),)
    if subscriber is None:
        return found
    return (
        (UNSUBSCRIBE_MARK, unsubscribe_url(subscriber, delivery.language)),
        (PREFERENCES_MARK, preferences_url(subscriber, delivery.language)),
        *found,
    )


def _headers(delivery: Delivery, *, series: Series | None, event_uid: str) -> dict[str, str]:
    """The headers of one mail.

    RFC 2919 (List-Id), 2369 and 8058 (unsubscribe), 3834 (Auto-Submitted), 5322 §3.6.4 (threads: every mail
    about one event answers the same canonical root). Who is written to as a speaker is on no list.
    """
    found = {
        "Message-ID": delivery.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if series is not None:
        found["X-From-Name"] = series.short.best(delivery.language)
        if is_plain(series.contact):
            found["Reply-To"] = series.contact
    announcement = delivery.announcement
    is_to_a_list = announcement.audience == Audience.SUBSCRIBERS
    if is_to_a_list and announcement.kind != AnnouncementKind.CONFIRMATION:
        slug = series.slug if series else DIGEST
        found |= _list_headers(series, delivery.language)
        found["Precedence"] = "list"
        found["Feedback-ID"] = f"{slug}:{announcement.kind}:{settings.MAIL_DOMAIN}:seminars"
        if delivery.subscriber is not None:
            found["List-Unsubscribe"] = _ways_out(delivery, delivery.subscriber)
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if event_uid:
        root = f"<event.{event_uid}@{settings.MAIL_DOMAIN}>"
        found["References"] = root
        found["In-Reply-To"] = root
    return found


def _list_headers(series: Series | None, language: str) -> dict[str, str]:
    """Of which list a mail is; whoever follows several is sent digests of all."""
    owner = series.contact if series and is_plain(series.contact) else settings.DEFAULT_FROM_EMAIL
    found = {
        "List-Help": f"<{settings.SITE_URL}/subscribe/>",
        "List-Owner": f"<mailto:{owner}>",
    }
    if series is None:
        return found | {
            "List-Id": f"<{DIGEST}.{settings.MAIL_DOMAIN}>",
            "List-Archive": f"<{settings.SITE_URL}/archive/>",
        }
    return found | {
        "List-Id": f"{phrase(series.name.best(language))} <{series.slug}.{settings.MAIL_DOMAIN}>",
        "List-Archive": f"<{settings.SITE_URL}/{series.slug}/>",
    }


def _ways_out(delivery: Delivery, subscriber: Subscriber) -> str:
    """The page first, which takes one click; a mailbox only where somebody reads it (Gmail uses the first)."""
    page = f"<{unsubscribe_url(subscriber)}>"
    if not settings.BOUNCES:
        return page
    return f"{page}, <mailto:{leaving_address(delivery, subscriber)}?subject=unsubscribe>"
