"""Claims on deliveries: a conditional UPDATE with a lease, the same on every database."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from seminars.announcements.channels.base import MAIL
from seminars.announcements.sending.claimed import Claimed, as_claimed
from seminars.announcements.sending.pacing import Lane, Lanes, lanes, take
from seminars.models import Delivery, DeliveryState
from seminars.models.querysets import DeliveryQuerySet

# How many are claimed at once: at first, and at most.
BATCH, LARGEST = 100, 1000
# How long what was read is acted upon: whoever left a second before is not written to.
MOMENT = timedelta(seconds=0.5)
# What is urgent waits for what was claimed before it.
SOON = timedelta(seconds=1)


def lease() -> timedelta:
    """How long a claim holds; longer than the slowest single attempt."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def next_size(size: int, *, took: timedelta) -> int:
    """How many to claim after a claim of `size` has taken so long: what is told in about a second."""
    if took > SOON:
        return max(BATCH, size // 2)
    return min(LARGEST, 2 * size) if took < SOON / 2 else size


@dataclass(slots=True)
class Claim:
    """Deliveries that are ours until `until`, the most urgent first."""

    key: uuid.UUID
    deliveries: list[Claimed]
    claimed_at: datetime
    until: datetime

    def still_ours(self, deliveries: Sequence[Claimed], *, at: datetime) -> list[Claimed]:
        """Those that may be sent now; a whole lease begins anew for them, and in time for all that is left."""
        ours = Delivery.objects.filter(claim=self.key, state=DeliveryState.SENDING)
        if self.until - at < lease() / 2:
            self.until = at + lease()
            ours.update(leased_until=self.until)
        these = ours.filter(pk__in=[each.pk for each in deliveries])
        is_new = self.claimed_at <= at < self.claimed_at + MOMENT
        count = these.count() if is_new else these.update(leased_until=at + lease())
        if count == len(deliveries):
            return list(deliveries)
        left = set(these.values_list("pk", flat=True))
        return [each for each in deliveries if each.pk in left]


def claim(*, at: datetime, most: int = BATCH) -> Claim | None:
    """Up to `most` deliveries that nobody else holds; None when nothing is ripe.

    An address to which another worker is just telling something waits: what it hears next depends on that.
    Empty where another worker was faster everywhere.
    Who has a pace is asked for singly, so that what must wait for it stands in nobody's way.
    """
    standing = lanes(at=at)
    busy = _held(at=at).values("address")
    left = _left_behind(standing, at=at).exclude(address__in=busy)
    found = [pk for _priority, _due_at, pk in left[:most]]
    # Each by its own index; asked together, every claim would read all that waits.
    ripe = Delivery.objects.ripe(at=at).exclude(address__in=busy)
    free = ripe.filter(is_paced=False)
    if standing.is_stopped:
        free = free.exclude(channel=MAIL)
    ordered: list[tuple[tuple[int, datetime, int], Lane | None]] = [
        (each, None) for each in _in_order(free)[: most - len(found)]
    ]
    for lane in () if standing.is_stopped else standing.open:
        of_lane = _in_order(ripe.filter(domain=lane.name, is_paced=True))
        ordered += [(each, lane) for each in of_lane[: min(lane.room, most)]]
    ordered.sort(key=lambda each: each[0])
    found += _within_pace(ordered[: most - len(found)], at=at)
    if not found:
        return None
    key, until = uuid.uuid4(), at + lease()
    Delivery.objects.claimable(at=at).filter(pk__in=found).update(
        state=DeliveryState.SENDING, claim=key, leased_until=until
    )
    deliveries = as_claimed(Delivery.objects.filter(claim=key).order_by("priority", "due_at", "pk"))
    return Claim(key=key, deliveries=_alone(deliveries, key, at=at), claimed_at=at, until=until)


def _held(*, at: datetime) -> DeliveryQuerySet:
    return Delivery.objects.filter(state=DeliveryState.SENDING, leased_until__gt=at)


def _alone(deliveries: Sequence[Claimed], key: uuid.UUID, *, at: datetime) -> list[Claimed]:
    """Those to addresses that nobody else claimed in the same instant; the others wait again.

    Of two workers the later one always sees the other; where both do, both give way.
    """
    addresses = {each.address for each in deliveries}
    others = _held(at=at).filter(address__in=addresses).exclude(claim=key)
    shared = set(others.values_list("address", flat=True)) if addresses else set()
    if not shared:
        return list(deliveries)
    released = [each.pk for each in deliveries if each.address in shared]
    Delivery.objects.filter(pk__in=released, claim=key).update(
        state=DeliveryState.WAITING, claim=None, leased_until=None
    )
    return [each for each in deliveries if each.address not in shared]


def _left_behind(standing: Lanes, *, at: datetime) -> QuerySet[Delivery, tuple[int, datetime, int]]:
    left = Delivery.objects.left_behind(at=at)
    if standing.is_stopped:
        left = left.exclude(channel=MAIL)
    if standing.paused:
        left = left.exclude(domain__in=standing.paused)
    return _in_order(left)


def _in_order(deliveries: DeliveryQuerySet) -> QuerySet[Delivery, tuple[int, datetime, int]]:
    return deliveries.order_by("priority", "due_at", "pk").values_list("priority", "due_at", "pk")


def _within_pace(
    chosen: Sequence[tuple[tuple[int, datetime, int], Lane | None]], *, at: datetime
) -> list[int]:
    """The chosen deliveries, but for those of a lane that another worker has just used up."""
    counts = Counter(lane.name for _each, lane in chosen if lane)
    lanes_by_name = {lane.name: lane for _each, lane in chosen if lane}
    taken = {name for name, count in counts.items() if take(lanes_by_name[name], count, at=at)}
    return [pk for (_priority, _due_at, pk), lane in chosen if lane is None or lane.name in taken]
