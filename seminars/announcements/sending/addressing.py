"""A rendered mail → the mail of each recipient: their links, and the headers that lists and clients rely on."""

from __future__ import annotations

from django.conf import settings

from seminars.announcements.channels.base import Message
from seminars.announcements.channels.letters import Form, Letter, is_plain, phrase
from seminars.announcements.hearers.readers import Hearer
from seminars.announcements.saying.composing import PREFERENCES_MARK, UNSUBSCRIBE_MARK
from seminars.announcements.sending.claimed import Claimed
from seminars.announcements.sending.joining import TOKEN_MARK
from seminars.announcements.sending.links import (
    guest_token,
    join_token,
    leaving_address,
    preferences_url,
    returns_address,
    unsubscribe_page,
    unsubscribe_token,
)
from seminars.models import Announcement, AnnouncementKind, Audience, Series

# The list of those mails that are about no series in particular.
DIGEST = "digest"


def form(message: Message, delivery: Claimed, *, event_uid: str = "") -> Form:
    """`message` with the headers of all who are told it alike, in the language of `delivery` and by its announcement."""
    return Form(message, _headers(delivery, series=delivery.announcement.series, event_uid=event_uid))


def letter(form: Form, delivery: Claimed) -> Letter:
    """`form` to the recipient of `delivery`, whose own links will stand in the place of the marks."""
    own, links = {"Message-ID": delivery.message_id}, []
    if reader := delivery.reader:
        token = unsubscribe_token(reader)
        links = [
            (UNSUBSCRIBE_MARK, unsubscribe_page(token, delivery.language)),
            (PREFERENCES_MARK, preferences_url(reader, delivery.language)),
        ]
        if _is_to_a_list(delivery.announcement):
            own["List-Unsubscribe"] = _ways_out(token, delivery, reader)
    # Few mails have one, and signing takes longer than looking.
    if TOKEN_MARK in form.message.text:
        links.append((TOKEN_MARK, join_token(reader) if reader else guest_token(delivery)))
    sender = returns_address(delivery) if settings.VERP else ""
    return Letter(form, delivery.address, own, tuple(links), delivery.pk, sender)


def _is_to_a_list(announcement: Announcement) -> bool:
    is_to_subscribers = announcement.audience == Audience.SUBSCRIBERS
    return is_to_subscribers and announcement.kind != AnnouncementKind.CONFIRMATION


def _headers(delivery: Claimed, *, series: Series | None, event_uid: str) -> dict[str, str]:
    """The headers that a mail has in common with others.

    RFC 2919 (List-Id), 2369 and 8058 (unsubscribe), 3834 (Auto-Submitted), 5322 §3.6.4 (threads: every mail
    about one event answers the same canonical root). Who is written to as a speaker is on no list.
    """
    found = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if series is not None:
        found["X-From-Name"] = series.short.best(delivery.language)
        if is_plain(series.contact):
            found["Reply-To"] = series.contact
    announcement = delivery.announcement
    if _is_to_a_list(announcement):
        slug = series.slug if series else DIGEST
        found |= _list_headers(series, delivery.language)
        found["Precedence"] = "list"
        found["Feedback-ID"] = f"{slug}:{announcement.kind}:{settings.MAIL_DOMAIN}:seminars"
        if delivery.reader:
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


def _ways_out(token: str, delivery: Claimed, reader: Hearer) -> str:
    """The page first, which takes one click; a mailbox only where somebody reads it (Gmail uses the first)."""
    page = f"<{unsubscribe_page(token)}>"
    if not settings.BOUNCES:
        return page
    return f"{page}, <mailto:{leaving_address(delivery, reader)}?subject=unsubscribe>"
