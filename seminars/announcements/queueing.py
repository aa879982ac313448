"""A revision → announcements: what is told, of what kind, and from when on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from seminars.announcements.deciding import Decision, Pace, Telling, Wish, decide, presses
from seminars.announcements.following import followers
from seminars.announcements.people import attending_as, holds_one, invited_as_people
from seminars.models import Announcement, AnnouncementKind, Audience, Event, Publication
from seminars.models.events import Telling as When
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.snapshots import from_json

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
    for audience, due in ((Audience.PEOPLE, _people_due_at), (Audience.SUBSCRIBERS, _due_at)):
        for telling in tellings:
            due_at = due(telling, wish, at=at)
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
    readers = followers(event.series, publications, at=at).filter(holds_one("email", [event.pk]))
    return [
        _announce(audience, WITHDRAWN, [telling], Wish(), due_at=at + wait, at=at)
        for audience, is_any in (
            (Audience.PEOPLE, bool(invited_as_people(event.pk))),
            (Audience.SUBSCRIBERS, readers.exists()),
        )
        if is_any
    ]


def _decided(telling: Telling, wish: Wish, *, at: datetime) -> Decision:
    return decide(telling.event, telling.before, telling.after, telling.changes, wish, at=at)


def _due_at(telling: Telling, wish: Wish, *, at: datetime) -> datetime | None:
    """When subscribers are told; None for never."""
    decision = _decided(telling, wish, at=at)
    # What may wait is nothing to those whom nobody is to tell of the event.
    may_wait = decision.pace == Pace.SETTLED
    return None if may_wait and telling.event.tell == When.NEVER else decision.due_at


def _people_due_at(telling: Telling, wish: Wish, *, at: datetime) -> datetime | None:
    """When the event's people are told: like subscribers, but of its publication at once, not on a day.

    Never means never for them too: so are past terms entered, and events whose people were told by hand.
    """
    decision = _decided(telling, wish, at=at)
    if decision.due_at is None:
        return None
    invited = invited_as_people(telling.event.pk)
    if not invited and not attending_as(telling.event, telling.after):
        return None
    match decision.pace:
        case Pace.ON_A_DAY:
            return at + wish.wait
        case Pace.SETTLED if telling.event.tell == When.NEVER and not invited:
            return None
    return decision.due_at


def _joins_a_waiting_one(telling: Telling, audience: Audience, wish: Wish, *, due_at: datetime) -> bool:
    waiting = (
        # Locked: the drain either finds the change in it, or has turned it into deliveries before.
        Announcement.objects.select_for_update()
        .filter(fanned_out_at=None, withdrawn_at=None, audience=audience, kind__in=_TOLD_OF_CHANGES)
        .filter(pk__in=Announcement.objects.filter(revisions__event=telling.event).values("pk"))
        .order_by("pk")
        .first()
    )
    if waiting is None:
        return False
    was_pressing = any(presses(revision) for revision in waiting.revisions.all())
    waiting.revisions.add(telling.revision)
    waiting.note = wish.note or waiting.note
    waiting.tells_all = waiting.tells_all or wish.is_forced
    if waiting.kind == AnnouncementKind.PUBLISHED:
        # It will say the newest truth when its day comes, or before the event if that day is too late now.
        if waiting.due_at >= telling.after.starts_at or wish.is_forced:
            waiting.due_at = due_at
        waiting.expires_at = max(
            from_json(revision.snapshot).ends_at
            for revision in waiting.revisions.all()
            if revision.event_id != telling.event.pk or revision == telling.revision
        )
        waiting.save()
        return True
    if (
        telling.kind not in (AnnouncementKind.CHANGED, AnnouncementKind.ADDED)
        or waiting.kind == AnnouncementKind.ADDED
    ):
        waiting.kind = telling.kind
    if wish.is_forced or presses(telling.revision):
        waiting.due_at = due_at
    elif not was_pressing:
        waiting.due_at = max(waiting.due_at, due_at)
    waiting.expires_at = max(waiting.expires_at, telling.over_at)
    waiting.save()
    return True


_TOLD_OF_CHANGES = (
    AnnouncementKind.PUBLISHED,
    AnnouncementKind.CHANGED,
    AnnouncementKind.CANCELLED,
    AnnouncementKind.RESTORED,
    AnnouncementKind.ADDED,
)


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


def _replayed(telling: Telling, wish: Wish, *, at: datetime) -> list[Announcement]:
    """The telling of the first recording or slides, once for each event, when it is over."""
    before, after = telling.before, telling.after
    if before is None or before.has_replay or not after.has_replay or wish.is_silent or after.is_cancelled:
        return []
    if after.ends_at + REPLAYED_WITHIN <= at or telling.event.tell == When.NEVER:
        return []
    due_at = max(at + wish.wait, after.ends_at)
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
