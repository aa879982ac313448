"""What crawlers and browsers ask for unbidden."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static

from seminars.presenting.links import absolute

CLOSED = (
    "/admin/",
    "/en/admin/",
    "/outgoing/",
    "/subscriptions/",
    "/en/subscriptions/",
    "/unsubscribe/",
    "/en/unsubscribe/",
    "/search/",
    "/en/search/",
)


def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be crawled; hidden and unlisted pages say noindex themselves."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponsePermanentRedirect(static("img/mark.svg"))
