"""The desk's own forms over a plan: the same fields, the same rules, filled as if somebody had typed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from seminars.admin.pasting.event_form import PastedEventForm
from seminars.admin.pasting.filling import Typed
from seminars.admin.ruled import Ruled
from seminars.admin.talk_form import TalkForms
from seminars.models import Event

KEPT = frozenset({"key", "seen"})


@dataclass(frozen=True, slots=True)
class Forms:
    """An event's form and those of its talks, bound to what was typed or read."""

    event: PastedEventForm
    talks: TalkForms

    def is_valid(self) -> bool:
        """Whether both may be saved; both are looked at, so that all that is wrong is said at once."""
        return all([self.event.is_valid(), self.talks.is_valid()])

    @property
    def media(self) -> Any:
        return self.event.media + self.talks.media


def bind(request: HttpRequest, data: QueryDict, *, event: Event | None, desk: Ruled) -> Forms:
    """The forms of `event`, or of a new one, holding `data`."""
    kind = desk.get_form(request, event, change=event is not None, form=PastedEventForm)
    form: Any = kind(data, instance=event)
    # The talks ask their event when it begins: the form must have been understood before.
    form.is_valid()
    for talk_forms, inline in desk.get_formsets_with_inlines(request, event):
        return Forms(form, talk_forms(data, instance=form.instance, queryset=inline.get_queryset(request)))
    raise LookupError("An event's page always has its talks.")


def as_sent(typed: Typed) -> QueryDict:
    """The fields as a browser would send them."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    return sent


def merged(sent: QueryDict, before: Typed, after: Typed) -> QueryDict:
    """What was typed over `before`, with all that is different in `after`: an answer changes what it is about alone.

    Where the talks became others, there is no telling which field is which: then it is `after` alone.
    """
    if _talks(before) != _talks(after):
        return as_sent(after)
    found = sent.copy()
    for name, values in after.items():
        if values != before.get(name) and name not in KEPT:
            found.setlist(name, values)
    for name in before.keys() - after.keys():
        found.pop(name, None)
    return found


def _talks(typed: Typed) -> list[list[str]]:
    ids = sorted(name for name in typed if name.startswith("talks-") and name.endswith("-id"))
    return [typed["talks-TOTAL_FORMS"], *(typed[name] for name in ids)]
