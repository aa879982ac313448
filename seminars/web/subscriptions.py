"""Mail: asking for it, confirming, ending it. GET changes nothing.

None of these forms carries a CSRF token: they act on what their own address or fields say, never on a
cookie, so a forged one could do nothing that its sender could not do directly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from seminars.announcements.links import preferences_url
from seminars.models import Series, SeriesVisibility
from seminars.presenting.series import series_view
from seminars.subscriptions import subscribe as subscribing
from seminars.subscriptions import unsubscribe as unsubscribing
from seminars.text.bilingual import LANGUAGES
from seminars.text.typography import clean_line
from seminars.web.events import countries
from seminars.web.reading import frame_of, page_language

DEFAULT_ZONE = "Asia/Shanghai"
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
    if request.method == "POST":
        chosen = visible_series(request.POST.getlist("series"))
        zone = request.POST.get("zone", DEFAULT_ZONE)
        try:
            if not chosen:
                raise ValidationError(_("Choose at least one series."))
            subscribing.request(
                request.POST.get("email", ""),
                series=chosen,
                language=asked_language(request),
                zone=zone,
                at=timezone.now(),
            )
        except (ValidationError, subscribing.WrongAddress) as fault:
            return _subscribe_form(request, chosen, sentence_of(fault), status=400)
        return HttpResponseRedirect(f"{reverse('subscribe')}?sent=1")
    return _subscribe_form(request, visible_series(request.GET.getlist("series")), "", status=200)


@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button; only its POST confirms, so that no mail scanner does it by following links."""
    context = {"frame": frame_of(request, _("Confirm your subscription"), is_indexed=False), "state": "ask"}
    if request.method == "POST":
        subscriber = subscribing.confirm(token, at=timezone.now())
        if subscriber is None:
            return render(request, "subscription/confirm.html", context | {"state": "stale"}, status=410)
        context |= {"state": "done", "preferences_href": preferences_url(subscriber, page_language())}
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


def _subscribe_form(
    request: HttpRequest, chosen: Iterable[Series], fault: str, *, status: int
) -> HttpResponse:
    context = choices(chosen) | {
        "frame": frame_of(request, _("Subscribe by mail")),
        "fault": fault,
        "is_sent": "sent" in request.GET and not fault,
        "email": request.POST.get("email", "")[:200],
        "zone": request.POST.get("zone", DEFAULT_ZONE),
        "language": asked_language(request),
    }
    return render(request, "subscription/subscribe.html", context, status=status)


def choices(chosen: Iterable[Series]) -> dict[str, object]:
    """The public series, and those already chosen, each with whether it is."""
    language, picked = page_language(), {each.pk: each for each in chosen}
    public = Series.objects.filter(visibility=SeriesVisibility.PUBLIC).select_related("venue", "meeting")
    offered = {each.pk: each for each in public}
    unlisted = [each for each in picked.values() if each.visibility == SeriesVisibility.UNLISTED]
    rows = [*offered.values(), *unlisted]
    return {
        "choices": [(series_view(each, language), each.pk in picked or len(rows) == 1) for each in rows],
        "countries": countries(language),
    }


def visible_series(slugs: list[str]) -> list[Series]:
    """Those of the named series that are not hidden."""
    visible = Series.objects.exclude(visibility=SeriesVisibility.HIDDEN)
    return list(
        visible.filter(slug__in=[clean_line(each) for each in slugs[:100]]).select_related("venue", "meeting")
    )


def asked_language(request: HttpRequest) -> str:
    """The language that the form asks for, else that of the page."""
    language = request.POST.get("language", "")
    return language if language in LANGUAGES else page_language()


def sentence_of(fault: Exception) -> str:
    """What is wrong, for whoever filled in the form."""
    return " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)


def stale(request: HttpRequest) -> HttpResponse:
    """The answer to a false or revoked token."""
    frame = frame_of(request, _("This link no longer works"), is_indexed=False)
    return render(request, "subscription/stale.html", {"frame": frame}, status=404)
