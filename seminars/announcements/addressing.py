"""A rendered mail → the mail of one recipient: their links, and the headers that lists and clients rely on."""

from __future__ import annotations

from django.conf import settings

from seminars.announcements.channels.base import Message
from seminars.announcements.channels.letters import Letter
from seminars.announcements.composing import PREFERENCES_MARK, UNSUBSCRIBE_MARK
from seminars.announcements.links import preferences_url, unsubscribe_url
from seminars.models import AnnouncementKind, Audience, Delivery, Series


def letter(message: Message, delivery: Delivery, *, event_uid: str = "") -> Letter:
    """`message` to the recipient of `delivery`, whose own links will stand in the place of the marks."""
    return Letter(
        message,
        delivery.address,
        _headers(delivery, series=delivery.announcement.series, event_uid=event_uid),
        _links(delivery),
        delivery.pk,
    )


def _links(delivery: Delivery) -> tuple[tuple[str, str], ...]:
    if delivery.subscriber is None:
        return ()
    return (
        (UNSUBSCRIBE_MARK, unsubscribe_url(delivery.subscriber, delivery.language)),
        (PREFERENCES_MARK, preferences_url(delivery.subscriber, delivery.language)),
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
    is_digest = delivery.announcement.kind == AnnouncementKind.DIGEST
    is_to_readers = series is not None and delivery.announcement.audience == Audience.SUBSCRIBERS
    if is_digest or is_to_readers:
        name = series.slug if series else "digest"
        found["List-Id"] = f"<{name}.{settings.MAIL_DOMAIN}>"
        found["List-Archive"] = f"<{settings.SITE_URL}/{series.slug if series else 'archive'}/>"
        found["Precedence"] = "list"
        if delivery.subscriber is not None:
            found["List-Unsubscribe"] = f"<{unsubscribe_url(delivery.subscriber)}>"
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if event_uid:
        root = f"<event.{event_uid}@{settings.MAIL_DOMAIN}>"
        found["References"] = root
        found["In-Reply-To"] = root
    return found
