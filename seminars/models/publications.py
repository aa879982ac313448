"""The one public copy of each event, and what is stored to find and serve it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.models.events import Event
from seminars.models.people import Speaker
from seminars.models.pictures import Picture
from seminars.models.places import Venue
from seminars.models.querysets import PublicationQuerySet
from seminars.models.revisions import Revision
from seminars.models.series import Series
from seminars.models.talks import Tag


class PublicationState(models.TextChoices):
    """What readers are told of an event."""

    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Publication(models.Model):
    """Projection of an event's newest revision: all that public code may read. Withdrawn ones are tombstones."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="publication")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    uid = models.UUIDField(unique=True)
    path = models.CharField(max_length=20)
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=PublicationState)
    is_listed = models.BooleanField()
    snapshot = models.JSONField()
    # See `search.index`.
    search_names = models.TextField(blank=True, default="")
    search_text = models.TextField(blank=True)
    search_facets = models.TextField(blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cursor = models.BigIntegerField()

    speakers = models.ManyToManyField(Speaker, through="PublicationSpeaker", related_name="publications")
    tags = models.ManyToManyField(Tag, through="PublicationTag", related_name="publications")
    venues = models.ManyToManyField(Venue, through="PublicationVenue", related_name="publications")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "path"], name="publication_path_is_unique_in_its_series"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="publication_by_start", condition=~Q(state="withdrawn")),
            # What is coming is little; by its start it would be looked for behind all that is over.
            models.Index(fields=["ends_at"], name="publication_by_end", condition=~Q(state="withdrawn")),
            models.Index(fields=["series", "starts_at"], name="publication_of_series_by_start"),
            models.Index(fields=["series", "ends_at"], name="publication_of_series_by_end"),
            models.Index(fields=["cursor"], name="publication_by_cursor"),
            models.Index(fields=["series", "cursor"], name="publication_of_series_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.series.slug}/{self.path}"


class PublicationSpeaker(models.Model):
    """Who is named in a public copy, in order."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    speaker = models.ForeignKey(Speaker, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "speaker"], name="publicationspeaker_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.speaker_id}"


class PublicationTag(models.Model):
    """Which topics a public copy carries."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "tag"], name="publicationtag_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.tag_id}"


class PublicationVenue(models.Model):
    """In which room a public copy takes place."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "venue"], name="publicationvenue_once")]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.venue_id}"


class PublicationPicture(models.Model):
    """Which pictures a public copy shows: the public may see these and no others."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "picture"], name="publicationpicture_once")
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.picture_id}"


class CalendarComponent(models.Model):
    """The VEVENT of a public copy as served: one for each language and each audience of the meeting link."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="components")
    language = models.CharField(max_length=4)
    has_link = models.BooleanField()
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    # Which version of the renderer wrote it, for which address of the site.
    writer = models.CharField(max_length=16, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "language", "has_link"], name="calendarcomponent_once"
            )
        ]
        indexes = [
            # A feed of ten thousand events is compared by digests alone, without reading bodies.
            models.Index(
                fields=["publication", "language", "has_link", "digest"], name="calendarcomponent_digests"
            ),
            models.Index(fields=["writer"], name="calendarcomponent_by_writer"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.language}"


class CalendarFile(models.Model):
    """A feed of the catalogue as it was written after a publication: its envelope; its chunks follow."""

    address = models.CharField(max_length=200, unique=True)
    # What it was written under, see `calendars.stamps`.
    cursor = models.BigIntegerField()
    lists = models.BigIntegerField()
    day = models.CharField(max_length=10)
    tag = models.CharField(max_length=32)
    # Seconds since 1970, as Last-Modified says them.
    modified = models.BigIntegerField()
    opening = models.BinaryField()

    def __str__(self) -> str:
        return self.address


class CalendarChunk(models.Model):
    """Some components of a calendar file one after the other, compressed; `members` says which."""

    file = models.ForeignKey(CalendarFile, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    members = models.TextField()
    zipped = models.BinaryField()
    size = models.PositiveIntegerField()
    checksum = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["file", "position"], name="calendarchunk_in_order")]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.position}"


class Counter(models.Model):
    """A number that only rises: the change cursor. Locked last in a publishing transaction."""

    name = models.CharField(max_length=30, unique=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Pulse(models.Model):
    """When a process last showed that it lives."""

    name = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%dT%H:%M:%SZ}"
