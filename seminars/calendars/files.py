"""Calendar files to keep: of one event behind its address, of the events of a mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from django.db.models import Q

from seminars.calendars.entries import entries, is_whole
from seminars.calendars.envelope import bare_opening, wrapped
from seminars.calendars.feed import NoSuchCalendar
from seminars.calendars.joining import tag_of
from seminars.calendars.localizing import clocks
from seminars.calendars.options import Options
from seminars.calendars.packing import CalendarFile, chunk_of, packed
from seminars.models import CalendarComponent, Publication


class WithdrawnEvent(Exception):
    """The event was public once and was taken back."""


def event_file(slug: str, path: str, options: Options) -> CalendarFile:
    """One event as a file, also under former addresses; raises `NoSuchCalendar` and `WithdrawnEvent`."""
    publication = _publication(slug, path)
    language = options.language or publication.series.language
    # One event is shown whole at any time, its withdrawn talks too: the day is that of its end.
    day = publication.ends_at.astimezone(UTC).date()
    found = entries(Publication.objects.filter(pk=publication.pk), options, day=day)
    if not found or not found[0].parts:
        raise NoSuchCalendar
    table = clocks(found[0].parts, options.zone) if options.zone else b""
    tag = tag_of([language, options.query, table.decode(), found[0].digest])
    head = bare_opening(language) + table
    return packed(head, (chunk_of([found[0].body]),), tag=tag, changed_at=publication.changed_at)


def mail_calendar(publications: Sequence[Publication], *, language: str) -> bytes:
    """The file that a mail to a confirmed subscriber carries: these events, in this order; zh, en or both."""
    rows = CalendarComponent.objects.filter(publication__in=publications, language=language, has_link=True)
    bodies = {row.publication_id: bytes(row.body) for row in rows if is_whole(bytes(row.body), row.digest)}
    return wrapped([bodies[each.pk] for each in publications if each.pk in bodies], language=language)


def _publication(slug: str, path: str) -> Publication:
    """The public copy with this address, else the one that had it, in one query."""
    in_series = Q(series__slug=slug) | Q(series__former_slugs__slug=slug)
    former = "event__former_paths"
    in_former = Q(**{f"{former}__series__slug": slug}) | Q(**{f"{former}__series__former_slugs__slug": slug})
    # Addresses of a hidden series lead nowhere, those that its events have left neither.
    in_former &= Q(**{f"{former}__series__visibility__in": ("public", "unlisted")})
    found = list(
        Publication.objects.select_related("series")
        .defer("snapshot", "search_names", "search_text", "search_facets")
        .filter((Q(path=path) & in_series) | (Q(**{f"{former}__path": path}) & in_former))
        .distinct()[:3]
    )
    if not found:
        raise NoSuchCalendar
    publication = next((each for each in found if each.path == path and each.series.slug == slug), found[0])
    if publication.state == "withdrawn":
        raise WithdrawnEvent
    return publication
