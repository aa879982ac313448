"""Claims on deliveries: a conditional UPDATE with a lease, the same on every database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from seminars.models import Delivery, DeliveryState

BATCH = 50


def lease() -> timedelta:
    """How long a claim holds; longer than the slowest single attempt."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


@dataclass(slots=True)
class Claim:
    """Deliveries that are ours until `until`, the most urgent first."""

    key: uuid.UUID
    deliveries: list[Delivery]
    until: datetime

    def is_still_ours(self, delivery: Delivery, *, at: datetime) -> bool:
        """Whether `delivery` may be sent now; a whole lease begins anew for it, and in time for what is left."""
        ours = Delivery.objects.filter(claim=self.key, state=DeliveryState.SENDING)
        if self.until - at < lease() / 2:
            self.until = at + lease()
            ours.update(leased_until=self.until)
        return bool(ours.filter(pk=delivery.pk).update(leased_until=at + lease()))


def claim(*, at: datetime) -> Claim | None:
    """Up to 50 deliveries that nobody else holds; None when nothing is ripe.

    An address to which another worker is just telling something waits: what it hears next depends on that.
    """
    busy = Delivery.objects.filter(state=DeliveryState.SENDING, leased_until__gt=at).values("address")
    ripe = Delivery.objects.claimable(at=at).exclude(address__in=busy).order_by("priority", "due_at", "pk")
    pks = list(ripe.values_list("pk", flat=True)[:BATCH])
    if not pks:
        return None
    key, until = uuid.uuid4(), at + lease()
    Delivery.objects.claimable(at=at).filter(pk__in=pks).update(
        state=DeliveryState.SENDING, claim=key, leased_until=until
    )
    ours = Delivery.objects.filter(claim=key).select_related("announcement__series", "subscriber")
    return Claim(key=key, deliveries=list(ours.order_by("priority", "due_at", "pk")), until=until)
