"""Pictures as they are served: re-encoded, without metadata, named by what they hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# The only two types that are ever written.
ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


class PictureQuerySet(models.QuerySet["Picture"]):
    """Pictures."""

    def without_octets(self) -> PictureQuerySet:
        """Their names and sizes alone."""
        return self.defer("body")


class Picture(models.Model):
    """A photograph or logo. Rows are never changed: another picture is another row, so addresses hold for ever."""

    digest = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=20)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.width}×{self.height}"

    @property
    def kind(self) -> str:
        """How its file name ends."""
        return ENDINGS[self.media_type]
