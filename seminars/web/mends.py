"""Addresses as chats mangle them: the full stop or bracket behind a link taken for a part of it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

MARKS = re.escape("。，、；：！？）】》」』”’…．·～,;:!?)]}>'\"") + r".\s"
TRAILING = rf"^(?P<rest>.*?)[/{MARKS}]*[{MARKS}][/{MARKS}]*$"


def mended(request: HttpRequest, rest: str) -> HttpResponse:
    """To the same address without what follows it, if there is such a page."""
    prefix = request.path_info[: request.path_info.index(rest)] if rest else "/"
    # One slash in front, never two: `//host` would lead to another site.
    address = "/" + f"{prefix}{rest}".strip("/") + "/"
    address = "/" if address == "//" else address
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
    if match.view_name == "mended":
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
