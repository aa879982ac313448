"""Renames ripple: every published event that has not ended says the new name, in one transaction.

Only the copied fields are patched, so nobody's half-typed text becomes public with them; what is over
keeps what was said then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet

from seminars.announcements.planning.deciding import SILENT, Wish
from seminars.calendars.stamps import next_cursor, relist
from seminars.meetings.audiences import rule_of
from seminars.models import Event, Meeting, MeetingVisibility, Revision, Series, Speaker, Tag, Venue
from seminars.models.querysets import EventQuerySet
from seminars.programme import patches
from seminars.programme.freezing import meeting_part, picture_part, series_part, venue_part
from seminars.programme.snapshots import MeetingPart, Snapshot, TagPart, from_json
from seminars.publishing.recording import follow, lock, lock_series, newest, write

BATCH = 200
# From shown to nobody to shown to everybody.
_OPENNESS = (
    MeetingVisibility.ON_REQUEST,
    MeetingVisibility.MEMBERS,
    MeetingVisibility.SUBSCRIBERS,
    MeetingVisibility.PUBLIC,
)


def rename_venue(venue: Venue, *, by: User | None, at: datetime, wish: Wish = SILENT) -> list[Revision]:
    """Save a changed room and say so in every coming event that meets there."""
    with transaction.atomic():
        old = Venue.objects.select_for_update(no_key=True).get(pk=venue.pk).slug
        venue.save()
        part = venue_part(venue)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            meets_there = snapshot.venue is not None and snapshot.venue.slug == old
            return patches.with_venue(snapshot, part) if meets_there else snapshot

        revisions = ripple(patch, by=by, at=at, wish=wish)
        _readdressed(old, venue.slug)
        _said_by_series(Series.objects.filter(venue=venue))
        return revisions


def rename_meeting(meeting: Meeting, *, by: User | None, at: datetime, wish: Wish = SILENT) -> list[Revision]:
    """Save a changed online meeting and say so in every coming event that was published with it."""
    with transaction.atomic():
        old = meeting_part(Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk))
        meeting.save()
        part = meeting_part(meeting)
        if _is_closer(part, old):
            # Past events of any series may follow, and nobody locks a series behind the change cursor.
            lock_series(Series.objects.values_list("pk", flat=True))

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            is_this_room = event.resolved_meeting == meeting and snapshot.meeting == old
            return patches.with_meeting(snapshot, part) if is_this_room else snapshot

        revisions = ripple(patch, by=by, at=at, wish=wish)
        if _is_closer(part, old):
            _close_in_the_past(old, part, by=by, at=at)
        _said_by_series(Series.objects.filter(meeting=meeting))
        return revisions


def _readdressed(old: str, new: str) -> None:
    """Calendars and pages under either address are others now, also where only the past is concerned."""
    if old != new:
        next_cursor()
        relist()


def _said_by_series(series: QuerySet[Series]) -> None:
    """Pages of series name their usual place and meeting, also where no event is coming."""
    if series.exists():
        next_cursor()


def _close_in_the_past(old: MeetingPart, part: MeetingPart, *, by: User | None, at: datetime) -> None:
    """Let past events show the number of a standing room to no more people than coming ones do.

    What was said then stays said; who may read it now is a rule of today.
    """

    def patch(event: Event, snapshot: Snapshot) -> Snapshot:
        said = snapshot.meeting
        # The same room, whatever else was said of it then: an older passcode, another name.
        if said is None or (said.provider, said.code, said.url) != (old.provider, old.code, old.url):
            return snapshot
        if not _is_closer(part, said):
            return snapshot
        clock = part if rule_of(part).is_clocked else said
        closed = replace(
            said,
            visibility=min(said.visibility, part.visibility, key=_openness),
            opens_before=clock.opens_before,
            closes_after=clock.closes_after,
        )
        return patches.with_meeting(snapshot, closed)

    past = Event.objects.public().filter(publication__ends_at__lte=at)
    _write_patched(past, patch, by=by, at=at, wish=SILENT)


def _is_closer(part: MeetingPart, said: MeetingPart) -> bool:
    """Whether `part` is shown to fewer people than `said`, or for a shorter while."""
    if _openness(part.visibility) < _openness(said.visibility):
        return True
    clocks = [(each.opens_before, each.closes_after) for each in (part, said)]
    return rule_of(part).is_clocked and clocks[0] != clocks[1]


def _openness(level: str) -> int:
    return _OPENNESS.index(MeetingVisibility(level))


def rename_speaker(speaker: Speaker, *, by: User | None, at: datetime, wish: Wish = SILENT) -> list[Revision]:
    """Save a changed person and use the new name and photograph in every coming event."""
    with transaction.atomic():
        old = Speaker.objects.select_for_update(no_key=True).get(pk=speaker.pk).slug
        speaker.save()
        photo = picture_part(speaker.photo)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            return patches.with_renamed_speaker(
                snapshot, slug=old, new_slug=speaker.slug, name=speaker.name, photo=photo
            )

        revisions = ripple(patch, by=by, at=at, wish=wish)
        _readdressed(old, speaker.slug)
        return revisions


def rename_tag(tag: Tag, *, by: User | None, at: datetime, wish: Wish = SILENT) -> list[Revision]:
    """Save a changed topic and use the new name in every coming event."""
    with transaction.atomic():
        old = Tag.objects.select_for_update(no_key=True).get(pk=tag.pk).slug
        tag.save()
        part = TagPart(slug=tag.slug, name=tag.name)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            return patches.with_renamed_tag(snapshot, slug=old, tag=part)

        revisions = ripple(patch, by=by, at=at, wish=wish)
        _readdressed(old, tag.slug)
        return revisions


def rename_in_events(series: Series, *, by: User | None, at: datetime) -> list[Revision]:
    """Let every coming event of a saved series carry the series' new name."""
    part = series_part(series)

    def patch(event: Event, snapshot: Snapshot) -> Snapshot:
        return patches.with_series(snapshot, part) if event.series_id == series.pk else snapshot

    return ripple(patch, by=by, at=at, wish=SILENT)


