"""One revision: written, projected, and queued for telling. Every verb that changes public truth ends here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from seminars.announcements.bell import ring_on_commit
from seminars.announcements.hearers.people import takes_back_invitations
from seminars.announcements.planning.deciding import Telling, Wish
from seminars.announcements.planning.queueing import queue
from seminars.calendars.stamps import next_cursor
from seminars.meetings.reservations import recheck
from seminars.models import Event, Revision, Series
from seminars.programme.changes import Change, compare, raises_sequence
from seminars.programme.snapshots import Snapshot, from_json, to_json
from seminars.publishing.projecting import project


@dataclass(frozen=True, slots=True)
class Recorded:
    """A revision just written, and what it changed; `before` is None at first publication."""

    event: Event
    revision: Revision
    before: Snapshot | None
    changes: tuple[Change, ...]


def lock_series(pks: Iterable[int]) -> None:
    """Lock these series, in the one order; rows that refer to them may still be written."""
    locked = Series.objects.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk")
    list(locked.values_list("pk"))


def lock(event: Event) -> Event:
    """The same event, read again with all its parts and locked until the transaction ends.

    Everybody locks in one order, so that nobody waits in a ring: series, then events, then the counter.
    """
    lock_series([event.series_id])
    Event.objects.select_for_update().get(pk=event.pk)
    return Event.objects.with_programme().get(pk=event.pk)


def newest(event: Event) -> Snapshot | None:
    """What was published last; None for a draft."""
    revision = event.revisions.order_by("-number").first()
    return from_json(revision.snapshot) if revision else None


def write(event: Event, snapshot: Snapshot, *, by: User | None, at: datetime, wish: Wish) -> Recorded | None:
    """Write `snapshot` as the next revision of a locked event; None when it says what the last one said."""
    before = newest(event)
    changes = compare(before, snapshot) if before else ()
    if before and not changes:
        return None
    event.revision_number += 1
    is_newer = raises_sequence(changes) or takes_back_invitations(event, before, snapshot)
    event.sequence += 1 if is_newer else 0
    event.save(update_fields=["revision_number", "sequence"])
    revision = Revision.objects.create(
        event=event,
        number=event.revision_number,
        sequence=event.sequence,
        snapshot=to_json(snapshot),
        changes=[to_json(change) for change in changes],
        note=wish.note,
        is_silent=wish.is_silent,
        by=by if by and by.pk else None,
        at=at,
    )
    return Recorded(event=event, revision=revision, before=before, changes=changes)


def follow(written: Sequence[Recorded], wish: Wish, *, at: datetime) -> None:
    """What every act of publishing causes, once for all its events: public copies, announcements, the bell."""
    if not written:
        return
    recheck([each.event.pk for each in written], at=at)
    queue([Telling(each.event, each.revision, each.before, each.changes) for each in written], wish, at=at)
    cursor = next_cursor()
    for each in written:
        project(each.event, each.revision, cursor=cursor)
    ring_on_commit()
