"""Snapshot against snapshot: what changed, which of it raises SEQUENCE, and which of it is news. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from seminars.programme.snapshots import MeetingPart, Snapshot, TalkPart, VenuePart


class ChangeKind(StrEnum):
    """The ways in which two snapshots of one event can differ."""

    CANCELLED = "cancelled"
    RESTORED = "restored"
    TIME = "time"
    TALK_TIMES = "talk_times"
    PLACE = "place"
    MEETING = "meeting"
    TALK_ADDED = "talk_added"
    TALK_WITHDRAWN = "talk_withdrawn"
    SPEAKERS = "speakers"
    TITLE = "title"
    TITLE_ADDED = "title_added"
    ABSTRACT_ADDED = "abstract_added"
    TEXT = "text"


RAISES_SEQUENCE = frozenset(
    {
        ChangeKind.CANCELLED,
        ChangeKind.RESTORED,
        ChangeKind.TIME,
        ChangeKind.TALK_TIMES,
        ChangeKind.PLACE,
        ChangeKind.MEETING,
    }
)
TOLD_AT_ONCE = RAISES_SEQUENCE
_PROGRAMME = frozenset({ChangeKind.TALK_ADDED, ChangeKind.TALK_WITHDRAWN})
TOLD_WHEN_SETTLED = _PROGRAMME | {ChangeKind.SPEAKERS, ChangeKind.TITLE}
SETTLES_AFTER = timedelta(minutes=10)
# Good news, which waits for the next reminder or digest unless the organizer wants it told.
ADDITIONS = frozenset({ChangeKind.TITLE_ADDED, ChangeKind.ABSTRACT_ADDED})
# Whose talk is added or withdrawn this shortly before the start may be on the way already.
SHORTLY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `talk` is the uid of the talk it is about, '' for the event."""

    kind: ChangeKind
    talk: str = ""


def compare(before: Snapshot, after: Snapshot) -> tuple[Change, ...]:
    """What differs between two snapshots of one event, gravest first; empty when nothing does."""
    found: list[Change] = []
    if before.is_cancelled != after.is_cancelled:
        found.append(Change(ChangeKind.CANCELLED if after.is_cancelled else ChangeKind.RESTORED))
    if _times(before) != _times(after):
        found.append(Change(ChangeKind.TIME))
    elif _talk_times_differ(before, after):
        found.append(Change(ChangeKind.TALK_TIMES))
    if _place(before.venue) != _place(after.venue):
        found.append(Change(ChangeKind.PLACE))
    if _joining(before.meeting) != _joining(after.meeting):
        found.append(Change(ChangeKind.MEETING))
    if before.title != after.title:
        found.append(Change(ChangeKind.TITLE if before.title else ChangeKind.TITLE_ADDED))
    found += _talk_changes(before, after)
    if before != after and not found:
        found.append(Change(ChangeKind.TEXT))
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def raises_sequence(changes: tuple[Change, ...]) -> bool:
    """Whether calendars must take the new version for a new one (RFC 5546 §2.1.4)."""
    return any(change.kind in RAISES_SEQUENCE for change in changes)


def is_told_at_once(changes: tuple[Change, ...], *, left: timedelta) -> bool:
    """Whether somebody would stand before a locked door, or miss the talk, for not knowing this.

    `left`: how long it still is to the start.
    """
    at_once = TOLD_AT_ONCE if left > SHORTLY else TOLD_AT_ONCE | _PROGRAMME
    return any(change.kind in at_once for change in changes)


def has_additions(changes: tuple[Change, ...]) -> bool:
    """Whether something that was missing is there now."""
    return any(change.kind in ADDITIONS for change in changes)


def is_news(changes: tuple[Change, ...]) -> bool:
    """Whether subscribers are told at all."""
    return any(change.kind in TOLD_AT_ONCE | TOLD_WHEN_SETTLED for change in changes)


def _times(snapshot: Snapshot) -> tuple[object, ...]:
    return snapshot.starts_at, snapshot.ends_at, snapshot.is_all_day, snapshot.zone


def _talk_times_differ(before: Snapshot, after: Snapshot) -> bool:
    """Whether a talk that was there and still is has another time of its own."""
    old = {talk.uid: (talk.starts_at, talk.ends_at) for talk in before.planned_talks}
    new = {talk.uid: (talk.starts_at, talk.ends_at) for talk in after.planned_talks}
    return any(old[uid] != new[uid] for uid in old.keys() & new.keys())


def _place(venue: VenuePart | None) -> tuple[object, ...]:
    return (venue.name, venue.address, venue.latitude, venue.longitude) if venue else ()


def _joining(meeting: MeetingPart | None) -> tuple[str, ...]:
    return (meeting.provider, meeting.label, meeting.code, meeting.url, meeting.passcode) if meeting else ()


def _names(talk: TalkPart) -> tuple[object, ...]:
    return tuple(sorted(person.slug for person in talk.speakers))


def _talk_changes(before: Snapshot, after: Snapshot) -> list[Change]:
    old = {talk.uid: talk for talk in before.planned_talks}
    new = {talk.uid: talk for talk in after.planned_talks}
    found = [Change(ChangeKind.TALK_ADDED, uid) for uid in new if uid not in old]
    found += [Change(ChangeKind.TALK_WITHDRAWN, uid) for uid in old if uid not in new]
    for uid in (uid for uid in new if uid in old):
        if _names(old[uid]) != _names(new[uid]):
            found.append(Change(ChangeKind.SPEAKERS, uid))
        if _retitled(old[uid], new[uid]):
            found.append(Change(ChangeKind.TITLE, uid))
        elif new[uid].title and not old[uid].title:
            found.append(Change(ChangeKind.TITLE_ADDED, uid))
        if _has_text(new[uid]) and not _has_text(old[uid]):
            found.append(Change(ChangeKind.ABSTRACT_ADDED, uid))
    return found


def _retitled(before: TalkPart, after: TalkPart) -> bool:
    pairs = ((before.title.zh, after.title.zh), (before.title.en, after.title.en))
    return any(old and old != new for old, new in pairs)


def _has_text(talk: TalkPart) -> bool:
    return any(part.text for part in talk.abstracts)
