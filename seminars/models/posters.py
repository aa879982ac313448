"""Posters as they are served: drawn from a public copy, one for each language and form."""

from __future__ import annotations

from django.db import models

from seminars.models.publications import Publication


class Poster(models.Model):
    """A drawn poster. `recipe` stands for all that it was drawn from: under another one it is never served."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="posters")
    language = models.CharField(max_length=2)
    form = models.CharField(max_length=4)
    recipe = models.CharField(max_length=32)
    body = models.BinaryField()
    drawn_at = models.DateTimeField()
    # Under which counters and by which renderer the recipe was last compared: what is the same needs no look.
    cursor = models.BigIntegerField()
    lists = models.BigIntegerField()
    writer = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "language", "form"], name="poster_once"),
        ]
        indexes = [
            # The oldest go when there are too many.
            models.Index(fields=["drawn_at"], name="poster_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id}:{self.language}:{self.form}"
