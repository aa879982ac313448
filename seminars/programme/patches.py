"""Snapshot + one fact → snapshot: the verbs that change a public event without touching half-typed text. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from seminars.programme.snapshots import (
    REMOVED,
    AbstractPart,
    MeetingPart,
    PicturePart,
    SeriesPart,
    Snapshot,
    SpeakerPart,
    TagPart,
    TalkPart,
    VenuePart,
)
from seminars.text.bilingual import Bilingual


def moved(snapshot: Snapshot, *, starts_at: datetime, ends_at: datetime) -> Snapshot:
    """The event at another time; talks with times of their own move along with the start.

    A talk that was removed was to be when it was to be.
    """
    shift = starts_at - snapshot.starts_at
    talks = tuple(
        talk
        if talk.is_removed
        else replace(talk, starts_at=_later(talk.starts_at, shift), ends_at=_later(talk.ends_at, shift))
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


def with_removed(snapshot: Snapshot, before: Snapshot | None) -> Snapshot:
    """`snapshot` with the talks that `before` had and it no longer has, as removed, behind its own.

    A calendar that has an entry for each talk must say that this one is off. Nothing else shows it, so
    only what the entry needs is kept: when, who and the title. A talk without a time had no entry.
    """
    if before is None:
        return snapshot
    present = {talk.uid for talk in snapshot.talks}
    gone = (talk for talk in before.talks if talk.uid not in present and talk.starts_at and talk.ends_at)
    return replace(snapshot, talks=(*snapshot.talks, *map(_removed, gone)))


def _removed(talk: TalkPart) -> TalkPart:
    titles = ((each.language, each.title) for each in talk.abstracts if each.title)
    return TalkPart(
        uid=talk.uid,
        state=REMOVED,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        abstracts=tuple(AbstractPart(language=language, title=title) for language, title in titles),
        speakers=tuple(SpeakerPart(slug=each.slug, name=each.name) for each in talk.speakers),
    )


def with_number(snapshot: Snapshot, *, number: int | None, path: str) -> Snapshot:
    return replace(snapshot, number=number, path=path)


def with_renamed_speaker(
    snapshot: Snapshot, *, slug: str, new_slug: str, name: Bilingual, photo: PicturePart | None
) -> Snapshot:
    """The same person under another name, address or photograph in every talk; the texts of then stay."""

    def renamed(person: SpeakerPart) -> SpeakerPart:
        return replace(person, slug=new_slug, name=name, photo=photo) if person.slug == slug else person

    return replace(
        snapshot,
        # A talk that was removed keeps what its calendar entry needs, and no more.
        talks=tuple(
            replace(
                talk,
                speakers=tuple(
                    replace(renamed(person), photo=None) if talk.is_removed else renamed(person)
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
