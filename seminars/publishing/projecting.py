"""Newest revision → the public copy with its join rows, components and search text."""

from __future__ import annotations

from datetime import datetime

from seminars.calendars.stamps import next_cursor, relist
from seminars.calendars.store import store
from seminars.models import (
    Event,
    Picture,
    Publication,
    PublicationPicture,
    PublicationSpeaker,
    PublicationTag,
    PublicationVenue,
    Revision,
    Series,
    SeriesVisibility,
    Speaker,
    Tag,
    Venue,
)
from seminars.programme.snapshots import Snapshot, from_json, to_json
from seminars.search.index import index


def project(event: Event, revision: Revision, *, cursor: int) -> None:
    """Make the public copy of `event` say what `revision` says; a hidden series has none."""
    series = event.series
    if series.visibility == SeriesVisibility.HIDDEN:
        if Publication.objects.filter(event=event).delete()[0]:
            relist()
        return
    snapshot = from_json(revision.snapshot)
    entry = index(snapshot)
    publication, _created = Publication.objects.update_or_create(
        event=event,
        defaults={
            "series": series,
            "revision": revision,
            "uid": event.uid,
            "path": event.path,
            "number": snapshot.number,
            "state": snapshot.state,
            "is_listed": series.visibility == SeriesVisibility.PUBLIC,
            "snapshot": to_json(snapshot),
            "search_names": entry.names,
            "search_text": entry.text,
            "search_facets": entry.facets,
            "starts_at": snapshot.starts_at,
            "ends_at": snapshot.ends_at,
            "published_at": event.published_at or revision.at,
            "changed_at": revision.at,
            "cursor": cursor,
        },
    )
    _join(publication, snapshot)
    store(publication, revision)


def entomb(event: Event, *, at: datetime, cursor: int) -> None:
    """Leave a tombstone where the public copy stood: no content, so that nothing withdrawn can leak."""
    publication = Publication.objects.filter(event=event).first()
    if publication is None:
        return
    publication.components.all().delete()
    publication.posters.all().delete()
    for joined in (PublicationPicture, PublicationSpeaker, PublicationTag, PublicationVenue):
        joined.objects.filter(publication=publication).delete()
    publication.state = "withdrawn"
    publication.snapshot = {}
    publication.search_names = publication.search_text = publication.search_facets = ""
    publication.changed_at = at
    publication.cursor = cursor
    publication.save()


def reproject(series: Series) -> None:
    """Show or hide all that was published of `series`, as its visibility now says."""
    cursor = next_cursor()
    if series.visibility == SeriesVisibility.HIDDEN:
        # Tombstones stay: what was withdrawn is gone for good, also when the series is shown again.
        Publication.objects.standing().filter(series=series).delete()
        relist()
        return
    for event in Event.objects.filter(series=series).public():
        event.series = series
        project(event, event.revisions.latest("number"), cursor=cursor)


def _join(publication: Publication, snapshot: Snapshot) -> None:
    slugs = [person.slug for person in snapshot.speakers]
    people = dict(Speaker.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    tags = {each.slug for talk in snapshot.planned_talks for each in talk.tags}
    PublicationSpeaker.objects.filter(publication=publication).delete()
    PublicationSpeaker.objects.bulk_create(
        PublicationSpeaker(publication=publication, speaker_id=people[person.slug], position=position)
        for position, person in enumerate(snapshot.speakers)
        if person.slug in people
    )
    PublicationTag.objects.filter(publication=publication).delete()
    PublicationTag.objects.bulk_create(
        PublicationTag(publication=publication, tag=tag) for tag in Tag.objects.filter(slug__in=tags)
    )
    PublicationVenue.objects.filter(publication=publication).delete()
    if snapshot.venue:
        PublicationVenue.objects.bulk_create(
            PublicationVenue(publication=publication, venue=venue)
            for venue in Venue.objects.filter(slug=snapshot.venue.slug)
        )
    PublicationPicture.objects.filter(publication=publication).delete()
    shown = {person.photo.digest for person in snapshot.speakers if person.photo}
    if shown:
        PublicationPicture.objects.bulk_create(
            PublicationPicture(publication=publication, picture_id=pk)
            for pk in Picture.objects.filter(digest__in=shown).values_list("pk", flat=True)
        )
