"""What became of deliveries, written down: one short transaction for a handful of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DataError, connection, transaction
from django.utils.translation import gettext_noop

from seminars.announcements.channels.answers import MailUnavailable, Meaning
from seminars.announcements.channels.base import MAIL, ChannelRefused, ChannelUnavailable
from seminars.announcements.sending import retrying
from seminars.announcements.sending.claimed import Claimed
from seminars.announcements.sending.claiming import Claim
from seminars.announcements.sending.preparing import Heard
from seminars.models import ClockNotice, Delivery, DeliveryState
from seminars.text.typography import clean_line

logger = logging.getLogger(__name__)

SHORTEST_PAUSE = timedelta(seconds=5)
LONGEST_ERROR = 500
# What the database cannot hold, and letters that have no octets.
_UNWRITABLE = (DataError, UnicodeError)

# Raw: as objects, a handful of rows took as long as their mails.
_END = """
    UPDATE seminars_delivery
    SET state = %s, sent_at = %s, error = %s, attempts = attempts + 1, claim = NULL, leased_until = NULL
    WHERE claim = %s AND id IN ({})
"""
_REMEMBER = """
    INSERT INTO seminars_told (channel, address, event_id, revision_id, at, invited_as)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (event_id, channel, address)
    DO UPDATE SET revision_id = excluded.revision_id, at = excluded.at, invited_as = excluded.invited_as
    WHERE seminars_told.revision_id <= excluded.revision_id
"""


class Outcome(NamedTuple):
    """What became of a delivery at a time: sent, with what its reader then knows; ended otherwise; or failed."""

    delivery: Claimed
    at: datetime
    heard: tuple[Heard, ...] = ()
    notices: tuple[ClockNotice, ...] = ()
    failure: ChannelRefused | ChannelUnavailable | None = None
    ends_as: DeliveryState | None = None
    reason: str = ""


def settle(outcomes: Sequence[Outcome], batch: Claim) -> None:
    """Write down what became of these deliveries, in one transaction, as far as they are still ours.

    Where one of them cannot be written, the others are all the same, and it ends refused: it is not told again.
    """
    if not outcomes:
        return
    try:
        _write(outcomes, batch)
    except _UNWRITABLE:
        for outcome in outcomes:
            _write_alone(outcome, batch)


def _write_alone(outcome: Outcome, batch: Claim) -> None:
    try:
        _write([outcome], batch)
    except _UNWRITABLE:
        logger.exception("delivery.unwritable", extra={"delivery": outcome.delivery.pk})
        said = gettext_noop("What became of it could not be written down.")
        _end([outcome.delivery.pk], batch, DeliveryState.REFUSED, error=said)


def _write(outcomes: Sequence[Outcome], batch: Claim) -> None:
    sent = [outcome for outcome in outcomes if outcome.failure is None and outcome.ends_as is None]
    with transaction.atomic():
        if sent:
            _remember(_ended_as_sent(sent, batch))
        for outcome in outcomes:
            if outcome.ends_as:
                _end([outcome.delivery.pk], batch, outcome.ends_as, error=outcome.reason)
            elif isinstance(outcome.failure, ChannelRefused):
                _end([outcome.delivery.pk], batch, DeliveryState.REFUSED, error=str(outcome.failure))
            elif outcome.failure:
                _put_off(outcome.delivery, batch, outcome.failure, at=outcome.at)
    for outcome in sent:
        told = outcome.delivery
        logger.info("delivery.sent", extra={"delivery": told.pk, "channel": told.channel})


def _ended_as_sent(sent: Sequence[Outcome], batch: Claim) -> Sequence[Outcome]:
    """Those that were still ours: of an address that was erased meanwhile nothing is remembered."""
    pks = [outcome.delivery.pk for outcome in sent]
    if _end(pks, batch, DeliveryState.SENT, sent_at=sent[0].at) == len(sent):
        return sent
    ours = set(Delivery.objects.filter(pk__in=pks, state=DeliveryState.SENT).values_list("pk", flat=True))
    return [outcome for outcome in sent if outcome.delivery.pk in ours]


def _remember(sent: Sequence[Outcome]) -> None:
    """Note what each address now knows; whom another worker has told something newer meanwhile knows that."""
    rows = [
        (
            outcome.delivery.channel,
            outcome.delivery.address,
            heard.revision.event_id,
            heard.revision.pk,
            connection.ops.adapt_datetimefield_value(outcome.at),
            heard.invited_as,
        )
        for outcome in sent
        for heard in outcome.heard
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_REMEMBER, rows)
    if notices := [notice for outcome in sent for notice in outcome.notices]:
        ClockNotice.objects.bulk_create(notices, ignore_conflicts=True)


def _end(
    pks: Sequence[int],
    batch: Claim,
    state: DeliveryState,
    *,
    sent_at: datetime | None = None,
    error: str = "",
) -> int:
    """How many of them were still ours and have now ended so."""
    claim = Delivery._meta.get_field("claim").get_db_prep_value(batch.key, connection)
    at = connection.ops.adapt_datetimefield_value(sent_at)
    with connection.cursor() as cursor:
        cursor.execute(_END.format(", ".join(["%s"] * len(pks))), [state, at, _kept(error), claim, *pks])
        return int(cursor.rowcount)


def _put_off(delivery: Claimed, batch: Claim, reason: ChannelUnavailable, *, at: datetime) -> None:
    if reason.after is None:
        attempts = delivery.attempts + 1
        pause = retrying.pause(attempts)
        if delivery.channel == MAIL:
            pause = retrying.jittered(pause, delivery.uid)
        if retrying.is_given_up(attempts) and _is_of_this_message(reason):
            _end([delivery.pk], batch, DeliveryState.REFUSED, error=str(reason))
            return
    else:
        # Whoever is asked to wait has not failed.
        pause, attempts = max(reason.after, SHORTEST_PAUSE), delivery.attempts
    Delivery.objects.filter(pk=delivery.pk, claim=batch.key).update(
        state=DeliveryState.WAITING,
        due_at=at + pause,
        attempts=attempts,
        error=_kept(str(reason)),
        claim=None,
        leased_until=None,
    )
    logger.info("delivery.put_off", extra={"delivery": delivery.pk, "channel": delivery.channel})


def _kept(answer: str) -> str:
    """As the field would clean it, which raw SQL goes past."""
    return clean_line(answer)[:LONGEST_ERROR]


def _is_of_this_message(reason: ChannelUnavailable) -> bool:
    """Whether a server put this very message off, and was not merely out of reach."""
    return isinstance(reason, MailUnavailable) and reason.meaning in (Meaning.LATER, Meaning.UNWANTED)
