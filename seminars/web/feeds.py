"""The Atom feeds: of everything, a series, a speaker, a topic, a room, a search. One address for all languages."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from seminars.calendars.entries import DAYS_CANCELLED, midnight
from seminars.calendars.feed import JOINT_NAME
from seminars.calendars.links import home_url, page_url, series_url
from seminars.calendars.options import BadOption, Options, read_options
from seminars.calendars.stamps import stamp_at
from seminars.calendars.store import UNWRITABLE
from seminars.models import Publication, Series, SeriesVisibility
from seminars.models.querysets import PublicationQuerySet
from seminars.presenting.atom import RENDERER, Head, Published, atom
from seminars.presenting.links import absolute
from seminars.programme.snapshots import Snapshot
from seminars.search.asking import asked_by
from seminars.search.find import find
from seminars.text.bilingual import Bilingual
from seminars.web.paging import paged
from seminars.web.reading import snapshot_of

logger = logging.getLogger(__name__)

MOST_ENTRIES = 50
# What the site says where nothing was ever published.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

View = Callable[..., HttpResponse]
Titled = Callable[[Sequence[Published]], Bilingual]


def _etag(request: HttpRequest, **words: str) -> str:
    """One read of the database tells whether the reader has the newest."""
    stamp = stamp_at(timezone.now())
    parts = (
        str(RENDERER),
        settings.SITE_URL,
        request.path,
        request.META.get("QUERY_STRING", ""),
        repr(stamp),
    )
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'"{digest[:32]}"'


def feed(view: View) -> View:
    """`view` for those who do not have its newest answer; a wrong option is 400 with the sentence that says why."""

    @require_safe
    @cache_control(public=True, max_age=300)
    @condition(etag_func=_etag)
    @wraps(view)
    def answered(request: HttpRequest, **words: Any) -> HttpResponse:
        try:
            options = read_options({name: request.GET[name] for name in ("lang",) if name in request.GET})
            response = view(request, options, **words)
        except BadOption as bad:
            return HttpResponse(f"{bad.zh}\n{bad.en}\n", status=400, content_type="text/plain; charset=utf-8")
        response["Access-Control-Allow-Origin"] = "*"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


@feed
def everything(request: HttpRequest, options: Options) -> HttpResponse:
    spoken = options.language or "zh"
    page = home_url(settings.SITE_URL, spoken)
    return _answer(request, options, Publication.objects.listed(), lambda _found: JOINT_NAME, page, spoken)


@feed
def series(request: HttpRequest, options: Options, slug: str) -> HttpResponse:
    """Under a present or a former name; unlisted ones for who has the address."""
    row = _series(slug)
    spoken = options.language or row.language
    found = Publication.objects.of_series(row).standing()
    page = series_url(settings.SITE_URL, row.slug, spoken)
    return _answer(request, options, found, lambda _found: row.name, page, spoken)


@feed
def speaker(request: HttpRequest, options: Options, slug: str) -> HttpResponse:
    found = Publication.objects.listed().filter(speakers__slug=slug)
    return _of_part(request, options, found, f"speakers/{slug}", lambda snapshot: snapshot.speakers, slug)


@feed
def tag(request: HttpRequest, options: Options, slug: str) -> HttpResponse:
    found = Publication.objects.listed().filter(tags__slug=slug)
    return _of_part(request, options, found, f"tags/{slug}", _tags, slug)


@feed
def venue(request: HttpRequest, options: Options, slug: str) -> HttpResponse:
    found = Publication.objects.listed().filter(venues__slug=slug)
    return _of_part(
        request, options, found, f"venues/{slug}", lambda each: [each.venue] if each.venue else [], slug
    )


@feed
def search(request: HttpRequest, options: Options) -> HttpResponse:
    """What a search finds, also later; 400 without words."""
    search = asked_by(request.GET)
    if not search:
        raise BadOption("q", "请在 q 中给出要搜索的词。", "q must hold the words to look for.")
    spoken = options.language or "zh"
    title = Bilingual(f"搜索：{search.name.zh}", f"Search: {search.name.en}")
    page = f"{page_url(settings.SITE_URL, 'search', spoken)}?{urlencode(search.fields)}"
    return _answer(request, options, find(str(search)), lambda _found: title, page, spoken)


def _of_part(
    request: HttpRequest,
    options: Options,
    found: PublicationQuerySet,
    path: str,
    parts: Callable[[Snapshot], Iterable[Any]],
    slug: str,
) -> HttpResponse:
    def title(entries: Sequence[Published]) -> Bilingual:
        """As the newest of the entries names it."""
        named = (part for each in entries for part in parts(each.snapshot))
        return next(
            (cast(Bilingual, part.name) for part in named if part.slug == slug), Bilingual(slug, slug)
        )

    if not found.exists():
        raise Http404
    spoken = options.language or "zh"
    page = page_url(settings.SITE_URL, path, spoken)
    return _answer(request, options, found, title, page, spoken)


def _answer(
    request: HttpRequest, options: Options, found: PublicationQuerySet, title: Titled, page: str, spoken: str
) -> HttpResponse:
    """The newest changed first."""
    today = midnight(timezone.now().astimezone(UTC).date())
    shown = found.exclude(state="cancelled", ends_at__lte=today - DAYS_CANCELLED).last_changed()
    rows, pages = paged(request, shown.select_related("series"), MOST_ENTRIES)
    entries = list(_readable(rows))
    last = Publication.objects.last_changed().values_list("changed_at", flat=True).first() or NEVER
    query = request.META.get("QUERY_STRING", "")
    name = title(entries)
    head = Head(
        title=name,
        page=page,
        source=absolute(request.path + (f"?{query}" if query else "")),
        language=spoken,
        author=name,
        updated_at=max((each.changed_at for each in entries), default=last),
        previous=_beside(request, pages.newer),
        following=_beside(request, pages.older),
    )
    body = atom(head, entries, language=options.language, site_url=settings.SITE_URL)
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    # What leaves the list changes it too, and the list moves at midnight: it never says less than before.
    response["Last-Modified"] = http_date(max(last, today).timestamp())
    return response


def _beside(request: HttpRequest, address: str) -> str:
    """The absolute address of another page, which may be named by its query alone."""
    return absolute(request.path + address if address.startswith("?") else address) if address else ""


def _readable(publications: Iterable[Publication]) -> Iterator[Published]:
    for each in publications:
        try:
            yield Published(snapshot_of(each), each.published_at, each.changed_at)
        except UNWRITABLE:
            # One poisoned row must not take the feed from everybody.
            logger.exception("feed.entry_left_out", extra={"publication": each.pk})


def _series(slug: str) -> Series:
    visible = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN)
    found = list(visible.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).distinct()[:2])
    if not found:
        raise Http404
    return next((each for each in found if each.slug == slug), found[0])


def _tags(snapshot: Snapshot) -> list[Any]:
    return [tag for talk in snapshot.planned_talks for tag in talk.tags]
