"""A cancelled event takes place after all, as the working copy says: published and restored in one act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from seminars.admin import standing
from seminars.admin.act_forms import PublishForm, wish_of
from seminars.admin.acting import WAIT, Act, act_page, for_event, organizer, perform, refused
from seminars.admin.ruled import Ruled
from seminars.admin.telling import outlook
from seminars.models import Event
from seminars.presenting.differences import differences
from seminars.programme.intents import Intent, Verb
from seminars.publishing.carrying_out import carry_out


@for_event
def reinstate_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "restore"):
        return way_back
    before = standing.published_snapshot(event)
    after = standing.snapshot_as(event, before, "published")
    form = PublishForm(request.POST or None, over_at=after.ends_at if after else None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and (
        done := perform(
            request,
            event,
            desk=desk,
            done=gettext("The event takes place after all, and every channel says so."),
            do=lambda: carry_out(
                event,
                Intent(Verb.RESTORE),
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
        explanation=gettext(
            "It takes place after all, as it is written now, with its number, its address and its place in every "
            "calendar."
        ),
        button=gettext("Restore this event"),
    )
    return act_page(
        request,
        event,
        desk=desk,
        act=act,
        form=form,
        outlook=outlook(event, before, after, at=timezone.now()),
        extra={
            "lacks": [("", sentence) for _field, sentence in standing.lacks(event)],
            "lines": differences(before, after) if before and after else [],
        },
    )
