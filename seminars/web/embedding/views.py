"""Lists of events for pages of others, and the page that writes the line for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import condition

from seminars.calendars.options import BadOption
from seminars.models import Publication, Series, SeriesVisibility
from seminars.models.querysets import PublicationQuerySet
from seminars.presenting.embedding import frame_line, script_line
from seminars.presenting.lines import Line, line
from seminars.presenting.links import localized, to_series
from seminars.presenting.said import HTML_LANGUAGES
from seminars.presenting.times import when
from seminars.presenting.turning import next_turn
from seminars.programme.snapshots import Snapshot
from seminars.timekeeping.zones import zone
from seminars.web.embedding.wishes import COLUMNS, MOST_EVENTS, Wishes, read_wishes
from seminars.web.events import countries
from seminars.web.keeping.gate import keep
from seminars.web.reading import frame_of, page_language, public_series, snapshot_of

SCRIPT = "js/embed.js"
READERS = "reader"


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def listed(request: HttpRequest) -> HttpResponse:
    """The list as a page of its own, which any page may frame."""
    return _answered(request, "embed/list.html")


def rows(request: HttpRequest) -> HttpResponse:
    """The list alone, for our script on pages of others."""
    response = _answered(request, "embed/_list.html")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def _script() -> tuple[bytes, str]:
    found = finders.find(SCRIPT)
    assert isinstance(found, str), "it lies beside the other scripts"
    body = Path(found).read_bytes()
    return body, f'"{sha256(body).hexdigest()[:32]}"'


@condition(etag_func=lambda _request: _script()[1])
def script(_request: HttpRequest) -> HttpResponse:
    """The script under an address that stays: it stands in pages that nobody will edit again."""
    response = HttpResponse(_script()[0], content_type="text/javascript; charset=us-ascii")
    response["Cache-Control"] = "public, max-age=3600"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def builder(request: HttpRequest) -> HttpResponse:
    """The form that writes the lines; asking stores nothing."""
    language, all_series = page_language(), public_series()
    fault = ""
    fields = request.GET.copy()
    fields.setdefault("lang", language)
    # Only a script can know where its reader is.
    is_readers_zone = fields.get("tz") == READERS
    if is_readers_zone:
        fields["tz"] = ""
    try:
        wishes = read_wishes(fields)
    except BadOption as bad:
        wishes, fault = Wishes(language=language), (bad.zh if language == "zh" else bad.en)
    known = {each.slug for each in all_series}
    wishes = replace(wishes, series=tuple(slug for slug in wishes.series if slug in known))
    words, href = _named(wishes, all_series)
    context = {
        "frame": frame_of(request, _("Show the programme on your own page")),
        "wishes": wishes,
        "all_series": [
            (each.slug, each.name.best(language), each.slug in wishes.series) for each in all_series
        ],
        "columns": [(name, words, name in wishes.columns) for name, words in _column_words().items()],
        "most": MOST_EVENTS,
        "countries": countries(language),
        "fault": fault,
        "is_readers_zone": is_readers_zone,
        "script_line": script_line(
            [*wishes.fields, *([("tz", READERS)] if is_readers_zone else [])], words=words, href=href
        ),
        "frame_line": frame_line(wishes.query, words=words),
        "bare": _fragment(wishes, "embed/_list.html", at=timezone.now()),
        "table": _fragment(wishes, "embed/_table.html", at=timezone.now()),
    }
    return render(request, "embed/builder.html", context, status=400 if fault else 200)


def _answered(request: HttpRequest, template: str) -> HttpResponse:
    """The list that the address asks for; 400 for wishes that cannot be, 404 for a series that is not public."""
    try:
        wishes = read_wishes(request.GET)
    except BadOption as bad:
        return HttpResponse(f"{bad.zh}\n{bad.en}\n", status=400, content_type="text/plain; charset=utf-8")
    at = timezone.now()
    coming, past = _snapshots(wishes, at=at)
    with translation.override(HTML_LANGUAGES[wishes.language].lower()):
        response = render(request, template, _context(wishes, coming, past, at=at))
    response["Content-Language"] = HTML_LANGUAGES[wishes.language]
    return keep(response, until=_until(wishes, coming, at=at))


def _fragment(wishes: Wishes, template: str, *, at: datetime) -> str:
    coming, past = _snapshots(wishes, at=at)
    with translation.override(HTML_LANGUAGES[wishes.language].lower()):
        return render(None, template, _context(wishes, coming, past, at=at)).content.decode().strip()


def _context(
    wishes: Wishes, coming: list[Snapshot], past: list[Snapshot], *, at: datetime
) -> dict[str, object]:
    return {
        "lang": HTML_LANGUAGES[wishes.language],
        "site": settings.SITE_URL,
        "home": localized("/", wishes.language) if len(wishes.series) != 1 else to_series(
            wishes.series[0], wishes.language
        ),
        "has": {name: name in wishes.columns for name in COLUMNS},
        "hide_series": len(wishes.series) == 1,
        "coming": [_line(each, wishes, at=at) for each in coming],
        "past": [_line(each, wishes, at=at) for each in past],
        "is_coming_asked_for": wishes.coming > 0,
    }  # fmt: skip


def _line(snapshot: Snapshot, wishes: Wishes, *, at: datetime) -> Line:
    """The event in the zone that was asked for, with a shifted day named."""
    shown = line(snapshot, wishes.language, at=at)
    if not wishes.zone:
        return shown
    there = when(
        snapshot.starts_at,
        snapshot.ends_at,
        snapshot.zone if snapshot.is_all_day else wishes.zone,
        wishes.language,
        is_all_day=snapshot.is_all_day,
        this_year=at.astimezone(zone(wishes.zone)).year,
    )
    return replace(shown, when=there)


def _snapshots(wishes: Wishes, *, at: datetime) -> tuple[list[Snapshot], list[Snapshot]]:
    """What is coming and what is over. Raises Http404 when a series that is asked for is not public."""
    if wishes.series:
        public = Series.objects.filter(slug__in=wishes.series, visibility=SeriesVisibility.PUBLIC)
        if public.count() < len(wishes.series):
            raise Http404
    found = _found(wishes).select_related("series")
    coming = [snapshot_of(each) for each in found.upcoming(at=at)[: wishes.coming]]
    past = [snapshot_of(each) for each in found.past(at=at)[: wishes.past]]
    return coming, past


def _found(wishes: Wishes) -> PublicationQuerySet:
    found = Publication.objects.listed()
    return found.filter(series__slug__in=wishes.series) if wishes.series else found


def _until(wishes: Wishes, coming: list[Snapshot], *, at: datetime) -> datetime:
    turn = next_turn(coming, [settings.TIME_ZONE, wishes.zone], at)
    if not wishes.past:
        return turn
    # What ends is listed as over, whether or not it was listed as coming.
    ending = _found(wishes).upcoming(at=at).order_by().aggregate(first=Min("ends_at"))["first"]
    return min(turn, ending or turn)


def _named(wishes: Wishes, all_series: list[Series]) -> tuple[str, str]:
    """What the embedded list is of, and where it leads."""
    chosen = [each for each in all_series if each.slug in wishes.series]
    if len(chosen) == 1:
        return chosen[0].name.best(wishes.language), to_series(chosen[0].slug, wishes.language)
    with translation.override(HTML_LANGUAGES[wishes.language].lower()):
        return _("Seminars and talks"), localized("/", wishes.language)


def _column_words() -> dict[str, str]:
    return {
        "when": _("Time"),
        "title": _("Title"),
        "speakers": _("Speakers"),
        "place": _("Place"),
        "calendar": _("Add to calendar"),
    }
