"""The outbox: turns what is due into deliveries, and tells each of them once.

Claim, send, record are three short transactions; none is open across the network. A worker that dies
leaves a lease behind; when it has run out, another worker sends the same messages with the same Message-IDs:
at most a handful, for no more are sent before they are recorded.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.db.models import F

from seminars.announcements import arming, retrying, suppression
from seminars.announcements.addressing import letter
from seminars.announcements.audience import fan_out
from seminars.announcements.channels.answers import MailUnavailable, Meaning
from seminars.announcements.channels.base import MAIL, ChannelRefused, ChannelUnavailable
from seminars.announcements.channels.letters import Letter
from seminars.announcements.channels.mail import Mailer
from seminars.announcements.claiming import Claim, claim, lease
from seminars.announcements.groups import tell_group
from seminars.announcements.lessons import Lessons
from seminars.announcements.preparing import ForGroup, Heard, Preparation, Prepared
from seminars.models import (
    Announcement,
    AnnouncementKind,
    ClockNotice,
    Delivery,
    DeliveryState,
    Suppression,
    Told,
)

logger = logging.getLogger(__name__)

# How many messages may be told a second time after a worker died between sending and recording.
HANDFUL = 10
# How long what was read of readers is acted upon: whoever left a second before is not written to.
FRESH = timedelta(seconds=0.5)

SHORTEST_PAUSE = timedelta(seconds=5)


class Outcome(NamedTuple):
    """What became of a delivery at a time: sent, with what its reader then knows; ended otherwise; or failed."""

    delivery: Delivery
    at: datetime
    heard: tuple[Heard, ...] = ()
    notices: tuple[ClockNotice, ...] = ()
    failure: ChannelRefused | ChannelUnavailable | None = None
    ends_as: DeliveryState | None = None
    reason: str = ""


def drain(*, clock: Callable[[], datetime]) -> int:
    """Tell all that is due, the most urgent first; returns how many deliveries were settled or put off."""
    done = 0
    _fan_out_due(at=clock())
    preparation, lessons = Preparation(), Lessons()
    with Mailer() as mailer:
        while batch := claim(at=clock()):
            preparation.take(batch.deliveries, at=clock())
            done += _deliver(batch, preparation, mailer, lessons, clock=clock)
            # A change that became due meanwhile goes before the rest.
            _fan_out_due(at=clock())
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
                _record(outcomes, batch)
                for outcome in outcomes:
                    lessons.learn(outcome.delivery, outcome.failure, at=outcome.at)
                settled += len(outcomes)
                done = {outcome.delivery.pk for outcome in outcomes}
                left = [delivery for delivery in left if delivery.pk not in done]
                # What a slow server left over is claimed anew before it is sent; clocks may jump.
                is_fresh = at <= clock() < at + FRESH and len(outcomes) == len(handful)
                is_fresh = is_fresh and preparation.is_current(at=at)
    return settled


def _stretches(deliveries: Sequence[Delivery]) -> Iterator[list[Delivery]]:
    """Deliveries of which no two are to one address: what it hears next depends on what it has been told."""
    stretch: list[Delivery] = []
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
    deliveries: Sequence[Delivery],
    preparation: Preparation,
    mailer: Mailer,
    *,
    clock: Callable[[], datetime],
) -> list[Outcome]:
    """What became of these deliveries; where the mail server is slow, of the first of them."""
    at = clock()
    outcomes = []
    letters: list[Letter] = []
    ready: dict[int, tuple[Delivery, Prepared]] = {}
    for delivery in deliveries:
        prepared = _prepared(delivery, preparation, at=at)
        if isinstance(prepared, Prepared):
            ready[delivery.pk] = delivery, prepared
            letters.append(letter(prepared.message, delivery, event_uid=prepared.event_uid))
        elif isinstance(prepared, ForGroup):
            outcomes.append(_told_group(delivery, prepared, at=at))
        else:
            outcomes.append(prepared)
    with closing(mailer.send(letters, at=at)) as sending:
        for sent in sending:
            delivery, prepared = ready[sent.letter.key]
            outcomes.append(Outcome(delivery, at, prepared.heard, prepared.notices, sent.failure))
            if clock() - at > lease() / 3:
                break
    return outcomes


def _standing_against(deliveries: Sequence[Delivery], *, at: datetime) -> dict[int, Suppression]:
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
    deliveries: Sequence[Delivery], against: Mapping[int, Suppression], lessons: Lessons, *, at: datetime
) -> list[Outcome]:
    """The mails among these that are not tried: to addresses that are suppressed, and what must wait."""
    outcomes = []
    for delivery in deliveries:
        if delivery.channel != MAIL:
            continue
        if row := against.get(delivery.pk):
            reason = f"{row.reason}: {row.source}"
            outcomes.append(Outcome(delivery, at, ends_as=DeliveryState.SUPPRESSED, reason=reason))
        elif failure := lessons.held(delivery, at=at):
            outcomes.append(Outcome(delivery, at, failure=failure))
    return outcomes


def _told_group(delivery: Delivery, prepared: ForGroup, *, at: datetime) -> Outcome:
    try:
        tell_group(delivery, prepared.items, at=at)
    except (ChannelRefused, ChannelUnavailable) as failure:
        return Outcome(delivery, at, failure=failure)
    except DatabaseError:
        raise
    except Exception:
        return _impossible(delivery, at=at)
    return Outcome(delivery, at, prepared.heard)


def _prepared(delivery: Delivery, preparation: Preparation, *, at: datetime) -> Prepared | ForGroup | Outcome:
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


def _impossible(delivery: Delivery, *, at: datetime) -> Outcome:
    # What cannot be composed now cannot be in a minute either, and must not hold up the rest.
    logger.exception("delivery.impossible", extra={"delivery": delivery.pk})
    return Outcome(delivery, at, failure=ChannelRefused("The message could not be composed or addressed."))


def _record(outcomes: Sequence[Outcome], batch: Claim) -> None:
    sent = [outcome for outcome in outcomes if outcome.failure is None and outcome.ends_as is None]
    with transaction.atomic():
        if sent:
            _settle([outcome.delivery for outcome in sent], batch, DeliveryState.SENT, sent_at=sent[0].at)
            _remember(sent)
        for outcome in outcomes:
            if outcome.ends_as:
                _settle([outcome.delivery], batch, outcome.ends_as, error=outcome.reason)
            elif isinstance(outcome.failure, ChannelRefused):
                _settle([outcome.delivery], batch, DeliveryState.REFUSED, error=str(outcome.failure))
            elif outcome.failure:
                _put_off(outcome.delivery, batch, outcome.failure, at=outcome.at)
    for outcome in sent:
        told = outcome.delivery
        logger.info("delivery.sent", extra={"delivery": told.pk, "channel": told.channel})


def _remember(sent: Sequence[Outcome]) -> None:
    Told.objects.bulk_create(
        [
            Told(
                channel=outcome.delivery.channel,
                address=outcome.delivery.address,
                event=heard.revision.event,
                revision=heard.revision,
                at=outcome.at,
                invited_as=heard.invited_as,
            )
            for outcome in sent
            for heard in outcome.heard
        ],
        update_conflicts=True,
        unique_fields=["event", "channel", "address"],
        update_fields=["revision", "at", "invited_as"],
    )
    notices = [notice for outcome in sent for notice in outcome.notices]
    ClockNotice.objects.bulk_create(notices, ignore_conflicts=True)


def _settle(
    deliveries: Sequence[Delivery],
    batch: Claim,
    state: DeliveryState,
    *,
    sent_at: datetime | None = None,
    error: str = "",
) -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in deliveries], claim=batch.key).update(
        state=state,
        sent_at=sent_at,
        error=error[:500],
        attempts=F("attempts") + 1,
        claim=None,
        leased_until=None,
    )


def _put_off(delivery: Delivery, batch: Claim, reason: ChannelUnavailable, *, at: datetime) -> None:
    if reason.after is None:
        attempts = delivery.attempts + 1
        pause = retrying.pause(attempts)
        if delivery.channel == MAIL:
            pause = retrying.jittered(pause, delivery.uid)
        if retrying.is_given_up(attempts) and _is_of_this_message(reason):
            _settle([delivery], batch, DeliveryState.REFUSED, error=str(reason))
            return
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


def _is_of_this_message(reason: ChannelUnavailable) -> bool:
    """Whether a server put this very message off, and was not merely out of reach."""
    return isinstance(reason, MailUnavailable) and reason.meaning in (Meaning.LATER, Meaning.UNWANTED)
