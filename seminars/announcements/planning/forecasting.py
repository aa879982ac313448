"""What a publication would tell, from when on and to how many, before it is published.

Asked of the same functions that decide and fan out afterwards, so that it cannot promise anything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from seminars.announcements.channels.base import MAIL
from seminars.announcements.hearers.audience import hearers, hearing_groups, seen_since, told_of
from seminars.announcements.hearers.following import (
    Foreseen,
    followers,
    following_since,
    paced,
    waits_for_digest,
)
from seminars.announcements.hearers.people import Role, people_as, people_of
from seminars.announcements.hearers.readers import in_turn
from seminars.announcements.planning.announced import announced_at
from seminars.announcements.planning.deciding import Decision, Pace, Wish, decide, presses, presses_as
from seminars.announcements.planning.hearing import Hearing, in_order
from seminars.announcements.planning.queueing import (
    joint_due_at,
    people_due_at,
    readers_due_at,
    replay_due_at,
    waiting_for,
)
from seminars.announcements.saying.news import Reader, Reason, news
from seminars.announcements.sending.suppression import Unwritten
from seminars.models import (
    Announcement,
    Audience,
    CalendarByMail,
    Channel,
    Event,
    Publication,
    Revision,
    SeriesVisibility,
    Told,
)
from seminars.programme.changes import compare
from seminars.programme.snapshots import Snapshot, to_json
from seminars.search.index import index


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is decided; from when on readers and the event's people are told (None: they are not); and who they are.

    `joins`: it goes along with what waits already. `recording_due_at`: when `recorded` readers and groups are told
    of the first recording or slides.
    """

    decision: Decision
    due_at: datetime | None = None
    people_due_at: datetime | None = None
    joins: bool = False
    hearing: Hearing = Hearing()
    recording_due_at: datetime | None = None
    recorded: int = 0


def forecast(event: Event, before: Snapshot | None, after: Snapshot, wish: Wish, *, at: datetime) -> Forecast:
    """What would come of publishing `after` at `at`; `before` is what was published last, None for nothing."""
    changes = compare(before, after) if before else ()
    if before is not None and not changes:
        return Forecast(Decision(Pace.NOT_NEWS))
    decision = decide(event, before, after, changes, wish, at=at)
    if event.series.visibility == SeriesVisibility.HIDDEN:
        return Forecast(Decision(Pace.NEVER))
    act = _Act(event, before, after, wish, presses_as(changes, after, at=at), at)
    readers = act.joint(Audience.SUBSCRIBERS, readers_due_at(event, decision))
    people = act.joint(Audience.PEOPLE, people_due_at(event, after, decision, wish, at=at))
    replayed_at = replay_due_at(event, before, after, wish, at=at)
    if Announcement.objects.filter(key=f"recording:{event.pk}").exists():
        replayed_at = None
    return Forecast(
        decision=decision,
        due_at=readers.due_at,
        people_due_at=people.due_at,
        joins=readers.is_joint or people.is_joint,
        hearing=act.hearing(readers, people),
        recording_due_at=replayed_at,
        recorded=act.recorded(replayed_at) if replayed_at else 0,
    )


def hearing_of(announcement: Announcement, *, at: datetime) -> Hearing:
    """Who hears of what waits, if it leaves at `at`."""
    publications, unwritten = told_of(announcement), Unwritten(announcement.series, at=at)
    if announcement.audience == Audience.PEOPLE:
        people = [each for each in people_of(publications) if each.address not in unwritten]
        return Hearing(len(people), len(people), languages=in_order(each.language for each in people))
    hearing = hearers(announcement, publications, at=at)
    readers = [each.language for each in hearing if each.email not in unwritten]
    groups = [each.language for each in hearing_groups(announcement, publications)]
    return Hearing(len(readers), groups=len(groups), languages=in_order([*readers, *groups]))


@dataclass(frozen=True, slots=True)
class _Due:
    """When an audience is told, and by what kind of telling."""

    due_at: datetime | None
    is_joint: bool = False
    is_pressing: bool = False
    tells_all: bool = False


