"""Who hears of an announcement, and what each of them knows already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.enlisting import Addressee, enlist
from seminars.announcements.hearers.following import (
    Coverage,
    followed_by,
    followers,
    paced,
    waits_for_digest,
)
from seminars.announcements.hearers.people import holds_one, people_of
from seminars.announcements.hearers.readers import Hearer, in_turn
from seminars.announcements.planning import reminders
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS, announced_at
from seminars.announcements.planning.deciding import presses
from seminars.announcements.planning.digests import digest_readers
from seminars.announcements.sending.claimed import Claimed
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    Channel,
    Event,
    Publication,
    PublicationState,
    Revision,
    Slot,
    Subscriber,
    Subscription,
    Told,
)
from seminars.models.querysets import SubscriberQuerySet


def fan_out(announcement: Announcement, *, at: datetime) -> int:
    """Write one delivery for each address that hears of `announcement` at `at`; returns how many are new."""
    return enlist(announcement, _addressees(announcement, at=at))


def told_of(announcement: Announcement) -> list[Publication]:
    """The public copies, as they are now, of the events that `announcement` is about; tombstones too."""
    events = Event.objects.filter(revisions__announcements=announcement)
    publications = Publication.objects.filter(event__in=events)
    return list(publications.select_related("event", "revision__event", "series").order_by("starts_at", "pk"))


class LastTold(NamedTuple):
    """The revision that an address heard of last, by pk, and the SEQUENCE of the invitation that it holds."""

    revision: int
    invited_as: int | None


def told_to(
    deliveries: Sequence[Claimed], publications: Iterable[Publication]
) -> dict[tuple[str, int], LastTold]:
    """By (address, event pk): what the addresses of these deliveries last heard of these events, as of now."""
    rows = Told.objects.filter(
        channel__in={each.channel for each in deliveries},
        address__in=[each.address for each in deliveries],
        event__in=[publication.event_id for publication in publications],
    )
    found = rows.values_list("address", "event", "revision", "invited_as")
    return {
        (address, event): LastTold(revision, invited_as) for address, event, revision, invited_as in found
    }


def knowledge(
    deliveries: Sequence[Claimed], publications: Sequence[Publication], coverage: Coverage
) -> dict[tuple[str, int], Revision]:
    """For (address, event pk): the revision that an address is taken to know without having been told.

    Who began to follow after an event was announced is taken to know what the page said on that day; so is a
    group whose channel was made after it.
    """
    told_at = announced_at(each.event_id for each in publications)
    began = _began_after(min(told_at.values()), deliveries, publications, coverage) if told_at else {}
    late = {key: at for key, at in began.items() if key[1] in told_at and at > told_at[key[1]]}
    revisions: dict[int, list[Revision]] = defaultdict(list)
    if late:
        for each in Revision.objects.filter(event__in={event for _, event in late}).order_by("-number"):
            revisions[each.event_id].append(each)
    seen = {key: seen_since(at, told_at[key[1]], revisions[key[1]]) for key, at in late.items()}
    return {key: revision for key, revision in seen.items() if revision}


def seen_since(
    began: datetime | None, first_told: datetime | None, revisions: Sequence[Revision]
) -> Revision | None:
    """What whoever began to follow an event then is taken to know; `revisions` are all of it, newest first."""
    if began is None or first_told is None or began <= first_told:
        return None
    return next((each for each in revisions if each.at <= began), None)


def _began_after(
    first: datetime,
    deliveries: Sequence[Claimed],
    publications: Sequence[Publication],
    coverage: Coverage,
) -> dict[tuple[str, int], datetime]:
    """For (address, event pk): since when whoever has the address follows the event; those since before may lack."""
    readers = {delivery.subscriber_id for delivery in deliveries if delivery.subscriber_id}
    late = Subscription.objects.filter(subscriber__in=readers, created_at__gt=first)
    since: dict[tuple[int, int], datetime] = {}
    for each in followed_by(late.values("subscriber")):
        for pk in coverage.under(each):
            key = each.subscriber_id, pk
            since[key] = min(each.created_at, since.get(key, each.created_at))
    targets = {delivery.target_id for delivery in deliveries if delivery.target_id}
    groups = Channel.objects.filter(pk__in=targets) if targets else ()
    made = {(group.pk, group.series_id): group.created_at for group in groups}
    if not since and not made:
        return {}
    found = {}
    for delivery in deliveries:
        for publication in publications:
            if delivery.target_id:
                began = made.get((delivery.target_id, publication.series_id))
            else:
                began = since.get((delivery.subscriber_id or 0, publication.pk))
            if began:
                found[delivery.address, publication.event_id] = began
    return found


def _addressees(announcement: Announcement, *, at: datetime) -> Iterator[Addressee]:
    publications = told_of(announcement)
    if announcement.audience == Audience.PEOPLE:
        for person in people_of(publications):
            speaker = person.speaker.pk if person.speaker else None
            yield Addressee(MAIL, person.address, person.language, person.zone, speaker=speaker)
        return
    for reader in hearers(announcement, publications, at=at):
        yield Addressee(MAIL, reader.email, reader.language, reader.zone, subscriber=reader.pk)
    for group in hearing_groups(announcement, publications):
        assert announcement.series is not None, "confirmations and digests go to readers"
        yield Addressee(group.kind, group.key, group.language, announcement.series.zone, target=group.pk)


def hearers(
    announcement: Announcement, publications: Sequence[Publication], *, at: datetime
) -> Iterator[Hearer]:
    """The readers who hear of `announcement`, which is about `publications`, at `at`."""
    match announcement.kind:
        case AnnouncementKind.CONFIRMATION:
            yield from in_turn(Subscriber.objects.filter(pk=announcement.subscriber_id or 0))
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
        yield from in_turn(hearing)


def _in_their_rhythm(
    announcement: Announcement,
    hearing: SubscriberQuerySet,
    publications: Sequence[Publication],
    *,
    at: datetime,
) -> Iterator[Hearer]:
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
