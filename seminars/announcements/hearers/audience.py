"""Who hears of an announcement, and what each of them knows already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db.models import Min

from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.following import followers, matching, paced, waits_for_digest
from seminars.announcements.hearers.people import Person, holds_one, people_of
from seminars.announcements.planning import reminders
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS, announced_at
from seminars.announcements.planning.deciding import presses
from seminars.announcements.planning.digests import digest_readers
from seminars.announcements.sending.pacing import routed
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    Channel,
    Delivery,
    Event,
    Publication,
    PublicationState,
    Revision,
    Slot,
    Subscriber,
    Subscription,
    Told,
)
from seminars.models.announcements import PRIORITY
from seminars.models.querysets import SubscriberQuerySet

BATCH = 500


def fan_out(announcement: Announcement, *, at: datetime) -> int:
    """Write one delivery for each address that hears of `announcement` at `at`; returns how many are new."""
    written = 0
    deliveries = _deliveries(announcement, at=at)
    while batch := list(islice(deliveries, BATCH)):
        written += len(Delivery.objects.bulk_create(batch, ignore_conflicts=True))
    return written


def told_of(announcement: Announcement) -> list[Publication]:
    """The public copies, as they are now, of the events that `announcement` is about; tombstones too."""
    events = Event.objects.filter(revisions__announcements=announcement)
    publications = Publication.objects.filter(event__in=events)
    return list(publications.select_related("event", "revision__event", "series").order_by("starts_at", "pk"))


def told_to(
    deliveries: Sequence[Delivery], publications: Iterable[Publication]
) -> dict[tuple[str, int], Told]:
    """By (address, event pk): what the addresses of these deliveries last heard of these events, as of now."""
    events = [publication.event_id for publication in publications]
    rows = Told.objects.filter(
        channel__in={each.channel for each in deliveries},
        address__in=[each.address for each in deliveries],
        event__in=events,
    )
    return {(row.address, row.event_id): row for row in rows.select_related("revision")}


def knowledge(
    deliveries: Sequence[Delivery], publications: Iterable[Publication]
) -> dict[tuple[str, int], Revision]:
    """For (address, event pk): the revision that an address is taken to know without having been told.

    Who began to follow after an event was announced is taken to know what the page said on that day; so is a
    group whose channel was made after it.
    """
    known: dict[tuple[str, int], Revision] = {}
    groups = Channel.objects.filter(pk__in={each.target_id for each in deliveries if each.target_id})
    joined = {(row.pk, row.series_id): row.created_at for row in groups}
    publications = list(publications)
    told_at = announced_at(each.event_id for each in publications)
    for publication in publications:
        event = publication.event
        first_told = told_at.get(event.pk)
        if first_told is None:
            continue
        since = _following_since(deliveries, publication)
        revisions = list(event.revisions.order_by("-number"))
        for delivery in deliveries:
            began = (
                joined.get((delivery.target_id, event.series_id))
                if delivery.target_id
                else since.get(delivery.subscriber_id or 0)
            )
            if seen := seen_since(began, first_told, revisions):
                known[delivery.address, event.pk] = seen
    return known


def seen_since(
    began: datetime | None, first_told: datetime | None, revisions: Sequence[Revision]
) -> Revision | None:
    """What whoever began to follow an event then is taken to know; `revisions` are all of it, newest first."""
    if began is None or first_told is None or began <= first_told:
        return None
    return next((each for each in revisions if each.at <= began), None)


def _following_since(deliveries: Sequence[Delivery], publication: Publication) -> dict[int, datetime]:
    rows = Subscription.objects.filter(
        matching([publication]), subscriber__in=[each.subscriber_id for each in deliveries]
    )
    return dict(rows.order_by().values_list("subscriber").annotate(since=Min("created_at")))


def _deliveries(announcement: Announcement, *, at: datetime) -> Iterator[Delivery]:
    publications = told_of(announcement)
    if announcement.audience == Audience.PEOPLE:
        for person in people_of(publications):
            yield _to_person(announcement, person)
        return
    for subscriber in hearers(announcement, publications, at=at):
        yield _to_subscriber(announcement, subscriber)
    for channel in hearing_groups(announcement, publications):
        yield _to_group(announcement, channel)


def hearers(
    announcement: Announcement, publications: Sequence[Publication], *, at: datetime
) -> Iterator[Subscriber]:
    """The readers who hear of `announcement`, which is about `publications`, at `at`."""
    match announcement.kind:
        case AnnouncementKind.CONFIRMATION:
            yield from Subscriber.objects.filter(pk=announcement.subscriber_id or 0)
            return
        case AnnouncementKind.DIGEST:
            yield from digest_readers(announcement, at=at)
            return
    assert announcement.series is not None, "only confirmations and digests have no series"
    following = followers(announcement.series, publications).reachable(at=at)
    hearing = _wanting(announcement, following).order_by("pk")
    if not any(each.state != PublicationState.WITHDRAWN for each in publications):
        # Of what was taken back hears only whose calendar still says otherwise.
        hearing = hearing.filter(holds_one("email", [each.event_id for each in publications]))
    if announcement.kind in ABOUT_PUBLICATIONS:  # in the rhythm that each reader chose
        yield from _in_their_rhythm(announcement, hearing, publications, at=at)
    else:
        yield from hearing.iterator(chunk_size=BATCH)


def _in_their_rhythm(
    announcement: Announcement,
    hearing: SubscriberQuerySet,
    publications: Sequence[Publication],
    *,
    at: datetime,
) -> Iterator[Subscriber]:
    """Without those who hear of it soon enough by a digest."""
    is_pressing = announcement.tells_all or any(presses(each) for each in announcement.revisions.all())
    for each in paced(hearing, publications):
        if not waits_for_digest(each, publications, is_pressing=is_pressing, at=at):
            yield each.reader


def _wanting(announcement: Announcement, readers: SubscriberQuerySet) -> SubscriberQuerySet:
    """Those of `readers` who asked for what is not told unasked."""
    match announcement.kind:
        case AnnouncementKind.RECORDING:
            return readers.filter(wants_recordings=True)
        case AnnouncementKind.REMINDER:
            return reminders.wanting(announcement, readers)
    return readers


def hearing_groups(announcement: Announcement, publications: Sequence[Publication]) -> Iterable[Channel]:
    """The groups that hear of it. They hold no invitations, so of what was taken back they hear nothing."""
    standing = [each for each in publications if each.state != PublicationState.WITHDRAWN]
    if announcement.series is None or not standing:
        return []
    channels = Channel.objects.open_of(announcement.series).order_by("pk")
    match announcement.kind, announcement.slot:
        case AnnouncementKind.RECORDING, _:
            return channels.filter(wants_recordings=True)
        case AnnouncementKind.REMINDER, Slot.HOUR:
            return channels.filter(reminds=True)
        case AnnouncementKind.REMINDER, _:
            return []
    return channels


def _to_subscriber(announcement: Announcement, subscriber: Subscriber) -> Delivery:
    return _addressed(
        Delivery(
            announcement=announcement,
            channel=MAIL,
            address=subscriber.email,
            subscriber=subscriber,
            language=subscriber.language,
            zone=subscriber.zone,
        )
    )


def _to_group(announcement: Announcement, channel: Channel) -> Delivery:
    assert announcement.series is not None, "confirmations go to one address"
    return _addressed(
        Delivery(
            announcement=announcement,
            channel=channel.kind,
            address=channel.key,
            target=channel,
            language=channel.language,
            zone=announcement.series.zone,
        )
    )


def _to_person(announcement: Announcement, person: Person) -> Delivery:
    return _addressed(
        Delivery(
            announcement=announcement,
            channel=MAIL,
            address=person.address,
            speaker=person.speaker,
            language=person.language,
            zone=person.zone,
        )
    )


def _addressed(delivery: Delivery) -> Delivery:
    """The delivery with all that follows from its announcement."""
    announcement = delivery.announcement
    delivery.priority = PRIORITY[AnnouncementKind(announcement.kind)]
    delivery.due_at, delivery.expires_at = announcement.due_at, announcement.expires_at
    delivery.digest_on = announcement.on if announcement.kind == AnnouncementKind.DIGEST else None
    # Fixed before the first attempt: a second copy of the same telling is recognized as one.
    delivery.message_id = f"<{delivery.uid}@{settings.MAIL_DOMAIN}>"
    return routed(delivery)
