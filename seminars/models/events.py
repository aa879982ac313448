"""Dated meetings of a series: the organizers' working copy. Readers see a `Publication` instead."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.models.fields import LineField, Paired, ProseField, ZoneField
from seminars.models.places import Meeting, Venue
from seminars.models.querysets import EventQuerySet
from seminars.models.series import Series

# Beyond these, zone rules say little, and some calendars fail.
FIRST_YEAR, LAST_YEAR = 1970, 2999


class EventState(models.TextChoices):
    """What an event is to the public; only `programme.states` says which may follow which."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Source(models.TextChoices):
    """Where an event's place or meeting comes from."""

    SERIES = "series", _("as usual in the series")
    OWN = "own", _("its own")
    NONE = "none", _("none")


class Telling(models.TextChoices):
    """When the first publication is told."""

    NOW = "now", _("now")
    ON_DAY = "day", _("on a day")
    NEVER = "never", _("never")


class Event(models.Model):
    """One dated meeting of a series, such as Seminar #89, as its organizers are writing it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="events"
    )
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, validators=[MaxValueValidator(999999)]
    )
    path = models.CharField(max_length=20, blank=True, editable=False)

    title_zh = LineField(
        _("headline in Chinese"),
        help_text=_("Only if the event has one of its own besides its talks’ titles."),
    )
    title_en = LineField(_("headline in English"))
    intro_zh = ProseField(_("theme in Chinese"))
    intro_en = ProseField(_("theme in English"))
    notes_zh = ProseField(_("notes in Chinese"), help_text=_("Snacks, registration, what to bring."))
    notes_en = ProseField(_("notes in English"))
    audience_zh = LineField(_("who is invited, in Chinese"))
    audience_en = LineField(_("who is invited, in English"))
    host = LineField(_("host"), max_length=120)
    host_email = models.EmailField(
        _("the host’s mail address"),
        blank=True,
        help_text=_("Never shown in public. Gets an invitation to this event, and its changes."),
    )
    contact = LineField(_("contact"))
    signup_url = models.URLField(_("sign-up link"), blank=True)
    signup_until = models.DateTimeField(_("sign-up deadline"), null=True, blank=True)

    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)
    is_all_day = models.BooleanField(_("whole days"), default=False)
    zone = ZoneField(_("time zone"))

    venue_from = models.CharField(_("place"), max_length=10, choices=Source, default=Source.SERIES)
    venue = models.ForeignKey(
        Venue, verbose_name=_("room"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    meeting_from = models.CharField(_("online meeting"), max_length=10, choices=Source, default=Source.SERIES)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("its own online meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    state = models.CharField(
        _("state"), max_length=10, choices=EventState, default=EventState.DRAFT, editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = LineField(_("reason of the cancellation"), editable=False)
    revision_number = models.PositiveIntegerField(default=0, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    tell = models.CharField(_("tell subscribers"), max_length=10, choices=Telling, default=Telling.NOW)
    tell_on = models.DateField(_("on this day"), null=True, blank=True)

    source_text = ProseField(_("pasted announcement"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "number"],
                name="event_number_is_unique_in_its_series",
                condition=Q(number__isnull=False) & ~Q(state="withdrawn"),
                violation_error_message=_("Another event of this series has this number."),
            ),
            models.UniqueConstraint(
                fields=["series", "path"], name="event_path_is_unique_in_its_series", condition=~Q(path="")
            ),
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must be after the start."),
            ),
            models.CheckConstraint(
                name="event_is_not_too_long",
                condition=Q(starts_at=None)
                | Q(ends_at=None)
                | Q(is_all_day=False, ends_at__lte=F("starts_at") + timedelta(hours=24))
                | Q(is_all_day=True, ends_at__lte=F("starts_at") + timedelta(days=14, hours=2)),
                violation_error_message=_("An event lasts at most 24 hours, or 14 whole days."),
            ),
            models.CheckConstraint(
                name="event_has_times_once_published",
                condition=Q(state="draft") | Q(starts_at__isnull=False, ends_at__isnull=False),
                violation_error_message=_("A published event needs a start and an end."),
            ),
            models.CheckConstraint(
                name="event_has_a_path_once_published",
                condition=Q(state="draft", published_at=None, path="")
                | (~Q(state="draft") & ~Q(path="") & Q(published_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="event_is_cancelled_at_a_time",
                condition=(Q(state="cancelled") & Q(cancelled_at__isnull=False))
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="event_own_venue_is_named",
                condition=Q(venue_from="own") | Q(venue=None),
                violation_error_message=_("Choose “its own” to give this event a room of its own."),
            ),
            models.CheckConstraint(
                name="event_own_meeting_is_named",
                condition=Q(meeting_from="own") | Q(meeting=None),
                violation_error_message=_(
                    "Choose “its own” to give this event an online meeting of its own."
                ),
            ),
        ]
        indexes = [models.Index(fields=["series", "starts_at"], name="event_of_series_by_start")]

    title = Paired("title")
    intro = Paired("intro")
    notes = Paired("notes")
    audience = Paired("audience")

    def __str__(self) -> str:
        name = (
            f"#{self.number}"
            if self.number
            else self.path or (f"{self.starts_at:%Y-%m-%d}" if self.starts_at else "—")
        )
        return f"{self.series} {name}"

    def clean(self) -> None:
        for name in ("starts_at", "ends_at", "signup_until", "tell_on"):
            moment = getattr(self, name)
            if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                raise ValidationError(
                    _("Give a date between the years %(first)d and %(last)d."),
                    params={"first": FIRST_YEAR, "last": LAST_YEAR},
                )

    @property
    def reference(self) -> str:
        """The event as commands name it: `yao/89`; '' while it has no address."""
        return f"{self.series.slug}/{self.path}" if self.path else ""

    @property
    def resolved_venue(self) -> Venue | None:
        """The room it meets in, inherited or its own."""
        return {Source.SERIES: self.series.venue, Source.OWN: self.venue}.get(Source(self.venue_from))

    @property
    def resolved_meeting(self) -> Meeting | None:
        """The online meeting it uses, inherited or its own."""
        return {Source.SERIES: self.series.meeting, Source.OWN: self.meeting}.get(Source(self.meeting_from))


class FormerPath(models.Model):
    """A path that an event once had in its series: pages redirect, the calendar file still answers."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="former_paths")
    path = models.CharField(max_length=20)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="former_paths")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "path"], name="formerpath_is_unique_in_its_series")
        ]

    def __str__(self) -> str:
        return f"{self.series.slug}/{self.path}"
