"""A subscriber's own calendar address, made and revoked on the preferences page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.calendars.personal import NAME
from seminars.models import CalendarByMail, Subscriber
from seminars.presenting.codes import qr_code
from seminars.presenting.feeds import Wishes, feed, personal_path
from seminars.presenting.said import Said
from seminars.subscriptions import feed_tokens
from seminars.web.browsers import strip_for
from seminars.web.reading import frame_of, page_language


def make_address(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Show the new address in the answer itself: no redirect, cookie or cache ever holds it."""
    try:
        token = feed_tokens.make(subscriber, instead_of=_held(request) or None, at=timezone.now())
    except feed_tokens.NotTheNewest:
        return HttpResponseRedirect(f"{request.path}?outdated=1#calendar")
    language = page_language()
    own = feed(Said(NAME.best(language), language), personal_path(token), Wishes())
    frame = frame_of(request, _("Your own calendar address"), is_indexed=False)
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "feed": own,
        "code": qr_code(own.webcal_url),
        "is_doubled": subscriber.calendar_by_mail == CalendarByMail.INVITE,
        "back_href": request.path,
    }
    return render(request, "subscription/address.html", context)


def revoke_address(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    try:
        feed_tokens.revoke(subscriber, _held(request), at=timezone.now())
    except feed_tokens.NotTheNewest:
        return HttpResponseRedirect(f"{request.path}?outdated=1#calendar")
    return HttpResponseRedirect(f"{request.path}?revoked=1#calendar")


def calendars_by_mail() -> list[tuple[str, str, str]]:
    """What a mail can bring for the calendar: value, name, and what comes of it."""
    return [
        (
            CalendarByMail.ATTACHMENT,
            _("A file to open"),
            _("Open it, and the event is in your calendar. After a change the next mail brings a new file."),
        ),
        (
            CalendarByMail.INVITE,
            _("An invitation"),
            _(
                "The event enters your calendar by itself, moves with every change and leaves it when it is "
                "called off. Gmail, Outlook and Apple Mail do so."
            ),
        ),
        (CalendarByMail.NONE, _("Nothing"), _("The mail says it all, and your calendar stays as it is.")),
    ]


def done(request: HttpRequest) -> str:
    """What has just been done about the address, as the redirect after it tells."""
    words = {
        "revoked": _("The calendar address is revoked: nobody gets anything there any more."),
        "outdated": _("Nothing was changed: this form was used before. Below is how things stand."),
    }
    return next((sentence for name, sentence in words.items() if name in request.GET), "")


def _held(request: HttpRequest) -> int:
    """The token that the form was made for, so that a form sent twice acts once; 0 for none."""
    held = request.POST.get("held", "")
    return int(held) if held.isascii() and held.isdigit() and len(held) < 19 else 0
