"""What the deliveries of one announcement have in common: its events as they are now, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from django.db.models import Max, Min

from seminars.announcements.hearers.audience import knowledge, told_of, told_to
from seminars.announcements.hearers.following import Coverage, followers
from seminars.announcements.hearers.people import Person, Role, attending
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS
from seminars.announcements.planning.reminders import still_beginning
from seminars.announcements.saying.composing import Cause
from seminars.announcements.saying.inviting import Components, News
from seminars.announcements.saying.items import Item, Occasion
from seminars.announcements.saying.news import Reader, Reason, news
from seminars.announcements.saying.wordings import NO_WORDINGS, wordings_of
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Audience,
    CalendarByMail,
    Delivery,
    Publication,
    Revision,
    Subscriber,
    Subscription,
)

_OCCASIONS = {
    AnnouncementKind.REMINDER: Occasion.REMINDER,
    AnnouncementKind.NOTE: Occasion.NOTE,
    AnnouncementKind.RECORDING: Occasion.RECORDING,
}
_CAUSES = {Role.SPEAKER: Cause.SPEAKS, Role.HOST: Cause.HOSTS, Role.ORGANIZER: Cause.ORGANIZES}


class Matter(Protocol):
    """What some deliveries of one announcement are about."""

    components: Components

    def take(self, deliveries: Sequence[Delivery]) -> None:
        """Get ready for these deliveries, of one batch."""

    def look_up(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """Read anew what is true of these deliveries' addresses now."""

    def reader(self, delivery: Delivery) -> Subscriber | None:
        """Whom the address belongs to as a reader who is to hear of this; None for nobody (any more)."""

    def news_for(self, delivery: Delivery, *, at: datetime) -> list[News]:
        """What the address is to hear, in the order of the mail; nothing when it knows all."""

    def cause(self, told: Sequence[News], delivery: Delivery) -> Cause:
        """Why the address is sent an invitation, if it is."""

    def name(self, delivery: Delivery) -> str:
        """What the address is called; '' where that is not known."""


