"""What each claimed delivery is to say now: the newest truth against what its address last heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from seminars.announcements.audience import followers, knowledge, told_of, told_to
from seminars.announcements.channels.base import MAIL, Message
from seminars.announcements.composing import Cause, compose
from seminars.announcements.confirming import confirmation
from seminars.announcements.inviting import Components, News, enclosed, files, invited_as
from seminars.announcements.items import Item
from seminars.announcements.news import Reader, news
from seminars.announcements.people import speaking
from seminars.calendars.invite import Party
from seminars.calendars.stamps import stamp_at
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    CalendarByMail,
    Delivery,
    DeliveryState,
    Publication,
    Revision,
    Speaker,
    Subscriber,
)

# Languages by zones, and few more, of what is told at the same time.
MOST_RENDERINGS = 100


class Heard(NamedTuple):
    """What whoever reads a mail then knows of an event, and the SEQUENCE of the invitation that they hold."""

    revision: Revision
    invited_as: int | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message, and what whoever reads it then knows."""

    message: Message
    heard: tuple[Heard, ...] = ()
    event_uid: str = ""


@dataclass(frozen=True, slots=True)
class ForGroup:
    """What a chat group is to hear, and what it then knows."""

    items: tuple[Item, ...]
    heard: tuple[Heard, ...]


class Preparation:
    """Prepares deliveries batch by batch: queries once a batch and handful, rendering once for equal knowledge."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], Message] = {}
        self._matters: dict[int, _Matter] = {}
        self._cursor: int | None = None

    def take(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """Get ready for one batch: what the last one knew of events holds for as long as nothing is published."""
        cursor = stamp_at(at).cursor
        if cursor != self._cursor:
            self._matters.clear()
            self._cursor = cursor
        for pk, group in _by_announcement(deliveries).items():
            if pk not in self._matters:
                self._matters[pk] = _Matter(group[0].announcement)
            self._matters[pk].take(group)

    def look_up(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """Read anew who still follows and what was told meanwhile: before each handful that is sent.

        Where something was published meanwhile, or withdrawn, the events are read anew too.
        """
        if stamp_at(at).cursor != self._cursor:
            _refresh(deliveries)
            self.take(deliveries, at=at)
        for pk, group in _by_announcement(deliveries).items():
            self._matters[pk].look_up(group)

    def prepare(self, delivery: Delivery, *, at: datetime) -> Prepared | ForGroup | DeliveryState:
        """The message for `delivery`, which was looked up, or the state in which it ends without one."""
        announcement = delivery.announcement
        if announcement.withdrawn_at:
            return DeliveryState.WITHDRAWN
        if announcement.kind == AnnouncementKind.CONFIRMATION:
            return _prepared_confirmation(delivery, at=at)
        matter = self._matters[delivery.announcement_id]
        if delivery.channel != MAIL:
            return _prepared_for_group(delivery, matter, at=at)
        wanted = matter.wanted(delivery)
        if wanted is None and not _is_to_a_person(delivery):
            return DeliveryState.SUPPRESSED
        told = matter.news_for(delivery, wanted or CalendarByMail.NONE, at=at)
        if not told:
            return DeliveryState.SUPERSEDED
        message = self._rendering(told, delivery, matter.cause(told, delivery, wanted))
        language, parts = delivery.language, matter.components
        attendee = Party(delivery.address, matter.name(delivery))
        return Prepared(
            message=enclosed(message, told, attendee, language, parts),
            heard=tuple(Heard(each.publication.revision, invited_as(each, language, parts)) for each in told),
            event_uid=str(told[0].publication.uid) if len(told) == 1 else "",
        )

    def _rendering(self, told: Sequence[News], delivery: Delivery, cause: Cause) -> Message:
        """What is said alike to all who know the same, in one language, zone and way."""
        is_to_a_person = _is_to_a_person(delivery)
        # What an item says follows from these; its own snapshot is long to compare.
        facts = [
            (each.publication.revision_id, each.heard, each.item.form, each.item.taken_back) for each in told
        ]
        key = (delivery.language, delivery.zone, is_to_a_person, cause, *facts)
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERINGS:
                self._rendered.clear()
            self._rendered[key] = compose(
                [each.item for each in told],
                language=delivery.language,
                zone=delivery.zone,
                attachments=files(told, delivery.language),
                cause=cause,
                is_subscribed=not is_to_a_person,
            )
        return self._rendered[key]


class _Matter:
    """What the deliveries of one announcement have in common: its events as they are now, and who is who."""

    def __init__(self, announcement: Announcement) -> None:
        self._publications = told_of(announcement)
        self._followers = (
            followers(announcement.series, [each.event_id for each in self._publications])
            if announcement.series
            else Subscriber.objects.none()
        )
        self._speakers = speaking(self._publications)
        self.components = Components(self._publications)
        self._items: dict[tuple[int, Reader], Item | None] = {}

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Get ready for these deliveries, of one batch."""
        self._known = knowledge(deliveries, [each.event for each in self._publications])

    def look_up(self, deliveries: Sequence[Delivery]) -> None:
        """Read anew what is true of these deliveries' addresses now."""
        if deliveries[0].announcement.audience == Audience.PEOPLE:
            found = self._followers.filter(email__in=[each.address for each in deliveries])
        else:
            found = self._followers.filter(pk__in=[each.subscriber_id or 0 for each in deliveries])
        self._wanted: dict[object, str] = {}
        for pk, address, wanted in found.values_list("pk", "email", "calendar_by_mail"):
            self._wanted[pk] = self._wanted[address] = wanted
        self._told = told_to(deliveries, self._publications)

    def wanted(self, delivery: Delivery) -> CalendarByMail | None:
        """What the address wants for its calendar as a follower of the series; None for one that does not follow."""
        key = delivery.address if _is_to_a_person(delivery) else delivery.subscriber_id
        wanted = self._wanted.get(key)
        return CalendarByMail(wanted) if wanted else None

    def news_for(self, delivery: Delivery, wanted: CalendarByMail, *, at: datetime) -> list[News]:
        """What the address is to hear, in the order of the events."""
        found = []
        for publication in self._publications:
            row = self._told.get((delivery.address, publication.event_id))
            reader = Reader(
                heard=row.revision if row else self._known.get((delivery.address, publication.event_id)),
                is_held=row is not None and row.invited_as is not None,
                is_speaker=self._speaker(delivery, publication.event_id) is not None,
                is_person=_is_to_a_person(delivery),
                wanted=wanted,
            )
            if item := self._item(publication, reader, at=at):
                found.append(News(publication, item, reader.heard.pk if reader.heard else None))
        return found

    def _item(self, publication: Publication, reader: Reader, *, at: datetime) -> Item | None:
        """The same for all who know and want the same."""
        key = publication.pk, reader
        if key not in self._items:
            self._items[key] = news(publication, reader, at=at)
        item = self._items[key]
        return item if item and item.snapshot.ends_at > at else None

    def cause(self, told: Sequence[News], delivery: Delivery, wanted: CalendarByMail | None) -> Cause:
        """Why the address is sent an invitation, if it is."""
        events = [each.publication.event_id for each in told if not each.item.taken_back]
        if events and all(self._speaker(delivery, event) for event in events):
            return Cause.SPEAKS
        if _is_to_a_person(delivery):
            return Cause.SPOKE
        return Cause.CHOSE if wanted == CalendarByMail.INVITE else Cause.HOLDS

    def name(self, delivery: Delivery) -> str:
        """What the address is called; readers have not told us their names."""
        events = (publication.event_id for publication in self._publications)
        people = (self._speaker(delivery, event) for event in events)
        speaker = next((each for each in people if each), delivery.speaker)
        return speaker.name.best(delivery.language) if speaker else ""

    def _speaker(self, delivery: Delivery, event: int) -> Speaker | None:
        return self._speakers.get(event, {}).get(delivery.address.lower())


