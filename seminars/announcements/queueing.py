"""A revision → announcements: what is told, of what kind, and from when on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from seminars.announcements.audience import followers
from seminars.announcements.people import holds_one, invited_as_speakers, named
from seminars.models import Announcement, AnnouncementKind, Audience, Event, Revision
from seminars.models.events import FIRST_YEAR, LAST_YEAR
from seminars.models.events import Telling as When
from seminars.programme.changes import (
    SETTLES_AFTER,
    TOLD_AT_ONCE,
    Change,
    ChangeKind,
    is_news,
    is_told_at_once,
)
from seminars.programme.snapshots import Snapshot, from_json

NOON = time(12)

# In the key of what takes invitations back; the newest revision may itself have been a cancellation.
WITHDRAWN = "withdrawn"


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
        return AnnouncementKind.CHANGED


def queue(tellings: Sequence[Telling], *, at: datetime, wait: timedelta) -> list[Announcement]:
    """Write the announcements of one act: one for each audience, series, kind and due time.

    What is over tells nobody. What is still to be announced says the newest truth by itself. A change
    that finds another one still waiting joins it.
    """
    groups: dict[tuple[Audience, int, AnnouncementKind, datetime], list[Telling]] = defaultdict(list)
    # Speakers first: whoever reads the series too then hears as a speaker, and once.
    for audience, due in ((Audience.PEOPLE, _people_due_at), (Audience.SUBSCRIBERS, _due_at)):
        for telling in tellings:
            due_at = due(telling, at=at, wait=wait)
            if due_at is not None and not _joins_a_waiting_one(telling, audience, due_at=due_at):
                groups[audience, telling.event.series_id, telling.kind, due_at].append(telling)
    return [
        _announce(audience, kind, group, due_at=due_at, at=at)
        for (audience, _series, kind, due_at), group in groups.items()
    ]


def take_back(event: Event, *, at: datetime, wait: timedelta) -> list[Announcement]:
    """Write what tells of a withdrawn event: to whoever holds an invitation to it, and to nobody else."""
    revision = event.revisions.latest("number")
    telling = Telling(event, revision, from_json(revision.snapshot), (Change(ChangeKind.CANCELLED),))
    if telling.over_at <= at:
        return []
    readers = followers(event.series, [event.pk]).filter(holds_one("email", [event.pk]))
    return [
        _announce(audience, WITHDRAWN, [telling], due_at=at + wait, at=at)
        for audience, is_any in (
            (Audience.PEOPLE, bool(invited_as_speakers(event.pk))),
            (Audience.SUBSCRIBERS, readers.exists()),
        )
        if is_any
    ]


def _due_at(telling: Telling, *, at: datetime, wait: timedelta) -> datetime | None:
    """When subscribers are told; None for never."""
    if telling.over_at <= at:
        return None
    if telling.before is None:
        return _first_due_at(telling, at=at, wait=wait)
    if not is_news(telling.changes):
        return None
    if is_told_at_once(telling.changes):
        return at + wait
    # A corrected name is nothing to those whom nobody told of the event.
    return None if telling.event.tell == When.NEVER else at + max(wait, SETTLES_AFTER)


def _people_due_at(telling: Telling, *, at: datetime, wait: timedelta) -> datetime | None:
    """When the event's speakers are told: like subscribers, but of its publication at once, not on a day.

    Never means never for them too: so are past terms entered, and events whose speakers were told by hand.
    """
    is_change = telling.before is not None
    if telling.over_at <= at or (is_change and not is_news(telling.changes)):
        return None
    invited = invited_as_speakers(telling.event.pk)
    if not invited and not named(telling.after):
        return None
    if is_change and is_told_at_once(telling.changes):
        return at + wait
    if telling.event.tell == When.NEVER and not invited:
        return None
    return at + max(wait, SETTLES_AFTER) if is_change else at + wait


def _first_due_at(telling: Telling, *, at: datetime, wait: timedelta) -> datetime | None:
    event = telling.event
    if event.tell == When.NEVER:
        return None
    if event.tell == When.ON_DAY and event.tell_on and FIRST_YEAR <= event.tell_on.year <= LAST_YEAR:
        noon = datetime.combine(event.tell_on, NOON, tzinfo=ZoneInfo(telling.after.zone)).astimezone(
            at.tzinfo
        )
        if noon < telling.after.starts_at:
            return max(noon, at + wait)
    return at + wait


def _joins_a_waiting_one(telling: Telling, audience: Audience, *, due_at: datetime) -> bool:
    waiting = (
        # Locked: the drain either finds the change in it, or has turned it into deliveries before.
        Announcement.objects.select_for_update()
        .filter(fanned_out_at=None, withdrawn_at=None, audience=audience)
        .filter(pk__in=Announcement.objects.filter(revisions__event=telling.event).values("pk"))
        .order_by("pk")
        .first()
    )
    if waiting is None:
        return False
    is_pressing = any(_is_pressing(revision) for revision in waiting.revisions.all())
    waiting.revisions.add(telling.revision)
    if waiting.kind == AnnouncementKind.PUBLISHED:
        # It will say the newest truth when its day comes, or before the event if that day is too late now.
        if waiting.due_at >= telling.after.starts_at:
            waiting.due_at = due_at
        waiting.expires_at = max(
            from_json(revision.snapshot).ends_at
            for revision in waiting.revisions.all()
            if revision.event_id != telling.event.pk or revision == telling.revision
        )
        waiting.save(update_fields=["due_at", "expires_at"])
        return True
    if telling.kind != AnnouncementKind.CHANGED:
        waiting.kind = telling.kind
    if is_told_at_once(telling.changes):
        waiting.due_at = due_at
    elif not is_pressing:
        waiting.due_at = max(waiting.due_at, due_at)
    waiting.expires_at = max(waiting.expires_at, telling.over_at)
    waiting.save(update_fields=["kind", "due_at", "expires_at"])
    return True


def _is_pressing(revision: Revision) -> bool:
    return any(ChangeKind(change["kind"]) in TOLD_AT_ONCE for change in revision.changes)


def _announce(
    audience: Audience, act: str, group: list[Telling], *, due_at: datetime, at: datetime
) -> Announcement:
    suffix = ":people" if audience == Audience.PEOPLE else ""
    announcement = Announcement.objects.create(
        key=f"{act}:{group[0].revision.pk}{suffix}",
        kind=group[0].kind,
        audience=audience,
        series=group[0].event.series,
        due_at=due_at,
        expires_at=max(each.over_at for each in group),
        created_at=at,
    )
    announcement.revisions.set([each.revision for each in group])
    return announcement
