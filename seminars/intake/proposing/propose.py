"""A reading → what it would do to the programme: looks things up, saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import get_language, gettext

from seminars.intake.proposing.composing import composed, tidied, untouched, whole_days
from seminars.intake.proposing.events import Match, held_by, match_event
from seminars.intake.proposing.intending import called_off, changes_of, intended, obstacles_to, refusals_of
from seminars.intake.proposing.papers import Paper, papers
from seminars.intake.proposing.places import whereabouts
from seminars.intake.proposing.proposal import (
    DROP,
    KEEP,
    NEW,
    TAKE,
    Choice,
    Offer,
    Plan,
    PlannedTalk,
    Proposal,
    Question,
)
from seminars.intake.proposing.serieses import match_series
from seminars.intake.proposing.speakers import People, match_speakers
from seminars.intake.proposing.talks import has_title, title_of
from seminars.intake.reading import Reading
from seminars.models import Event, EventState, Series, TalkState
from seminars.programme.intents import Intent, Verb
from seminars.text.bilingual import short_language
from seminars.timekeeping.spans import moment_words


def propose(
    reading: Reading,
    *,
    text: str,
    series: Series | None,
    open_to: Iterable[Series] = (),
    answers: Mapping[str, str] | None = None,
    at: datetime,
    uid: str = "",
) -> Proposal:
    """What `reading` of `text` would do in `series`, else in one of those `open_to` whoever asks.

    `answers`: those given so far, by the names of questions and offers; what answers none of them is ignored.
    `uid` names the event where the text comes from one of our own calendars.
    """
    answers = dict(answers or {})
    series, which_series = match_series(reading, series, list(open_to), answers)
    asked = [which_series] if which_series else []
    off = called_off(reading, text)
    proposal = Proposal(
        reading, text, series, None, off or Intent(Verb.DRAFT), None, answers=answers, uid=uid
    )
    if series is None:
        return replace(proposal, questions=tuple(asked))
    reading = whole_days(reading)
    match = match_event(reading, series, text=text, uid=uid, at=at)
    which = _which_event(reading, match, answers)
    asked += [which] if which else []
    event = _chosen(match, which)
    if event is None and (holder := held_by(uid, but=series)):
        sentence = gettext("This event belongs to %(series)s already.") % {"series": holder}
        return replace(proposal, questions=tuple(asked), obstacles=(sentence,))
    if event is None and (unclear := _unclear(reading, off, which)):
        return replace(proposal, questions=tuple(asked), obstacles=(unclear,))
    if event is not None and off:
        plan = untouched(event)
        intent = off
        offers: list[Offer] = []
    else:
        said = _without_taken_number(reading, match, event)
        plan, more, offers = _planned(said, text, event, series, answers)
        intent = intended(reading, event, plan)
        asked += more
    changes, is_nothing = changes_of(intent, event, plan)
    return replace(
        proposal,
        event=event,
        intent=intent,
        refusals=refusals_of(reading, intent, plan),
        plan=untouched(event) if event and intent.verb == Verb.MOVE else plan,
        changes=changes,
        is_nothing=is_nothing,
        questions=tuple(asked),
        offers=tuple(offers),
        obstacles=obstacles_to(intent, event),
    )


def _unclear(reading: Reading, off: Intent | None, which: Question | None) -> str:
    """Why a text about a known event cannot be understood without one; '' for what may be new."""
    is_new = which is not None and which.chosen == NEW
    if off or (reading.kind == "postponement" and not is_new):
        return gettext("This text calls an event off or moves it, but it is not clear which one.")
    if reading.kind == "correction" and reading.starts_at is None:
        return gettext("This text corrects an event, but it is not clear which one.")
    return ""


def _which_event(reading: Reading, match: Match, answers: Mapping[str, str]) -> Question | None:
    """Which event is meant, likeliest first, where there is a choice; a notice is about a known one."""
    known = [*([match.event] if match.event else []), *match.candidates]
    choices = [Choice(str(event.pk), _name(event), _hint(event)) for event in known]
    if not known and (reading.kind != "postponement" or reading.starts_at is None):
        return None
    if reading.kind == "announcement" or reading.starts_at is not None:
        choices.append(Choice(NEW, gettext("a new event")))
    answer = answers.get("event", "")
    likely = str(match.event.pk) if match.event else ""
    chosen = answer if answer in {choice.value for choice in choices} else likely
    said = reading.title or "; ".join(talk.title for talk in reading.talks if talk.title)
    return Question(
        "event", f"#{reading.number}" if reading.number is not None else said, tuple(choices), chosen
    )


def _chosen(match: Match, which: Question | None) -> Event | None:
    known = [*([match.event] if match.event else []), *match.candidates]
    return next((event for event in known if which and str(event.pk) == which.chosen), None)


def _name(event: Event) -> str:
    language = short_language(get_language() or "")
    when = moment_words(event.starts_at, event.zone, language) if event.starts_at else ""
    number = f"#{event.number}" if event.number is not None else ""
    return " · ".join(part for part in (number, when, str(EventState(event.state).label)) if part)


def _hint(event: Event) -> str:
    language = get_language() or ""
    titles = [event.title, *(title_of(talk) for talk in untouched(event).talks)]
    people = [
        each.speaker.name.best(language) for talk in event.talks.all() for each in talk.appearances.all()
    ]
    return " · ".join(dict.fromkeys(part for part in (*people, *(t.best(language) for t in titles)) if part))


def _without_taken_number(reading: Reading, match: Match, event: Event | None) -> Reading:
    """The reading without its number where another event than the chosen one has it."""
    known = [*([match.event] if match.event else []), *match.candidates]
    is_taken = any(each != event and each.number == reading.number for each in known)
    return replace(reading, number=None) if reading.number is not None and is_taken else reading


def _planned(
    reading: Reading, text: str, event: Event | None, series: Series, answers: Mapping[str, str]
) -> tuple[Plan, list[Question], list[Offer]]:
    where = whereabouts(reading, text, event, series, answers)
    # A postponement of a known event says when and where, and nothing of who speaks.
    is_notice = event is not None and reading.kind == "postponement"
    people = People() if is_notice else match_speakers(reading, event, answers)
    named = {} if is_notice else papers(reading, text)
    plan, missing = composed(
        reading,
        event=event,
        series=series,
        text=text,
        where=where,
        people=people,
        papers=named,
        answers=answers,
    )
    tidied(plan)
    asked = [
        *people.questions,
        *where.questions,
        *(_dropped(each, event, answers) for each in _news(missing, event)),
    ]
    return plan, asked, _offers(plan, named, answers)


def _news(missing: list[PlannedTalk], event: Event | None) -> list[PlannedTalk]:
    """The talks that the text leaves out, but for those that were withdrawn before."""
    planned = {talk.pk for talk in event.talks.all() if talk.state == TalkState.PLANNED} if event else set()
    return [each for each in missing if each.talk.pk in planned]


def _dropped(planned: PlannedTalk, event: Event | None, answers: Mapping[str, str]) -> Question:
    language = get_language() or ""
    people = "; ".join(each.speaker.name.best(language) for each in planned.appearances)
    title = title_of(planned).best(language)
    name = f"dropped.{planned.talk.pk}"
    is_public = event is not None and event.published_at is not None
    drop = gettext("withdraw it") if is_public else gettext("remove it")
    choices = (Choice(DROP, drop), Choice(KEEP, gettext("keep it")))
    chosen = answers.get(name, "")
    said = ": ".join(part for part in (people, title) if part)
    return Question(name, said, choices, chosen if chosen in (DROP, KEEP) else DROP)


def _offers(plan: Plan, named: Mapping[int, Paper], answers: Mapping[str, str]) -> list[Offer]:
    found = []
    for place, paper in named.items():
        name = f"talks.{place}.title"
        planned = next((each for each in plan.talks if each.said == f"talks.{place}"), None)
        if planned and (answers.get(name) == TAKE or not has_title(planned)):
            found.append(Offer(name, paper.title, paper.source, paper.span, paper.url))
    return found
