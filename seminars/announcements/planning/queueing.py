"""A revision → announcements: what is told, of what kind, and from when on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from seminars.announcements.hearers.following import followers
from seminars.announcements.hearers.people import attending_as, holds_one, invited_as_people
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS
from seminars.announcements.planning.deciding import Decision, Pace, Telling, Wish, decide, presses
from seminars.models import Announcement, AnnouncementKind, Audience, Event, Publication
from seminars.models.events import Telling as When
from seminars.models.querysets import AnnouncementQuerySet
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.snapshots import Snapshot, from_json

# In the key of what takes invitations back; the newest revision may itself have been a cancellation.
WITHDRAWN = "withdrawn"
# Recordings of long ago are no news, and a term that is entered afterwards tells nobody.
REPLAYED_WITHIN = timedelta(days=60)
REPLAY_HOLDS = timedelta(days=7)


def queue(tellings: Sequence[Telling], wish: Wish, *, at: datetime) -> list[Announcement]:
    """Write the announcements of one act: one for each audience, series, kind and due time.

    What is over tells nobody. What is still to be announced says the newest truth by itself. A change
    that finds another one still waiting joins it.
    """
    groups: dict[tuple[Audience, int, AnnouncementKind, datetime], list[Telling]] = defaultdict(list)
    # Its people first: whoever reads the series too then hears as a speaker, and once.
    for audience in (Audience.PEOPLE, Audience.SUBSCRIBERS):
        for telling in tellings:
            due_at = _due_at(telling, audience, wish, at=at)
            if due_at is not None and not _joins_a_waiting_one(telling, audience, wish, due_at=due_at):
                groups[audience, telling.event.series_id, telling.kind, due_at].append(telling)
    announcements = [
        _announce(audience, kind, group, wish, due_at=due_at, at=at)
        for (audience, _series, kind, due_at), group in groups.items()
    ]
    return [*announcements, *(each for telling in tellings for each in _replayed(telling, wish, at=at))]


def take_back(event: Event, *, at: datetime, wait: timedelta) -> list[Announcement]:
    """Write what tells of a withdrawn event: to whoever holds an invitation to it, and to nobody else."""
    revision = event.revisions.latest("number")
    telling = Telling(event, revision, from_json(revision.snapshot), (Change(ChangeKind.CANCELLED),))
    if telling.over_at <= at:
        return []
    publications = Publication.objects.filter(event=event)
    readers = followers(event.series, publications).reachable(at=at).filter(holds_one("email", [event.pk]))
    return [
        _announce(audience, WITHDRAWN, [telling], Wish(), due_at=at + wait, at=at)
        for audience, is_any in (
            (Audience.PEOPLE, bool(invited_as_people([event.pk]))),
            (Audience.SUBSCRIBERS, readers.exists()),
        )
        if is_any
    ]


def _due_at(telling: Telling, audience: Audience, wish: Wish, *, at: datetime) -> datetime | None:
    """When `audience` is told; None for never."""
    event, after = telling.event, telling.after
    decision = decide(event, telling.before, after, telling.changes, wish, at=at)
    if audience == Audience.PEOPLE:
        return people_due_at(event, after, decision, wish, at=at)
    return readers_due_at(event, decision)


def readers_due_at(event: Event, decision: Decision) -> datetime | None:
    """When subscribers are told what was decided; None for never."""
    # What may wait is nothing to those whom nobody is to tell of the event.
    may_wait = decision.pace == Pace.SETTLED
    return None if may_wait and event.tell == When.NEVER else decision.due_at


def people_due_at(
    event: Event, after: Snapshot, decision: Decision, wish: Wish, *, at: datetime
) -> datetime | None:
    """When the event's people are told: like subscribers, but of its publication at once, not on a day.

    Never means never for them too: so are past terms entered, and events whose people were told by hand.
    """
    if decision.due_at is None:
        return None
    invited = invited_as_people([event.pk])
    if not invited and not attending_as(event, after):
        return None
    match decision.pace:
        case Pace.ON_A_DAY:
            return at + wish.wait
        case Pace.SETTLED if event.tell == When.NEVER and not invited:
            return None
    return decision.due_at


def waiting_for(event: Event, audience: Audience) -> AnnouncementQuerySet:
    """What of `event` is still to be told to `audience`: a change joins the first of these."""
    waiting = Announcement.objects.filter(
        fanned_out_at=None, withdrawn_at=None, audience=audience, kind__in=ABOUT_PUBLICATIONS
    )
    about = Announcement.objects.filter(revisions__event=event).values("pk")
    return waiting.filter(pk__in=about).order_by("pk")


def joint_due_at(
    waiting: Announcement, after: Snapshot, wish: Wish, *, is_pressing: bool, due_at: datetime
) -> datetime:
    """When `waiting` is told once a change joins it that would be told at `due_at`."""
    if waiting.kind == AnnouncementKind.PUBLISHED:
        # It will say the newest truth when its day comes, or before the event if that day is too late now.
        is_too_late = waiting.due_at >= after.starts_at
        return due_at if is_too_late or wish.is_forced else waiting.due_at
    if wish.is_forced or is_pressing:
        return due_at
    was_pressing = any(presses(revision) for revision in waiting.revisions.all())
    return waiting.due_at if was_pressing else max(waiting.due_at, due_at)


def _joins_a_waiting_one(telling: Telling, audience: Audience, wish: Wish, *, due_at: datetime) -> bool:
    # Locked: the drain either finds the change in it, or has turned it into deliveries before.
    waiting = waiting_for(telling.event, audience).select_for_update().first()
    if waiting is None:
        return False
    waiting.due_at = joint_due_at(
        waiting, telling.after, wish, is_pressing=presses(telling.revision), due_at=due_at
    )
    waiting.revisions.add(telling.revision)
    waiting.note = wish.note or waiting.note
    waiting.tells_all = waiting.tells_all or wish.is_forced
    if waiting.kind == AnnouncementKind.PUBLISHED:
        waiting.expires_at = max(
            from_json(revision.snapshot).ends_at
            for revision in waiting.revisions.all()
            if revision.event_id != telling.event.pk or revision == telling.revision
        )
    else:
        if (
            telling.kind not in (AnnouncementKind.CHANGED, AnnouncementKind.ADDED)
            or waiting.kind == AnnouncementKind.ADDED
        ):
            waiting.kind = telling.kind
        waiting.expires_at = max(waiting.expires_at, telling.over_at)
    waiting.save()
    return True


def _announce(
    audience: Audience, act: str, group: list[Telling], wish: Wish, *, due_at: datetime, at: datetime
) -> Announcement:
    suffix = ":people" if audience == Audience.PEOPLE else ""
    announcement = Announcement.objects.create(
        key=f"{act}:{group[0].revision.pk}{suffix}",
        kind=group[0].kind,
        audience=audience,
        series=group[0].event.series,
        note=wish.note,
        tells_all=wish.is_forced,
        due_at=due_at,
        expires_at=max(each.over_at for each in group),
        created_at=at,
    )
    announcement.revisions.set([each.revision for each in group])
    return announcement


def replay_due_at(
    event: Event, before: Snapshot | None, after: Snapshot, wish: Wish, *, at: datetime
) -> datetime | None:
    """When those who asked are told of the first recording or slides, which `after` has; None for never."""
    if before is None or before.has_replay or not after.has_replay or wish.is_silent or after.is_cancelled:
        return None
    if after.ends_at + REPLAYED_WITHIN <= at or event.tell == When.NEVER:
        return None
    return max(at + wish.wait, after.ends_at)


def _replayed(telling: Telling, wish: Wish, *, at: datetime) -> list[Announcement]:
    """The telling of the first recording or slides, once for each event, when it is over."""
    due_at = replay_due_at(telling.event, telling.before, telling.after, wish, at=at)
    if due_at is None:
        return []
    announcement, is_new = Announcement.objects.get_or_create(
        key=f"recording:{telling.event.pk}",
        defaults={
            "kind": AnnouncementKind.RECORDING,
            "series": telling.event.series,
            "due_at": due_at,
            "expires_at": due_at + REPLAY_HOLDS,
            "created_at": at,
        },
    )
    if not is_new:
        return []
    announcement.revisions.set([telling.revision])
    return [announcement]
