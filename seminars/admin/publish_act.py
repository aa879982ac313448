"""The button *Publish*: what changes for readers, what still lacks, who is told, and the deed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from seminars.admin import cautioning, formulas, standing
from seminars.admin.act_forms import PublishForm, TellForm, wish_of
from seminars.admin.acting import REFUSALS, WAIT, Act, act_page, for_event, organizer
from seminars.admin.reserving import FIELD, is_reserved_as_wished, offer_reservation, troubles
from seminars.admin.ruled import Ruled
from seminars.admin.telling import outlook
from seminars.models import Event
from seminars.presenting.differences import differences
from seminars.programme.snapshots import Snapshot
from seminars.programme.states import NotPublishable, check_publishable
from seminars.publishing.publish import publish
from seminars.publishing.recording import lock

# Where the event form asks for what `check_publishable` may find missing.
ANCHORS = {"starts_at": "id_on", "ends_at": "id_end", "venue": "id_venue_from", "talks": "talks-group"}


@for_event
def publish_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    is_first = event.published_at is None
    data = request.POST if request.method == "POST" else None
    before, after = standing.published_snapshot(event), standing.working_snapshot(event)
    form: forms.Form = (
        TellForm(data, event=event) if is_first else PublishForm(data, over_at=_new_end(before, after))
    )
    offer_reservation(form, event)
    if request.method == "POST" and form.is_valid():
        if done := _publish(request, event, desk=desk, form=form):
            return done
        event = Event.objects.with_programme().get(pk=event.pk)
        before, after = standing.published_snapshot(event), standing.working_snapshot(event)
    act = Act(
        verb="publish",
        title=gettext("Publish %(event)s") % {"event": standing.name(event)},
        explanation=gettext("Page, calendars and mail will say what you wrote.")
        if is_first
        else gettext("Readers will see these changes at once, on the page and in their calendars."),
        button=gettext("Publish now"),
    )
    return act_page(
        request,
        event,
        desk=desk,
        act=act,
        form=form,
        outlook=outlook(event, before, after, at=timezone.now()),
        extra=_what_changes(event, before, after),
    )


def _is_outdated(request: HttpRequest, event: Event) -> bool:
    """Whether somebody saved the event since the page was opened, which is said."""
    if request.POST.get("seen", "") in ("", event.updated_at.isoformat()):
        return False
    sentence = gettext(
        "Somebody changed this event since you opened this page. Look at it again, then publish."
    )
    messages.error(request, sentence)
    return True


def _new_end(before: Snapshot | None, after: Snapshot | None) -> datetime | None:
    """When it is over by a time that readers do not know yet; None where they do."""
    if after is None or (before and (before.starts_at, before.ends_at) == (after.starts_at, after.ends_at)):
        return None
    return after.ends_at


def _what_changes(event: Event, before: Snapshot | None, after: Snapshot | None) -> dict[str, Any]:
    lacks = [(ANCHORS.get(field, ""), sentence) for field, sentence in standing.lacks(event)]
    lines = differences(before, after) if before and after else []
    return {
        "lacks": lacks,
        "warnings": [
            *standing.gaps(event),
            *troubles(event),
            *cautioning.sentences(event, called=standing.name),
            *formulas.faults(event),
        ],
        "lines": lines,
        "is_unchanged": before is not None and before == after,
        "seen": event.updated_at.isoformat(),
    }


def _publish(request: HttpRequest, event: Event, *, desk: Ruled, form: forms.Form) -> HttpResponse | None:
    """The way back when it is done, also when there was nothing to do; None when it was refused, which is said."""
    said = form.cleaned_data
    try:
        if _is_outdated(request, event):
            return None
        check_publishable(event)
        if not is_reserved_as_wished(request, form, event):
            return None
        with transaction.atomic():
            present = lock(event)
            if not said.get(FIELD) and _is_outdated(request, present):
                return None
            if "tell" in said:
                present.tell, present.tell_on = said["tell"], said["tell_on"]
                present.save(update_fields=["tell", "tell_on"])
            revision = publish(
                present,
                by=organizer(request),
                at=timezone.now(),
                wish=wish_of(said, wait=WAIT),
            )
    except NotPublishable as refusal:
        for _field, sentence in refusal.reasons:
            messages.error(request, sentence)
        return None
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return None
    if revision is None:
        messages.info(request, gettext("Nothing has changed since the last publication."))
    else:
        done = gettext("Published: the page and every calendar say it now.")
        messages.success(request, done)
        desk.log_change(request, event, done)
    return redirect("admin:seminars_event_change", event.pk)
