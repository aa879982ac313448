"""What there is to follow in a calendar: series, and the speakers and topics that published events name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from seminars.models import Publication, Series, SeriesVisibility
from seminars.models.querysets import PublicationQuerySet
from seminars.programme.snapshots import SpeakerPart, TagPart, from_json

# Who spoke before that can still be followed from the speaker's own page.
NEWEST = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Speakers and topics by slug, each as the newest revision names it."""

    speakers: dict[str, SpeakerPart] = field(default_factory=dict)
    tags: dict[str, TagPart] = field(default_factory=dict)

    def add(self, found: PublicationQuerySet) -> None:
        """Add those that the newest of the public copies name and that are not here yet."""
        for document in found.order_by("-changed_at", "-pk").values_list("snapshot", flat=True)[:NEWEST]:
            for talk in from_json(document).planned_talks:
                for person in talk.speakers:
                    self.speakers.setdefault(person.slug, person)
                for tag in talk.tags:
                    self.tags.setdefault(tag.slug, tag)


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
