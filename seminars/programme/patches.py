"""Snapshot + one fact → snapshot: the verbs that change a public event without touching half-typed text. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from seminars.programme.snapshots import MeetingPart, SeriesPart, Snapshot, TagPart, VenuePart
from seminars.text.bilingual import Bilingual


def moved(snapshot: Snapshot, *, starts_at: datetime, ends_at: datetime) -> Snapshot:
    """The event at another time; talks with times of their own move along with the start."""
    shift = starts_at - snapshot.starts_at
    talks = tuple(
        replace(talk, starts_at=_later(talk.starts_at, shift), ends_at=_later(talk.ends_at, shift))
        for talk in snapshot.talks
    )
    return replace(snapshot, starts_at=starts_at, ends_at=ends_at, talks=talks)


def cancelled(snapshot: Snapshot, *, reason: str) -> Snapshot:
    return replace(snapshot, state="cancelled", cancel_reason=reason)


def restored(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, state="published", cancel_reason="")


def with_venue(snapshot: Snapshot, venue: VenuePart | None) -> Snapshot:
    return replace(snapshot, venue=venue)


def with_meeting(snapshot: Snapshot, meeting: MeetingPart | None) -> Snapshot:
    return replace(snapshot, meeting=meeting)


def with_series(snapshot: Snapshot, series: SeriesPart) -> Snapshot:
    return replace(snapshot, series=series)


def with_number(snapshot: Snapshot, *, number: int | None, path: str) -> Snapshot:
    return replace(snapshot, number=number, path=path)


def with_renamed_speaker(snapshot: Snapshot, *, slug: str, new_slug: str, name: Bilingual) -> Snapshot:
    """The same person under another name or address in every talk; affiliation and biography stay."""
    return replace(
        snapshot,
        talks=tuple(
            replace(
                talk,
                speakers=tuple(
                    replace(person, slug=new_slug, name=name) if person.slug == slug else person
                    for person in talk.speakers
                ),
            )
            for talk in snapshot.talks
        ),
    )


def with_renamed_tag(snapshot: Snapshot, *, slug: str, tag: TagPart) -> Snapshot:
    return replace(
        snapshot,
        talks=tuple(
            replace(talk, tags=tuple(tag if each.slug == slug else each for each in talk.tags))
            for talk in snapshot.talks
        ),
    )


def _later(moment: datetime | None, shift: timedelta) -> datetime | None:
    return moment + shift if moment else None
