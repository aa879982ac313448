"""Calendars across series: what one person speaks at, what is about one topic, in one room, found by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Subquery

from seminars.calendars.envelope import Heading
from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.histories import NOTHING, Earlier
from seminars.calendars.joining import Selection, joined
from seminars.calendars.links import feed_url, page_url
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile
from seminars.calendars.store import UNWRITABLE
from seminars.models import Publication
from seminars.models.querysets import PublicationQuerySet
from seminars.programme.snapshots import Snapshot, SpeakerPart, TagPart, VenuePart, from_json
from seminars.text.bilingual import Bilingual

Subject = Literal["speakers", "tags", "venues"]

_PARTS: dict[Subject, Callable[[Snapshot], Sequence[SpeakerPart | TagPart | VenuePart]]] = {
    "speakers": lambda snapshot: snapshot.speakers,
    "tags": lambda snapshot: [tag for talk in snapshot.planned_talks for tag in talk.tags],
    "venues": lambda snapshot: [snapshot.venue] if snapshot.venue else [],
}


def subject_feed(
    subject: Subject, slug: str, options: Options, *, at: datetime, earlier: Earlier = NOTHING
) -> CalendarFile:
    """What is listed of a person, topic or room; raises `NoSuchCalendar` where nothing published names it."""
    found = Publication.objects.listed().filter(**{f"{subject}__slug": slug})
    newest = list(
        found.order_by("-changed_at", "-pk").values_list("snapshot", "changed_at", _last_change())[:3]
    )
    if not newest:
        raise NoSuchCalendar
    language = options.language or "zh"
    heading = Heading(
        name=_name(subject, slug, _readable(snapshot for snapshot, _changed_at, _last in newest)),
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=page_url(settings.SITE_URL, f"{subject}/{slug}", language),
        source=feed_url(settings.SITE_URL, f"{subject}/{slug}", options.query),
        changed_at=newest[0][1],
    )
    selection = Selection(found, newest[0][2])
    return joined(heading, language, selection, options, day=at.astimezone(UTC).date(), earlier=earlier)


def found_feed(
    name: Bilingual,
    fields: Sequence[tuple[str, str]],
    found: PublicationQuerySet,
    options: Options,
    *,
    at: datetime,
) -> CalendarFile:
    """What a search of this name found; also what it will find later. `fields` are those of its address."""
    asked = urlencode(fields)
    language = options.language or "zh"
    heading = Heading(
        name=Bilingual(f"搜索：{name.zh}", f"Search: {name.en}"),
        about=Bilingual(),
        zone=settings.TIME_ZONE,
        colour="",
        page=f"{page_url(settings.SITE_URL, 'search', language)}?{asked}",
        source=feed_url(settings.SITE_URL, "search", "&".join(filter(None, (asked, options.query)))),
        changed_at=None,
    )
    last = Publication.objects.last_changed().values_list("changed_at", flat=True).first()
    return joined(heading, language, Selection(found, last), options, day=at.astimezone(UTC).date())


def _last_change() -> Subquery:
    """When anything was last published. What leaves a list changes it too, but can no longer be asked there."""
    return Subquery(Publication.objects.last_changed().values("changed_at")[:1])


def _readable(snapshots: Iterable[dict[str, Any]]) -> Iterator[Snapshot]:
    """One poisoned row must not take the calendar from everybody."""
    for snapshot in snapshots:
        with suppress(*UNWRITABLE):
            yield from_json(snapshot)


def _name(subject: Subject, slug: str, newest_first: Iterable[Snapshot]) -> Bilingual:
    """As the newest of these revisions names it."""
    parts = (part for snapshot in newest_first for part in _PARTS[subject](snapshot))
    return next((part.name for part in parts if part.slug == slug), Bilingual(slug, slug))
