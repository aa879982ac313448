"""Photographs and logos under addresses that hold for ever: to everybody what is public, else to organizers."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from seminars.access import rules
from seminars.models import Picture

FOR_EVER = "public, max-age=31536000, immutable"
FOR_ORGANIZERS = "private, max-age=3600"


@require_safe
@csp({"default-src": [NONE], "sandbox": True})  # type: ignore[arg-type]  # the stubs know views of a request alone
def picture(request: HttpRequest, digest: str, kind: str) -> HttpResponse:
    found = Picture.objects.filter(digest=digest).first()
    if found is None or found.kind != kind:
        raise Http404
    is_public = rules.is_public(found)
    if not is_public and not rules.may_enter_desk(request.user):
        raise Http404
    response = HttpResponse(bytes(found.body), content_type=found.media_type)
    response["ETag"] = quote_etag(found.digest)
    response["Cache-Control"] = FOR_EVER if is_public else FOR_ORGANIZERS
    response["X-Content-Type-Options"] = "nosniff"
    return response
