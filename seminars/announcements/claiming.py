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
        """Whether `delivery` may be sent; prolongs the claim on all that is left when half of it has passed."""
        if self.until - at < lease() / 2:
            self.until = at + lease()
            Delivery.objects.filter(claim=self.key, state=DeliveryState.SENDING).update(
                leased_until=self.until
            )
        return Delivery.objects.filter(pk=delivery.pk, claim=self.key, state=DeliveryState.SENDING).exists()


def claim(*, at: datetime) -> Claim | None:
    """Up to 50 deliveries that nobody else holds; None when nothing is ripe."""
    ripe = Delivery.objects.claimable(at=at).order_by("priority", "due_at", "pk")
    pks = list(ripe.values_list("pk", flat=True)[:BATCH])
    if not pks:
        return None
    key, until = uuid.uuid4(), at + lease()
    Delivery.objects.claimable(at=at).filter(pk__in=pks).update(
        state=DeliveryState.SENDING, claim=key, leased_until=until
    )
    ours = Delivery.objects.filter(claim=key).select_related("announcement__series", "subscriber")
    return Claim(key=key, deliveries=list(ours.order_by("priority", "due_at", "pk")), until=until)
