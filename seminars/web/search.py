"""Search over everything listed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.presenting.feeds import Wishes, atom_path, feed, search_path
from seminars.presenting.said import Said
from seminars.search.asking import asked_by
from seminars.search.find import find
from seminars.web.browsers import by_browser, strip_for
from seminars.web.reading import frame_of, lines_of, page_language

MOST = 50


@by_browser
def search(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    asked = asked_by(request.GET)
    query = asked.typed
    found = list(find(str(asked)).select_related("series")[: MOST + 1])
    title = _("Search: %(query)s") % {"query": query} if query else _("Search")
    # Also where nothing is found: its feeds are those of what will be found later.
    is_asked = bool(asked)
    path = search_path(asked.fields) if is_asked else ""
    frame = frame_of(request, title, is_indexed=False, atom=atom_path(path) if path else "")
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical) if is_asked else None,
        "feed": feed(Said(title, page_language()), path, Wishes()) if path else None,
        "query": query,
        "lines": lines_of(found[:MOST], at=at),
        "has_more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "search.html", context)
