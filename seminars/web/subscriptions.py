"""Mail: asking for it, confirming, ending it. GET changes nothing.

None of these forms carries a CSRF token: they act on what their own address or fields say, never on a
cookie, so a forged one could do nothing that its sender could not do directly.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from seminars.announcements.hearers.interests import Interests
from seminars.announcements.sending.links import preferences_url
from seminars.subscriptions import subscribe as subscribing
from seminars.subscriptions import unsubscribe as unsubscribing
from seminars.text.bilingual import LANGUAGES
from seminars.web.choices import asked_for, offer
from seminars.web.events import countries
from seminars.web.reading import frame_of, page_language, public_series

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """A page for one reader: kept by no cache, changed by its own POST only, needing no CSRF token."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, **words: str) -> HttpResponse:
        return view(request, **words)

    return answered


@personal
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; after a POST the same answer for every address, known or not."""
    if request.method != "POST":
        chosen = asked_for(request.GET)
        return _form(request, chosen or _only_series(), status=200)
    chosen = asked_for(request.POST)
    try:
        if not chosen:
            raise ValidationError(_("Choose at least one series, speaker, topic or search."))
        subscribing.request(
            request.POST.get("email", ""),
            chosen,
            _choices(request),
            asked_from=place_of(request),
            at=timezone.now(),
        )
    except subscribing.AskedTooOften as fault:
        return _form(request, chosen, fault=str(fault), status=429)
    except (ValidationError, subscribing.WrongAddress) as fault:
        return _form(request, chosen, fault=sentence_of(fault), status=400)
    return _sent(request, chosen)


@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button; only its POST confirms, so that no mail scanner does it by following links."""
    context = {"frame": frame_of(request, _("Confirm your subscription"), is_indexed=False), "state": "ask"}
    if request.method == "POST":
        subscriber = subscribing.confirm(token, at=timezone.now())
        if subscriber is None:
            return render(request, "subscription/confirm.html", context | {"state": "stale"}, status=410)
        href = preferences_url(subscriber, page_language())
        context |= {"state": "done", "preferences_href": href, "sender": sender()}
    return render(request, "subscription/confirm.html", context)


@personal
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A button, and the one-click POST of mail programs (RFC 8058), which gets an empty answer."""
    if request.method != "POST":
        frame = frame_of(request, _("Unsubscribe"), is_indexed=False)
        return render(request, "subscription/unsubscribe.html", {"frame": frame, "is_done": False})
    is_known = unsubscribing.by_token(token, at=timezone.now())
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return HttpResponse(status=200 if is_known else 404)
    if not is_known:
        return stale(request)
    frame = frame_of(request, _("Unsubscribed"), is_indexed=False)
    return render(request, "subscription/unsubscribe.html", {"frame": frame, "is_done": True})


def _form(request: HttpRequest, chosen: Interests, *, fault: str = "", status: int) -> HttpResponse:
    is_sent_back = request.method == "POST"
    context = {
        "offered": offer(chosen),
        "countries": countries(page_language()),
        "frame": frame_of(request, _("Subscribe by mail")),
        "fault": fault,
        "email": request.POST.get("email", "")[:200],
        "zone": request.POST.get("zone", subscribing.HOME_ZONE),
        "is_zone_guess": not is_sent_back,
        "language": asked_language(request),
        "evening": "evening" in request.POST or not is_sent_back,
        "hour": "hour" in request.POST,
    }
    return render(request, "subscription/subscribe.html", context, status=status)


def _sent(request: HttpRequest, chosen: Interests) -> HttpResponse:
    """Where to look now. Asking once more repeats what was typed, so nothing is kept in between."""
    names = ("email", "language", "zone", "evening", "hour")
    again = [(name, request.POST[name]) for name in names if name in request.POST]
    context = {
        "frame": frame_of(request, _("Please look into your mailbox"), is_indexed=False),
        "again": [*again, *chosen.subjects()],
        "email": request.POST.get("email", ""),
        "sender": sender(),
        "calendar_query": chosen.query,
    }
    return render(request, "subscription/sent.html", context)


def _only_series() -> Interests:
    """Where there is but one, nobody need tick it."""
    series = public_series()
    return Interests(series=tuple(series)) if len(series) == 1 else Interests()


def _choices(request: HttpRequest) -> subscribing.Choices:
    return subscribing.Choices(
        language=asked_language(request),
        zone=request.POST.get("zone", subscribing.HOME_ZONE),
        reminds_evening="evening" in request.POST,
        reminds_hour="hour" in request.POST,
    )


def place_of(request: HttpRequest) -> str:
    """From where in the network it is asked, as far as one household or desk can be told from the next."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        # Whoever has one address of such a network has all of them.
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def sender() -> tuple[str, str]:
    """(name, address) that our mails come from; '' where they come under no name of their own."""
    return settings.FROM_NAME, settings.DEFAULT_FROM_EMAIL


def asked_language(request: HttpRequest) -> str:
    """The language that the form asks for, else that of the page."""
    language = request.POST.get("language", "")
    return language if language in LANGUAGES else page_language()


def sentence_of(fault: Exception) -> str:
    """What is wrong, for whoever filled in the form."""
    return " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)


def stale(request: HttpRequest) -> HttpResponse:
    """The answer to a false or revoked token, and to one whose reader had everything erased."""
    frame = frame_of(request, _("This link no longer works"), is_indexed=False)
    return render(request, "subscription/stale.html", {"frame": frame}, status=404)
