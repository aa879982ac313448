"""From an address to what it names: found, moved for good, gone, or never there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from seminars.models import FormerPath, FormerSlug, Publication, PublicationState, Series, SeriesVisibility
from seminars.web.errors import gone

View = Callable[..., HttpResponse]


class Moved(Exception):
    """The thing has another address now; `words` are the parts of the address that differ."""

    def __init__(self, **words: str) -> None:
        self.words = words
        super().__init__(words)


class Gone(Exception):
    """It was published and taken back."""


def addressed(view: View) -> View:
    """`view`, with `Moved` answered by a permanent redirect to the same page there, and `Gone` by 410."""

    @wraps(view)
    def answered(request: HttpRequest, **words: Any) -> HttpResponse:
        try:
            return view(request, **words)
        except Moved as moved:
            match = request.resolver_match
            assert match is not None, "a view runs only when its address was resolved"
            address = reverse(match.view_name, kwargs=words | moved.words)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        except Gone:
            return gone(request)

    return answered


def find_series(slug: str) -> Series:
    """The series, with its usual place, meeting and logo. Raises `Moved`, and Http404 for hidden ones too."""
    visible = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN)
    series = visible.filter(slug=slug).select_related("venue", "meeting", "logo").defer("logo__body").first()
    if series:
        return series
    raise Moved(slug=_slug_now(slug))


def find_publication(slug: str, path: str) -> Publication:
    """The public copy with its series and the series' logo. Raises `Moved`, `Gone` and Http404."""
    found = Publication.objects.with_colophon().filter(series__slug=slug, path=path).first()
    if found is None:
        raise _moved_event(slug, path)
    if found.state == PublicationState.WITHDRAWN:
        raise Gone
    return found


def _moved_event(slug: str, path: str) -> Moved:
    # Addresses of a hidden series lead nowhere, those that its events have left neither.
    known = FormerPath.objects.exclude(series__visibility=SeriesVisibility.HIDDEN)
    former = known.filter(series__slug=slug, path=path).first()
    if former is None:
        return Moved(slug=_slug_now(slug))
    now = Publication.objects.filter(event_id=former.event_id).select_related("series").first()
    if now is None or (now.series.slug, now.path) == (slug, path):
        raise Http404
    return Moved(slug=now.series.slug, path=now.path)


def _slug_now(slug: str) -> str:
    former = FormerSlug.objects.filter(slug=slug).select_related("series").first()
    if former is None or former.series.visibility == SeriesVisibility.HIDDEN or former.series.slug == slug:
        raise Http404
    return former.series.slug
