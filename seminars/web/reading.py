"""What views read: the request's language and zone, public copies as snapshots, history and neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language

from seminars.models import (
    Publication,
    PublicationSpeaker,
    PublicationTag,
    Revision,
    Series,
    SeriesVisibility,
    SkippedDate,
)
from seminars.presenting.agenda import Skip, skip
from seminars.presenting.frames import Frame, unprefixed
from seminars.presenting.history import Past
from seminars.presenting.lines import Line, line
from seminars.programme.snapshots import Snapshot, from_json
from seminars.text.bilingual import short_language
from seminars.timekeeping.zones import is_zone, zone

MOST_REVISIONS = 60
MOST_RELATED = 3
SKIPS_AHEAD = timedelta(days=35)


def page_language() -> str:
    """`zh` or `en`: the language of the page being made."""
    return short_language(get_language() or "")


def reader_zone(request: HttpRequest) -> str:
    """The zone that the address asks for; '' where it asks for none or for one that does not exist."""
    name = request.GET.get("tz", "")
    return name if is_zone(name) else ""


def frame_of(
    request: HttpRequest,
    title: str,
    *,
    description: str = "",
    is_indexed: bool = True,
    atom: str = "",
    colour: str = "",
) -> Frame:
    """The frame of the requested page, under the very address that was asked for; `atom`: its feed's path."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return Frame(
        language=page_language(),
        path=unprefixed(request.path) + query,
        title=title,
        description=description,
        is_indexed=is_indexed and not query,
        atom=atom,
        colour=colour,
    )


def snapshot_of(publication: Publication) -> Snapshot:
    """What the public copy says, under the address that its series has today; the series must be at hand."""
    snapshot = from_json(publication.snapshot)
    series = replace(snapshot.series, slug=publication.series.slug)
    return replace(snapshot, series=series, path=publication.path)


def lines_of(publications: Iterable[Publication], *, at: datetime) -> list[Line]:
    """Public copies as rows of a list."""
    language = page_language()
    return [line(snapshot_of(each), language, at=at) for each in publications]


def history_of(publication: Publication) -> list[Past]:
    """The newest revisions of the event, at most 60."""
    revisions = Revision.objects.filter(event_id=publication.event_id).order_by("-number")[:MOST_REVISIONS]
    return [Past(each.number, each.at, from_json(each.snapshot)) for each in revisions]


def neighbours(publication: Publication, *, at: datetime) -> tuple[Line | None, Line | None]:
    """The events of the same series before and after it."""
    others = Publication.objects.standing().of_series(publication.series).select_related("series")
    earlier = others.filter(starts_at__lt=publication.starts_at).order_by("-starts_at")[:1]
    later = others.filter(starts_at__gt=publication.starts_at).order_by("starts_at")[:1]
    before, after = lines_of(earlier, at=at), lines_of(later, at=at)
    return (before[0] if before else None), (after[0] if after else None)


def related(publication: Publication, *, at: datetime) -> list[Line]:
    """The newest recorded events with the same speakers or topics."""
    speakers = PublicationSpeaker.objects.filter(publication=publication).values("speaker")
    tags = PublicationTag.objects.filter(publication=publication).values("tag")
    akin = Q(pk__in=PublicationSpeaker.objects.filter(speaker__in=speakers).values("publication")) | Q(
        pk__in=PublicationTag.objects.filter(tag__in=tags).values("publication")
    )
    others = Publication.objects.listed().recorded().past(at=at).filter(akin).exclude(pk=publication.pk)
    return lines_of(others.select_related("series")[:MOST_RELATED], at=at)


def public_series() -> list[Series]:
    """The series that lists may show, with their usual places, meetings and logos."""
    public = Series.objects.filter(visibility=SeriesVisibility.PUBLIC)
    return list(public.select_related("venue", "meeting", "logo").defer("logo__body"))


def skips_ahead(at: datetime, language: str, series: Series | None = None) -> list[Skip]:
    """The dates in the next five weeks on which a public series, or the given one, does not meet."""
    today = at.astimezone(zone(settings.TIME_ZONE)).date()
    rows = SkippedDate.objects.filter(on__gte=today, on__lte=today + SKIPS_AHEAD).select_related("series")
    rows = rows.filter(series=series) if series else rows.filter(series__visibility=SeriesVisibility.PUBLIC)
    return [skip(each, language, at=at) for each in rows]
