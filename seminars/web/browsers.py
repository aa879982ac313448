"""Which browser a page is for: inside chat apps a strip says how to get out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.views.decorators.vary import vary_on_headers

from seminars.presenting.browsers import app_around, app_name

# For every view that shows the strip: caches must not give the one page to readers of the other.
by_browser = vary_on_headers("User-Agent")


@dataclass(frozen=True, slots=True)
class Strip:
    """The app around the page, by name, and the address to copy from it."""

    app: str
    address: str


def strip_for(request: HttpRequest, address: str) -> Strip | None:
    """The strip for the requesting browser; None where calendar links work."""
    app = app_around(request.headers.get("User-Agent", ""))
    return Strip(app_name(app), address) if app else None
