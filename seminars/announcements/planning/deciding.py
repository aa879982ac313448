"""What of a publication is told, and how soon: by its changes, and by what the organizer wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from seminars.models import AnnouncementKind, Event, Revision
from seminars.models.events import FIRST_YEAR, LAST_YEAR
from seminars.models.events import Telling as When
from seminars.programme.changes import (
    SETTLES_AFTER,
    Change,
    ChangeKind,
    has_additions,
    is_news,
    is_told_at_once,
)
from seminars.programme.snapshots import Snapshot, from_json
from seminars.timekeeping.rhythms import instant_of

NOON = time(12)
NO_WAIT = timedelta(0)


@dataclass(frozen=True, slots=True)
class Wish:
    """How the organizer wants something told.

    `wait`: how long it can still be stopped; `is_silent` tells nobody; `is_forced` tells at once what would
    wait or not be told; `note` is one line that goes with it.
    """

    wait: timedelta = NO_WAIT
    is_silent: bool = False
    is_forced: bool = False
    note: str = ""


AS_DUE = Wish()
SILENT = Wish(is_silent=True)


@dataclass(frozen=True, slots=True)
class Telling:
    """A revision just written, with what it changed; `before` is None at first publication."""

    event: Event
    revision: Revision
    before: Snapshot | None
    changes: tuple[Change, ...]

    @property
    def after(self) -> Snapshot:
        """What the revision says."""
        return from_json(self.revision.snapshot)

    @property
    def over_at(self) -> datetime:
        """When nobody needs to hear of it any more: the later of the old and the new end."""
        return max(self.after.ends_at, self.before.ends_at) if self.before else self.after.ends_at

    @property
    def kind(self) -> AnnouncementKind:
        """Why it is told: the gravest of its changes."""
        if self.before is None:
            return AnnouncementKind.PUBLISHED
        kinds = {change.kind for change in self.changes}
        if ChangeKind.CANCELLED in kinds:
            return AnnouncementKind.CANCELLED
        if ChangeKind.RESTORED in kinds:
            return AnnouncementKind.RESTORED
        return AnnouncementKind.CHANGED if is_news(self.changes) else AnnouncementKind.ADDED


class Pace(StrEnum):
    """How soon a publication is told."""

    NEVER = "never"
    ON_A_DAY = "on a day"
    NOW = "now"
    AT_ONCE = "at once"
    SETTLED = "settled"
    WITH_THE_NEXT = "with the next reminder or digest"
    NOT_NEWS = "not news"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Decision:
    """How soon, and for what is announced by itself: from when on."""

    pace: Pace
    due_at: datetime | None = None


def decide(
    event: Event,
    before: Snapshot | None,
    after: Snapshot,
    changes: tuple[Change, ...],
    wish: Wish,
    *,
    at: datetime,
) -> Decision:
    """What becomes of a publication of `after`; `before` (None at first) is what subscribers could know."""
    if wish.is_silent:
        return Decision(Pace.NEVER)
    # Also what was to come until now: mails tell of nothing that is over.
    if after.ends_at <= at:
        return Decision(Pace.OVER)
    if before is None:
        return _first(event, after, wish, at=at)
    if is_told_at_once(changes, left=min(before.starts_at, after.starts_at) - at):
        return Decision(Pace.AT_ONCE, at + wish.wait)
    if wish.is_forced and changes:
        return Decision(Pace.AT_ONCE, at + wish.wait)
    if is_news(changes):
        return Decision(Pace.SETTLED, at + max(wish.wait, SETTLES_AFTER))
    return Decision(Pace.WITH_THE_NEXT if has_additions(changes) else Pace.NOT_NEWS)


def presses(revision: Revision) -> bool:
    """Whether `revision` changed something that does not wait for it to settle, or for a digest."""
    changes = tuple(Change(ChangeKind(each["kind"])) for each in revision.changes)
    return presses_as(changes, from_json(revision.snapshot), at=revision.at)


def presses_as(changes: tuple[Change, ...], after: Snapshot, *, at: datetime) -> bool:
    """The same of what would be published as `after` at `at`."""
    return is_told_at_once(changes, left=after.starts_at - at)


def _first(event: Event, after: Snapshot, wish: Wish, *, at: datetime) -> Decision:
    if wish.is_forced:
        return Decision(Pace.NOW, at + wish.wait)
    if event.tell == When.NEVER:
        return Decision(Pace.NEVER)
    if event.tell == When.ON_DAY and event.tell_on and FIRST_YEAR <= event.tell_on.year <= LAST_YEAR:
        noon = instant_of(event.tell_on, NOON, after.zone)
        if noon < after.starts_at:
            return Decision(Pace.ON_A_DAY, max(noon, at + wish.wait))
    return Decision(Pace.NOW, at + wish.wait)
