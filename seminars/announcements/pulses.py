"""Signs of life of the processes, kept where every process can see them."""

from __future__ import annotations

from datetime import datetime

from seminars.models import Pulse


def beat(name: str, *, at: datetime) -> None:
    """Note that `name` was alive at `at`."""
    Pulse.objects.update_or_create(name=name, defaults={"at": at})


def last(name: str) -> datetime | None:
    """When `name` was last known to live; None if never."""
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()
