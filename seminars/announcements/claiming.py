"""Claims on deliveries: a conditional UPDATE with a lease, the same on every database."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from seminars.models import Delivery, DeliveryState

BATCH = 100


def lease() -> timedelta:
    """How long a claim holds; longer than the slowest single attempt."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


@dataclass(slots=True)
class Claim:
    """Deliveries that are ours until `until`, the most urgent first."""

    key: uuid.UUID
    deliveries: list[Delivery]
    until: datetime

    def still_ours(self, deliveries: Sequence[Delivery], *, at: datetime) -> list[Delivery]:
        """Those that may be sent now; a whole lease begins anew for them, and in time for all that is left."""
        ours = Delivery.objects.filter(claim=self.key, state=DeliveryState.SENDING)
        if self.until - at < lease() / 2:
            self.until = at + lease()
            ours.update(leased_until=self.until)
        these = ours.filter(pk__in=[each.pk for each in deliveries])
        if these.update(leased_until=at + lease()) == len(deliveries):
            return list(deliveries)
        left = set(these.values_list("pk", flat=True))
        return [each for each in deliveries if each.pk in left]


def claim(*, at: datetime) -> Claim | None:
    """Up to 100 deliveries that nobody else holds; None when nothing is ripe.

    An address to which another worker is just telling something waits: what it hears next depends on that.
    """
    busy = Delivery.objects.filter(state=DeliveryState.SENDING, leased_until__gt=at).values("address")
    pks: list[int] = []
    # Each by its own index; asked together, every claim would read all that waits.
    for ripe in (Delivery.objects.left_behind(at=at), Delivery.objects.ripe(at=at)):
        in_order = ripe.exclude(address__in=busy).order_by("priority", "due_at", "pk")
        pks += in_order.values_list("pk", flat=True)[: BATCH - len(pks)]
    if not pks:
        return None
    key, until = uuid.uuid4(), at + lease()
    Delivery.objects.claimable(at=at).filter(pk__in=pks).update(
        state=DeliveryState.SENDING, claim=key, leased_until=until
    )
    ours = Delivery.objects.filter(claim=key).select_related("subscriber")
    # Few announcements, many deliveries.
    ours = ours.prefetch_related("announcement__series")
    return Claim(key=key, deliveries=list(ours.order_by("priority", "due_at", "pk")), until=until)
