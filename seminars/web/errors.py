"""Answers for what is not there, no longer there, or not allowed: a page with a sentence and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 400, _("This request cannot be understood"), _("Please check the address or the form.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("Not allowed"), _("Your account may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no such page"),
        _("Perhaps the address was copied only in part. Try the search, or the list of coming events."),
    )


def gone(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        410,
        _("This event was withdrawn"),
        _("The organizers have taken it back, and it will not return at this address."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It has been noted in the log. Please try again in a few minutes."),
    )


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(
        request, "error.html", {"status": status, "title": title, "sentence": sentence}, status=status
    )
