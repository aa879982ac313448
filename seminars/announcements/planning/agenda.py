"""What is still to come and was announced, and which of it somebody follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from seminars.announcements.planning.announced import announced_at
from seminars.models import Publication, PublicationSpeaker, PublicationTag, Revision, Subscription
from seminars.search.find import is_found


class Agenda:
    """The announced events that are not over at `at`, soonest first; cancelled ones are among them."""

    def __init__(self, *, at: datetime) -> None:
        upcoming = Publication.objects.standing().upcoming(at=at).defer("snapshot")
        found = list(upcoming.select_related("event", "revision__event", "series"))
        told = announced_at(each.event_id for each in found)
        self.publications = [each for each in found if each.event_id in told]
        # Through anything but its series an event is found only where everybody could find it.
        self._listed = [each for each in self.publications if each.is_listed]
        self._of_series: dict[int, set[int]] = defaultdict(set)
        for each in self.publications:
            self._of_series[each.series_id].add(each.pk)
        self._of_speaker: dict[int, set[int]] = defaultdict(set)
        self._of_tag: dict[int, set[int]] = defaultdict(set)
        for speaking in PublicationSpeaker.objects.filter(publication__in=self._listed):
            self._of_speaker[speaking.speaker_id].add(speaking.publication_id)
        for tagged in PublicationTag.objects.filter(publication__in=self._listed):
            self._of_tag[tagged.tag_id].add(tagged.publication_id)
        self._of_query: dict[str, set[int]] = {}
        revisions = Revision.objects.filter(event__in=[each.event_id for each in self.publications])
        newest = revisions.filter(is_silent=False).order_by().values_list("event").annotate(Max("number"))
        self._loud: dict[int, int] = dict(newest)

    def followed_through(self, subscriptions: Iterable[Subscription]) -> list[Publication]:
        """The events that fall under one of `subscriptions`, soonest first."""
        found: set[int] = set()
        for each in subscriptions:
            found |= self._of_series.get(each.series_id or 0, set())
            found |= self._of_speaker.get(each.speaker_id or 0, set())
            found |= self._of_tag.get(each.tag_id or 0, set())
            found |= self._found_by(each.query) if each.query else set()
        return [each for each in self.publications if each.pk in found]

    def loud(self, event: int) -> int:
        """The number of the newest revision of an event that was not published silently."""
        return self._loud.get(event, 0)

    def _found_by(self, query: str) -> set[int]:
        if query not in self._of_query:
            self._of_query[query] = {each.pk for each in self._listed if is_found(query, each.search_text)}
        return self._of_query[query]
