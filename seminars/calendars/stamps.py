"""What a kept calendar file is compared by: the change cursor, the lists, and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from seminars.models import Counter

CHANGES = "changes"
# Raised when public copies leave without a trace, or all components are written anew.
LISTS = "lists"

# Without parameters, which Django would rewrite for SQLite at every request.
_READ = f"SELECT name, value FROM seminars_counter WHERE name IN ('{CHANGES}', '{LISTS}')"


class Stamp(NamedTuple):
    """A file made under one stamp holds while the next one read is equal; `day` is that of UTC.

    Under equal `lists` and `day`, files differ by what was published with a cursor above the older one's.
    """

    cursor: int
    lists: tuple[int, ...]
    day: date


def stamp_at(at: datetime) -> Stamp:
    """The stamp of now: one raw read, for those who ask at every request."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        values = dict(cursor.fetchall())
    return Stamp(values.get(CHANGES, 0), (values.get(LISTS, 0),), at.astimezone(UTC).date())


def next_cursor() -> int:
    """Raise the change cursor and return it.

    Locked after series and events, and before anything that is projected from them is written: acts queue
    up here, and readers never see a gap filled later.
    """
    Counter.objects.get_or_create(name=CHANGES)
    Counter.objects.filter(name=CHANGES).update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(name=CHANGES)


def relist() -> None:
    """Let every kept file be made anew from its whole list; within a transaction that holds the change cursor."""
    Counter.objects.get_or_create(name=LISTS)
    Counter.objects.filter(name=LISTS).update(value=F("value") + 1)
