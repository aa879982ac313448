"""Reminders: the evening before by the reader's clocks, and an hour before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from seminars.announcements.hearers.following import following_any
from seminars.announcements.planning.announced import announced_at
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Channel,
    Delivery,
    Publication,
    PublicationState,
    Slot,
    Subscriber,
)
from seminars.models.querysets import SubscriberQuerySet
from seminars.timekeeping.rhythms import day_at, instant_of

EVENING = time(20)
HOUR = timedelta(hours=1)
# Who has gone to bed, or should be on the way already, is helped no more.
EVENING_HOLDS = timedelta(hours=3)
HOUR_HOLDS = timedelta(minutes=40)
# From eight in the evening to the end of the next day, and an hour that comes twice meanwhile.
EARLIEST = timedelta(hours=29)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Of an event as it is now: to readers in one zone on the evening before, or to all ('') an hour before."""

    publication: Publication
    slot: Slot
    due_at: datetime
    zone: str = ""

    @property
    def key(self) -> str:
        """What makes it one: event, start, occasion and zone."""
        start = f"{self.publication.starts_at:%Y%m%dT%H%M%SZ}"
        return f"reminder:{self.slot}:{self.publication.event_id}:{start}:{self.zone}"

    @property
    def expires_at(self) -> datetime:
        """Three hours after an evening's, twenty minutes before the start for the other; never after the start."""
        holds = EVENING_HOLDS if self.slot == Slot.EVENING else HOUR_HOLDS
        return min(self.due_at + holds, self.publication.starts_at)


def arm(*, since: datetime, at: datetime) -> list[Announcement]:
    """Write the announcement of every reminder that came due after `since` and not after `at`; returns the new ones.

    One whose time is over already is written all the same: its deliveries end as missed.
    """
    near = Publication.objects.filter(
        state=PublicationState.PUBLISHED, starts_at__gt=since, starts_at__lte=at + EARLIEST
    ).select_related("revision")
    publications = list(near.order_by("starts_at", "pk"))
    if not publications:
        return []
    due = [each for each in _reminders(publications, at=at) if since < each.due_at <= at]
    told_at = announced_at(each.publication.event_id for each in due) if due else {}
    written = (
        _write(each, at=at)
        for each in due
        # Who was told only afterwards needs no reminding.
        if (told := told_at.get(each.publication.event_id)) and told <= each.due_at
    )
    return [each for each in written if each]


def evening_before(starts_at: datetime, zone_name: str) -> datetime:
    """20:00 on the evening before the day on which `starts_at` falls by the clocks of an IANA zone, in UTC."""
    return instant_of(day_at(starts_at, zone_name) - timedelta(days=1), EVENING, zone_name)


def still_beginning(announcement: Announcement, publications: Sequence[Publication]) -> list[Publication]:
    """Those of a reminder's events that still begin when they were to begin as it was written."""
    starts = {
        revision.event_id: datetime.fromisoformat(revision.snapshot["starts_at"])
        for revision in announcement.revisions.all()
    }
    return [each for each in publications if each.starts_at == starts.get(each.event_id)]


def wanting(announcement: Announcement, readers: SubscriberQuerySet) -> SubscriberQuerySet:
    """Those of `readers` who asked for this reminder, and did not have it by the clocks of an earlier zone of theirs."""
    if announcement.slot == Slot.HOUR:
        return readers.filter(reminds_hour=True)
    others = Announcement.objects.filter(key__startswith=announcement.key.removesuffix(announcement.zone))
    had = Delivery.objects.filter(announcement__in=others.exclude(pk=announcement.pk)).exclude(
        subscriber=None
    )
    asking = readers.filter(reminds_evening=True, zone=announcement.zone)
    return asking.exclude(pk__in=had.values("subscriber"))


def _reminders(publications: Sequence[Publication], *, at: datetime) -> Iterator[Reminder]:
    """All that somebody wants to have, due or not."""
    readers = Subscriber.objects.reachable(at=at).filter(following_any(publications))
    wishes = readers.filter(Q(reminds_evening=True) | Q(reminds_hour=True)).order_by()
    wanted = list(wishes.values_list("zone", "reminds_evening", "reminds_hour").distinct())
    zones = sorted({zone for zone, wants_evening, _ in wanted if wants_evening})
    is_hour_wanted = any(wants_hour for _, _, wants_hour in wanted)
    groups = Channel.objects.filter(series__in={each.series_id for each in publications}, paused_at=None)
    with_groups = set(groups.filter(reminds=True).values_list("series", flat=True))
    for publication in publications:
        for zone in zones:
            yield Reminder(publication, Slot.EVENING, evening_before(publication.starts_at, zone), zone)
        # Whole days begin at midnight; an hour before is no time to remind anybody.
        is_timed = not publication.snapshot.get("is_all_day")
        if is_timed and (is_hour_wanted or publication.series_id in with_groups):
            yield Reminder(publication, Slot.HOUR, publication.starts_at - HOUR)


def _write(reminder: Reminder, *, at: datetime) -> Announcement | None:
    publication = reminder.publication
    with transaction.atomic():
        announcement, is_new = Announcement.objects.get_or_create(
            key=reminder.key,
            defaults={
                "kind": AnnouncementKind.REMINDER,
                "series_id": publication.series_id,
                "slot": reminder.slot,
                "zone": reminder.zone,
                "on": day_at(reminder.due_at, reminder.zone) if reminder.zone else None,
                "due_at": reminder.due_at,
                "expires_at": reminder.expires_at,
                "created_at": at,
            },
        )
        if is_new:
            announcement.revisions.set([publication.revision])
    return announcement if is_new else None
