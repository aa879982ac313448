"""What each claimed delivery is to say now: the newest truth against what its address last heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from seminars.announcements.audience import knowledge, told_to
from seminars.announcements.channels.base import Attachment, Message
from seminars.announcements.composing import compose
from seminars.announcements.confirming import confirmation
from seminars.announcements.items import Item
from seminars.calendars.files import mail_calendar
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Delivery,
    DeliveryState,
    Event,
    Publication,
    Revision,
    Subscriber,
)
from seminars.programme.changes import compare, is_news
from seminars.programme.snapshots import from_json


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message, and the revisions that whoever reads it then knows."""

    message: Message
    revisions: tuple[Revision, ...]
    event_uid: str = ""


class Preparation:
    """Prepares the deliveries of one batch: queries once a batch, rendering once for equal knowledge."""

    def __init__(self, deliveries: Sequence[Delivery]) -> None:
        self._rendered: dict[tuple[object, ...], Message] = {}
        self._publications: dict[int, list[Publication]] = {}
        self._known: dict[int, dict[tuple[str, int], Revision]] = {}
        by_announcement: dict[int, list[Delivery]] = {}
        for delivery in deliveries:
            by_announcement.setdefault(delivery.announcement_id, []).append(delivery)
        for pk, group in by_announcement.items():
            publications = _told_of(group[0].announcement)
            self._publications[pk] = publications
            self._known[pk] = knowledge(group, [each.event for each in publications])

    def prepare(self, delivery: Delivery, *, at: datetime) -> Prepared | DeliveryState:
        """The message for `delivery`, or the state in which it ends without one."""
        announcement = delivery.announcement
        if announcement.withdrawn_at:
            return DeliveryState.WITHDRAWN
        if announcement.kind == AnnouncementKind.CONFIRMATION:
            return _prepared_confirmation(delivery, at=at)
        if announcement.series is None or not _still_follows(delivery):
            return DeliveryState.SUPPRESSED
        told = self._news(delivery, at=at)
        if not told:
            return DeliveryState.SUPERSEDED
        publications = [publication for publication, _item in told]
        key = (delivery.language, delivery.zone, *((each.revision_id, item.known) for each, item in told))
        if key not in self._rendered:
            self._rendered[key] = compose(
                [item for _publication, item in told],
                language=delivery.language,
                zone=delivery.zone,
                attachments=(_calendar(publications, delivery.language),),
            )
        return Prepared(
            message=self._rendered[key],
            revisions=tuple(each.revision for each in publications),
            event_uid=str(publications[0].uid) if len(publications) == 1 else "",
        )

    def _news(self, delivery: Delivery, *, at: datetime) -> list[tuple[Publication, Item]]:
        found = []
        known = self._known[delivery.announcement_id]
        # Read anew: the delivery before this one may have told the same address.
        told = told_to(delivery)
        for publication in self._publications[delivery.announcement_id]:
            snapshot = from_json(publication.snapshot)
            if snapshot.ends_at <= at:
                continue
            heard = told.get(publication.event_id) or known.get((delivery.address, publication.event_id))
            if heard is None:
                # Nobody is told that something is off which they never heard was on.
                if not snapshot.is_cancelled:
                    found.append((publication, Item(snapshot)))
                continue
            before = from_json(heard.snapshot)
            if before.is_cancelled and snapshot.is_cancelled:
                # Whatever else was corrected: it is still off.
                continue
            changes = compare(before, snapshot)
            if is_news(changes):
                found.append((publication, Item(snapshot, before, changes)))
        return found


def _told_of(announcement: Announcement) -> list[Publication]:
    """The public copies, as they are now, of the events that `announcement` is about."""
    events = Event.objects.filter(revisions__announcements=announcement)
    standing = (
        Publication.objects.standing()
        .filter(event__in=events)
        .select_related("event", "revision__event", "series")
    )
    return list(standing.order_by("starts_at", "pk"))


def _still_follows(delivery: Delivery) -> bool:
    series = delivery.announcement.series
    assert series is not None, "asked only for announcements of a series"
    return Subscriber.objects.active().following(series).filter(pk=delivery.subscriber_id or 0).exists()


def _prepared_confirmation(delivery: Delivery, *, at: datetime) -> Prepared | DeliveryState:
    subscriber = delivery.subscriber
    if subscriber is None:
        return DeliveryState.SUPPRESSED
    return Prepared(message=confirmation(delivery, subscriber, at=at), revisions=())


def _calendar(publications: Sequence[Publication], language: str) -> Attachment:
    body = mail_calendar(publications, language=language)
    return Attachment("seminar.ics", body, 'text/calendar; method=PUBLISH; charset="utf-8"')
