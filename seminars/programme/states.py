"""Which state may follow which, and what an event needs before it may be public."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seminars.models import Event, EventState

TRANSITIONS: dict[tuple[EventState, str], EventState] = {
    (EventState.DRAFT, "publish"): EventState.PUBLISHED,
    (EventState.PUBLISHED, "publish"): EventState.PUBLISHED,
    (EventState.CANCELLED, "publish"): EventState.CANCELLED,
    (EventState.PUBLISHED, "move"): EventState.PUBLISHED,
    (EventState.PUBLISHED, "cancel"): EventState.CANCELLED,
    (EventState.CANCELLED, "restore"): EventState.PUBLISHED,
    (EventState.PUBLISHED, "readdress"): EventState.PUBLISHED,
    (EventState.CANCELLED, "readdress"): EventState.CANCELLED,
    (EventState.PUBLISHED, "transfer"): EventState.PUBLISHED,
    (EventState.CANCELLED, "transfer"): EventState.CANCELLED,
    (EventState.PUBLISHED, "withdraw"): EventState.WITHDRAWN,
    (EventState.CANCELLED, "withdraw"): EventState.WITHDRAWN,
}

_REFUSALS: dict[tuple[EventState, str], Promise | str] = {
    (EventState.DRAFT, "move"): gettext_lazy("This event is still a draft: change its time and publish it."),
    (EventState.DRAFT, "cancel"): gettext_lazy("This event was never published: delete the draft instead."),
    (EventState.CANCELLED, "cancel"): gettext_lazy("This event is already cancelled."),
    (EventState.CANCELLED, "move"): gettext_lazy("This event is cancelled: restore it first."),
    (EventState.PUBLISHED, "restore"): gettext_lazy("This event is not cancelled."),
    (EventState.DRAFT, "readdress"): gettext_lazy(
        "This event is still a draft: its address is chosen when it is published."
    ),
    (EventState.DRAFT, "transfer"): gettext_lazy(
        "This event is still a draft: choose another series in its form."
    ),
    (EventState.DRAFT, "withdraw"): gettext_lazy("This event was never published: delete the draft instead."),
}


class NotPossible(Exception):
    """A verb that the event's state does not allow; str() says why, in the user's language."""

    def __init__(self, state: EventState, verb: str) -> None:
        self.state, self.verb = state, verb
        super().__init__(state, verb)

    def __str__(self) -> str:
        default = gettext_lazy("This event was withdrawn; nothing more can be done with it.")
        return str(_REFUSALS.get((self.state, self.verb), default))


@dataclass(frozen=True)
class NotPublishable(Exception):
    """What an event lacks for publication: (field, sentence in the user's language), at least one."""

    reasons: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(sentence for _field, sentence in self.reasons)


def state_after(event: Event, verb: str) -> EventState:
    """The state that `verb` leads to; raises `NotPossible`."""
    state = EventState(event.state)
    if (state, verb) not in TRANSITIONS:
        raise NotPossible(state, verb)
    return TRANSITIONS[state, verb]


def check_publishable(event: Event) -> None:
    """Raise `NotPublishable` unless `event` has a start, an end, a place to meet, and somebody to hear."""
    reasons: list[tuple[str, str]] = []
    if event.starts_at is None:
        reasons.append(("starts_at", _("Say when it starts.")))
    if event.ends_at is None:
        reasons.append(("ends_at", _("Say when it ends.")))
    try:
        event.clean()
    except ValidationError as fault:
        reasons.append(("starts_at", fault.messages[0]))
    if event.resolved_venue is None and event.resolved_meeting is None:
        reasons.append(("venue", _("Say where it takes place: a room, an online meeting, or both.")))
    if not event.title and not any(
        each.appearances.all() or any(text.title for text in each.abstracts.all())
        for each in event.talks.all()
    ):
        reasons.append(("talks", _("Name a speaker, a title or a headline.")))
    if reasons:
        raise NotPublishable(tuple(reasons))
