"""Renames ripple: every published event that has not ended says the new name, in one transaction.

Only the copied fields are patched, so nobody's half-typed text becomes public with them; what is over
keeps what was said then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from seminars.models import Event, Meeting, Revision, Series, Speaker, Tag, Venue
from seminars.programme import patches
from seminars.programme.freezing import meeting_part, series_part, venue_part
from seminars.programme.snapshots import Snapshot, TagPart, from_json
from seminars.publishing.publish import NO_WAIT
from seminars.publishing.recording import follow, lock, lock_series, write


def rename_venue(venue: Venue, *, by: User | None, at: datetime, is_silent: bool = True) -> list[Revision]:
    """Save a changed room and say so in every coming event that meets there."""
    with transaction.atomic():
        old = Venue.objects.select_for_update(no_key=True).get(pk=venue.pk).slug
        venue.save()
        part = venue_part(venue)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            meets_there = snapshot.venue is not None and snapshot.venue.slug == old
            return patches.with_venue(snapshot, part) if meets_there else snapshot

        return ripple(patch, by=by, at=at, is_silent=is_silent)


def rename_meeting(
    meeting: Meeting, *, by: User | None, at: datetime, is_silent: bool = True
) -> list[Revision]:
    """Save a changed online meeting and say so in every coming event that was published with it."""
    with transaction.atomic():
        old = meeting_part(Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk))
        meeting.save()
        part = meeting_part(meeting)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            is_this_room = event.resolved_meeting == meeting and snapshot.meeting == old
            return patches.with_meeting(snapshot, part) if is_this_room else snapshot

        return ripple(patch, by=by, at=at, is_silent=is_silent)


def rename_speaker(
    speaker: Speaker, *, by: User | None, at: datetime, is_silent: bool = True
) -> list[Revision]:
    """Save a changed person and use the new name in every coming event."""
    with transaction.atomic():
        old = Speaker.objects.select_for_update(no_key=True).get(pk=speaker.pk).slug
        speaker.save()

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            return patches.with_renamed_speaker(snapshot, slug=old, new_slug=speaker.slug, name=speaker.name)

        return ripple(patch, by=by, at=at, is_silent=is_silent)


def rename_tag(tag: Tag, *, by: User | None, at: datetime, is_silent: bool = True) -> list[Revision]:
    """Save a changed topic and use the new name in every coming event."""
    with transaction.atomic():
        old = Tag.objects.select_for_update(no_key=True).get(pk=tag.pk).slug
        tag.save()
        part = TagPart(slug=tag.slug, name=tag.name)

        def patch(event: Event, snapshot: Snapshot) -> Snapshot:
            return patches.with_renamed_tag(snapshot, slug=old, tag=part)

        return ripple(patch, by=by, at=at, is_silent=is_silent)


def rename_in_events(series: Series, *, by: User | None, at: datetime) -> list[Revision]:
    """Let every coming event of a saved series carry the series' new name."""
    part = series_part(series)

    def patch(event: Event, snapshot: Snapshot) -> Snapshot:
        return patches.with_series(snapshot, part) if event.series_id == series.pk else snapshot

    return ripple(patch, by=by, at=at, is_silent=True)


def ripple(
    patch: Callable[[Event, Snapshot], Snapshot], *, by: User | None, at: datetime, is_silent: bool
) -> list[Revision]:
    """Write a revision for every published event not over at `at` whose newest snapshot `patch` changes."""
    touched = [
        event
        for event in Event.objects.public().not_ended(at=at).order_by("pk")
        if _is_changed(event, patch, at=at)
    ]
    lock_series(event.series_id for event in touched)
    written = []
    for event in touched:
        locked = lock(event)
        before = from_json(locked.revisions.latest("number").snapshot)
        if recorded := write(locked, patch(locked, before), by=by, at=at):
            written.append(recorded)
    follow(written, at=at, wait=NO_WAIT, is_silent=is_silent)
    return [each.revision for each in written]


def _is_changed(event: Event, patch: Callable[[Event, Snapshot], Snapshot], *, at: datetime) -> bool:
    before = from_json(event.revisions.latest("number").snapshot)
    return before.ends_at > at and patch(event, before) != before
