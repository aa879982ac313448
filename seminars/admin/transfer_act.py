"""The button *To another series*: which one, under what number, and what follows from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from seminars.access import rules
from seminars.admin import standing
from seminars.admin.act_forms import TransferForm
from seminars.admin.acting import REFUSALS, WAIT, Act, act_page, for_event, organizer, refused
from seminars.admin.ruled import Ruled
from seminars.admin.telling import Outlook
from seminars.announcements.planning.deciding import Wish
from seminars.models import Event
from seminars.publishing.transfer import NotTransferable, TakenNumber, transfer


@for_event
def transfer_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    if way_back := refused(request, event, "transfer"):
        return way_back
    choices = rules.series_open_to(request.user, event).order_by("slug")
    form = TransferForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid() and (done := _transferred(request, event, form)):
        messages.success(request, done)
        desk.log_change(request, event, done)
        return redirect("admin:seminars_event_change", event.pk)
    act = Act(
        verb="transfer",
        title=gettext("Move %(event)s to another series") % {"event": standing.name(event)},
        explanation=gettext(
            "It stays the same event in every calendar and gets an address in the other series; the old one "
            "leads there. Place, online meeting, contact and audience that were as usual become those of the "
            "other series. Texts that you are still writing are not published with it."
        ),
        button=gettext("Move to the other series"),
    )
    untold = Outlook((gettext("Nobody is told by mail unless you ask for it."),))
    return act_page(request, event, desk=desk, act=act, form=form, outlook=untold)


def _transferred(request: HttpRequest, event: Event, form: TransferForm) -> str:
    """What to say when it is done; '' with the reason beside the field when it cannot be."""
    said = form.cleaned_data
    try:
        transfer(
            event,
            said["series"],
            number=said["number"],
            by=organizer(request),
            at=timezone.now(),
            wish=Wish(wait=WAIT, is_silent=not said["is_told"]),
        )
    except TakenNumber as refusal:
        form.add_error("number", str(refusal))
    except NotTransferable as refusal:
        form.add_error("series", str(refusal))
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
    else:
        return gettext("The event is now %(event)s; its old address leads there.") % {
            "event": standing.name(event)
        }
    return ""
