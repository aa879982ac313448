"""What was published, frozen: append-only."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from seminars.models.events import Event
from seminars.models.fields import LineField


class FrozenRevision(Exception):
    """An attempt to change history."""

    def __str__(self) -> str:
        return "A revision is never changed or deleted."


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Revisions may be added and read."""

    def update(self, **fields: Any) -> NoReturn:
        raise FrozenRevision

    def delete(self) -> NoReturn:
        raise FrozenRevision


class Revision(models.Model):
    """One publication of an event: `number` counts them, `sequence` is iCalendar's SEQUENCE (RFC 5545 §3.8.7.4)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    snapshot = models.JSONField()
    changes = models.JSONField(default=list)
    note = LineField()
    # Published without telling anybody.
    is_silent = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["event", "number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="revision_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.event.reference} r{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise FrozenRevision
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise FrozenRevision