def ripple(
    patch: Callable[[Event, Snapshot], Snapshot], *, by: User | None, at: datetime, wish: Wish
) -> list[Revision]:
    """Write a revision for every published event not over at `at` whose newest snapshot `patch` changes."""

    def patch_coming(event: Event, snapshot: Snapshot) -> Snapshot:
        return patch(event, snapshot) if snapshot.ends_at > at else snapshot

    coming = Event.objects.public().not_ended(at=at)
    return _write_patched(coming, patch_coming, by=by, at=at, wish=wish)


def _write_patched(
    events: EventQuerySet,
    patch: Callable[[Event, Snapshot], Snapshot],
    *,
    by: User | None,
    at: datetime,
    wish: Wish,
) -> list[Revision]:
    touched = _touched(events, patch)
    lock_series(event.series_id for event in touched)
    written = []
    for event in touched:
        locked = lock(event)
        before = newest(locked)
        assert before is not None, "a public event has a revision"
        if recorded := write(locked, patch(locked, before), by=by, at=at, wish=wish):
            written.append(recorded)
    follow(written, wish, at=at)
    return [each.revision for each in written]


def _touched(events: EventQuerySet, patch: Callable[[Event, Snapshot], Snapshot]) -> list[Event]:
    """Those whose newest snapshot `patch` changes, in the order of locking; one query, however many there are."""
    last = Revision.objects.filter(event__in=events.order_by(), number=F("event__revision_number"))
    rows = last.select_related("event__series__meeting", "event__meeting").order_by("event_id")
    found = ((row.event, from_json(row.snapshot)) for row in rows.iterator(chunk_size=BATCH))
    return [event for event, snapshot in found if patch(event, snapshot) != snapshot]
