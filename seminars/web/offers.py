"""What there is to follow in a calendar: series, and the speakers and topics that published events name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from seminars.models import Publication, Series, SeriesVisibility
from seminars.models.querysets import PublicationQuerySet
from seminars.programme.snapshots import SpeakerPart, TagPart
from seminars.text.bilingual import Bilingual

# Who spoke before that can still be followed from the speaker's own page.
NEWEST = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Speakers and topics by slug, each as the newest revision names it."""

    speakers: dict[str, SpeakerPart] = field(default_factory=dict)
    tags: dict[str, TagPart] = field(default_factory=dict)

    def add(self, found: PublicationQuerySet) -> None:
        """Add those that the newest of the public copies name and that are not here yet."""
        newest = found.order_by("-changed_at", "-pk").values_list("snapshot", flat=True)[:NEWEST]
        # Snapshots read whole would take ten times as long; only names are wanted.
        for talk in (each for document in newest for each in document.get("talks", ())):
            if talk.get("state") == "withdrawn":
                continue
            for person in talk.get("speakers", ()):
                if person["slug"] not in self.speakers:
                    self.speakers[person["slug"]] = SpeakerPart(
                        person["slug"],
                        _bilingual(person, "name"),
                        affiliation=_bilingual(person, "affiliation"),
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


def named(speakers: Sequence[str], tags: Sequence[str]) -> Named:
    """Everybody and everything that listed events name, those asked for by slug however long ago."""
    listed = Publication.objects.listed()
    found = Named()
    found.add(listed)
    missing_speakers = [slug for slug in speakers if slug not in found.speakers]
    missing_tags = [slug for slug in tags if slug not in found.tags]
    if missing_speakers or missing_tags:
        wanted = Q(speakers__slug__in=missing_speakers) | Q(tags__slug__in=missing_tags)
        found.add(listed.filter(wanted).distinct())
    return found


def _bilingual(part: dict[str, Any], name: str) -> Bilingual:
    return Bilingual(**part.get(name, {}))
