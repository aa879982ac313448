"""The poster of an event as a picture: kept, or drawn for whoever asks first."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seminars.posters import gallery
from seminars.web.addresses import addressed, find_publication
from seminars.web.reading import page_language

# After so many seconds the one that is being drawn is done.
COME_AGAIN = "3"
# Whoever passes it on gets the newest: it is asked for every time, and mostly answered with 304.
CACHING = "public, no-cache"


@require_safe
@addressed
def tall(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """1080×1920."""
    return _poster(request, slug, path, "tall")


@require_safe
@addressed
def wide(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """1200×630."""
    return _poster(request, slug, path, "wide")


def _poster(request: HttpRequest, slug: str, path: str, form: str) -> HttpResponse:
    publication = find_publication(slug, path)
    recipe = gallery.recipe_of(publication, page_language(), form)
    try:
        poster = gallery.kept(recipe) or gallery.drawn(recipe, at=timezone.now())
    except gallery.Busy:
        return busy()
    tag, changed_at = quote_etag(recipe.digest), int(poster.drawn_at.timestamp())
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag, last_modified=changed_at)
    if response is None:
        response = HttpResponse(bytes(poster.body), content_type="image/png")
        response["Content-Disposition"] = (
            f'inline; filename="{publication.series.slug}-{publication.path}.png"'
        )
    assert isinstance(response, HttpResponse)
    response["ETag"] = tag
    response["Last-Modified"] = http_date(changed_at)
    response["Cache-Control"] = CACHING
    if not publication.is_listed:
        response["X-Robots-Tag"] = "noindex"
    return response


def busy() -> HttpResponse:
    """503: come again in a moment."""
    sentence = _("Other posters are being drawn right now. Please try again in a few seconds.")
    response = HttpResponse(
        sentence, status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8"
    )
    response["Retry-After"] = COME_AGAIN
    response["Cache-Control"] = "no-store"
    return response
