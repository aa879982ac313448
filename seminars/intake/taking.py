"""Entries of a file → working copies: one, or all of a file or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language

from seminars.intake.doors.entries import Entry
from seminars.intake.proposing.proposal import Proposal
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.take import Unclear, take, without_a_human
from seminars.models import Event, Series


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry that was taken: what was known and open before, what was done then, and the event it is about."""

    entry: Entry
    asked: Proposal
    proposal: Proposal
    event: Event


class NotTaken(Exception):
    """Entries that cannot be taken, each with its reasons; str() says all, in the user's language."""

    def __init__(self, reasons: tuple[tuple[str, str], ...]) -> None:
        self.reasons = reasons
        super().__init__(reasons)

    def __str__(self) -> str:
        return "\n".join(f"{name}: {sentence}" for name, sentence in self.reasons)


def propose_entry(
    entry: Entry, *, series: Series, at: datetime, answers: Mapping[str, str] | None = None
) -> Proposal:
    """What taking an entry would do, with the answers given so far."""
    return propose(entry.reading, text=entry.text, series=series, answers=answers, at=at, uid=entry.uid)


def nothing_hinders(_proposal: Proposal) -> str:
    """For drafts: whatever can be saved may be saved."""
    return ""


def take_all(
    entries: Iterable[Entry],
    *,
    series: Series,
    by: User | None,
    at: datetime,
    answers: Mapping[int, Mapping[str, str]] | None = None,
    hindrance: Callable[[Proposal], str] = nothing_hinders,
) -> list[Taken]:
    """Every entry taken, nothing published. Whoever is not certainly known is taken for new, unless the `answers`
    to the entry, by its place, say otherwise.

    All or none: raises `NotTaken` with all that is wrong, and with the sentence that `hindrance` has for a proposal.
    """
    entries = tuple(entries)
    reasons = [(entry.name, said) for entry in entries for said in faults_of(entry)]
    taken: list[Taken] = []
    with transaction.atomic():
        for place, entry in enumerate(entries if not reasons else ()):
            try:
                asked = propose_entry(entry, series=series, at=at, answers=(answers or {}).get(place))
                proposal = without_a_human(asked, at=at)
                if hindered := hindrance(proposal):
                    reasons.append((entry.name, hindered))
                    continue
                # A row that the database refuses must not break the transaction of the others: they are asked too.
                with transaction.atomic():
                    taken.append(Taken(entry, asked, proposal, take(proposal, by=by, at=at)))
            except Unclear as unclear:
                reasons.append((entry.name, str(unclear)))
            except ValidationError as fault:
                reasons.append((entry.name, " ".join(fault.messages)))
        if reasons:
            raise NotTaken(tuple(reasons))
    return taken


def faults_of(entry: Entry) -> list[str]:
    """What forbids taking an entry, in the user's language."""
    return [fault.words.best(get_language() or "") for fault in entry.faults]
