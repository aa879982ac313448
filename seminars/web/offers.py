"""What there is to follow in a calendar: series, and the speakers, topics and rooms that published events name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from seminars.models import Publication, Series, SeriesVisibility
from seminars.models.querysets import PublicationQuerySet
from seminars.programme.snapshots import SpeakerPart, TagPart, VenuePart
from seminars.text.bilingual import Bilingual

# Who spoke before that can still be followed from the speaker's own page.
NEWEST = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Speakers, topics and rooms by slug, each as the newest revision names it."""

    speakers: dict[str, SpeakerPart] = field(default_factory=dict)
    tags: dict[str, TagPart] = field(default_factory=dict)
    venues: dict[str, VenuePart] = field(default_factory=dict)

    def add(self, found: PublicationQuerySet) -> None:
        """Add those that the newest of the public copies name and that are not here yet."""
        newest = found.order_by("-changed_at", "-pk").values_list("snapshot", flat=True)[:NEWEST]
        # Snapshots read whole would take ten times as long; only names are wanted.
        for document in newest:
            if venue := document.get("venue"):
                self._add_venue(venue)
            for talk in document.get("talks", ()):
                if talk.get("state", "planned") == "planned":
                    self._add_talk(talk)

    def _add_venue(self, venue: dict[str, Any]) -> None:
        if venue["slug"] not in self.venues:
            self.venues[venue["slug"]] = VenuePart(
                venue["slug"], _bilingual(venue, "name"), address=_bilingual(venue, "address")
            )

    def _add_talk(self, talk: dict[str, Any]) -> None:
        for person in talk.get("speakers", ()):
            if person["slug"] not in self.speakers:
                self.speakers[person["slug"]] = SpeakerPart(
                    person["slug"], _bilingual(person, "name"), affiliation=_bilingual(person, "affiliation")
                )
        for tag in talk.get("tags", ()):
            if tag["slug"] not in self.tags:
                self.tags[tag["slug"]] = TagPart(tag["slug"], _bilingual(tag, "name"))


def series_offered(asked: Sequence[str]) -> list[Series]:
    """The public series, and the unlisted ones that are asked for by their slugs; usual places at hand."""
    wanted = Q(visibility=SeriesVisibility.PUBLIC)
    if asked:
        wanted |= Q(visibility=SeriesVisibility.UNLISTED, slug__in=asked)
    return list(Series.objects.filter(wanted).select_related("venue", "meeting"))


def named(*, speakers: Sequence[str], tags: Sequence[str], venues: Sequence[str]) -> Named:
    """Everybody and everything that listed events name, those asked for by slug however long ago."""
    listed = Publication.objects.listed()
    found = Named()
    found.add(listed)
    missing = {
        "speakers__slug__in": [slug for slug in speakers if slug not in found.speakers],
        "tags__slug__in": [slug for slug in tags if slug not in found.tags],
        "venues__slug__in": [slug for slug in venues if slug not in found.venues],
    }
    wanted = [Q((condition, slugs)) for condition, slugs in missing.items() if slugs]
    if wanted:
        found.add(listed.filter(reduce(or_, wanted)).distinct())
    return found


def _bilingual(part: dict[str, Any], name: str) -> Bilingual:
    return Bilingual(**part.get(name, {}))
