"""Digests: for each reader what changed, what is new, and what comes, of what they follow in that rhythm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from seminars.announcements.channels.base import MAIL, Message
from seminars.announcements.hearers.following import Following, followed_by
from seminars.announcements.hearers.readers import Hearer, at_hand
from seminars.announcements.planning.agenda import Agenda
from seminars.announcements.planning.digests import rhythms_of
from seminars.announcements.saying.composing import Cause
from seminars.announcements.saying.digest_mail import Frame, Part, digest_mail, part_of
from seminars.announcements.saying.inviting import Components, News, files
from seminars.announcements.saying.items import Form, Item, Occasion
from seminars.announcements.saying.news import Reader, form
from seminars.announcements.sending.claimed import Claimed
from seminars.models import (
    Announcement,
    CalendarByMail,
    ClockNotice,
    Publication,
    Revision,
    Slot,
    Subscriber,
    Told,
)
from seminars.presenting.clocks import change_sentence
from seminars.presenting.said import speaking
from seminars.programme.changes import compare, has_additions, is_news
from seminars.programme.snapshots import Snapshot, from_json
from seminars.timekeeping.rhythms import instant_of
from seminars.timekeeping.zones import ClockChange, next_clock_change

# Of a change of clocks within this time readers are told.
CLOCKS_WITHIN = timedelta(days=14)
DAYS = {Slot.DAILY: 2, Slot.WEEKLY: 7}
# Languages by what readers follow and know; more are not kept.
MOST_RENDERINGS = 100


@dataclass(frozen=True, slots=True)
class Past:
    """What an address last heard of an event: which revision, and whether it holds an invitation."""

    revision: int
    number: int
    is_held: bool


class DigestMatter:
    """What each reader follows in the rhythm of one digest; who follows and knows the same reads the same.

    The high-water mark is what an address was told, not a number of days: nothing is left out after an
    outage or a pause, and nothing is told again that an instant mail told.
    """

    def __init__(self, announcement: Announcement, *, at: datetime) -> None:
        assert announcement.on is not None, "a digest has a day"
        self._announcement, self._on = announcement, announcement.on
        self._rhythms = rhythms_of(announcement)
        self._agenda = Agenda(at=at)
        after = self._on + timedelta(days=DAYS[Slot(announcement.slot)])
        self._window_ends = instant_of(after, time(), announcement.zone)
        self.components = Components(self._agenda.publications)
        self._snapshots: dict[int, Snapshot] = {}
        self._items: dict[tuple[int, Past | None, CalendarByMail], Item | None] = {}
        self._changes: dict[str, ClockChange | None] = {}
        self._rendered: dict[object, Message] = {}

    def take(self, deliveries: Sequence[Claimed]) -> None:
        """All that is read is read for each handful."""

    def look_up(self, deliveries: Sequence[Claimed], *, at: datetime) -> None:
        subscribers = [each.subscriber_id or 0 for each in deliveries]
        readers = Subscriber.objects.reachable(at=at).filter(pk__in=subscribers)
        self._reading = {each.pk: each for each in at_hand(readers)}
        self._following: dict[int, list[Following]] = defaultdict(list)
        for each in followed_by(subscribers):
            if each.rhythm in self._rhythms:
                self._following[each.subscriber_id].append(each)
        events = [each.event_id for each in self._agenda.publications]
        self._past = _past([each.address for each in deliveries], events)
        self._read_past_snapshots()
        notices = ClockNotice.objects.filter(subscriber__in=subscribers, changes_at__gt=at)
        self._noticed = set(notices.values_list("subscriber", "zone", "changes_at"))

    def reader(self, delivery: Claimed) -> Hearer | None:
        return self._reading.get(delivery.subscriber_id or 0)

    def news_for(self, delivery: Claimed, *, at: datetime) -> list[News]:
        """What changed of what they heard of, then what is new, then what comes and is known, each by its start."""
        reading = self.reader(delivery)
        if reading is None:
            return []
        wanted = CalendarByMail(reading.calendar_by_mail)
        found = []
        for publication in self._agenda.followed_through(self._following.get(reading.pk, ())):
            past = self._past.get((delivery.address, publication.event_id))
            if item := self._item(publication, past, wanted, at=at):
                found.append(News(publication, item, past.revision if past else None))
        return sorted(found, key=lambda each: part_of(each.item))

    def cause(self, told: Sequence[News], delivery: Claimed) -> Cause:
        reader = self.reader(delivery)
        chose = reader is not None and reader.calendar_by_mail == CalendarByMail.INVITE
        return Cause.CHOSE if chose else Cause.HOLDS

    def name(self, delivery: Claimed) -> str:
        return ""

    def notices(self, delivery: Claimed, told: Sequence[News], *, at: datetime) -> list[ClockNotice]:
        """The changes of clocks, the reader's and those of the events, of which this digest is the first to tell."""
        zones = dict.fromkeys([delivery.zone, *(each.item.snapshot.zone for each in told)])
        found, subscriber = [], delivery.subscriber_id or 0
        for zone in zones:
            change = self._change(zone, at=at)
            if change and (subscriber, zone, change.at) not in self._noticed:
                found.append(ClockNotice(subscriber_id=subscriber, zone=zone, changes_at=change.at))
        return found

    def message(
        self, told: Sequence[News], delivery: Claimed, notices: Sequence[ClockNotice], *, at: datetime
    ) -> Message:
        """The digest as a mail, the same for all who hear the same in one language and zone."""
        # What an item says follows from these; its own snapshot is long to compare.
        facts = [
            (each.publication.revision_id, each.heard, each.item.form, bool(each.item.changes))
            for each in told
        ]
        changing = tuple(notice.zone for notice in notices)
        cause = self.cause(told, delivery)
        key = (delivery.language, delivery.zone, cause, changing, tuple(facts))
        if key not in self._rendered:
            if len(self._rendered) >= MOST_RENDERINGS:
                self._rendered.clear()
            frame = Frame(Slot(self._announcement.slot), self._on, delivery.language, delivery.zone, cause)
            self._rendered[key] = digest_mail(
                [each.item for each in told],
                frame,
                clocks=self._sentences(changing, told, frame),
                attachments=files(told, delivery.language),
                at=at,
            )
        return self._rendered[key]

    def _item(
        self, publication: Publication, past: Past | None, wanted: CalendarByMail, *, at: datetime
    ) -> Item | None:
        key = publication.pk, past, wanted
        if key not in self._items:
            self._items[key] = self._found(publication, past, wanted)
        item = self._items[key]
        if item is None or item.snapshot.ends_at <= at:
            return None
        has_begun = item.snapshot.starts_at <= at
        return None if has_begun and part_of(item) == Part.KNOWN else item

    def _found(self, publication: Publication, past: Past | None, wanted: CalendarByMail) -> Item | None:
        snapshot = self._snapshot(publication.revision)
        reader = Reader(
            heard=None,
            is_held=past is not None and past.is_held,
            is_named=False,
            is_person=False,
            wanted=wanted,
        )
        brings = form(reader, is_off=snapshot.is_cancelled)
        if past is None:
            # Nobody is told that something is off which they never heard was on.
            return None if snapshot.is_cancelled else Item(snapshot, form=brings, occasion=Occasion.DIGEST)
        if past.number < self._agenda.loud(publication.event_id):
            before = self._snapshots[past.revision]
            changes = compare(before, snapshot)
            is_still_off = before.is_cancelled and snapshot.is_cancelled
            if not is_still_off and (is_news(changes) or has_additions(changes)):
                return Item(snapshot, before, changes, brings, occasion=Occasion.DIGEST)
        if snapshot.is_cancelled or snapshot.starts_at >= self._window_ends:
            return None
        # Who holds an invitation need not be sent it again.
        file = Form.FILE if brings == Form.FILE else Form.NOTHING
        return Item(snapshot, snapshot, form=file, occasion=Occasion.DIGEST)

    def _snapshot(self, revision: Revision) -> Snapshot:
        if revision.pk not in self._snapshots:
            self._snapshots[revision.pk] = from_json(revision.snapshot)
        return self._snapshots[revision.pk]

    def _read_past_snapshots(self) -> None:
        """Those with which what is now is to be compared."""
        older = {
            past.revision
            for (_, event), past in self._past.items()
            if past.number < self._agenda.loud(event) and past.revision not in self._snapshots
        }
        for revision in Revision.objects.filter(pk__in=older):
            self._snapshot(revision)

    def _change(self, zone: str, *, at: datetime) -> ClockChange | None:
        if zone not in self._changes:
            self._changes[zone] = next_clock_change(zone, at, CLOCKS_WITHIN)
        return self._changes[zone]

    def _sentences(self, zones: Iterable[str], told: Sequence[News], frame: Frame) -> list[str]:
        """Of the reader's own clocks how far they are from those of the events, and the other way round."""
        elsewhere = {each.item.snapshot.zone for each in told} - {frame.zone}
        home = elsewhere.pop() if len(elsewhere) == 1 else frame.zone
        with speaking(frame.language):
            return [
                change_sentence(change, zone, home if zone == frame.zone else frame.zone, frame.language)
                for zone in zones
                if (change := self._changes[zone])
            ]


def _past(addresses: Iterable[str], events: Iterable[int]) -> dict[tuple[str, int], Past]:
    """By (address, event pk)."""
    rows = Told.objects.filter(channel=MAIL, address__in=list(addresses), event__in=list(events))
    return {
        (address, event): Past(revision, number, invited_as is not None)
        for address, event, revision, number, invited_as in rows.values_list(
            "address", "event", "revision", "revision__number", "invited_as"
        )
    }
