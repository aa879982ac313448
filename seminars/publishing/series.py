"""A series' own texts, public at once; and its usual place, which events inherit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.planning.deciding import AS_DUE, Wish
from seminars.calendars.stamps import next_cursor, relist
from seminars.models import Event, FormerSlug, Revision, Series, Source
from seminars.models.series import is_reserved
from seminars.programme import patches
from seminars.programme.freezing import meeting_part, venue_part
from seminars.programme.snapshots import Snapshot
from seminars.publishing.projecting import reproject
from seminars.publishing.recording import Recorded, follow, lock, lock_series, newest, write
from seminars.publishing.rename import rename_in_events


class ReservedSlug(Exception):
    """An address that belongs to the service itself or to another series' past."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(slug)

    def __str__(self) -> str:
        return _("The address “%(slug)s” is reserved; choose another one.") % {"slug": self.slug}


def save_series(series: Series, *, by: User | None, at: datetime) -> list[Revision]:
    """Save a new or changed series; its names ripple, its visibility takes effect, an old address stays known.

    Raises `ReservedSlug`.
    """
    is_foreign = FormerSlug.objects.filter(slug=series.slug).exclude(series=series if series.pk else None)
    if is_reserved(series.slug) or is_foreign.exists():
        raise ReservedSlug(series.slug)
    with transaction.atomic():
        old = Series.objects.select_for_update(no_key=True).get(pk=series.pk) if series.pk else None
        series.save()
        if old is None:
            next_cursor()
            return []
        if old.slug != series.slug:
            FormerSlug.objects.filter(slug=series.slug).delete()
            FormerSlug.objects.get_or_create(slug=old.slug, defaults={"series": series})
        revisions = rename_in_events(series, by=by, at=at)
        if old.visibility != series.visibility:
            reproject(series)
        # Feeds carry the series' own name, zone, colour and language: nobody may answer from memory after this.
        next_cursor()
        relist()
        return revisions


def coming_inheritors(series: Series, *, at: datetime) -> list[Event]:
    """The published events not over at `at` whose place or meeting is the series' usual one."""
    events = (
        Event.objects.filter(series=series)
        .public()
        .not_ended(at=at)
        .with_programme()
        .order_by("starts_at", "pk")
    )
    return [event for event in events if Source.SERIES in (event.venue_from, event.meeting_from)]


def republish_inherited(
    series: Series, events: Sequence[Event], *, by: User | None, at: datetime, wish: Wish = AS_DUE
) -> list[Revision]:
    """Publish the series' usual place and meeting, as they are now, for the chosen events: one act, told once."""
    written: list[Recorded] = []
    with transaction.atomic():
        lock_series([series.pk])
        for event in sorted(events, key=lambda each: each.pk):
            locked = lock(event)
            before = newest(locked)
            if before and (
                recorded := write(locked, _with_usual_place(locked, before), by=by, at=at, wish=wish)
            ):
                written.append(recorded)
        follow(written, wish, at=at)
    return [each.revision for each in written]


def _with_usual_place(event: Event, snapshot: Snapshot) -> Snapshot:
    if event.venue_from == Source.SERIES:
        venue = event.series.venue
        snapshot = patches.with_venue(snapshot, venue_part(venue) if venue else None)
    if event.meeting_from == Source.SERIES:
        meeting = event.series.meeting
        snapshot = patches.with_meeting(snapshot, meeting_part(meeting) if meeting else None)
    return snapshot
