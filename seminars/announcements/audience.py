"""Who hears of an announcement, and what each of them knows already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.conf import settings
from django.db.models import Q

from seminars.announcements.channels.base import MAIL
from seminars.announcements.people import Person, has_heard, holds_one, people_of
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    Channel,
    Delivery,
    Event,
    EventState,
    FormerPath,
    Publication,
    Revision,
    Series,
    Subscriber,
    Subscription,
    Told,
)
from seminars.models.announcements import PRIORITY
from seminars.models.querysets import SubscriberQuerySet

BATCH = 500


def fan_out(announcement: Announcement) -> int:
    """Write one delivery for each address that hears of `announcement`; returns how many are new."""
    written = 0
    deliveries = _deliveries(announcement)
    while batch := list(islice(deliveries, BATCH)):
        written += len(Delivery.objects.bulk_create(batch, ignore_conflicts=True))
    return written


def followers(series: Series, events: Iterable[int]) -> SubscriberQuerySet:
    """Who hears of these events of `series`: its readers.

    Of an event that came from another series also those of that one's readers who were told of it.
    """
    events = list(events)
    active = Subscriber.objects.active()
    former = FormerPath.objects.filter(event__in=events).exclude(series=series)
    if not former.exists():
        return active.following(series)
    knows_it = Q(subscriptions__series__in=former.values("series")) & has_heard("email", events)
    return active.filter(Q(subscriptions__series=series) | knows_it).distinct()


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


def knowledge(deliveries: Sequence[Delivery], events: Iterable[Event]) -> dict[tuple[str, int], Revision]:
    """For (address, event pk): the revision that an address is taken to know without having been told.

    Who subscribed after an event was announced is taken to know what the page said on that day; so is a group
    whose channel was made after it.
    """
    by_pk = {event.pk: event for event in events}
    known: dict[tuple[str, int], Revision] = {}
    subscriptions = {
        (row.subscriber_id, row.series_id): row.created_at
        for row in Subscription.objects.filter(subscriber__in=[each.subscriber_id for each in deliveries])
    }
    groups = Channel.objects.filter(pk__in={each.target_id for each in deliveries if each.target_id})
    joined = {(row.pk, row.series_id): row.created_at for row in groups}
    for event in by_pk.values():
        announced_at = (
            Announcement.objects.filter(
                kind=AnnouncementKind.PUBLISHED,
                audience=Audience.SUBSCRIBERS,
                revisions__event=event,
                fanned_out_at__isnull=False,
            )
            .values_list("fanned_out_at", flat=True)
            .first()
        )
        revisions = list(event.revisions.order_by("-number")) if announced_at else []
        for delivery in deliveries:
            since = (
                joined.get((delivery.target_id, event.series_id))
                if delivery.target_id
                else subscriptions.get((delivery.subscriber_id or 0, event.series_id))
            )
            if (
                (delivery.address, event.pk) in known
                or not announced_at
                or not since
                or since <= announced_at
            ):
                continue
            if seen := next((each for each in revisions if each.at <= since), None):
                known[delivery.address, event.pk] = seen
    return known


def _deliveries(announcement: Announcement) -> Iterator[Delivery]:
    if announcement.audience == Audience.PEOPLE:
        for person in people_of(told_of(announcement)):
            yield _to_person(announcement, person)
    else:
        for subscriber in _hearers(announcement).iterator(chunk_size=BATCH):
            yield _to_subscriber(announcement, subscriber)
        for channel in _channels(announcement):
            yield _to_group(announcement, channel)


def _hearers(announcement: Announcement) -> SubscriberQuerySet:
    if announcement.kind == AnnouncementKind.CONFIRMATION:
        return Subscriber.objects.filter(pk=announcement.subscriber_id or 0)
    assert announcement.series is not None, "only confirmations have no series"
    events = Event.objects.filter(revisions__announcements=announcement)
    pks = list(events.values_list("pk", flat=True))
    hearing = followers(announcement.series, pks).order_by("pk")
    if events.exclude(state=EventState.WITHDRAWN).exists():
        return hearing
    # Of what was taken back hears only whose calendar still says otherwise.
    return hearing.filter(holds_one("email", pks))


def _channels(announcement: Announcement) -> Iterable[Channel]:
    """The groups that hear of it. They hold no invitations, so of what was taken back they hear nothing."""
    standing = Event.objects.filter(revisions__announcements=announcement).exclude(state=EventState.WITHDRAWN)
    if announcement.series is None or not standing.exists():
        return []
    return Channel.objects.open_of(announcement.series).order_by("pk")


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
    assert announcement.series is not None, "people hear of events, and those have a series"
    language = "en" if announcement.series.language == "en" else "zh"
    return _addressed(
        Delivery(
            announcement=announcement,
            channel=MAIL,
            address=person.address,
            speaker=person.speaker,
            language=language,
            zone=person.zone,
        )
    )


def _addressed(delivery: Delivery) -> Delivery:
    """The delivery with all that follows from its announcement."""
    announcement = delivery.announcement
    delivery.priority = PRIORITY[AnnouncementKind(announcement.kind)]
    delivery.due_at, delivery.expires_at = announcement.due_at, announcement.expires_at
    # Fixed before the first attempt: a second copy of the same telling is recognized as one.
    delivery.message_id = f"<{delivery.uid}@{settings.MAIL_DOMAIN}>"
    return delivery
