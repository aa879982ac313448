"""The whole history of a feed in chunks, of which an edit touches one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Subquery

from seminars.calendars.component import ComponentLanguage
from seminars.calendars.entries import is_whole
from seminars.calendars.packing import Chunk, Member, chunks_of
from seminars.models import CalendarComponent, Publication
from seminars.models.querysets import PublicationQuerySet

logger = logging.getLogger(__name__)

# Above so many changes, reading the whole list is cheaper than asking of each whether it is in it.
MOST_CHANGES = 500


class Earlier(NamedTuple):
    """The chunks of a feed made while the change cursor stood at `cursor`; None where the list is not to be trusted."""

    cursor: int | None
    chunks: tuple[Chunk, ...]


NOTHING = Earlier(None, ())


class _Row(NamedTuple):
    """A public copy with its component; without one, it is in no feed."""

    pk: int
    starts_at: datetime
    digest: str | None
    body: bytes | None


def history(
    shown: PublicationQuerySet,
    language: ComponentLanguage | None,
    *,
    has_link: bool,
    earlier: Earlier = NOTHING,
) -> tuple[Chunk, ...]:
    """The components of `shown`, soonest first, in chunks; `language` None: that of each one's series.

    One query: for what changed since `earlier`, or, where that says nothing, for all. What cannot be shown is left out.
    """
    if earlier.cursor is not None:
        changed = _changed(shown, language, has_link, since=earlier.cursor)
        if len(changed) <= MOST_CHANGES:
            pks = {row.pk for row in changed}
            kept = [each for chunk in earlier.chunks for each in chunk.members if each.pk not in pks]
            return _in_chunks(kept, changed, earlier.chunks)
    return _in_chunks([], _all(shown, language, has_link), earlier.chunks)


def _in_chunks(kept: list[Member], rows: Iterable[_Row], known: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
    bodies: dict[str, bytes] = {}
    members = kept
    for member, body in _readable(rows):
        members.append(member)
        bodies[member.digest] = body
    members.sort()
    return chunks_of(members, bodies, known)


def _readable(rows: Iterable[_Row]) -> Iterator[tuple[Member, bytes]]:
    for row in rows:
        if row.digest is None or row.body is None:
            continue
        body = bytes(row.body)
        if is_whole(body, row.digest):
            yield Member(row.starts_at, row.pk, row.digest, len(body)), body
        else:
            # One poisoned row must not take the calendar from everybody.
            logger.error("calendar.entry_left_out", extra={"publication": row.pk})


def _all(shown: PublicationQuerySet, language: ComponentLanguage | None, has_link: bool) -> Iterator[_Row]:
    rows = shown.filter(
        components__language=language or F("series__language"), components__has_link=has_link
    ).values_list("pk", "starts_at", "components__digest", "components__body")
    return map(_Row._make, rows.iterator(chunk_size=1000))


def _changed(
    shown: PublicationQuerySet, language: ComponentLanguage | None, has_link: bool, *, since: int
) -> list[_Row]:
    """What was published since, whether or not the feed shows it now."""
    components = CalendarComponent.objects.filter(
        Exists(shown.order_by().filter(pk=OuterRef("publication"))),
        publication=OuterRef("pk"),
        language=language or OuterRef("series__language"),
        has_link=has_link,
    )
    rows = (
        Publication.objects.filter(cursor__gt=since)
        .annotate(digest=Subquery(components.values("digest")), body=Subquery(components.values("body")))
        .values_list("pk", "starts_at", "digest", "body")
    )
    return [_Row(*row) for row in rows[: MOST_CHANGES + 1]]
