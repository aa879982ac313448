"""Search over everything listed: words and facets, hits in pages, and the ways to follow what is found later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.models import Publication, Tag
from seminars.presenting.excerpts import Hit, hit
from seminars.presenting.feeds import Wishes, atom_path, feed, search_path
from seminars.presenting.lines import line
from seminars.presenting.narrowing import Named, groups, to_search
from seminars.presenting.said import Said, said
from seminars.search.asking import Asked, asked_by
from seminars.search.hits import Hits, hits
from seminars.web.browsers import by_browser, strip_for
from seminars.web.paging import part_of
from seminars.web.reading import frame_of, page_language, public_series, snapshot_of

PAGE = 20


@by_browser
def search(request: HttpRequest) -> HttpResponse:
    """The hits, best first; where nothing is asked, facets to begin with."""
    at, language = timezone.now(), page_language()
    asked = asked_by(request.GET)
    found = hits(asked, at=at)
    pks, pager = part_of(request, found.pks if asked else (), PAGE)
    name = asked.name.best(language)
    title = _("Search: %(query)s") % {"query": name} if asked else _("Search")
    # Also where nothing is found: its feeds are those of what will be found later.
    path = search_path(asked.fields) if asked else ""
    frame = frame_of(request, title, is_indexed=False, atom=atom_path(path) if path else "")
    facets = groups(asked, found, _named(found, language), language)
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical) if asked else None,
        "feed": feed(Said(title, language), path, Wishes()) if path else None,
        "asked": asked,
        "query": name,
        "key": str(asked),
        "groups": facets,
        "chosen": [each for group in facets for each in group.choices if each.is_chosen],
        "words_only": to_search(Asked(asked.typed), language) if asked.facets else "",
        "hits": _hits(pks, asked, language, at=at),
        "total": len(found.pks),
        "pager": pager,
    }
    return render(request, "search.html", context)


def _hits(pks: Sequence[int], asked: Asked, language: str, *, at: datetime) -> list[Hit]:
    rows = Publication.objects.select_related("series").in_bulk(list(pks)) if pks else {}
    shown = [snapshot_of(rows[pk]) for pk in pks if pk in rows]
    return [hit(line(each, language, at=at), each, asked.words, language) for each in shown]


def _named(found: Hits, language: str) -> Named:
    """What the series and topics that were counted are called today."""
    slugs = [value for kind, value in found.counts if kind == "tag"]
    tags = Tag.objects.filter(slug__in=slugs).order_by() if slugs else ()
    return Named(
        series={
            str(each.pk): (each.slug, said(each.short, language) or Said(each.slug, "en"))
            for each in public_series()
        },
        tags={each.slug: said(each.name, language) or Said(each.slug, "en") for each in tags},
    )
