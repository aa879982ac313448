"""The button *Send a note*: a line to all who hear of an event, such as that it begins ten minutes late."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin import standing
from seminars.admin.act_forms import NoteField
from seminars.admin.acting import WAIT, Act, act_page, for_event
from seminars.admin.resending import key_of
from seminars.admin.ruled import Ruled
from seminars.admin.telling import Outlook, hearing_words
from seminars.announcements.planning.noting import NoteRefused, hearing_of_note, send_note
from seminars.models import Event


class NoteForm(forms.Form):
    """What they are to read; the key says which form it is, so that a double click sends once."""

    text = NoteField(
        label=_("What they are to read"),
        help_text=_("One line, such as: 晚10分钟开始 / We begin 10 minutes late."),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)


@for_event
def note_event(request: HttpRequest, event: Event, *, desk: Ruled) -> HttpResponse:
    try:
        hearing = hearing_of_note(event, at=timezone.now())
    except NoteRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:seminars_event_change", event.pk)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _sent(request, event, form, desk=desk):
        return redirect("admin:seminars_event_change", event.pk)
    act = Act(
        verb="note",
        title=gettext("A note about %(event)s") % {"event": standing.name(event)},
        explanation=gettext(
            "It is sent by mail and to the groups, with time and place of the event. Page and calendars stay "
            "as they are; what is not true for long belongs here."
        ),
        button=gettext("Send the note"),
    )
    lines = (
        gettext("It is told at once, after a minute in which you can stop it."),
        gettext("It goes to: %(audience)s.") % {"audience": hearing_words(hearing)},
    )
    off = Outlook(lines, is_mixed=len(hearing.languages) > 1)
    return act_page(request, event, desk=desk, act=act, form=form, outlook=off)


def _sent(request: HttpRequest, event: Event, form: NoteForm, *, desk: Ruled) -> bool:
    """Whether it is on its way; a refusal stands beside the line."""
    said = form.cleaned_data
    try:
        queued = send_note(
            event, said["text"], at=timezone.now(), wait=WAIT, key=str(key_of(said["key"]) or uuid.uuid4())
        )
    except NoteRefused as refusal:
        form.add_error("text", str(refusal))
        return False
    if queued:
        messages.success(request, gettext("The note leaves in a minute; until then you can stop it."))
        desk.log_change(request, event, gettext("Sent a note: %(note)s") % {"note": queued[-1].note})
    else:
        messages.info(request, gettext("This note is on its way already."))
    return True
