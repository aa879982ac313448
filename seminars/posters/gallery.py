"""The posters of public copies: drawn after publishing, kept in the database for every process, drawn when missing.

A poster is served only under the recipe it was drawn from: one that is late is passed over, never wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects

from seminars.calendars.stamps import Stamp, stamp_at
from seminars.models import Picture, Poster, Publication, Revision, Series
from seminars.posters import drawing
from seminars.posters.contents import Edition, contents
from seminars.programme.freezing import picture_part
from seminars.programme.snapshots import Snapshot, from_json

LANGUAGES = ("zh", "en")
# Upright to pass on; wide for cards of shared links.
FORMS = ("tall", "wide")
# What is further off is drawn when somebody asks.
AHEAD = timedelta(days=60)
# In one act of the worker, so that calendars wait no longer than a second or two.
AT_ONCE = 4
# At some 200 kB each.
MOST_KEPT = 1000
PATIENCE_SECONDS = 6.0

# Drawing takes a whole core and a hundred megabytes: one at a time in a process.
_bench = Lock()
# One of them draws, one waits: the other threads of a process go on answering.
MOST_STRANGERS = 2
_strangers = BoundedSemaphore(MOST_STRANGERS)


class Busy(Exception):
    """Others are being drawn, and it takes too long to wait for them."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a poster is drawn from; `digest` stands for it, the renderer and the fonts."""

    publication: Publication
    language: str
    form: str
    said: dict[str, Any]

    @property
    def digest(self) -> str:
        whole = json.dumps([drawing.RENDERER, drawing.ENGINE, self.form, self.said], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


def recipe_of(publication: Publication, language: str, form: str) -> Recipe:
    """What the poster of a public copy says now; its series must be at hand."""
    series = publication.series
    prefetch_related_objects(
        [publication],
        Prefetch("revision", Revision.objects.only("number")),
        Prefetch("series__logo", Picture.objects.without_octets()),
    )
    # Under the address that the series has today.
    snapshot = from_json(publication.snapshot)
    snapshot = replace(snapshot, series=replace(snapshot.series, slug=series.slug), path=publication.path)
    edition = edition_of(series, number=publication.revision.number, at=publication.changed_at)
    return Recipe(publication, language, form, said_by(snapshot, edition, language))


def edition_of(series: Series, *, number: int = 0, at: datetime | None = None) -> Edition:
    """What the series adds to every poster."""
    return Edition(motto=series.motto, logo=picture_part(series.logo), number=number, at=at)


def said_by(snapshot: Snapshot, edition: Edition, language: str) -> dict[str, Any]:
    """The contents of the poster in `language`, under the address of this site."""
    return contents(snapshot, edition, language=language, site_url=settings.SITE_URL)


def kept(recipe: Recipe) -> Poster | None:
    """The poster that was drawn from this very recipe, without its octets."""
    found = Poster.objects.filter(
        publication=recipe.publication, language=recipe.language, form=recipe.form, recipe=recipe.digest
    )
    return found.defer("body").first()


def drawn(recipe: Recipe, *, at: datetime) -> Poster:
    """The poster, drawn and kept if nobody has done so before; raises `Busy`, for the third in a row at once."""
    if not _strangers.acquire(blocking=False):
        raise Busy
    try:
        with _at_the_bench():
            # Whoever waited for the bench may find it done.
            return kept(recipe) or _keep(recipe, _draw(recipe.said, recipe.form), stamp_at(at), at=at)
    finally:
        _strangers.release()


def previewed(snapshot: Snapshot, edition: Edition, language: str, form: str) -> bytes:
    """The poster of what is not published; nobody keeps it. Raises `Busy`."""
    with _at_the_bench():
        return _draw(said_by(snapshot, edition, language), form)


def draw_due(*, at: datetime) -> bool:
    """Draw some of the posters of coming events that are not up to date; whether there are more."""
    stamp, left = stamp_at(at), AT_ONCE
    for publication in _due(stamp, at):
        for language in LANGUAGES:
            for form in FORMS:
                recipe = recipe_of(publication, language, form)
                row = kept(recipe)
                if row is not None:
                    _mark(row, stamp)
                    continue
                if not left:
                    return True
                left -= 1
                with _at_the_bench():
                    _keep(recipe, _draw(recipe.said, form), stamp, at=at)
    return False


def _due(stamp: Stamp, at: datetime) -> Iterator[Publication]:
    """The public copies, soonest first, of whose posters one may be missing or late."""
    coming = Publication.objects.standing().upcoming(at=at).filter(starts_at__lt=at + AHEAD)
    rows = Poster.objects.filter(publication__in=coming.order_by(), writer=_writer())
    marks: dict[int, list[tuple[int, int]]] = {}
    for pk, cursor, lists in rows.values_list("publication", "cursor", "lists"):
        marks.setdefault(pk, []).append((cursor, lists))
    due = [
        pk
        for pk, cursor in coming.values_list("pk", "cursor")
        if len(found := marks.get(pk, [])) < len(LANGUAGES) * len(FORMS)
        or any(seen < cursor or lists != stamp.lists[0] for seen, lists in found)
    ]
    for pk in due:
        found_now = Publication.objects.standing().select_related("series").filter(pk=pk).first()
        if found_now is not None:
            yield found_now


def _draw(said: dict[str, Any], form: str) -> bytes:
    return drawing.png(form, said, _pictures(said))


def _pictures(said: dict[str, Any]) -> dict[str, bytes]:
    people = [person for talk in said["talks"] for person in talk["people"]]
    parts = [said["logo"], *(person["photo"] for person in people)]
    digests = {part["digest"] for part in parts if part}
    if not digests:
        return {}
    found = Picture.objects.filter(digest__in=digests).values_list("digest", "body")
    return {digest: bytes(body) for digest, body in found}


def _keep(recipe: Recipe, body: bytes, stamp: Stamp, *, at: datetime) -> Poster:
    fields = {
        "recipe": recipe.digest,
        "body": body,
        "drawn_at": at,
        "cursor": recipe.publication.cursor,
        "lists": stamp.lists[0],
        "writer": _writer(),
    }
    with transaction.atomic():
        # It may have been withdrawn or hidden meanwhile.
        standing = Publication.objects.standing().select_for_update(of=("self",))
        is_standing = standing.filter(pk=recipe.publication.pk).exists()
        key: dict[str, Any] = {
            "publication": recipe.publication,
            "language": recipe.language,
            "form": recipe.form,
        }
        before = Poster.objects.filter(**key).defer("body").first()
        if not is_standing or (before and before.cursor > recipe.publication.cursor):
            # Another worker was quicker, and with more: this one is for whoever asked, and for nobody else.
            return Poster(**key, **fields)
        poster, _is_new = Poster.objects.update_or_create(**key, defaults=fields)
    _drop_the_oldest()
    return poster


def _mark(row: Poster, stamp: Stamp) -> None:
    """Note that it is still what it should be."""
    wanted = {"lists": stamp.lists[0], "writer": _writer(), "cursor": row.publication.cursor}
    if any(getattr(row, name) != value for name, value in wanted.items()):
        Poster.objects.filter(pk=row.pk, recipe=row.recipe).update(**wanted)


def _drop_the_oldest() -> None:
    too_many = Poster.objects.order_by("-drawn_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:]
    if pks := list(too_many[:MOST_KEPT]):
        Poster.objects.filter(pk__in=pks).delete()


def _writer() -> str:
    whole = f"{drawing.RENDERER} {drawing.ENGINE} {settings.SITE_URL}"
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


@contextmanager
def _at_the_bench() -> Iterator[None]:
    if not _bench.acquire(timeout=PATIENCE_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _bench.release()
