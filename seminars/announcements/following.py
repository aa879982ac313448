"""Who follows an event: through its series, a speaker, a tag, or a search that finds it; and how soon they hear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from seminars.announcements.channels.base import MAIL
from seminars.announcements.people import has_heard
from seminars.models import (
    FormerPath,
    Publication,
    PublicationSpeaker,
    PublicationTag,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Told,
)
from seminars.models.querysets import SubscriberQuerySet
from seminars.search.find import is_found
from seminars.timekeeping.rhythms import next_hour


def matching(publications: Iterable[Publication]) -> Q:
    """The subscriptions that one of these public copies falls under.

    By anything but its series an event is found only where everybody could find it.
    """
    publications = list(publications)
    listed = [each for each in publications if each.is_listed]
    speakers = PublicationSpeaker.objects.filter(publication__in=listed)
    tags = PublicationTag.objects.filter(publication__in=listed)
    return (
        Q(series__in={each.series_id for each in publications})
        | Q(speaker__in=speakers.values("speaker"))
        | Q(tag__in=tags.values("tag"))
        | Q(query__in=_queries(listed))
    )


def followers(series: Series, publications: Sequence[Publication], *, at: datetime) -> SubscriberQuerySet:
    """Who hears of these events of `series`: whoever follows one of them and has not paused.

    Of an event that came from another series also those of that one's readers who were told of it.
    """
    active = Subscriber.objects.reachable(at=at)
    following = Q(pk__in=Subscription.objects.filter(matching(publications)).values("subscriber"))
    following |= Q(pk__in=Subscription.objects.filter(series=series).values("subscriber"))
    events = [each.event_id for each in publications]
    former = FormerPath.objects.filter(event__in=events).exclude(series=series)
    if former.exists():
        theirs = Subscription.objects.filter(series__in=former.values("series")).values("subscriber")
        following |= Q(pk__in=theirs) & has_heard("email", events)
    return active.filter(following)


def with_rhythm(readers: SubscriberQuerySet, publications: Sequence[Publication]) -> SubscriberQuerySet:
    """The same, each with whether some subscription to these events says `at_once`, and whether one says `daily`.

    Who follows them in no way any more is told at once. `has_heard`: whether they were told of one of them.
    """
    theirs = Subscription.objects.filter(matching(publications), subscriber=OuterRef("pk"))
    return readers.annotate(
        at_once=Exists(theirs.filter(rhythm=Rhythm.INSTANT)) | ~Exists(theirs),
        daily=Exists(theirs.filter(rhythm=Rhythm.DAILY)),
        has_heard=Exists(
            Told.objects.filter(
                channel=MAIL,
                address=OuterRef("email"),
                event__in=[each.event_id for each in publications],
            )
        ),
    )


def next_digest(reader: Subscriber, rhythm: Rhythm, *, at: datetime) -> datetime:
    """When `reader` gets the next digest of that rhythm, after `at`."""
    weekday = reader.digest_weekday if rhythm == Rhythm.WEEKLY else None
    return next_hour(reader.digest_at, reader.zone, at=at, weekday=weekday)[1]


def _queries(listed: Sequence[Publication]) -> list[str]:
    """Of all saved searches those that find one of these."""
    saved = Subscription.objects.exclude(query="").values_list("query", flat=True).distinct()
    return [query for query in saved if any(is_found(query, each.search_text) for each in listed)]
