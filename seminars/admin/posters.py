"""Posters and door signs at the desk: seen before anything is published, and taken along."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from seminars.admin import standing
from seminars.admin.acting import for_event
from seminars.admin.previewing import previewed
from seminars.admin.ruled import Ruled
from seminars.models import Event, EventState
from seminars.posters import drawing, gallery
from seminars.posters.sign import Occasion, occasion_of, sign
from seminars.presenting.links import to_poster
from seminars.programme.snapshots import Snapshot, from_json

SIZES = {"tall": (1080, 1920), "wide": (1200, 630)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A poster on the page: where it is drawn, where it is fetched, and where the public one stands."""

    name: str
    src: str
    download: str
    public: str
    width: int
    height: int


@for_event
def posters(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """The posters of the working copy, and what to hang on the door."""
    if previewed(event) is None:
        return _undated(request, event)
    snapshot, before = _said(event), _said_before(event)
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Poster and door sign of %(event)s") % {"event": standing.name(event)},
        "opts": desk.opts,
        "event": event,
        "name": standing.name(event),
        "posters": [
            _shown(event, language, form) for language in gallery.LANGUAGES for form in gallery.FORMS
        ],
        "has_unpublished_changes": standing.has_unpublished_changes(event),
        "occasion": occasion_of(snapshot, before) if snapshot else Occasion.HERE,
        "media": desk.media,
    }
    return TemplateResponse(request, "admin/seminars/event/posters.html", context)


@for_event
def poster(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """One poster of the working copy, as `?language=` and `?form=` ask; `?download` to keep it."""
    snapshot = previewed(event)
    if snapshot is None:
        return _undated(request, event)
    language = "en" if request.GET.get("language") == "en" else "zh"
    form = "wide" if request.GET.get("form") == "wide" else "tall"
    edition = gallery.edition_of(event.series)
    if _is_public(event) and not standing.has_unpublished_changes(event):
        newest = event.revisions.latest("number")
        edition = replace(edition, number=newest.number, at=newest.at)
    try:
        body = gallery.previewed(snapshot, edition, language, form)
    except gallery.Busy:
        # The browser asks again when the page is loaded again.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "3"})
    return _file(
        body, "image/png", f"{_stem(event)}-{language}-{form}.png", is_kept="download" in request.GET
    )


@for_event
def door_sign(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    """A sheet that says where the event is now: of what is public, else of the working copy; `?here` for its own door."""
    snapshot = _said(event)
    if snapshot is None:
        return _undated(request, event)
    before = None if "here" in request.GET else _said_before(event)
    edition = gallery.edition_of(event.series)
    if _is_public(event):
        newest = event.revisions.latest("number")
        edition = replace(edition, number=newest.number, at=newest.at)
    said = sign(snapshot, edition, occasion_of(snapshot, before), site_url=settings.SITE_URL)
    return _file(drawing.pdf("sign", said), "application/pdf", f"{_stem(event)}-door-sign.pdf", is_kept=False)


def _shown(event: Event, language: str, form: str) -> Shown:
    asked = {"language": language, "form": form}
    address = reverse("admin:seminars_event_poster", args=[event.pk])
    names = {
        ("zh", "tall"): gettext("Chinese, upright"),
        ("zh", "wide"): gettext("Chinese, wide"),
        ("en", "tall"): gettext("English, upright"),
        ("en", "wide"): gettext("English, wide"),
    }
    public = to_poster(event.series.slug, event.path, language, form) if _is_public(event) else ""
    # Another address whenever something was saved, so that no older picture is shown from memory.
    source = f"{address}?{urlencode(asked | {'at': int(timezone.now().timestamp())})}"
    download = f"{address}?{urlencode(asked | {'download': 1})}"
    return Shown(names[language, form], source, download, public, *SIZES[form])


def _said(event: Event) -> Snapshot | None:
    """What whoever stands before the door should know: what is public, else what is being written."""
    return standing.published_snapshot(event) if _is_public(event) else previewed(event)


def _said_before(event: Event) -> Snapshot | None:
    """The last thing that was published with another room or time."""
    if not _is_public(event):
        return None
    snapshots = [from_json(each.snapshot) for each in event.revisions.order_by("-number")]
    now = snapshots[0]
    return next((each for each in snapshots if occasion_of(now, each) != Occasion.HERE), None)


def _is_public(event: Event) -> bool:
    return event.state in (EventState.PUBLISHED, EventState.CANCELLED)


def _stem(event: Event) -> str:
    return "-".join(part for part in (event.series.slug, event.path) if part)


def _undated(request: HttpRequest, event: Event) -> HttpResponse:
    messages.error(request, gettext("Say first when it starts; then there is something to draw."))
    return redirect("admin:seminars_event_change", event.pk)


def _file(body: bytes, media_type: str, name: str, *, is_kept: bool) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'{"attachment" if is_kept else "inline"}; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
