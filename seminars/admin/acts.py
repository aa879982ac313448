"""The buttons of an event: cancel, move, restore, withdraw and duplicate. Publishing has a module of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.act_forms import CancelForm, MoveForm, ToldForm, wish_of
from seminars.admin.acting import WAIT, Act, act_page, for_event, foreseen, organizer, perform, refused
from seminars.admin.ruled import Ruled
from seminars.admin.suggesting import duplicate, last_of
from seminars.admin.telling import Outlook
from seminars.models import Event, Series
from seminars.programme.patches import cancelled, moved, restored
from seminars.programme.snapshots import Snapshot
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.readdress import may_readdress, readdress
from seminars.publishing.withdraw import withdraw

DAY = timedelta(days=1)


def _patching_page(request: HttpRequest, event: Event, **said: Any) -> HttpResponse:
    """The page of an act that changes what is public, with the time that readers know."""
    return act_page(request, event, **said, extra={"when": standing.public_when(event)})


@for_event
def cancel_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "cancel"):
        return way_back
    form = CancelForm(request.POST or None, initial=_asked_for(request, "reason"))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done := perform(
            request,
            event,
            desk=desk,
            done=gettext("The event is cancelled, on the page and in every calendar."),
            do=lambda: cancel(
                event,
                reason=said["reason"],
                by=organizer(request),
                at=timezone.now(),
                wish=wish_of(said, wait=WAIT),
            ),
        ):
            return done
    act = Act(
        verb="cancel",
        title=gettext("Cancel %(event)s") % {"event": standing.name(event)},
        explanation=gettext(
            "The page stays and says that it is cancelled; calendars strike it out. Texts that you are "
            "still writing are not published with it. You can restore it later."
        ),
        button=gettext("Cancel this event"),
        is_grave=True,
    )
    off = foreseen(event, lambda before: cancelled(before, reason=""))
    return _patching_page(request, event, desk=desk, act=act, form=form, outlook=off)


@for_event
def move_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "move"):
        return way_back
    # A copy: what is typed must not touch the event before the verb does.
    copy = Event.objects.select_related("series").get(pk=event.pk)
    wanted = _asked_for(request, "on", "start", "end", "last")
    form = MoveForm(request.POST or None, instance=copy, initial=wanted)
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.instance.starts_at, form.instance.ends_at
        if starts_at is None:
            form.add_error("on", gettext("Say when it takes place."))
        elif done := perform(
            request,
            event,
            desk=desk,
            done=gettext("The event has its new time, on the page and in every calendar."),
            do=lambda: move(
                event,
                starts_at=starts_at,
                ends_at=ends_at,
                by=organizer(request),
                at=timezone.now(),
                wish=wish_of(form.cleaned_data, wait=WAIT),
            ),
        ):
            return done
    act = Act(
        verb="move",
        title=gettext("Move %(event)s") % {"event": standing.name(event)},
        explanation=gettext(
            "Only the time changes; talks with times of their own move along. Texts that you are still "
            "writing are not published with it."
        ),
        button=gettext("Move this event"),
    )
    patch = _moved_as_typed(form) if "is_past_meant" in form.fields else _moved_by_a_day
    return _patching_page(request, event, desk=desk, act=act, form=form, outlook=foreseen(event, patch))


def _asked_for(request: HttpRequest, *names: str) -> dict[str, str]:
    """What the address fills in, such as a pasted text said; what was typed over it counts alone."""
    if request.method == "POST" or names[0] not in request.GET:
        return {}
    return {name: request.GET.get(name, "") for name in names}


def _moved_as_typed(form: MoveForm) -> Callable[[Snapshot], Snapshot]:
    """The event at the time that stands in `form`, which is over."""
    starts_at, ends_at = form.instance.starts_at, form.instance.ends_at
    assert starts_at, "what is over has a time"
    assert ends_at, "what is over has an end"
    return partial(moved, starts_at=starts_at, ends_at=ends_at)


def _moved_by_a_day(before: Snapshot) -> Snapshot:
    """The event at another time that is still to come: whoever is told of one is told of any."""
    starts_at = max(before.starts_at, timezone.now()) + DAY
    return moved(before, starts_at=starts_at, ends_at=starts_at + (before.ends_at - before.starts_at))


@for_event
def restore_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "restore"):
        return way_back
    form = ToldForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and (
        done := perform(
            request,
            event,
            desk=desk,
            done=gettext("The event takes place after all, and every channel says so."),
            do=lambda: restore(
                event,
                by=organizer(request),
                at=timezone.now(),
                wish=wish_of(form.cleaned_data, wait=WAIT),
            ),
        )
    ):
        return done
    act = Act(
        verb="restore",
        title=gettext("Restore %(event)s") % {"event": standing.name(event)},
        explanation=gettext("It takes place after all, as it was published before it was cancelled."),
        button=gettext("Restore this event"),
    )
    return _patching_page(request, event, desk=desk, act=act, form=form, outlook=foreseen(event, restored))


@for_event
def readdress_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "readdress"):
        return way_back
    if request.method == "POST" or not may_readdress(event):
        done = perform(
            request,
            event,
            desk=desk,
            done=gettext("The event has its new address; the old one leads there."),
            do=lambda: readdress(event, by=organizer(request), at=timezone.now()),
        )
        return done or redirect("admin:seminars_event_change", event.pk)
    slug = event.series.slug
    act = Act(
        verb="readdress",
        title=gettext("The number as address of %(event)s") % {"event": standing.name(event)},
        explanation=gettext(
            "/%(old)s/ becomes /%(new)s/. Links to the old address go on to work, and so do calendars. "
            "The number is published with it; other texts that you are still writing are not."
        )
        % {"old": event.reference, "new": f"{slug}/{event.number}"},
        button=gettext("Use the number as address"),
    )
    untold = Outlook((gettext("Nobody is told by mail."),))
    return act_page(request, event, desk=desk, act=act, form=forms.Form(), outlook=untold)


@for_event
def withdraw_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "withdraw"):
        return way_back
    if request.method == "POST":
        perform(
            request,
            event,
            desk=desk,
            done=gettext("The event is withdrawn: its page is gone and so is every mention of it."),
            do=lambda: withdraw(event, by=organizer(request), at=timezone.now(), wait=WAIT),
        )
        return redirect("admin:seminars_event_changelist")
    act = Act(
        verb="withdraw",
        title=gettext("Withdraw %(event)s") % {"event": standing.name(event)},
        explanation=gettext(
            "For what should never have been public: its page answers “gone”, and it leaves every list and "
            "calendar for good. Nobody is told, except that invitations to it are taken back by mail. If it "
            "only does not take place, cancel it instead."
        ),
        button=gettext("Withdraw this event for good"),
        is_grave=True,
    )
    return act_page(request, event, desk=desk, act=act, form=forms.Form())


@require_POST
@for_event
def duplicate_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    return _duplicated(request, event, desk=desk)


@require_POST
def duplicate_latest(request: HttpRequest, pk: int, *, desk: Ruled) -> HttpResponse:
    """A new draft after the last event of the series `pk`."""
    series = get_object_or_404(Series, pk=pk)
    if not rules.may_edit_series(request.user, series):
        raise PermissionDenied
    last = last_of(series)
    if last is None:
        messages.info(request, gettext("This series has no event with a date yet; begin with a new one."))
        return redirect("admin:seminars_event_add")
    return _duplicated(request, last, desk=desk)


def _duplicated(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    draft = duplicate(event, by=organizer(request), at=timezone.now())
    desk.log_addition(request, draft, gettext("Duplicated from %(event)s.") % {"event": standing.name(event)})
    messages.success(
        request,
        gettext("A new draft, a week after %(event)s and at the same place. Add talks and speakers.")
        % {"event": standing.name(event)},
    )
    return redirect("admin:seminars_event_change", draft.pk)
