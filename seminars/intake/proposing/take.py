"""A confirmed proposal → the working copy, in one transaction; nothing is published."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from seminars.access.rules import may_change_shared
from seminars.intake.proposing.places import learn
from seminars.intake.proposing.proposal import NEW, Proposal
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.storing import store
from seminars.models import Event, Series
from seminars.programme.intents import Verb

# These are the business of `publishing`, which patches the public copy and the working copy alike.
_NOT_OURS = (Verb.CANCEL, Verb.POSTPONE, Verb.MOVE)


class Unclear(Exception):
    """A proposal that cannot be taken as it is; str() says why, in the user's language."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(reasons)

    def __str__(self) -> str:
        return " ".join(self.reasons)


class Outdated(Exception):
    """What was confirmed is no longer what would happen; `proposal` is the new one."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        super().__init__(proposal.fingerprint)

    def __str__(self) -> str:
        return gettext("The event has changed in the meantime: look at the differences once more.")


def take(proposal: Proposal, *, by: User | None, at: datetime, seen: str = "") -> Event:
    """The event that `proposal` is about, with its working copy saved as proposed and the text kept beside it.

    Looks everything up once more under a lock, so that one text pasted twice at once is one event. What is
    called off or moved is only looked up: `publishing` carries that out. `seen`: the fingerprint of what was
    confirmed. Raises `Outdated`, `Unclear` and `ValidationError`.
    """
    if proposal.series is None:
        raise Unclear((gettext("Choose the series that this text belongs to."),))
    with transaction.atomic():
        Series.objects.select_for_update(no_key=True).get(pk=proposal.series.pk)
        now = again(proposal, at=at)
        if seen and now.fingerprint != seen:
            raise Outdated(now)
        _check(now)
        if now.event is not None and now.verb in _NOT_OURS:
            return now.event
        assert now.plan is not None, "a proposal without obstacles has a plan"
        event = now.event
        if event is None or not now.is_nothing or now.plan.event.source_text != event.source_text:
            event = store(now.plan, by=by)
        venue = now.plan.event.venue or now.plan.event.series.venue
        if now.plan.alias and venue and (by is None or may_change_shared(by, venue)):
            learn(venue, now.plan.alias)
        return Event.objects.with_programme().get(pk=event.pk)


def again(proposal: Proposal, *, at: datetime, answers: dict[str, str] | None = None) -> Proposal:
    """The same, looked up once more, perhaps with other answers."""
    return propose(
        proposal.reading,
        text=proposal.text,
        series=proposal.series,
        answers={**proposal.answers, **(answers or {})},
        at=at,
        uid=proposal.uid,
    )


def without_a_human(proposal: Proposal, *, at: datetime) -> Proposal:
    """The same with whoever and whatever is not certainly known taken for new. Raises `Unclear`."""
    if proposal.series is None:
        raise Unclear((gettext("Choose the series that this text belongs to."),))
    while not proposal.obstacles and (open_questions := proposal.open_questions):
        given = {
            question.name: NEW
            for question in open_questions
            if NEW in {choice.value for choice in question.choices}
        }
        if len(given) < len(open_questions):
            break
        proposal = again(proposal, at=at, answers=given)
    _check(proposal)
    return proposal


def _check(proposal: Proposal) -> None:
    if proposal.obstacles:
        raise Unclear(proposal.obstacles)
    if proposal.open_questions:
        said = gettext("Say who or what is meant: %(words)s.")
        names = ", ".join(question.said or question.name for question in proposal.open_questions)
        raise Unclear((said % {"words": names},))
