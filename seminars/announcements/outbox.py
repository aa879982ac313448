"""The outbox: turns what is due into deliveries, and tells each of them once.

Claim, send, record are three short transactions; none is open across the network. A worker that dies
leaves a lease behind; when it has run out, another worker sends the same messages with the same Message-IDs:
at most a handful, for no more are sent before they are recorded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from django.db import DatabaseError, transaction

from seminars.announcements.channels.base import MAIL, ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.letters import Letter
from seminars.announcements.channels.mail import IMPOSSIBLE, Mailer
from seminars.announcements.hearers.audience import fan_out
from seminars.announcements.planning import arming
from seminars.announcements.sending import suppression
from seminars.announcements.sending.addressing import letter
from seminars.announcements.sending.claimed import Claimed
from seminars.announcements.sending.claiming import BATCH, MOMENT, Claim, claim, lease, next_size
from seminars.announcements.sending.groups import tell_group
from seminars.announcements.sending.lessons import Lessons
from seminars.announcements.sending.preparing import ForGroup, Preparation, Prepared
from seminars.announcements.sending.settling import Outcome, settle
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Suppression,
    SuppressionReason,
)

logger = logging.getLogger(__name__)

# How many messages may be told a second time after a worker died between sending and recording.
HANDFUL = 10


def drain(*, clock: Callable[[], datetime]) -> int:
    """Tell all that is due, the most urgent first; returns how many deliveries were settled or put off."""
    done, size = 0, BATCH
    _fan_out_due(at=clock())
    preparation, lessons = Preparation(), Lessons()
    with Mailer() as mailer:
        while batch := claim(at=(begun := clock()), most=size):
            preparation.take(batch.deliveries, at=clock())
            done += _deliver(batch, preparation, mailer, lessons, clock=clock)
            # A change that became due meanwhile goes before the rest.
            _fan_out_due(at=clock())
            size = next_size(size, took=clock() - begun)
    return done


def oldest_due(*, at: datetime) -> datetime | None:
    """When the longest-waiting ripe delivery became due; None while nothing waits.

    What waits for a provider with a pace is late by intention.
    """
    ripe = Delivery.objects.claimable(at=at).filter(is_paced=False)
    return ripe.order_by("due_at").values_list("due_at", flat=True).first()


def _fan_out_due(*, at: datetime) -> None:
    arming.arm(at=at)
    for announcement in Announcement.objects.due(at=at).select_related("series").order_by("pk"):
        with transaction.atomic():
            # Whoever raises the flag writes the deliveries; a second worker finds it raised.
            if Announcement.objects.due(at=at).filter(pk=announcement.pk).update(fanned_out_at=at):
                fan_out(announcement, at=at)


def _deliver(
    batch: Claim, preparation: Preparation, mailer: Mailer, lessons: Lessons, *, clock: Callable[[], datetime]
) -> int:
    settled = 0
    for stretch in _stretches(batch.deliveries):
        left = stretch
        while left:
            left = batch.still_ours(left, at=clock())
            if not left:
                break
            at, is_fresh = clock(), True
            preparation.look_up(left, at=at)
            against = _standing_against(left, at=at)
            while left and is_fresh:
                handful = left[:HANDFUL]
                outcomes = _kept_back(handful, against, lessons, at=clock())
                kept = {outcome.delivery.pk for outcome in outcomes}
                tried = [delivery for delivery in handful if delivery.pk not in kept]
                outcomes += _told(tried, preparation, mailer, clock=clock) if tried else []
                settle(outcomes, batch)
                for outcome in outcomes:
                    lessons.learn(outcome.delivery, outcome.failure, at=outcome.at)
                settled += len(outcomes)
                done = {outcome.delivery.pk for outcome in outcomes}
                left = [delivery for delivery in handful if delivery.pk not in done] + left[HANDFUL:]
                # What a slow server left over is claimed anew before it is sent; clocks may jump.
                is_fresh = at <= clock() < at + MOMENT and len(outcomes) == len(handful)
                is_fresh = is_fresh and preparation.is_current(at=at)
    return settled


def _stretches(deliveries: Sequence[Claimed]) -> Iterator[list[Claimed]]:
    """Deliveries of which no two are to one address: what it hears next depends on what it has been told."""
    stretch: list[Claimed] = []
    addresses: set[str] = set()
    for delivery in deliveries:
        if delivery.channel != MAIL:
            # A group cannot tell a second copy from the first: what it was told is recorded at once.
            yield [delivery]
            continue
        if delivery.address in addresses:
            yield stretch
            stretch, addresses = [], set()
        stretch.append(delivery)
        addresses.add(delivery.address)
    if stretch:
        yield stretch


def _told(
    deliveries: Sequence[Claimed],
    preparation: Preparation,
    mailer: Mailer,
    *,
    clock: Callable[[], datetime],
) -> list[Outcome]:
    """What became of these deliveries; where the mail server is slow, of the first of them."""
    at = clock()
    outcomes = []
    ready: dict[int, tuple[Claimed, Prepared]] = {}

    def letters() -> Iterator[Letter]:
        for delivery in deliveries:
            prepared = _prepared(delivery, preparation, at=at)
            if isinstance(prepared, Prepared):
                ready[delivery.pk] = delivery, prepared
                yield letter(prepared.form, delivery)
            elif isinstance(prepared, ForGroup):
                outcomes.append(_told_group(delivery, prepared, at=at))
            else:
                outcomes.append(prepared)

    with closing(mailer.send(letters(), at=at)) as sending:
        for sent in sending:
            delivery, prepared = ready[sent.letter.key]
            outcomes.append(Outcome(delivery, at, prepared.heard, prepared.notices, sent.failure))
            if clock() - at > lease() / 3:
                break
    return outcomes


def _standing_against(deliveries: Sequence[Claimed], *, at: datetime) -> dict[int, Suppression]:
    """By delivery pk: what forbids these mails."""
    mails = [
        delivery
        for delivery in deliveries
        # Whoever confirms anew is written to again, and so must be asked.
        if delivery.channel == MAIL and delivery.announcement.kind != AnnouncementKind.CONFIRMATION
    ]
    standing = suppression.suppressed([each.address for each in mails], at=at) if mails else {}
    found = {
        each.pk: suppression.applying(standing.get(each.address, []), each.announcement.series_id)
        for each in mails
    }
    return {pk: row for pk, row in found.items() if row}


def _kept_back(
    deliveries: Sequence[Claimed], against: Mapping[int, Suppression], lessons: Lessons, *, at: datetime
) -> list[Outcome]:
    """The mails among these that are not tried: to addresses that are suppressed, and what must wait."""
    outcomes = []
    for delivery in deliveries:
        if delivery.channel != MAIL:
            continue
        if row := against.get(delivery.pk):
            reason = suppression.SAID[SuppressionReason(row.reason)]
            outcomes.append(Outcome(delivery, at, ends_as=DeliveryState.SUPPRESSED, reason=reason))
        elif failure := lessons.held(delivery, at=at):
            outcomes.append(Outcome(delivery, at, failure=failure))
    return outcomes


def _told_group(delivery: Claimed, prepared: ForGroup, *, at: datetime) -> Outcome:
    try:
        tell_group(delivery, prepared.items, at=at)
    except (ChannelRefused, ChannelUnavailable) as failure:
        return Outcome(delivery, at, failure=failure)
    except DatabaseError:
        raise
    except Exception:
        return _impossible(delivery, at=at)
    return Outcome(delivery, at, prepared.heard)


def _prepared(delivery: Claimed, preparation: Preparation, *, at: datetime) -> Prepared | ForGroup | Outcome:
    if delivery.expires_at <= at:
        is_reminder = delivery.announcement.kind == AnnouncementKind.REMINDER
        return Outcome(delivery, at, ends_as=DeliveryState.MISSED if is_reminder else DeliveryState.EXPIRED)
    try:
        prepared = preparation.prepare(delivery, at=at)
    except ChannelUnavailable as later:
        return Outcome(delivery, at, failure=later)
    except DatabaseError:
        # Not the message's fault: the lease runs out, and it is sent when the database is back.
        raise
    except Exception:
        return _impossible(delivery, at=at)
    return Outcome(delivery, at, ends_as=prepared) if isinstance(prepared, DeliveryState) else prepared


def _impossible(delivery: Claimed, *, at: datetime) -> Outcome:
    # What cannot be composed now cannot be in a minute either, and must not hold up the rest.
    logger.exception("delivery.impossible", extra={"delivery": delivery.pk})
    return Outcome(delivery, at, failure=ChannelRefused(IMPOSSIBLE))
