"""The paste page: a text goes in, a filled form comes out, and nothing is saved before a human has looked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext

from seminars.access import rules
from seminars.admin.pasting.box import PasteForm, in_words, unpacked
from seminars.admin.pasting.filling import typed
from seminars.admin.pasting.forms import Forms, as_sent, bind, merged
from seminars.admin.pasting.result import result_page
from seminars.admin.pasting.saving import Refused, lock, save
from seminars.admin.pasting.sitting import SeveralEvents, Sitting, answers_in, chosen_in, sit
from seminars.admin.resending import SavedOnce, done_by
from seminars.intake.unreadable import Unreadable
from seminars.models import Event

SAVING = ("_save", "_preview", "_publish", "_reinstate")
SHOWN_EVENT = "shown-event"


def paste(request: HttpRequest, *, desk: SavedOnce) -> HttpResponse:
    """The box; then what its text would do; then, when a button says so, the event it made."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    at = timezone.now()
    mine = rules.series_of(request.user).order_by("slug")
    if request.method != "POST":
        return box_page(
            request, PasteForm(series=mine, at=at, initial={"about": request.GET.get("series")}), desk=desk
        )
    if is_saving(request) and (done := done_by(request, request.POST.get(SHOWN_EVENT) or None)):
        return desk.response_resent(request, done)
    box = PasteForm(request.POST, request.FILES, series=mine, at=at)
    if not box.is_valid():
        return box_page(request, box, desk=desk)
    try:
        sitting = _sit(request, box)
    except Unreadable as fault:
        box.add_error("upload" if request.FILES else "text", in_words(fault))
        return box_page(request, box, desk=desk)
    except SeveralEvents as several:
        sentence = gettext(
            "This holds %(count)d events. Here they are read one by one; a file may be imported whole."
        )
        box.add_error("upload" if request.FILES else "text", sentence % {"count": len(several.entries)})
        return box_page(request, box, desk=desk)
    if is_saving(request):
        return _saved(request, sitting, desk=desk)
    return _shown(request, sitting, desk=desk)


def is_saving(request: HttpRequest) -> bool:
    """Whether one of the buttons was pressed that keep the form."""
    return any(name in request.POST for name in SAVING)


def box_page(request: HttpRequest, form: PasteForm, *, desk: SavedOnce) -> HttpResponse:
    """The empty box, or the text with the sentence why it cannot be read."""
    context = {
        **desk.admin_site.each_context(request),
        "title": gettext("Paste an announcement"),
        "opts": desk.opts,
        "form": form,
        "media": desk.media + form.media,
    }
    return TemplateResponse(request, "admin/seminars/paste/box.html", context)


def _sit(request: HttpRequest, box: PasteForm) -> Sitting:
    said = box.cleaned_data
    source, on = said["text"], said["read_on"]
    if said["upload"]:
        source, on = unpacked(said["upload"], on=on, today=box.today, zone=box.zone)
    answers = answers_in(request.POST) | chosen_in(request.POST)
    if said["about"]:
        answers.setdefault("series", str(said["about"].pk))
    return sit(request, source, on=on, answers=answers, at=timezone.now())


def _shown(request: HttpRequest, sitting: Sitting, *, desk: SavedOnce) -> HttpResponse:
    """What the text would do. A form that came with it keeps what was typed into it."""
    data = as_sent(typed(sitting.proposal))
    has_form = "talks-TOTAL_FORMS" in request.POST and "_read" not in request.POST
    if has_form and request.POST.get(SHOWN_EVENT, "") == _key(sitting.proposal.event):
        before = sit(
            request, sitting.source, on=sitting.on, answers=answers_in(request.POST), at=timezone.now()
        )
        data = merged(request.POST, typed(before.proposal), typed(sitting.proposal))
    return result_page(request, sitting, _bound(request, sitting, data, desk=desk), desk=desk)


def _bound(request: HttpRequest, sitting: Sitting, data: QueryDict, *, desk: SavedOnce) -> Forms | None:
    if sitting.proposal.plan is None:
        return None
    known = sitting.proposal.event
    with transaction.atomic():
        event = desk.get_queryset(request).get(pk=known.pk) if known else None
        return bind(request, data, event=event, desk=desk)


def _saved(request: HttpRequest, sitting: Sitting, *, desk: SavedOnce) -> HttpResponse:
    """The way on to the event; or the page again, with what keeps it from being saved."""
    try:
        with transaction.atomic():
            lock(sitting)
            sitting = sit(request, sitting.source, on=sitting.on, answers=sitting.answers, at=timezone.now())
            if refusal := _refusal(request, sitting):
                messages.error(request, refusal)
                return _shown(request, sitting, desk=desk)
            is_new = sitting.proposal.event is None
            event = save(request, sitting, desk=desk)
    except Refused as refused:
        return result_page(request, sitting, refused.forms, desk=desk)
    except IntegrityError:
        # Somebody was quicker with the same number or address: now the form says so at its field.
        return _shown(request, sitting, desk=desk)
    return desk.response_add(request, event) if is_new else desk.response_change(request, event)


def _refusal(request: HttpRequest, sitting: Sitting) -> str:
    """Why this cannot be saved as it stands; '' if it can."""
    if request.POST.get(SHOWN_EVENT, "") != _key(sitting.proposal.event):
        return gettext(
            "Meanwhile this event was saved by somebody else. Here is what the text changes in it; nothing was "
            "saved yet."
        )
    if sitting.proposal.plan is None or sitting.proposal.obstacles or sitting.entry.faults:
        return gettext("This cannot be saved as it stands; the page says why.")
    if sitting.proposal.open_questions or sitting.undecided:
        return gettext("Choose first what the text leaves open; nothing was saved yet.")
    return ""


def _key(event: Event | None) -> str:
    return str(event.pk) if event else ""
