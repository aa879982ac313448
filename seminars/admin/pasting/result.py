"""The page after the box: the text with its marks, what is open, what would change, and the filled form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from seminars.admin import standing
from seminars.admin.pasting.asking import Gap, cards, gaps
from seminars.admin.pasting.digest import digest
from seminars.admin.pasting.forms import Forms
from seminars.admin.pasting.labels import labeller
from seminars.admin.pasting.marks import found_in, pieces
from seminars.admin.pasting.noting import note, place_of
from seminars.admin.pasting.sitting import KIND, NOTICES, Sitting
from seminars.admin.ruled import Ruled
from seminars.intake.proposing.proposal import Proposal
from seminars.models import EventState
from seminars.programme.intents import Intent, Verb
from seminars.text.bilingual import short_language

# Verbs that the form of an event saves; the others have a page of their own that asks.
BY_FORM = (Verb.DRAFT, Verb.UPDATE, Verb.RESTORE)

OF_ALL = (
    "title_zh", "title_en", "intro_zh", "intro_en", "notes_zh", "notes_en", "audience_zh", "audience_en",
    "host", "host_email", "contact", "signup_url", "signup_on", "signup_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """The page on which something is done to a known event, with what the text says filled in."""

    words: str
    url: str
    is_grave: bool = False


def result_page(request: HttpRequest, sitting: Sitting, forms: Forms | None, *, desk: Ruled) -> HttpResponse:
    """All that was made of the text. Nothing is saved by looking at it."""
    proposal = sitting.proposal
    first, clear = cards(sitting)
    language = short_language(get_language() or "")
    obstacles = (*proposal.obstacles, *(fault.words.best(language) for fault in sitting.entry.faults))
    is_form = forms is not None and proposal.verb in BY_FORM and not obstacles
    label = labeller(len(sitting.reading.talks))
    named = [
        replace(each, label=label(each.path))
        for each in found_in(sitting.text, sitting.reading, sitting.disagreeing)
    ]
    targets = note(named, forms, proposal.plan) if is_form and forms and proposal.plan else {}
    marked = [replace(each, target=targets.get(each.path, "")) for each in named]
    event = proposal.event
    context = {
        **desk.admin_site.each_context(request),
        "title": _title(proposal),
        "opts": desk.opts,
        "sitting": sitting,
        "proposal": proposal,
        "event": event,
        "name": standing.name(event) if event else "",
        "when": standing.when(event) if event else "",
        "is_draft": event is None or event.state == EventState.DRAFT,
        "obstacles": obstacles,
        "remarks": [each.best(language) for each in sitting.entry.remarks],
        "first": first,
        "clear": clear,
        "gaps": [(gap.sentence, _target(gap, targets, forms, proposal, is_form)) for gap in gaps(sitting)],
        "pieces": pieces(sitting.text, marked, sitting.reading.rest),
        "marked": marked,
        "has_rest": bool(sitting.reading.rest),
        "forms": forms if is_form else None,
        "talks": {"formset": forms.talks} if is_form and forms else None,
        **_of_all(forms if is_form else None),
        "digest": digest(proposal),
        "act": _act(proposal, obstacles),
        "misread": f"{KIND}=announcement" if sitting.found.kind in NOTICES else "",
        "media": desk.media + (forms.media if is_form and forms else desk.media),
        "is_anything_wrong": bool(is_form and forms and not forms.is_valid()),
    }
    return TemplateResponse(request, "admin/seminars/paste/result.html", context)


def _of_all(forms: Forms | None) -> dict[str, list[BoundField]]:
    """The fields of the event as a whole: those that hold something, and the others, which stay folded."""
    if forms is None:
        return {}
    fields = [forms.event[name] for name in OF_ALL]
    said = [field for field in fields if field.value() or field.errors]
    return {"said_of_all": said, "unsaid_of_all": [field for field in fields if field not in said]}


def _target(gap: Gap, targets: dict[str, str], forms: Forms | None, proposal: Proposal, is_form: bool) -> str:
    if not is_form or forms is None or proposal.plan is None:
        return ""
    return targets.get(gap.path) or place_of(gap.path, forms, proposal.plan)


def _title(proposal: Proposal) -> str:
    if proposal.series is None:
        return gettext("Which series is it?")
    if proposal.event is None and proposal.obstacles:
        return gettext("Which event is it about?")
    if proposal.event is None:
        return gettext("A new event of %(series)s") % {"series": proposal.series}
    said = {"event": standing.name(proposal.event)}
    match proposal.verb:
        case Verb.CANCEL:
            return gettext("This calls off %(event)s") % said
        case Verb.POSTPONE:
            return gettext("This postpones %(event)s without a new date") % said
        case Verb.MOVE:
            return gettext("This moves %(event)s") % said
        case Verb.RESTORE:
            return gettext("%(event)s takes place after all") % said
    return gettext("%(event)s is known already") % said


def _act(proposal: Proposal, obstacles: tuple[str, ...]) -> Act | None:
    """The page that does it, if it is none for the form."""
    event, intent = proposal.event, proposal.intent
    if event is None or obstacles or proposal.open_questions or intent.verb in BY_FORM:
        return None
    if intent.verb == Verb.MOVE:
        return Act(gettext("Move it…"), _address("move", event.pk, _times(intent, event.zone)))
    words = gettext("Postpone it without a date…") if intent.verb == Verb.POSTPONE else gettext("Cancel it…")
    return Act(words, _address("cancel", event.pk, {"reason": intent.reason}), is_grave=True)


def _address(act: str, pk: int, filled: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in filled.items() if value})
    return f"{reverse(f'admin:seminars_event_{act}', args=[pk])}?{query}"


def _times(intent: Intent, zone: str) -> dict[str, str]:
    there = ZoneInfo(zone)
    if intent.starts_at is None:
        return {}
    starts = intent.starts_at.astimezone(there)
    said = {"on": f"{starts:%Y-%m-%d}", "start": f"{starts:%H:%M}"}
    if intent.ends_at is None:
        return said
    ends = intent.ends_at.astimezone(there)
    last = f"{ends:%Y-%m-%d}" if ends.date() != starts.date() else ""
    return {**said, "end": f"{ends:%H:%M}", "last": last}
