"""Plain text for readers without a browser, at the addresses of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.vary import vary_on_headers

from seminars.web.plain import wants_plain

PLAIN = "text/plain; charset=utf-8"
# For every view that has both: caches must not give the one to readers of the other. It shows the strip too.
by_client = vary_on_headers("Accept", "User-Agent")


def is_plain(request: HttpRequest) -> bool:
    """Whether the address, or what the program says it takes, wants plain text."""
    if "format" in request.GET:
        return request.GET["format"] == "txt"
    return wants_plain(request.headers.get("Accept", ""))


def plain_answer(text: str) -> HttpResponse:
    """The text as the answer; search engines read the page instead."""
    return HttpResponse(text, content_type=PLAIN, headers={"X-Robots-Tag": "noindex"})
