"""What one public copy adds to a file: its stored component, changed as far as the reader asked for."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.fields.json import KT

from seminars.calendars.envelope import with_alarm
from seminars.calendars.localizing import Localized, localized
from seminars.calendars.options import Options
from seminars.calendars.store import UNWRITABLE
from seminars.calendars.talks import is_split, talk_component, timed_talks
from seminars.models import Publication
from seminars.models.querysets import PublicationQuerySet
from seminars.programme.snapshots import Snapshot, from_json

logger = logging.getLogger(__name__)

DAYS_CANCELLED = timedelta(days=30)


class BrokenComponent(ValueError):
    """Stored bytes that are not those that were written."""


def is_whole(body: bytes, digest: str) -> bool:
    """Whether these are the octets that were stored with this digest: others could break the whole calendar."""
    return hashlib.sha256(body).hexdigest() == digest


@dataclass(frozen=True, slots=True)
class Entry:
    """The VEVENTs of one public copy; `digest` stands for the stored one they were made from."""

    parts: tuple[Localized, ...]
    digest: str

    @property
    def body(self) -> bytes:
        return b"".join(part.body for part in self.parts)


def entries(
    publications: PublicationQuerySet,
    options: Options,
    *,
    day: date,
    most: int | None = None,
    has_link: bool = False,
) -> list[Entry]:
    """One for each of the first `most` publications, in one query; what cannot be shown is left out."""
    rows = _rows(publications, options, has_link)[:most]
    return list(_readable(rows, options, day, has_link))


def _rows(
    publications: PublicationQuerySet, options: Options, has_link: bool
) -> QuerySet[Publication, dict[str, Any]]:
    language = options.language or F("series__language")
    fields = ["pk", "state", "components__body", "components__digest", "components__language"]
    if options.is_per_talk:
        fields += ["snapshot", "revision__sequence", "revision__at", "published_at"]
    own_zone = {"own_zone": KT("snapshot__zone")} if options.zone else {}
    found = publications.filter(components__language=language, components__has_link=has_link)
    rows: QuerySet[Publication, dict[str, Any]] = found.values(*fields, **own_zone)
    return rows


def _readable(rows: Iterable[dict[str, Any]], options: Options, day: date, has_link: bool) -> Iterator[Entry]:
    for row in rows:
        try:
            yield _entry(row, options, day, has_link)
        except UNWRITABLE:
            # One poisoned row must not take the calendar from everybody.
            logger.exception("calendar.entry_left_out", extra={"publication": row["pk"]})


def _entry(row: dict[str, Any], options: Options, day: date, has_link: bool) -> Entry:
    language = row["components__language"]
    parts = []
    if not is_whole(bytes(row["components__body"]), row["components__digest"]):
        raise BrokenComponent
    for body, state in _components(row, options, day, has_link):
        part = Localized(body, None)
        if options.zone:
            part = localized(body, own_zone=row["own_zone"], reader_zone=options.zone, language=language)
        rung = with_alarm(part.body, state, minutes=options.alarm, language=language)
        parts.append(Localized(rung, part.times))
    return Entry(tuple(parts), row["components__digest"])


def _components(
    row: dict[str, Any], options: Options, day: date, has_link: bool
) -> Iterator[tuple[bytes, str]]:
    """The VEVENTs in UTC, each with its state."""
    snapshot = from_json(row["snapshot"]) if options.is_per_talk else None
    if snapshot is None or not is_split(snapshot):
        yield bytes(row["components__body"]), row["state"]
        return
    for talk in timed_talks(snapshot):
        if _is_shown(talk, options, day):
            body = talk_component(
                talk,
                language=row["components__language"],
                has_link=has_link,
                sequence=row["revision__sequence"],
                created_at=row["published_at"],
                changed_at=row["revision__at"],
                site_url=settings.SITE_URL,
            )
            yield body, talk.state


def _is_shown(talk: Snapshot, options: Options, day: date) -> bool:
    if not talk.is_cancelled:
        return True
    return options.has_cancelled and talk.ends_at > midnight(day) - DAYS_CANCELLED


def midnight(day: date) -> datetime:
    """When a day begins in UTC."""
    return datetime.combine(day, time(), UTC)
