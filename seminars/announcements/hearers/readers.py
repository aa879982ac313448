"""Readers by mail, as far as it matters which of them hear of something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import NamedTuple

from seminars.models.querysets import SubscriberQuerySet

# Read at a time.
BATCH = 1000


class Hearer(NamedTuple):
    """A subscriber: where, in which language and zone (IANA), what signs their links, and how they chose to hear.

    A row and not a model: thousands are read for each announcement.
    """

    pk: int
    email: str
    language: str
    zone: str
    nonce: int
    calendar_by_mail: str
    digest_at: time
    digest_weekday: int
    quiet_from: time | None
    quiet_until: time | None


def at_hand(readers: SubscriberQuerySet) -> list[Hearer]:
    """These readers, who are few enough to be held."""
    return [Hearer(*row) for row in readers.values_list(*Hearer._fields)]


def in_turn(readers: SubscriberQuerySet) -> Iterator[Hearer]:
    """These readers, in their order, of whom there may be any number."""
    rows = readers.values_list(*Hearer._fields)
    return (Hearer(*row) for row in rows.iterator(chunk_size=BATCH))
