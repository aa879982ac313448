"""Which verb a text asks for, what that would change, and what stands against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from seminars.intake.causes import cause
from seminars.intake.proposing.comparing import frozen, lines_between, lines_of_new, restored_line, state_line
from seminars.intake.proposing.composing import untouched
from seminars.intake.proposing.events import shares_speaker, speakers_of
from seminars.intake.proposing.proposal import Plan
from seminars.intake.reading import Doubt, Reading, refusals
from seminars.models import Event, EventState
from seminars.presenting.differences import Line, differences
from seminars.programme.changes import ChangeKind, compare
from seminars.programme.intents import Intent, Verb, postponed, says_postponed
from seminars.programme.patches import moved
from seminars.programme.snapshots import Snapshot, from_json
from seminars.programme.states import NotPossible, state_after

_ONLY_TIMES = frozenset({ChangeKind.TIME, ChangeKind.TALK_TIMES})
_CALLS_OFF = (Verb.CANCEL, Verb.POSTPONE)


def called_off(reading: Reading, text: str) -> Intent | None:
    """The cancellation or postponement without a date that a text is; None for any other text."""
    if reading.kind == "cancellation":
        return Intent(Verb.CANCEL, reason=cause(text))
    if reading.kind == "postponement" and reading.starts_at is None:
        return Intent(Verb.POSTPONE, reason=postponed(cause(text), reading.language))
    return None


def intended(reading: Reading, event: Event | None, plan: Plan) -> Intent:
    """The verb of a text that gives a date or other facts, for the event it is about."""
    if event is None:
        return Intent(Verb.DRAFT)
    if event.state == EventState.CANCELLED and _brings_back(reading, event):
        return Intent(Verb.RESTORE)
    if reading.kind == "postponement" and event.state == EventState.PUBLISHED:
        before, after = frozen(event, untouched(event).talks), frozen(plan.event, plan.talks)
        if {change.kind for change in compare(before, after)} <= _ONLY_TIMES:
            return Intent(Verb.MOVE, _utc(reading.starts_at), _utc(reading.ends_at))
    return Intent(Verb.UPDATE)


def changes_of(intent: Intent, event: Event | None, plan: Plan) -> tuple[tuple[Line, ...], bool]:
    """What doing it changes, in the desk's words, and whether that is nothing at all."""
    if event is None:
        return lines_of_new(plan.event, frozen(plan.event, plan.talks)), False
    if intent.verb in _CALLS_OFF:
        is_off = event.state == EventState.CANCELLED
        return () if is_off else (state_line(event, intent.reason),), is_off
    if intent.verb == Verb.MOVE:
        return _moves(intent, event)
    before, after = frozen(event, untouched(event).talks), frozen(plan.event, plan.talks)
    if intent.verb == Verb.RESTORE:
        # Lines compare what is said, not whether it takes place.
        return (restored_line(event), *lines_between(before, event, after, plan.event)), False
    lines = lines_between(before, event, after, plan.event)
    return lines, not lines and not plan.alias


def obstacles_to(intent: Intent, event: Event | None) -> tuple[str, ...]:
    """Why the event's state forbids it, in the user's language."""
    if event is None or intent.verb not in _CALLS_OFF or event.state == EventState.CANCELLED:
        return ()
    try:
        state_after(event, "cancel")
    except NotPossible as refusal:
        return (str(refusal),)
    return ()


def refusals_of(reading: Reading, intent: Intent, plan: Plan) -> tuple[Doubt, ...]:
    """The doubts that forbid publishing, without what the series or the known event answers."""
    if intent.verb in _CALLS_OFF:
        return ()
    event = plan.event
    answered = set()
    if event.resolved_venue or event.resolved_meeting:
        answered.add("missing_place")
    if event.starts_at:
        answered.add("missing_start")
    found = [doubt for doubt in refusals(reading) if doubt.code not in answered]
    if event.starts_at and not event.ends_at:
        found.append(Doubt("missing_end", "ends_at"))
    return tuple(found)


def _brings_back(reading: Reading, event: Event) -> bool:
    """Whether a text gives a cancelled event another date: it waited for one, or is announced anew by its number."""
    # Not the working copy: the new date may have been saved there, and never been published.
    if reading.starts_at is None or reading.starts_at == _public(event).starts_at:
        return False
    if says_postponed(event.cancel_reason) or reading.kind == "postponement":
        return True
    known = speakers_of(event)
    is_numbered = reading.number is not None and reading.number == event.number
    return is_numbered and (shares_speaker(reading, event) or not known)


def _moves(intent: Intent, event: Event) -> tuple[tuple[Line, ...], bool]:
    """What the public copy would say: that, and not the working copy, is moved."""
    assert intent.starts_at, "whatever is moved gets a start"
    before = _public(event)
    length: timedelta = before.ends_at - before.starts_at
    ends_at = intent.ends_at or intent.starts_at + length
    if (intent.starts_at, ends_at) == (before.starts_at, before.ends_at):
        return (), True
    after = moved(before, starts_at=intent.starts_at, ends_at=ends_at)
    return tuple(differences(before, after)), False


def _public(event: Event) -> Snapshot:
    """What readers see of a published or cancelled event."""
    newest = event.revisions.order_by("-number").first()
    assert newest, "a published event has a revision"
    return from_json(newest.snapshot)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
