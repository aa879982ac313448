"""What a subscriber follows and wishes, opened by the link in every mail: the page, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from seminars.announcements.hearers.interests import Interests, Key, followed, key_of
from seminars.announcements.sending import suppression
from seminars.announcements.sending.links import unsubscribe_url
from seminars.models import CalendarByMail, FeedToken, Rhythm, SeriesVisibility, Subscriber
from seminars.subscriptions import feed_tokens
from seminars.subscriptions import preferences as preferring
from seminars.subscriptions.following import subscriptions_of
from seminars.timekeeping.spans import date_words
from seminars.timekeeping.zones import zone
from seminars.web import own_calendar, own_data
from seminars.web.browsers import by_browser, strip_for
from seminars.web.choices import asked_for, keys_in, offer, rhythms_in
from seminars.web.events import countries
from seminars.web.preference_form import PreferenceForm
from seminars.web.reading import frame_of, page_language
from seminars.web.subscriptions import personal, sentence_of, stale


@personal
@by_browser
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The page, and what its buttons do: save, pause, make a calendar address, revoke it, erase everything."""
    subscriber = preferring.by_token(token, at=timezone.now())
    if subscriber is None:
        return stale(request)
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), save)(request, subscriber)
    held, rhythms = _held(subscriber)
    # The mail to an address that is confirmed already names what was asked for; its owner decides by saving.
    shown = held.along(asked_for(request.GET))
    return _page(request, subscriber, shown, rhythms, has_wish=shown != held)


def save(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Follow exactly what is ticked, with these wishes; what is wrong comes back as it was typed."""
    held, rhythms = _held(subscriber)
    ticked = keys_in(request.POST)
    # What the form does not offer, it does not end.
    unseen = {("series", each.slug) for each in held.series if each.visibility == SeriesVisibility.HIDDEN}
    chosen = held.only(lambda key: key in ticked or key in unseen).along(asked_for(request.POST))
    rhythms |= rhythms_in(request.POST, chosen)
    form = PreferenceForm(subscriber, request.POST)
    if form.is_valid():
        try:
            preferring.change(
                subscriber, form.cleaned_data, interests=chosen, rhythms=rhythms, at=timezone.now()
            )
        except ValidationError as refused:
            form.add_error(None, sentence_of(refused))
        else:
            return HttpResponseRedirect(f"{request.path}?saved=1")
    return _page(request, subscriber, chosen, rhythms, form=form)


def pause(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """No mail before the beginning of a day, by the subscriber's own clocks."""
    typed = request.POST.get("until", "")[:20]
    here, at = zone(subscriber.zone), timezone.now()
    today = at.astimezone(here).date()
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        fault = _("“%(date)s” is not a date. Write it as 2026-12-31.") % {"date": typed}
    else:
        if today < day <= today + preferring.LONGEST_PAUSE:
            preferring.pause(subscriber, until=datetime.combine(day, time(), tzinfo=here))
            return HttpResponseRedirect(request.path)
        fault = _("Choose a day after today and within one year.")
    held, rhythms = _held(subscriber)
    return _page(request, subscriber, held, rhythms, pause_fault=fault, pause_until=typed)


def resume(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    preferring.resume(subscriber)
    return HttpResponseRedirect(f"{request.path}?resumed=1")


def lift(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Mail again to an address that none was sent to any more: its owner says that it arrives now."""
    suppression.lift(subscriber.email)
    return HttpResponseRedirect(f"{request.path}?resumed=1")


ACTS: dict[str, Callable[[HttpRequest, Subscriber], HttpResponse]] = {
    "pause": pause,
    "resume": resume,
    "lift": lift,
    "make-address": own_calendar.make_address,
    "revoke-address": own_calendar.revoke_address,
    "erase": own_data.ask_to_erase,
    "erase-now": own_data.erase_now,
}


def _page(
    request: HttpRequest,
    subscriber: Subscriber,
    chosen: Interests,
    rhythms: Mapping[Key, str],
    *,
    form: PreferenceForm | None = None,
    has_wish: bool = False,
    pause_fault: str = "",
    pause_until: str = "",
) -> HttpResponse:
    language, at = page_language(), timezone.now()
    frame = frame_of(request, _("Your subscription"), is_indexed=False)
    here = zone(subscriber.zone)
    held = feed_tokens.present(subscriber)
    is_refused = bool(pause_fault or (form and form.errors))
    tomorrow = at.astimezone(here).date() + timedelta(days=1)
    context = {
        "frame": frame,
        "strip": strip_for(request, frame.canonical),
        "subscriber": subscriber,
        "data_href": f"{request.path}data/",
        "offered": offer(chosen, rhythms),
        "rhythms": Rhythm.choices,
        "form": form or PreferenceForm(subscriber),
        "countries": countries(language),
        "has_wish": has_wish,
        "fault": _fault(form),
        "done": "" if is_refused else _done(request),
        "calendar_done": own_calendar.done(request),
        "paused": _paused(subscriber, language, at),
        "mail_is_off": reason.label if (reason := suppression.reason_for(subscriber.email, at=at)) else "",
        "pause_fault": pause_fault,
        "pause_until": pause_until,
        "pause_from": tomorrow.isoformat(),
        "pause_to": (tomorrow + preferring.LONGEST_PAUSE - timedelta(days=1)).isoformat(),
        "unsubscribe_href": unsubscribe_url(subscriber, language),
        "calendars_by_mail": own_calendar.calendars_by_mail(),
        "held": held,
        "held_since": _day_of(held, here.key, language) if held else "",
        "is_doubled": held is not None and subscriber.calendar_by_mail == CalendarByMail.INVITE,
    }
    return render(request, "subscription/preferences.html", context, status=400 if is_refused else 200)


def _held(subscriber: Subscriber) -> tuple[Interests, dict[Key, str]]:
    rows = list(subscriptions_of(subscriber))
    return followed(rows), {key_of(row): row.rhythm for row in rows}


def _fault(form: PreferenceForm | None) -> str:
    if form is None or not form.errors:
        return ""
    return " ".join(map(str, form.non_field_errors())) or _(
        "Nothing was saved yet: something below needs another look."
    )


def _paused(subscriber: Subscriber, language: str, at: datetime) -> str:
    """Until which day mail is paused, in words; '' when it is not."""
    until = subscriber.paused_until
    if until is None or until <= at:
        return ""
    return date_words(until.astimezone(zone(subscriber.zone)).date(), language)


def _done(request: HttpRequest) -> str:
    """What has just been done, as the redirect after it tells."""
    words = {
        "saved": _("Saved."),
        "resumed": _("You get mail again."),
    }
    return next((sentence for name, sentence in words.items() if name in request.GET), "")


def _day_of(held: FeedToken, zone_name: str, language: str) -> str:
    return date_words(held.created_at.astimezone(zone(zone_name)).date(), language)
