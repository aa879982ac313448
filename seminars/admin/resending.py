"""A form of an event that is sent twice, by a double click or after going back, is done once."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse

from seminars.access import rules
from seminars.admin.ruled import Ruled
from seminars.models import Event

FOUND = 302
# The field of a new event's form that says which form it is; it becomes the event's UID.
KEY = "key"
_TOKEN = "csrfmiddlewaretoken"


class SavedOnce(Ruled):
    """A page of events that saves each form once; `response_resent` answers one that comes again."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        is_sent = request.method == "POST"
        if is_sent and (done := done_by(request, object_id)):
            return self.response_resent(request, done)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        # The other click may have been quicker while this one waited for it.
        if is_sent and response.status_code != FOUND and (done := done_by(request, object_id)):
            return self.response_resent(request, done)
        return response

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        said = super().construct_change_message(request, form, formsets, add)
        for each in said:
            if fields := each.get("changed", {}).get("fields"):
                each["changed"]["fields"] = [_as_translated(label) for label in fields]
        return [*said, sent_form(request)]

    def response_resent(self, request: HttpRequest, event: Event) -> HttpResponse:
        raise NotImplementedError


def _as_translated(label: str) -> str:
    """A field's English label as the catalogue knows it: the form begins it with a capital, the history looks it up."""
    is_name = label.startswith(("Chinese", "English"))
    return label if is_name else f"{label[:1].lower()}{label[1:]}"


def key_of(typed: str) -> uuid.UUID | None:
    """The key of a form; None for what is none."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def sent_form(request: HttpRequest) -> dict[str, str]:
    """What to write into the log with what a form has done, so that `done_by` knows the form again."""
    # Which button was pressed, and the token of the moment, are no part of what was typed.
    typed = sorted(
        (name, values) for name, values in request.POST.lists() if name != _TOKEN and not name.startswith("_")
    )
    return {"form": hashlib.sha256(repr(typed).encode()).hexdigest()}


def done_by(request: HttpRequest, pk: str | None) -> Event | None:
    """The event that this very form has saved already, for the same account; None for a form not sent before.

    `pk` is that of the event which the form changes; None for the form of a new one.
    """
    event = rules.events_of(request.user).filter(**_which(request, pk)).first()
    if event is None:
        return None
    done = LogEntry.objects.filter(
        user=request.user.pk,
        content_type=ContentType.objects.get_for_model(Event),
        object_id=str(event.pk),
        change_message__contains=sent_form(request)["form"],
    )
    return event if done.exists() else None


def _which(request: HttpRequest, pk: str | None) -> dict[str, Any]:
    if pk is not None:
        return {"pk": pk} if pk.isdecimal() and len(pk) < 19 else {"pk": None}
    return {"uid": uid} if (uid := key_of(request.POST.get(KEY, ""))) else {"pk": None}
