"""What is kept of a subscriber: handed over as a file, or erased after asking once more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from seminars.models import Subscriber
from seminars.subscriptions.erasing import erase
from seminars.subscriptions.exporting import export
from seminars.subscriptions.preferences import by_token
from seminars.web.reading import frame_of
from seminars.web.subscriptions import stale


@require_safe
@never_cache
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is kept of whoever `token` was made for, as a JSON file."""
    at = timezone.now()
    subscriber = by_token(token, at=at)
    if subscriber is None:
        return stale(request)
    response = JsonResponse(export(subscriber, at=at), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="seminars-my-data.json"'
    response["X-Robots-Tag"] = "noindex"
    return response


def ask_to_erase(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """What erasing means, and the button that does it; nothing has happened yet."""
    frame = frame_of(request, _("Erase my data"), is_indexed=False)
    return render(request, "subscription/erase.html", {"frame": frame, "email": subscriber.email})


def erase_now(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Done; nothing on the answer names the address any more."""
    erase(subscriber)
    frame = frame_of(request, _("Your data are erased"), is_indexed=False)
    return render(request, "subscription/erase.html", {"frame": frame, "is_done": True})
