"""A floor for SEQUENCE: calendars that saw more than a restored database remembers must still take what comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from seminars.announcements.planning.deciding import SILENT
from seminars.models import Event, Revision
from seminars.programme.snapshots import from_json
from seminars.publishing.recording import Recorded, follow, lock_series

BATCH = 200


def raise_sequences(steps: int, *, by: User | None, at: datetime) -> int:
    """Raise SEQUENCE by `steps` for every published or cancelled event not over at `at`; returns how many.

    Each gets a revision that says what the last one said, so that DTSTAMP rises too and the history tells
    why. Nobody is told, for nothing has changed.
    """
    with transaction.atomic():
        coming = Event.objects.public().not_ended(at=at)
        lock_series(coming.values_list("series_id", flat=True))
        pks = list(coming.order_by("pk").values_list("pk", flat=True))
        written = [
            recorded
            for start in range(0, len(pks), BATCH)
            for recorded in _raised(pks[start : start + BATCH], steps, by=by, at=at)
        ]
        follow(written, SILENT, at=at)
    return len(written)


def _raised(pks: Sequence[int], steps: int, *, by: User | None, at: datetime) -> Iterator[Recorded]:
    note = _("SEQUENCE raised by %(steps)d: calendars may have seen a later version.") % {"steps": steps}
    last = Revision.objects.filter(event__in=pks, number=F("event__revision_number"))
    newest = {revision.event_id: revision for revision in last}
    locked = Event.objects.select_for_update(of=("self",)).filter(pk__in=pks).select_related("series")
    for event in locked.order_by("pk"):
        snapshot = from_json(newest[event.pk].snapshot)
        # Of a hidden series, which has no public copy, events that are over have come along.
        if snapshot.ends_at <= at:
            continue
        event.revision_number += 1
        event.sequence += steps
        event.save(update_fields=["revision_number", "sequence"])
        revision = Revision.objects.create(
            event=event,
            number=event.revision_number,
            sequence=event.sequence,
            snapshot=newest[event.pk].snapshot,
            changes=[],
            note=note,
            is_silent=True,
            by=by,
            at=at,
        )
        yield Recorded(event=event, revision=revision, before=snapshot, changes=())
