"""Who follows an event: through its series, a speaker, a tag, or a search that finds it; and how soon they hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, Exists, Min, OuterRef, Q, QuerySet, When

from seminars.announcements.hearers.people import has_heard
from seminars.announcements.hearers.readers import BATCH, Hearer
from seminars.models import (
    FormerPath,
    Publication,
    PublicationSpeaker,
    PublicationTag,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
)
from seminars.models.querysets import SubscriberQuerySet
from seminars.search.find import Searches
from seminars.timekeeping.rhythms import next_hour


class Foreseen(NamedTuple):
    """A public copy that is yet to come, as far as somebody follows it; speakers and tags by their slugs."""

    event_id: int
    series_id: int
    is_listed: bool
    search_text: str
    search_facets: str
    starts_at: datetime
    speakers: tuple[str, ...]
    tags: tuple[str, ...]


Copy = Publication | Foreseen


def matching(publications: Iterable[Copy]) -> Q:
    """The subscriptions that one of these public copies falls under.

    By anything but its series an event is found only where everybody could find it.
    """
    publications = list(publications)
    listed = [each for each in publications if each.is_listed]
    there = [each for each in listed if isinstance(each, Publication)]
    to_come = [each for each in listed if isinstance(each, Foreseen)]
    speakers = PublicationSpeaker.objects.filter(publication__in=there)
    tags = PublicationTag.objects.filter(publication__in=there)
    return (
        Q(series__in={each.series_id for each in publications})
        | Q(speaker__in=speakers.values("speaker"))
        | Q(speaker__slug__in=[slug for each in to_come for slug in each.speakers])
        | Q(tag__in=tags.values("tag"))
        | Q(tag__slug__in=[slug for each in to_come for slug in each.tags])
        | Q(query__in=_queries(listed))
    )


class Following(NamedTuple):
    """A subscription: whose, of what, in which rhythm, and since when. A row and not a model, for there are thousands."""

    subscriber_id: int
    series_id: int | None
    speaker_id: int | None
    tag_id: int | None
    query: str
    rhythm: str
    created_at: datetime


def followed_by(subscribers: Iterable[int] | QuerySet[Subscription, Any]) -> Iterator[Following]:
    """All that these subscribers, by pk, follow, the oldest first."""
    rows = Subscription.objects.filter(subscriber__in=subscribers).order_by("pk")
    return (Following(*row) for row in rows.values_list(*Following._fields))


class Coverage:
    """Which of some public copies falls under which subscription."""

    def __init__(self, publications: Sequence[Publication]) -> None:
        # Through anything but its series an event is found only where everybody could find it.
        self._listed = [each for each in publications if each.is_listed]
        self._of_series: dict[int, set[int]] = defaultdict(set)
        for each in publications:
            self._of_series[each.series_id].add(each.pk)
        self._of_speaker: dict[int, set[int]] = defaultdict(set)
        self._of_tag: dict[int, set[int]] = defaultdict(set)
        for speaking in PublicationSpeaker.objects.filter(publication__in=self._listed):
            self._of_speaker[speaking.speaker_id].add(speaking.publication_id)
        for tagged in PublicationTag.objects.filter(publication__in=self._listed):
            self._of_tag[tagged.tag_id].add(tagged.publication_id)
        self._of_query: dict[str, set[int]] = {}

    def under(self, subscription: Subscription | Following) -> set[int]:
        """The pks of the copies that fall under it."""
        found = self._of_series.get(subscription.series_id or 0, set())
        found = found | self._of_speaker.get(subscription.speaker_id or 0, set())
        found |= self._of_tag.get(subscription.tag_id or 0, set())
        return found | (self._found_by(subscription.query) if subscription.query else set())

    def _found_by(self, query: str) -> set[int]:
        if query not in self._of_query:
            search = Searches([query])
            self._of_query[query] = {each.pk for each in self._listed if search.finds(query, each)}
        return self._of_query[query]


def followers(series: Series, publications: Iterable[Copy]) -> SubscriberQuerySet:
    """Who follows one of these events of `series`, in a pause or not; asking reads no more than it must.

    Of an event that came from another series also those of that one's readers who were told of it.
    """
    publications = list(publications)
    following = Q(pk__in=Subscription.objects.filter(matching(publications)).values("subscriber"))
    following |= Q(pk__in=Subscription.objects.filter(series=series).values("subscriber"))
    events = [each.event_id for each in publications]
    former = FormerPath.objects.filter(event__in=events).exclude(series=series)
    if former.exists():
        theirs = Subscription.objects.filter(series__in=former.values("series")).values("subscriber")
        following |= Q(pk__in=theirs) & has_heard("email", events)
    return Subscriber.objects.active().filter(following)


def following_any(publications: Sequence[Publication]) -> Q:
    """The subscribers who may hear of one of these events, through whichever of their series, old or new."""
    former = FormerPath.objects.filter(event__in=[each.event_id for each in publications])
    theirs = Subscription.objects.filter(matching(publications) | Q(series__in=former.values("series")))
    return Q(pk__in=theirs.values("subscriber"))


def following_since(copy: Copy) -> dict[int, datetime]:
    """By subscriber pk: since when they follow an event."""
    rows = Subscription.objects.filter(matching([copy]))
    return dict(rows.order_by().values_list("subscriber").annotate(Min("created_at")))


class Paced(NamedTuple):
    """A reader of some events: the quickest of the rhythms in which they follow them, and whether they heard of one."""

    reader: Hearer
    rhythm: Rhythm
    has_heard: bool


def paced(readers: SubscriberQuerySet, publications: Sequence[Copy]) -> Iterator[Paced]:
    """The same, in their order, each with their rhythm; who follows these events in no way any more hears at once."""
    theirs = Subscription.objects.filter(matching(publications), subscriber=OuterRef("pk"))
    heard = has_heard("email", [each.event_id for each in publications])
    rows = readers.annotate(
        at_once=Exists(theirs.filter(rhythm=Rhythm.INSTANT)) | ~Exists(theirs),
        daily=Exists(theirs.filter(rhythm=Rhythm.DAILY)),
        knows=Case(When(heard, then=True), default=False),
    ).values_list(*Hearer._fields, "at_once", "daily", "knows")
    for *reader, is_at_once, is_daily, knows in rows.iterator(chunk_size=BATCH):
        slower = Rhythm.DAILY if is_daily else Rhythm.WEEKLY
        yield Paced(Hearer(*reader), Rhythm.INSTANT if is_at_once else slower, knows)


def waits_for_digest(each: Paced, publications: Sequence[Copy], *, is_pressing: bool, at: datetime) -> bool:
    """Whether the next digest tells it soon enough.

    What moves is told at once to whoever heard of it; what begins before their next digest cannot wait.
    """
    if each.rhythm == Rhythm.INSTANT or (is_pressing and each.has_heard):
        return False
    starts = min((publication.starts_at for publication in publications), default=at)
    return starts > next_digest(each.reader, each.rhythm, at=at)


def next_digest(reader: Hearer, rhythm: Rhythm, *, at: datetime) -> datetime:
    """When `reader` gets the next digest of that rhythm, after `at`."""
    weekday = reader.digest_weekday if rhythm == Rhythm.WEEKLY else None
    return next_hour(reader.digest_at, reader.zone, at=at, weekday=weekday)[1]


def _queries(listed: Sequence[Copy]) -> list[str]:
    """Of all saved searches those that find one of these."""
    saved = Subscription.objects.exclude(query="").values_list("query", flat=True).distinct()
    return Searches(saved).finding(listed)
