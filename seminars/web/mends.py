"""Addresses as chats mangle them: the full stop or bracket behind a link taken for a part of it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve

_MARKS = re.escape("。，、；：！？）】》」』”’…·～.,;:!?)]}>'\"") + r"\s"
TRAILING = rf"^.*[{_MARKS}]/*$"
_END = re.compile(rf"[/{_MARKS}]*$")


def mended(request: HttpRequest) -> HttpResponse:
    """To the same address without what follows it, if there is such a page."""
    rest = _END.sub("", request.path_info).strip("/")
    # One slash in front, never two: `//host` would lead to another site.
    address = f"/{rest}/" if rest else "/"
    try:
        match = resolve(address)
    except Resolver404:
        raise Http404 from None
    if match.view_name == "mended":
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
