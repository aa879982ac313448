"""What every button of an event does alike: ask first, say who is told, act on POST, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
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

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.act_forms import offer
from seminars.admin.ruled import Ruled
from seminars.admin.telling import Outlook, outlook
from seminars.models import Event
from seminars.programme.snapshots import Snapshot
from seminars.programme.states import NotPossible, NotPublishable, state_after
from seminars.publishing.change import NothingToDo, WrongTime
from seminars.publishing.readdress import TakenAddress
from seminars.publishing.transfer import NotTransferable

NOTHING_TOLD = Outlook(())
# In this time an organizer may still stop what is told (rule 4 of the design).
WAIT = timedelta(seconds=60)
REFUSALS = (NotPossible, NotPublishable, NothingToDo, NotTransferable, TakenAddress, WrongTime)


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
    outlook: Outlook = NOTHING_TOLD,
    extra: Mapping[str, Any] = {},
) -> HttpResponse:
    """The page that asks before the act is done, and says who would be told."""
    offer(form, outlook.now, is_mixed=outlook.is_mixed)
    context = {
        **desk.admin_site.each_context(request),
        "title": act.title,
        "opts": desk.opts,
        "event": event,
        "name": standing.name(event),
        "when": standing.when(event),
        "act": act,
        "form": form,
        "telling": outlook.lines,
        "media": desk.media + form.media,
        **extra,
    }
    return TemplateResponse(request, "admin/seminars/event/act.html", context)


def foreseen(event: Event, patch: Callable[[Snapshot], Snapshot]) -> Outlook:
    """What would be told of what is public, patched."""
    before = standing.published_snapshot(event)
    return outlook(event, before, patch(before) if before else None, at=timezone.now())


def perform(
    request: HttpRequest, event: Event, *, desk: Ruled, done: str, do: Callable[[], object]
) -> HttpResponse | None:
    """Do it, say so, and go back to the event; None when it was refused, which is said too."""
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
    return None


def organizer(request: HttpRequest) -> User | None:
    """Who acts."""
    return request.user if request.user.is_authenticated else None


def refused(request: HttpRequest, event: Event, verb: str) -> HttpResponse | None:
    """The way back, with the reason, when the event's state does not allow `verb`."""
    try:
        state_after(event, verb)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:seminars_event_change", event.pk)
    return None