class EventsMatter:
    """The events of one announcement, told alike to all who know alike."""

    def __init__(self, announcement: Announcement, *, at: datetime) -> None:
        self._announcement = announcement
        self._publications = _about(announcement)
        # Whom it concerns is worked out once; whether they still follow is asked for each handful.
        self._followers = (
            followers(announcement.series, self._publications)
            if announcement.series
            else Subscriber.objects.none()
        )
        self._people = attending(self._publications)
        self._loud = _loudest(self._publications)
        self._reason = Reason(
            _OCCASIONS.get(AnnouncementKind(announcement.kind), Occasion.NEWS),
            announcement.note,
            announcement.tells_all,
        )
        self._notes = _notes(announcement)
        # Who follows a speaker is told of that speaker's events, also where a whole term is announced.
        self._coverage = Coverage(self._publications) if len(self._publications) > 1 else None
        self.wordings = wordings_of(announcement.series) if announcement.series else NO_WORDINGS
        self.components = Components(self._publications)
        self._items: dict[tuple[int, Reader], Item | None] = {}

    def take(self, deliveries: Sequence[Delivery]) -> None:
        self._known = knowledge(deliveries, self._publications)

    def look_up(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        readers = self._followers.reachable(at=at)
        if is_to_a_person(deliveries[0]):
            readers = readers.filter(email__in=[each.address for each in deliveries])
        else:
            readers = readers.filter(pk__in=[each.subscriber_id or 0 for each in deliveries])
        self._reading: dict[object, Subscriber] = {}
        for reader in readers:
            self._reading[reader.pk] = self._reading[reader.email] = reader
        self._covered: dict[int, set[int]] = defaultdict(set)
        if self._coverage:
            theirs = Subscription.objects.filter(subscriber__in={each.pk for each in self._reading.values()})
            for each in theirs:
                self._covered[each.subscriber_id] |= self._coverage.under(each)
        self._told = told_to(deliveries, self._publications)

    def reader(self, delivery: Delivery) -> Subscriber | None:
        return self._reading.get(delivery.address if is_to_a_person(delivery) else delivery.subscriber_id)

    def news_for(self, delivery: Delivery, *, at: datetime) -> list[News]:
        reading = self.reader(delivery)
        wanted = CalendarByMail(reading.calendar_by_mail) if reading else CalendarByMail.NONE
        found = []
        for publication in self._publications:
            row = self._told.get((delivery.address, publication.event_id))
            if row is None and not self._concerns(publication, delivery):
                continue
            reader = Reader(
                heard=row.revision if row else self._known.get((delivery.address, publication.event_id)),
                is_held=row is not None and row.invited_as is not None,
                is_named=self._person(delivery, publication.event_id) is not None,
                is_person=is_to_a_person(delivery),
                wanted=wanted,
            )
            if item := self._item(publication, reader, at=at):
                found.append(News(publication, item, reader.heard.pk if reader.heard else None))
        return found

    def cause(self, told: Sequence[News], delivery: Delivery) -> Cause:
        events = [each.publication.event_id for each in told if not each.item.taken_back]
        people = [self._person(delivery, event) for event in events]
        roles = {person.role if person else Role.NONE for person in people}
        if roles and Role.NONE not in roles:
            return _CAUSES[roles.pop()] if len(roles) == 1 else Cause.SPEAKS
        if is_to_a_person(delivery):
            return Cause.WAS_NAMED
        reader = self.reader(delivery)
        chose = reader is not None and reader.calendar_by_mail == CalendarByMail.INVITE
        return Cause.CHOSE if chose else Cause.HOLDS

    def name(self, delivery: Delivery) -> str:
        people = (self._person(delivery, publication.event_id) for publication in self._publications)
        person = next((each for each in people if each), delivery.speaker)
        return person.name.best(delivery.language) if person else ""

    def _item(self, publication: Publication, reader: Reader, *, at: datetime) -> Item | None:
        """The same for all who know and want the same."""
        key = publication.pk, reader
        if key not in self._items:
            loud = self._loud.get(publication.event_id, 0)
            note = self._notes.get(publication.event_id, self._reason.note)
            reason = replace(self._reason, note=note)
            self._items[key] = news(publication, reader, reason, loud=loud, at=at)
        item = self._items[key]
        if item is None or item.occasion == Occasion.RECORDING:
            return item
        return item if item.snapshot.ends_at > at else None

    def _concerns(self, publication: Publication, delivery: Delivery) -> bool:
        if self._coverage is None or delivery.subscriber_id is None:
            return True
        return publication.pk in self._covered[delivery.subscriber_id]

    def _person(self, delivery: Delivery, event: int) -> Person | None:
        return self._people.get(event, {}).get(delivery.address.lower())


def is_to_a_person(delivery: Delivery) -> bool:
    """Whether the address is written to as one of the event's people."""
    return delivery.announcement.audience == Audience.PEOPLE


def _about(announcement: Announcement) -> list[Publication]:
    """The public copies that it is (still) about."""
    publications = told_of(announcement)
    if announcement.kind == AnnouncementKind.REMINDER:
        return still_beginning(announcement, publications)
    return publications


def _notes(announcement: Announcement) -> dict[int, str]:
    """By event pk: the organizer's newest line about that event, since what the announcement tells first."""
    if announcement.kind not in ABOUT_PUBLICATIONS:
        return {}
    told = announcement.revisions.order_by().values_list("event").annotate(first=Min("number"))
    first: dict[int, int] = dict(told)
    rows = Revision.objects.filter(event__in=first, is_silent=False).exclude(note="").order_by("number")
    notes = {row.event_id: row.note for row in rows if row.number >= first[row.event_id]}
    return dict.fromkeys(first, "") | notes


def _loudest(publications: Sequence[Publication]) -> dict[int, int]:
    """By event pk: the number of the newest revision that was to be told."""
    rows = Revision.objects.filter(event__in=[each.event_id for each in publications], is_silent=False)
    return dict(rows.order_by().values_list("event").annotate(newest=Max("number")))
