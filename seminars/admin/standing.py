"""How an event stands: what readers see of it, what they do not see yet, and what is about to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from seminars.access import rules
from seminars.admin import cautioning, reserving
from seminars.announcements.progress import Stage, tally
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    Event,
    EventState,
)
from seminars.presenting import links
from seminars.presenting.differences import when_words
from seminars.programme.freezing import Undated, freeze
from seminars.programme.patches import with_removed
from seminars.programme.paths import is_taken
from seminars.programme.snapshots import Snapshot, from_json
from seminars.programme.states import NotPublishable, check_publishable
from seminars.publishing.readdress import may_readdress
from seminars.text.bilingual import short_language
from seminars.timekeeping.names import zone_words
from seminars.timekeeping.spans import moment_words

# Longer waits are told as a date; a countdown of days helps nobody.
COUNTED_DOWN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announcement that has not left: how many seconds are left, or the day on which it leaves.

    `audience`: who hears of it, in words; '' where that was not asked.
    """

    pk: int
    kind: str
    seconds: int
    is_counted: bool
    when: str
    note: str
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement with the number of its deliveries in each state, in words."""

    pk: int
    kind: str
    about: str
    when: str
    deliveries: tuple[tuple[str, str, int], ...]
    waiting: Waiting | None
    is_stopped: bool
    note: str


def published_snapshot(event: Event) -> Snapshot | None:
    """What was published last; None for a draft."""
    revision = max(event.revisions.all(), key=lambda each: each.number, default=None)
    return from_json(revision.snapshot) if revision else None


def working_snapshot(event: Event) -> Snapshot | None:
    """What would be published now; None while it has no time."""
    return _after(event, published_snapshot(event))


def _after(event: Event, before: Snapshot | None) -> Snapshot | None:
    """What would be published now on top of `before`; None while it has no time."""
    return snapshot_as(event, before, "cancelled" if event.state == EventState.CANCELLED else "published")


def snapshot_as(event: Event, before: Snapshot | None, state: str) -> Snapshot | None:
    """The working copy in `state` (published or cancelled) on top of `before`; None while it has no time."""
    try:
        return with_removed(freeze(event, state=state), before)
    except Undated:
        return None


def has_unpublished_changes(event: Event) -> bool:
    """Whether the working copy of a public event says something else than readers see."""
    before = published_snapshot(event)
    after = _after(event, before)
    return before is not None and after is not None and before != after


def lacks(event: Event) -> tuple[tuple[str, str], ...]:
    """What keeps it from being published: (field, sentence)."""
    try:
        check_publishable(event)
    except NotPublishable as refusal:
        return refusal.reasons
    return ()


def gaps(event: Event) -> list[str]:
    """What readers will miss, although it may be published without it."""
    found = []
    talks = [talk for talk in event.talks.all() if talk.state == "planned"]
    if any(not any(each.text for each in talk.abstracts.all()) for talk in talks):
        found.append(gettext("An abstract is missing."))
    if any(not any(each.title for each in talk.abstracts.all()) for talk in talks):
        found.append(gettext("A title is missing."))
    return found


def name(event: Event) -> str:
    """The event as it is called in the desk’s language: Wenqu Seminar #42, or with its date."""
    series = event.series.short.best(get_language() or "")
    if event.number:
        return f"{series} #{event.number}"
    day = event.starts_at.astimezone(ZoneInfo(event.zone)).date() if event.starts_at else None
    undated = gettext("(no date yet)")
    return f"{series} {event.path or day or undated}"


def when(event: Event) -> str:
    """When the working copy says it takes place; '' while that is open."""
    snapshot = _after(event, None)
    return when_words(snapshot) if snapshot else ""


def public_when(event: Event) -> str:
    """When readers are told that it takes place; '' before they are told anything."""
    snapshot = published_snapshot(event)
    return when_words(snapshot) if snapshot else ""


def public_url(event: Event) -> str:
    """The page that readers see, in the desk's language; '' if there is none."""
    if event.state not in (EventState.PUBLISHED, EventState.CANCELLED):
        return ""
    return links.to_event(event.series.slug, event.path, short_language(get_language() or ""))


def bar(event: Event, *, user: rules.Account, at: datetime) -> dict[str, Any]:
    """What stands above the form of an event: how it is, and what can be done with it."""
    is_public = event.state in (EventState.PUBLISHED, EventState.CANCELLED)
    return {
        "title": name(event),
        "subtitle": None,
        "event": event,
        "public_url": public_url(event),
        "has_unpublished_changes": has_unpublished_changes(event),
        "may_readdress": may_readdress(event) and not is_taken(event, str(event.number)),
        "may_note": event.state == EventState.PUBLISHED and event.ends_at is not None and event.ends_at > at,
        "may_transfer": is_public and rules.series_open_to(user, event).exists(),
        "gaps": [*gaps(event), *reserving.troubles(event), *cautioning.sentences(event, called=name)],
    }


def told(announcements: Sequence[Announcement], *, at: datetime) -> list[Told]:
    """How the telling of each of `announcements` stands."""
    counts = tally(announcements)
    return [_told(each, counts[each.pk], at=at) for each in announcements]


def _told(announcement: Announcement, counted: dict[Stage, int], *, at: datetime) -> Told:
    is_open = announcement.fanned_out_at is None and announcement.withdrawn_at is None
    events = {revision.event for revision in announcement.revisions.all()}
    return Told(
        pk=announcement.pk,
        kind=_kind(announcement),
        about=", ".join(sorted(name(event) for event in events)) or _subject(announcement),
        when=shown(announcement.fanned_out_at or announcement.due_at, _zone(announcement)),
        deliveries=tuple(
            (stage.value, str(stage.label), counted[stage]) for stage in Stage if stage in counted
        ),
        waiting=waiting(announcement, at=at) if is_open else None,
        is_stopped=announcement.withdrawn_at is not None,
        note=announcement.note,
    )


def _subject(announcement: Announcement) -> str:
    """What it is about that is about no event in particular."""
    if announcement.kind == AnnouncementKind.DIGEST:
        zone = zone_words(announcement.zone, short_language(get_language() or ""))
        return f"{announcement.get_slot_display()} · {zone} · {announcement.on}"
    return gettext("a subscription")


def shown(moment: datetime, zone: str) -> str:
    """An instant by the clocks of a zone, in the desk's language."""
    return moment_words(moment, zone, short_language(get_language() or ""))


def waiting(announcement: Announcement, *, at: datetime) -> Waiting:
    """How long it is until `announcement` leaves."""
    left = announcement.due_at - at
    return Waiting(
        pk=announcement.pk,
        kind=_kind(announcement),
        seconds=max(int(left.total_seconds()), 0),
        is_counted=left <= COUNTED_DOWN,
        when=shown(announcement.due_at, _zone(announcement)),
        note=announcement.note,
    )


def _kind(announcement: Announcement) -> str:
    kind = announcement.get_kind_display()
    if announcement.audience == Audience.PEOPLE:
        return gettext("%(kind)s, to the event’s people") % {"kind": kind}
    return kind


def _zone(announcement: Announcement) -> str:
    return announcement.series.zone if announcement.series else announcement.zone or "Asia/Shanghai"
