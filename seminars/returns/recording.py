"""What came back → the delivery that it is about, and what it means for its reader.

Anybody may write such mails: whatever they say, they slow down no provider and hold up nobody else's mail.
"""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum

from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import leaving_by, left_by, returned_by, unsubscribe_token
from seminars.models import Delivery, SuppressionReason
from seminars.returns.reading import Complaint, Ignored, Leaving, Origin, Reading, Returned
from seminars.sealing.pseudonyms import ERASED
from seminars.subscriptions import unsubscribe

logger = logging.getLogger(__name__)

REPORTED = "reported as spam"


class Result(StrEnum):
    """What became of a mail that was read."""

    RETURNED = "returned"
    COMPLAINT = "complaint"
    LEFT = "left"
    IGNORED = "ignored"
    # Read before, or settled by another report.
    KNOWN = "known"
    # Of a mail that is not ours, or without anything that proves it.
    UNKNOWN = "unknown"


def record(reading: Reading, *, at: datetime) -> Result:
    """Write down what was read; doing it twice changes nothing."""
    match reading:
        case Returned():
            result = _returned(reading, at=at)
        case Complaint(origin):
            result = _complaint(origin, at=at)
        case Leaving(token):
            result = _leaving(token, at=at)
        case Ignored():
            result = Result.IGNORED
    logger.info("mail.came_back", extra={"result": result.value})
    return result


def _returned(returned: Returned, *, at: datetime) -> Result:
    delivery = _about(returned.origin)
    if delivery is None:
        return Result.UNKNOWN
    if delivery.address.startswith(ERASED):
        return Result.IGNORED
    # Who is erased in this very moment has another address already.
    news = Delivery.objects.filter(pk=delivery.pk, address=delivery.address, returned_at=None)
    if not news.update(returned_at=at, error=returned.answer):
        return Result.KNOWN
    suppression.blame(delivery.address, returned.meaning, source=returned.meaning, on=at.date(), at=at)
    return Result.RETURNED


def _complaint(origin: Origin, *, at: datetime) -> Result:
    # It ends all mail for good: nobody's does who has not the mail itself.
    delivery = returned_by(origin.token) or left_by(origin.leaving_token)
    if delivery is None:
        logger.warning("mail.complaint_unproven")
        return Result.UNKNOWN
    if delivery.address.startswith(ERASED):
        return Result.IGNORED
    news = Delivery.objects.filter(pk=delivery.pk, address=delivery.address).exclude(error=REPORTED)
    if not news.update(error=REPORTED):
        return Result.KNOWN
    suppression.suppress(delivery.address, reason=SuppressionReason.COMPLAINT, source="complaint", at=at)
    return Result.COMPLAINT


def _leaving(token: str, *, at: datetime) -> Result:
    subscriber = leaving_by(token)
    if subscriber is None:
        return Result.UNKNOWN
    if subscriber.unsubscribed_at:
        return Result.KNOWN
    unsubscribe.by_token(unsubscribe_token(subscriber), at=at)
    return Result.LEFT


def _about(origin: Origin) -> Delivery | None:
    """The delivery that a report is about; its token proves that the report is of our mail, a Message-ID suggests it."""
    if origin.token:
        return returned_by(origin.token)
    if not origin.message_ids:
        return None
    quoted = Delivery.objects.filter(message_id__in=origin.message_ids).select_related("announcement")
    return quoted.first()
