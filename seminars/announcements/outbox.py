"""The outbox: turns what is due into deliveries, and tells each of them once.

Claim, send, record are three short transactions; none is open across the network. A worker that dies
leaves a lease behind; when it has run out, another worker sends the same message with the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from seminars.announcements.addressing import headers, personal
from seminars.announcements.audience import fan_out
from seminars.announcements.channels.base import ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.mail import Mailer
from seminars.announcements.claiming import Claim, claim
from seminars.announcements.groups import tell_group
from seminars.announcements.preparing import ForGroup, Preparation, Prepared
from seminars.models import Announcement, Delivery, DeliveryState, Told

logger = logging.getLogger(__name__)

BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360)]
SHORTEST_PAUSE = timedelta(seconds=5)


def drain(*, clock: Callable[[], datetime]) -> int:
    """Tell all that is due, the most urgent first; returns how many deliveries were settled or put off."""
    done = 0
    _fan_out_due(at=clock())
    with Mailer() as mailer:
        while batch := claim(at=clock()):
            done += _deliver(batch, mailer, clock=clock)
            # A change that became due meanwhile goes before the rest.
            _fan_out_due(at=clock())
    return done


def oldest_due(*, at: datetime) -> datetime | None:
    """When the longest-waiting ripe delivery became due; None while nothing waits."""
    return Delivery.objects.claimable(at=at).order_by("due_at").values_list("due_at", flat=True).first()


def _fan_out_due(*, at: datetime) -> None:
    for announcement in Announcement.objects.due(at=at).select_related("series").order_by("pk"):
        with transaction.atomic():
            # Whoever raises the flag writes the deliveries; a second worker finds it raised.
            if Announcement.objects.due(at=at).filter(pk=announcement.pk).update(fanned_out_at=at):
                fan_out(announcement)


def _deliver(batch: Claim, mailer: Mailer, *, clock: Callable[[], datetime]) -> int:
    preparation = Preparation(batch.deliveries)
    settled = 0
    for delivery in batch.deliveries:
        at = clock()
        if batch.is_still_ours(delivery, at=at):
            _tell(delivery, preparation, mailer, batch, at=at)
            settled += 1
    return settled


def _tell(
    delivery: Delivery, preparation: Preparation, mailer: Mailer, batch: Claim, *, at: datetime
) -> None:
    if delivery.expires_at <= at:
        _settle(delivery, batch, DeliveryState.EXPIRED)
        return
    try:
        prepared = preparation.prepare(delivery, at=at)
        if isinstance(prepared, DeliveryState):
            _settle(delivery, batch, prepared)
            return
        if isinstance(prepared, ForGroup):
            tell_group(delivery, prepared.items, at=at)
        else:
            mailer.send(
                personal(prepared.message, delivery),
                to=delivery.address,
                headers=headers(delivery, series=delivery.announcement.series, event_uid=prepared.event_uid),
                at=at,
            )
    except ChannelRefused as refusal:
        _settle(delivery, batch, DeliveryState.REFUSED, error=str(refusal))
    except ChannelUnavailable as reason:
        _put_off(delivery, batch, reason, at=at)
    except DatabaseError:
        # Not the message's fault: the lease runs out, and it is sent when the database is back.
        raise
    except Exception:
        # What cannot be composed or addressed now cannot be in a minute either, and must not hold up the rest.
        logger.exception("delivery.impossible", extra={"delivery": delivery.pk})
        _settle(
            delivery, batch, DeliveryState.REFUSED, error="The message could not be composed or addressed."
        )
    else:
        _record(delivery, batch, prepared, at=at)


def _record(delivery: Delivery, batch: Claim, prepared: Prepared | ForGroup, *, at: datetime) -> None:
    with transaction.atomic():
        _settle(delivery, batch, DeliveryState.SENT, sent_at=at)
        Told.objects.bulk_create(
            [
                Told(
                    channel=delivery.channel,
                    address=delivery.address,
                    event=heard.revision.event,
                    revision=heard.revision,
                    at=at,
                    invited_as=heard.invited_as,
                )
                for heard in prepared.heard
            ],
            update_conflicts=True,
            unique_fields=["event", "channel", "address"],
            update_fields=["revision", "at", "invited_as"],
        )
    logger.info("delivery.sent", extra={"delivery": delivery.pk, "channel": delivery.channel})


def _settle(
    delivery: Delivery,
    batch: Claim,
    state: DeliveryState,
    *,
    sent_at: datetime | None = None,
    error: str = "",
) -> None:
    Delivery.objects.filter(pk=delivery.pk, claim=batch.key).update(
        state=state,
        sent_at=sent_at,
        error=error[:500],
        attempts=delivery.attempts + 1,
        claim=None,
        leased_until=None,
    )


def _put_off(delivery: Delivery, batch: Claim, reason: ChannelUnavailable, *, at: datetime) -> None:
    if reason.after is None:
        pause, attempts = BACK_OFF[min(delivery.attempts, len(BACK_OFF) - 1)], delivery.attempts + 1
    else:
        # Whoever is asked to wait has not failed.
        pause, attempts = max(reason.after, SHORTEST_PAUSE), delivery.attempts
    Delivery.objects.filter(pk=delivery.pk, claim=batch.key).update(
        state=DeliveryState.WAITING,
        due_at=at + pause,
        attempts=attempts,
        error=str(reason)[:500],
        claim=None,
        leased_until=None,
    )
    logger.info("delivery.put_off", extra={"delivery": delivery.pk, "channel": delivery.channel})
