"""The sitemap: every listed page in both languages, and when it last changed (sitemaps.org 0.9, xhtml alternates)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from seminars.calendars.stamps import stamp_at
from seminars.models import Publication, Series, SeriesVisibility
from seminars.presenting.frames import Frame
from seminars.presenting.links import absolute, to_event, to_series, to_speaker, to_tag, to_venue

# Pages in one file: each stands there twice, once for each language. The protocol allows ten times as many.
PAGES_A_FILE = 2500
# As many as the index of a sitemap may name.
MOST_FILES = 50_000
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'

Page = tuple[str, datetime | None]


def _etag(request: HttpRequest, **words: Any) -> str:
    """One read of the database tells whether anything was published since."""
    asked = f"{settings.SITE_URL}\n{request.path}\n{stamp_at(timezone.now())!r}"
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_etag)
def sitemap(request: HttpRequest) -> HttpResponse:
    """All pages, or the list of the files that hold them where they are many."""
    events = _listed().count()
    if events <= PAGES_A_FILE:
        return _answer(_urlset(chain(_others(), _events(0, PAGES_A_FILE))))
    files = range(-(-events // PAGES_A_FILE) + 1)
    rows = (f"<sitemap><loc>{escape(absolute(f'/sitemap-{each}.xml'))}</loc></sitemap>\n" for each in files)
    return _answer(chain([_INDEX], rows, ["</sitemapindex>\n"]))


@require_safe
@cache_control(public=True, max_age=3600)
@condition(etag_func=_etag)
def part(request: HttpRequest, number: int) -> HttpResponse:
    """File 0 holds all pages but those of events, the others hold these, the oldest first."""
    if number > MOST_FILES:
        raise Http404
    pages = list(_others() if number == 0 else _events((number - 1) * PAGES_A_FILE, PAGES_A_FILE))
    if not pages:
        raise Http404
    return _answer(_urlset(pages))


def _listed() -> Any:
    return Publication.objects.listed()


def _events(first: int, count: int) -> Iterator[Page]:
    # By key: a file once full stays as it is, but for what changes in it.
    rows = _listed().order_by("pk").values_list("series__slug", "path", "changed_at")
    return (
        (to_event(slug, path, "zh"), changed_at) for slug, path, changed_at in rows[first : first + count]
    )


def _others() -> Iterator[Page]:
    """The first page, the archive, and what listed events name. Five queries."""
    newest = _listed().aggregate(last=Max("changed_at"))["last"]
    yield from (("/", newest), ("/archive/", newest))
    public = Series.objects.filter(visibility=SeriesVisibility.PUBLIC).values_list("slug", flat=True)
    changed = dict(
        _listed()
        .order_by()
        .values("series__slug")
        .annotate(last=Max("changed_at"))
        .values_list("series__slug", "last")
    )
    yield from ((to_series(slug, "zh"), changed.get(slug)) for slug in public)
    for name, address in (("speakers", to_speaker), ("tags", to_tag), ("venues", to_venue)):
        slug = f"{name}__slug"
        named = _listed().exclude(**{slug: None}).order_by(slug).values(slug).annotate(last=Max("changed_at"))
        yield from (
            (address(found, "zh"), last) for found, last in islice(named.values_list(slug, "last"), 20000)
        )


def _urlset(pages: Any) -> Iterator[str]:
    yield _OPENING
    for path, changed_at in pages:
        frames = [Frame(language=language, path=path) for language in ("zh", "en")]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(address)}"/>'
            for lang, address in frames[0].alternates
        )
        last = f"<lastmod>{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed_at else ""
        yield from (f"<url><loc>{escape(each.canonical)}</loc>{last}{links}</url>\n" for each in frames)
    yield "</urlset>\n"


def _answer(lines: Any) -> HttpResponse:
    return HttpResponse("".join(lines), content_type="application/xml; charset=utf-8")
