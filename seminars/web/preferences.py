"""What a subscriber follows and wishes, and their own calendar address; opened by the link in every mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.announcements.links import unsubscribe_url
from seminars.calendars.personal import NAME
from seminars.models import CalendarByMail, FeedToken, Series, SeriesVisibility, Subscriber
from seminars.presenting.codes import qr_code
from seminars.presenting.feeds import Wishes, feed, personal_path
from seminars.presenting.said import Said
from seminars.subscriptions import feed_tokens
from seminars.subscriptions import preferences as preferring
from seminars.timekeeping.spans import date_words
from seminars.timekeeping.zones import zone
from seminars.web.browsers import by_browser, strip_for
from seminars.web.reading import frame_of, page_language
from seminars.web.subscriptions import (
    DEFAULT_ZONE,
    asked_language,
    choices,
    personal,
    sentence_of,
    stale,
    visible_series,
)


@personal
@by_browser
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The page, and what its buttons do: save, make a calendar address, revoke it."""
    subscriber = preferring.by_token(token, at=timezone.now())
    if subscriber is None:
        return stale(request)
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), save)(request, subscriber)
    followed = _followed(subscriber)
    # The mail to an address that is confirmed already asks by `follow`; its owner decides by saving.
    asked = visible_series(request.GET.get("follow", "").split(","))
    wanted = [each for each in asked if each not in followed]
    return _page(request, subscriber, [*followed, *wanted], has_wish=bool(wanted))


def save(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Follow exactly what is ticked."""
    # What the form does not offer, it does not end.
    unseen = [each for each in _followed(subscriber) if each.visibility == SeriesVisibility.HIDDEN]
    chosen = [*visible_series(request.POST.getlist("series")), *unseen]
    try:
        preferring.change(
            subscriber,
            series=chosen,
            language=asked_language(request),
            zone=request.POST.get("zone", DEFAULT_ZONE),
            calendar_by_mail=request.POST.get("calendar_by_mail", subscriber.calendar_by_mail),
        )
    except ValidationError as refused:
        return _page(request, subscriber, chosen, fault=sentence_of(refused))
    return HttpResponseRedirect(f"{request.path}?saved=1")


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


ACTS: dict[str, Callable[[HttpRequest, Subscriber], HttpResponse]] = {
    "make-address": make_address,
    "revoke-address": revoke_address,
}


def _page(
    request: HttpRequest,
    subscriber: Subscriber,
    chosen: Sequence[Series],
    *,
    has_wish: bool = False,
    fault: str = "",
) -> HttpResponse:
    language = page_language()
    frame = frame_of(request, _("Your subscription"), is_indexed=False)
    held = feed_tokens.present(subscriber)
    context = choices(chosen) | {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "subscriber": subscriber,
        "has_wish": has_wish,
        "fault": fault,
        "is_saved": "saved" in request.GET and not fault,
        "done": _done(request),
        "unsubscribe_href": unsubscribe_url(subscriber, language),
        "zone": subscriber.zone,
        "language": subscriber.language,
        "calendars_by_mail": calendars_by_mail(),
        "held": held,
        "held_since": _day_of(held, subscriber, language) if held else "",
        "is_doubled": held is not None and subscriber.calendar_by_mail == CalendarByMail.INVITE,
    }
    return render(request, "subscription/preferences.html", context, status=400 if fault else 200)


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


def _followed(subscriber: Subscriber) -> list[Series]:
    return list(Series.objects.filter(subscriptions__subscriber=subscriber))


def _held(request: HttpRequest) -> int:
    """The token that the form was made for, so that a form sent twice acts once; 0 for none."""
    held = request.POST.get("held", "")
    return int(held) if held.isascii() and held.isdigit() and len(held) < 19 else 0


def _done(request: HttpRequest) -> str:
    """What has just been done about the address, as the redirect after it tells."""
    words = {
        "revoked": _("The calendar address is revoked: nobody gets anything there any more."),
        "outdated": _("Nothing was changed: this form was used before. Below is how things stand."),
    }
    return next((sentence for name, sentence in words.items() if name in request.GET), "")


def _day_of(held: FeedToken, subscriber: Subscriber, language: str) -> str:
    return date_words(held.created_at.astimezone(zone(subscriber.zone)).date(), language)
