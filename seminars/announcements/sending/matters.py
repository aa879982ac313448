"""What the deliveries of one announcement have in common: its events as they are now, and who is who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from django.db.models import Max, Min

from seminars.announcements.hearers.audience import knowledge, told_of, told_to
from seminars.announcements.hearers.following import Coverage, followed_by, followers
from seminars.announcements.hearers.people import Person, Role, attending
from seminars.announcements.hearers.readers import Hearer, at_hand
from seminars.announcements.planning.announced import ABOUT_PUBLICATIONS
from seminars.announcements.planning.reminders import still_beginning
from seminars.announcements.saying.composing import Cause
from seminars.announcements.saying.inviting import Components, News
from seminars.announcements.saying.items import Item, Occasion
from seminars.announcements.saying.news import Reader, Reason, news
from seminars.announcements.saying.wordings import NO_WORDINGS, wordings_of
from seminars.announcements.sending.claimed import Claimed
from seminars.models import (
    Announcement,
    AnnouncementKind,
    CalendarByMail,
    Publication,
    Revision,
    Speaker,
    Subscriber,
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

    def take(self, deliveries: Sequence[Claimed]) -> None:
        """Get ready for these deliveries, of one batch."""

    def look_up(self, deliveries: Sequence[Claimed], *, at: datetime) -> None:
        """Read anew what is true of these deliveries' addresses now."""

    def reader(self, delivery: Claimed) -> Hearer | None:
        """Whom the address belongs to as a reader who is to hear of this; None for nobody (any more)."""

    def news_for(self, delivery: Claimed, *, at: datetime) -> list[News]:
        """What the address is to hear, in the order of the mail; nothing when it knows all."""

    def cause(self, told: Sequence[News], delivery: Claimed) -> Cause:
        """Why the address is sent an invitation, if it is."""

    def name(self, delivery: Claimed) -> str:
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
        self._coverage = Coverage(self._publications)
        self.wordings = wordings_of(announcement.series) if announcement.series else NO_WORDINGS
        self.components = Components(self._publications)
        self._items: dict[tuple[int, Reader], Item | None] = {}
        self._revisions: dict[int, Revision] = {}

    def take(self, deliveries: Sequence[Claimed]) -> None:
        self._known = knowledge(deliveries, self._publications, self._coverage)

    def look_up(self, deliveries: Sequence[Claimed], *, at: datetime) -> None:
        readers = self._followers.reachable(at=at)
        if deliveries[0].is_to_a_person:
            readers = readers.filter(email__in=[each.address for each in deliveries])
        else:
            readers = readers.filter(pk__in=[each.subscriber_id or 0 for each in deliveries])
        self._reading: dict[object, Hearer] = {}
        for reader in at_hand(readers):
            self._reading[reader.pk] = self._reading[reader.email] = reader
        self._covered: dict[int, set[int]] = defaultdict(set)
        # Who follows a speaker is told of that speaker's events, also where a whole term is announced.
        if len(self._publications) > 1:
            for each in followed_by({each.pk for each in self._reading.values()}):
                self._covered[each.subscriber_id] |= self._coverage.under(each)
        self._told = told_to(deliveries, self._publications)
        unread = {told.revision for told in self._told.values()} - self._revisions.keys()
        self._revisions |= Revision.objects.in_bulk(unread) if unread else {}

    def reader(self, delivery: Claimed) -> Hearer | None:
        return self._reading.get(delivery.address if delivery.is_to_a_person else delivery.subscriber_id)

    def knowing(self, delivery: Claimed) -> tuple[object, ...]:
        """What decides on what the address is told, and why: equal for all who know and want the same."""
        reading = self.reader(delivery)
        found: list[object] = [reading.calendar_by_mail if reading else None]
        for publication in self._publications:
            key = delivery.address, publication.event_id
            known, person = self._known.get(key), self._person(delivery, publication.event_id)
            concerns = self._concerns(publication, delivery)
            found += [self._told.get(key), known and known.pk, person and person.role, concerns]
        return tuple(found)

    def news_for(self, delivery: Claimed, *, at: datetime) -> list[News]:
        reading = self.reader(delivery)
        wanted = CalendarByMail(reading.calendar_by_mail) if reading else CalendarByMail.NONE
        found = []
        for publication in self._publications:
            key = delivery.address, publication.event_id
            told = self._told.get(key)
            if told is None and not self._concerns(publication, delivery):
                continue
            reader = Reader(
                heard=self._revisions[told.revision] if told else self._known.get(key),
                is_held=told is not None and told.invited_as is not None,
                is_named=self._person(delivery, publication.event_id) is not None,
                is_person=delivery.is_to_a_person,
                wanted=wanted,
            )
            if item := self._item(publication, reader, at=at):
                found.append(News(publication, item, reader.heard.pk if reader.heard else None))
        return found

    def cause(self, told: Sequence[News], delivery: Claimed) -> Cause:
        events = [each.publication.event_id for each in told if not each.item.taken_back]
        people = [self._person(delivery, event) for event in events]
        roles = {person.role if person else Role.NONE for person in people}
        if roles and Role.NONE not in roles:
            return _CAUSES[roles.pop()] if len(roles) == 1 else Cause.SPEAKS
        if delivery.is_to_a_person:
            return Cause.WAS_NAMED
        reader = self.reader(delivery)
        chose = reader is not None and reader.calendar_by_mail == CalendarByMail.INVITE
        return Cause.CHOSE if chose else Cause.HOLDS

    def name(self, delivery: Claimed) -> str:
        people = (self._person(delivery, publication.event_id) for publication in self._publications)
        named = next((each.name for each in people if each), None)
        if named is None and delivery.speaker_id:
            # No longer one of its people.
            speaker = Speaker.objects.filter(pk=delivery.speaker_id).first()
            named = speaker.name if speaker else None
        return named.best(delivery.language) if named else ""

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

    def _concerns(self, publication: Publication, delivery: Claimed) -> bool:
        if len(self._publications) == 1 or delivery.subscriber_id is None:
            return True
        return publication.pk in self._covered[delivery.subscriber_id]

    def _person(self, delivery: Claimed, event: int) -> Person | None:
        return self._people.get(event, {}).get(delivery.address.lower())


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
