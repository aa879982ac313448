"""What is still to come and was announced, and which of it somebody follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from seminars.announcements.hearers.following import Coverage, Following
from seminars.announcements.planning.announced import announced_at
from seminars.models import Publication, Revision, Subscription


class Agenda:
    """The announced events that are not over at `at`, soonest first; cancelled ones are among them."""

    def __init__(self, *, at: datetime) -> None:
        upcoming = Publication.objects.standing().upcoming(at=at).defer("snapshot")
        found = list(upcoming.select_related("event", "revision__event", "series"))
        told = announced_at(each.event_id for each in found)
        self.publications = [each for each in found if each.event_id in told]
        self._coverage = Coverage(self.publications)
        revisions = Revision.objects.filter(event__in=[each.event_id for each in self.publications])
        newest = revisions.filter(is_silent=False).order_by().values_list("event").annotate(Max("number"))
        self._loud: dict[int, int] = dict(newest)

    def followed_through(self, subscriptions: Iterable[Following | Subscription]) -> list[Publication]:
        """The events that fall under one of `subscriptions`, soonest first."""
        found = {pk for each in subscriptions for pk in self._coverage.under(each)}
        return [each for each in self.publications if each.pk in found]

    def loud(self, event: int) -> int:
        """The number of the newest revision of an event that was not published silently."""
        return self._loud.get(event, 0)