def _refresh(deliveries: Sequence[Delivery]) -> None:
    """Let the announcements say whether they were stopped since these deliveries were claimed."""
    announcements = {delivery.announcement_id: delivery.announcement for delivery in deliveries}
    withdrawn = Announcement.objects.filter(pk__in=announcements).values_list("pk", "withdrawn_at")
    for pk, withdrawn_at in withdrawn:
        announcements[pk].withdrawn_at = withdrawn_at
    for delivery in deliveries:
        delivery.announcement = announcements[delivery.announcement_id]


def _by_announcement(deliveries: Sequence[Delivery]) -> dict[int, list[Delivery]]:
    groups: dict[int, list[Delivery]] = {}
    for delivery in deliveries:
        groups.setdefault(delivery.announcement_id, []).append(delivery)
    return groups


def _is_to_a_person(delivery: Delivery) -> bool:
    return delivery.announcement.audience == Audience.PEOPLE


def _prepared_for_group(delivery: Delivery, matter: _Matter, *, at: datetime) -> ForGroup | DeliveryState:
    told = matter.news_for(delivery, CalendarByMail.NONE, at=at)
    if not told:
        return DeliveryState.SUPERSEDED
    return ForGroup(
        items=tuple(each.item for each in told),
        heard=tuple(Heard(each.publication.revision, None) for each in told),
    )


def _prepared_confirmation(delivery: Delivery, *, at: datetime) -> Prepared | DeliveryState:
    subscriber = delivery.subscriber
    if subscriber is None:
        return DeliveryState.SUPPRESSED
    return Prepared(message=confirmation(delivery, subscriber, at=at))
