"""How to have it in one's own calendar."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from seminars.presenting.links import calendar_url, webcal_url
from seminars.presenting.series import series_view
from seminars.web.reading import frame_of, page_language, public_series


def calendar(request: HttpRequest) -> HttpResponse:
    """The feeds to choose from; `?series=` puts one of them first."""
    language = page_language()
    wanted = request.GET.get("series", "")
    views = [series_view(each, language) for each in public_series()]
    context = {
        "frame": frame_of(request, _("Subscribe in your calendar")),
        "all_series": sorted(views, key=lambda each: each.slug != wanted),
        "wanted": wanted,
        "everything": {"calendar_url": calendar_url("all"), "webcal_url": webcal_url("all")},
    }
    return render(request, "calendar.html", context)
