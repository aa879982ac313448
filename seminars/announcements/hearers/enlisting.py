"""Whoever hears of an announcement → the rows of their deliveries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from seminars.announcements.channels.base import MAIL
from seminars.announcements.sending.pacing import route
from seminars.models import Announcement, AnnouncementKind, DeliveryState
from seminars.models.announcements import PRIORITY

BATCH = 1000

# Raw: as objects, the rows took as long as their mails. First what the announcement says, then the addressee.
_INSERT = """
    INSERT INTO seminars_delivery (
        announcement_id, priority, due_at, expires_at, digest_on, state, attempts, error,
        uid, message_id, domain, is_paced,
        channel, address, language, zone, subscriber_id, speaker_id, target_id
    )
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""


class Addressee(NamedTuple):
    """An address on a channel, in which language and zone it is told, and whose it is, by pk."""

    channel: str
    address: str
    language: str
    zone: str
    subscriber: int | None = None
    speaker: int | None = None
    target: int | None = None


def enlist(announcement: Announcement, addressees: Iterable[Addressee]) -> int:
    """Write a delivery for each who has none of `announcement` yet; returns how many are new."""
    said, written, waiting = _said(announcement), 0, iter(addressees)
    with connection.cursor() as cursor:
        while rows := [(*said, *_own(each), *each) for each in islice(waiting, BATCH)]:
            cursor.executemany(_INSERT, rows)
            written += cursor.rowcount
    return written


def _said(announcement: Announcement) -> tuple[Any, ...]:
    """What the rows of all have from `announcement`."""
    adapt = connection.ops.adapt_datetimefield_value
    is_digest = announcement.kind == AnnouncementKind.DIGEST
    return (
        announcement.pk,
        PRIORITY[AnnouncementKind(announcement.kind)],
        adapt(announcement.due_at),
        adapt(announcement.expires_at),
        connection.ops.adapt_datefield_value(announcement.on) if is_digest else None,
        DeliveryState.WAITING.value,
        0,
        "",
    )


def _own(addressee: Addressee) -> tuple[str, str, str, bool]:
    """What each row has for itself."""
    uid = uuid.uuid4()
    # Fixed before the first attempt: a second copy of the same telling is recognized as one.
    message_id = f"<{uid}@{settings.MAIL_DOMAIN}>"
    domain, is_paced = route(addressee.address) if addressee.channel == MAIL else ("", False)
    return uid.hex, message_id, domain, is_paced