@dataclass(frozen=True, slots=True)
class _Act:
    """A publication that has not happened."""

    event: Event
    before: Snapshot | None
    after: Snapshot
    wish: Wish
    is_pressing: bool
    at: datetime

    def joint(self, audience: Audience, due_at: datetime | None) -> _Due:
        """When `audience` is told, together with what waits for them already."""
        alone = _Due(due_at, is_pressing=self.is_pressing, tells_all=self.wish.is_forced)
        waiting = None
        if self.before is not None and due_at is not None:
            waiting = waiting_for(self.event, audience).prefetch_related("revisions").first()
        if waiting is None or due_at is None:
            return alone
        return _Due(
            joint_due_at(waiting, self.after, self.wish, is_pressing=self.is_pressing, due_at=due_at),
            is_joint=True,
            is_pressing=self.is_pressing or any(presses(each) for each in waiting.revisions.all()),
            tells_all=self.wish.is_forced or waiting.tells_all,
        )

    def hearing(self, readers: _Due, people: _Due) -> Hearing:
        if readers.due_at is None and people.due_at is None:
            return Hearing()
        knowing = _Knowing(self.event, self.after, self.at)
        named = dict(knowing.people(people)) if people.due_at else {}
        here = set(named)
        languages = list(named.values())
        later = 0
        if readers.due_at:
            for address, language, is_later in knowing.readers(readers, self._copy()):
                if is_later:
                    later += address not in here
                else:
                    here.add(address)
                languages.append(language)
        groups = list(knowing.groups(readers)) if readers.due_at else []
        return Hearing(len(here), len(named), later, len(groups), in_order([*languages, *groups]))

    def recorded(self, due_at: datetime) -> int:
        wanting = (
            followers(self.event.series, [self._copy()]).reachable(at=due_at).filter(wants_recordings=True)
        )
        groups = Channel.objects.open_of(self.event.series).filter(wants_recordings=True)
        unwritten = Unwritten(self.event.series, at=self.at)
        return sum(each.email not in unwritten for each in in_turn(wanting)) + groups.count()

    def _copy(self) -> Foreseen:
        entry = index(self.after)
        return Foreseen(
            event_id=self.event.pk,
            series_id=self.event.series_id,
            is_listed=self.event.series.visibility == SeriesVisibility.PUBLIC,
            search_text=entry.text,
            search_facets=entry.facets,
            starts_at=self.after.starts_at,
            speakers=tuple(each.slug for each in self.after.speakers),
            tags=tuple(tag.slug for talk in self.after.planned_talks for tag in talk.tags),
        )


class _Knowing:
    """Who would hear something new, by what each address last heard of the event."""

    def __init__(self, event: Event, after: Snapshot, at: datetime) -> None:
        self._event = event
        self._at = at
        self._revisions = list(event.revisions.order_by("-number"))
        self._by_pk = {each.pk: each for each in self._revisions}
        self._announced_at = announced_at([event.pk]).get(event.pk) if self._revisions else None
        self._publication = Publication(
            event=event,
            series=event.series,
            state=after.state,
            revision=Revision(event=event, snapshot=to_json(after)),
        )
        self._after = after
        self._unwritten = Unwritten(event.series, at=at)
        self._is_news: dict[tuple[Reader, _Due], bool] = {}

    def people(self, due: _Due) -> Iterator[tuple[str, str]]:
        """Address in small letters, and language."""
        people = [each for each in people_as(self._event, self._after) if each.address not in self._unwritten]
        told = Told.objects.filter(
            channel=MAIL, event=self._event, address__in=[each.address for each in people]
        )
        rows = {row.address: row for row in told}
        for each in people:
            row = rows.get(each.address)
            reader = Reader(
                heard=self._by_pk.get(row.revision_id) if row else None,
                is_held=row is not None and row.invited_as is not None,
                is_named=each.role != Role.NONE,
                is_person=True,
                wanted=CalendarByMail.NONE,
            )
            if self._hears(reader, due):
                yield each.address.lower(), each.language

    def readers(self, due: _Due, copy: Foreseen) -> Iterator[tuple[str, str, bool]]:
        """Address in small letters, language, and whether it is told by a digest."""
        assert due.due_at is not None, "readers who are told are told at a time"
        told = Told.objects.filter(channel=MAIL, event=self._event)
        heard = dict(told.values_list("address", "revision"))
        since = following_since(copy)
        following = followers(self._event.series, [copy]).reachable(at=due.due_at)
        for each in paced(following, [copy]):
            known = self._by_pk.get(heard.get(each.reader.email, 0)) or self._seen(since.get(each.reader.pk))
            if self._hears(_reader(known), due) and each.reader.email not in self._unwritten:
                is_later = waits_for_digest(
                    each, [copy], is_pressing=due.is_pressing or due.tells_all, at=due.due_at
                )
                yield each.reader.email.lower(), each.reader.language, is_later

    def groups(self, due: _Due) -> Iterator[str]:
        """The language of each group."""
        channels = list(Channel.objects.open_of(self._event.series).order_by("pk"))
        told = Told.objects.filter(event=self._event, address__in=[each.key for each in channels])
        heard = dict(told.values_list("address", "revision"))
        for each in channels:
            known = self._by_pk.get(heard.get(each.key, 0)) or self._seen(each.created_at)
            if self._hears(_reader(known), due):
                yield each.language

    def _seen(self, began: datetime | None) -> Revision | None:
        return seen_since(began, self._announced_at, self._revisions)

    def _hears(self, reader: Reader, due: _Due) -> bool:
        if (reader, due) not in self._is_news:
            reason = Reason(tells_all=due.tells_all)
            item = news(self._publication, reader, reason, loud=0, at=due.due_at or self._at)
            self._is_news[reader, due] = item is not None
        return self._is_news[reader, due]


def _reader(heard: Revision | None) -> Reader:
    return Reader(heard, is_held=False, is_named=False, is_person=False, wanted=CalendarByMail.NONE)
