"""Search over everything listed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.search.find import LONGEST_QUERY, find
from seminars.text.typography import clean_line
from seminars.web.reading import frame_of, lines_of

MOST = 50


def search(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    query = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    found = list(find(query).select_related("series")[: MOST + 1])
    title = _("Search: %(query)s") % {"query": query} if query else _("Search")
    context = {
        "frame": frame_of(request, title, is_indexed=False),
        "query": query,
        "lines": lines_of(found[:MOST], at=at),
        "has_more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "search.html", context)
