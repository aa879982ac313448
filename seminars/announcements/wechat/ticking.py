"""The ticks of those who post by hand: what stands where, by whose word, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from seminars.announcements.wechat.newest import Newest
from seminars.models import Event, Moment, Place, Posting

# These tell a certain change: a tick for the one before says nothing of this one.
_OF_ONE_CHANGE = frozenset({Moment.CHANGE, Moment.CANCELLATION})


@dataclass(frozen=True, slots=True)
class Ticked:
    """A place, and the post that stands in it; `is_old` if something has changed since that was posted."""

    place: Place
    posting: Posting | None
    is_old: bool = False


def tick(
    event: Event, place: Place, moment: Moment, *, number: int, by: User | None, at: datetime
) -> Posting:
    """Note that the post about revision `number` stands in `place`; a second tick changes nothing."""
    posting, _is_new = Posting.objects.get_or_create(
        event=event, place=place, moment=moment, number=number, defaults={"by": by, "at": at}
    )
    return posting


def untick(event: Event, place: Place, moment: Moment, *, number: int) -> None:
    """Take back a tick that was a slip."""
    Posting.objects.filter(event=event, place=place, moment=moment, number=number).delete()


def ticked(event: Event, moment: Moment, now: Newest) -> list[Ticked]:
    """Every place of the event's series with what stands in it for this moment."""
    postings: dict[int, Posting] = {}
    for posting in event.postings.filter(moment=moment).select_related("by").order_by("number"):
        if moment not in _OF_ONE_CHANGE or posting.number >= now.news:
            postings[posting.place_id] = posting
    found = [(place, postings.get(place.pk)) for place in event.series.places.all()]
    return [
        Ticked(place, posting, posting is not None and posting.number < now.news) for place, posting in found
    ]
