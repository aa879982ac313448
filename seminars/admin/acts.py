"""The buttons of an event: each shows what it will do and to whom it will be told, and does it on POST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.act_forms import CancelForm, MoveForm, SilenceForm
from seminars.admin.ruled import Ruled
from seminars.admin.suggesting import duplicate, last_of
from seminars.models import Event, Series
from seminars.programme.states import NotPossible, NotPublishable, state_after
from seminars.publishing.change import NothingToDo, WrongTime, cancel, move, restore
from seminars.publishing.withdraw import withdraw

# In this time an organizer may still stop what is told (rule 4 of the design).
WAIT = timedelta(seconds=60)
REFUSALS = (NotPossible, NotPublishable, NothingToDo, WrongTime)


class EventView(Protocol):
    """A view of one event that the account may edit."""

    def __call__(self, request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse: ...


class DeskView(Protocol):
    """The same as the URL patterns call it."""

    def __call__(self, request: HttpRequest, pk: int, *, desk: Ruled) -> HttpResponse: ...


def for_event(view: EventView) -> DeskView:
    """The view with the event read and the right to edit it checked."""

    @wraps(view)
    def checked(request: HttpRequest, pk: int, *, desk: Ruled) -> HttpResponse:
        event = get_object_or_404(Event.objects.with_programme(), pk=pk)
        if not rules.may_edit_event(request.user, event):
            raise PermissionDenied
        return view(request, event, desk=desk)

    return checked


@dataclass(frozen=True)
class Act:
    """What a page of confirmation says."""

    verb: str
    title: str
    explanation: str
    button: str
    is_grave: bool = False


def act_page(
    request: HttpRequest,
    event: Event,
    *,
    desk: Ruled,
    act: Act,
    form: forms.BaseForm,
    extra: Mapping[str, Any] = {},
) -> HttpResponse:
    """The page that asks before the act is done."""
    context = {
        **desk.admin_site.each_context(request),
        "title": act.title,
        "opts": desk.opts,
        "event": event,
        "when": standing.when(event),
        "act": act,
        "form": form,
        "telling": telling_words(event, at=timezone.now()),
        "media": desk.media + form.media,
        **extra,
    }
    return TemplateResponse(request, "admin/seminars/event/act.html", context)


def telling_words(event: Event, *, at: datetime) -> str:
    """To whom a change is told."""
    if event.ends_at and event.ends_at <= at:
        return gettext("It is over already, so nobody is told by mail.")
    count = standing.hearers([event.series_id]).get(event.series_id, 0)
    if not count:
        return gettext("Nobody has subscribed to “%(series)s” by mail yet.") % {"series": event.series}
    return ngettext(
        "%(count)d subscriber of “%(series)s” is told by mail, after a minute in which you can stop it.",
        "%(count)d subscribers of “%(series)s” are told by mail, after a minute in which you can stop it.",
        count,
    ) % {"count": count, "series": event.series}


def perform(
    request: HttpRequest, event: Event, *, desk: Ruled, done: str, do: Callable[[], object]
) -> HttpResponse:
    """Do it, say so, and go back to the event; a refusal is said instead, and nothing is lost."""
    try:
        do()
    except NotPublishable as refusal:
        for _field, sentence in refusal.reasons:
            messages.error(request, sentence)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
        desk.log_change(request, event, done)
    return redirect("admin:seminars_event_change", event.pk)


def organizer(request: HttpRequest) -> User | None:
    """Who acts."""
    return request.user if request.user.is_authenticated else None


def _refused(request: HttpRequest, event: Event, verb: str) -> HttpResponse | None:
    """The way back, with the reason, when the event's state does not allow `verb`."""
    try:
        state_after(event, verb)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:seminars_event_change", event.pk)
    return None


@for_event
def cancel_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if refused := _refused(request, event, "cancel"):
        return refused
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return perform(
            request,
            event,
            desk=desk,
            done=gettext("The event is cancelled, on the page and in every calendar."),
            do=lambda: cancel(
                event,
                reason=said["reason"],
                by=organizer(request),
                at=timezone.now(),
                wait=WAIT,
                is_silent=said["is_silent"],
            ),
        )
    act = Act(
        verb="cancel",
        title=gettext("Cancel %(event)s") % {"event": event},
        explanation=gettext(
            "The page stays and says that it is cancelled; calendars strike it out. Texts that you are "
            "still writing are not published with it. You can restore it later."
        ),
        button=gettext("Cancel this event"),
        is_grave=True,
    )
    return act_page(request, event, desk=desk, act=act, form=form)


@for_event
def move_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if refused := _refused(request, event, "move"):
        return refused
    # A copy: what is typed must not touch the event before the verb does.
    form = MoveForm(request.POST or None, instance=Event.objects.select_related("series").get(pk=event.pk))
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.instance.starts_at, form.instance.ends_at
        if starts_at is None:
            form.add_error("on", gettext("Say when it takes place."))
        else:
            return perform(
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
                    wait=WAIT,
                    is_silent=form.cleaned_data["is_silent"],
                ),
            )
    act = Act(
        verb="move",
        title=gettext("Move %(event)s") % {"event": event},
        explanation=gettext(
            "Only the time changes; talks with times of their own move along. Texts that you are still "
            "writing are not published with it."
        ),
        button=gettext("Move this event"),
    )
    return act_page(request, event, desk=desk, act=act, form=form)


@for_event
def restore_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if refused := _refused(request, event, "restore"):
        return refused
    form = SilenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return perform(
            request,
            event,
            desk=desk,
            done=gettext("The event takes place after all, and every channel says so."),
            do=lambda: restore(
                event,
                by=organizer(request),
                at=timezone.now(),
                wait=WAIT,
                is_silent=form.cleaned_data["is_silent"],
            ),
        )
    act = Act(
        verb="restore",
        title=gettext("Restore %(event)s") % {"event": event},
        explanation=gettext("It takes place after all, as it was published before it was cancelled."),
        button=gettext("Restore this event"),
    )
    return act_page(request, event, desk=desk, act=act, form=form)


@for_event
def withdraw_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if refused := _refused(request, event, "withdraw"):
        return refused
    if request.method == "POST":
        perform(
            request,
            event,
            desk=desk,
            done=gettext("The event is withdrawn: its page is gone and so is every mention of it."),
            do=lambda: withdraw(event, by=organizer(request), at=timezone.now()),
        )
        return redirect("admin:seminars_event_changelist")
    act = Act(
        verb="withdraw",
        title=gettext("Withdraw %(event)s") % {"event": event},
        explanation=gettext(
            "For what should never have been public: its page answers “gone”, and it leaves every list and "
            "calendar for good. Nobody is told. If it only does not take place, cancel it instead."
        ),
        button=gettext("Withdraw this event for good"),
        is_grave=True,
    )
    return act_page(request, event, desk=desk, act=act, form=forms.Form(), extra={"telling": ""})


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
    desk.log_addition(request, draft, gettext("Duplicated from %(event)s.") % {"event": event})
    messages.success(
        request,
        gettext("A new draft, a week after %(event)s and at the same place. Add talks and speakers.")
        % {"event": event},
    )
    return redirect("admin:seminars_event_change", draft.pk)
