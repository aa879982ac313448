"""What a human is asked over a pasted text: doubts and matches as sentences, each with its answers as buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.pasting.sitting import Sitting
from seminars.intake.matching import folded
from seminars.intake.proposing.proposal import TAKE, Offer, Plan, Question
from seminars.intake.reading import Place
from seminars.intake.settling import BY_HAND, Decision
from seminars.meetings.codes import shown_code
from seminars.text.bilingual import short_language
from seminars.timekeeping.names import zone_words
from seminars.timekeeping.spans import date_words, moment_words
from seminars.timekeeping.zones import is_zone

# More known rooms than this help nobody; the form itself lists them all.
MOST_CHOICES = 5
# What is asked even where the answer is likely: everything else follows from it.
LONGEST_QUOTE = 40
ALWAYS = re.compile(r"dropped\..*")

_OF_DOUBT = {
    "weekday_mismatch": _("Date and weekday do not agree. Which day is it?"),
    "date_conflict": _("The text gives different dates. Which one is right?"),
    "time_conflict": _("The text gives different times. Which one is right?"),
    "place_conflict": _("The text gives different places. Where is it?"),
    "meeting_conflict": _("The text gives different meeting numbers. Which one is right?"),
    "ambiguous_date": _("The date can be read in two ways. Which one is meant?"),
    "ambiguous_hour": _("Is it in the morning or in the afternoon?"),
    "timezone_from_context": _("The text does not say which clocks it means. Which ones are they?"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A button: what it sends, what it says, and why that might be meant."""

    value: str
    label: str
    hint: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its answers. `is_open`: nothing can be saved before it is answered."""

    name: str
    sentence: str
    said: str
    answers: tuple[Answer, ...]
    is_open: bool = False


def cards(sitting: Sitting) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """What to look at first; then the matches that are clear, in case one is wrong all the same."""
    # The series may have been chosen together with the text.
    shown = sitting.answers.keys() - {"series"}
    asked = [_of_question(each, sitting.answers) for each in sitting.proposal.questions]
    first = [card for card in asked if card.is_open or card.name in shown or ALWAYS.fullmatch(card.name)]
    clear = [card for card in asked if card not in first and not card.name.startswith("venue")]
    decided = [_of_decision(each, sitting) for each in sitting.decisions]
    offered = [_of_offer(each, sitting.answers) for each in sitting.proposal.offers]
    return (*first, *decided, *offered), tuple(clear)


def _of_decision(decision: Decision, sitting: Sitting) -> Card:
    given = sitting.answers.get(decision.name, "")
    found = [
        Answer(f"{decision.name}={value}", label, _quoted(sitting, span, beside=label), given == value)
        for value, span in decision.candidates.items()
        for label in (_reading_words(value, decision),)
    ]
    by_hand = Answer(f"{decision.name}={BY_HAND}", gettext("as I write it below"), "", given == BY_HAND)
    sentence = str(
        _OF_DOUBT.get(decision.code, gettext("This can be read in several ways. Which one is meant?"))
    )
    return Card(decision.name, sentence, "", (*found, by_hand), decision.forbids and not given)


def _quoted(sitting: Sitting, span: Place | None, *, beside: str) -> str:
    """The words of the text that say so; '' where one place may be read in both ways, or they are the same words."""
    words = sitting.text[slice(*span)].strip() if span else ""
    return "" if folded(words) == folded(beside) else Truncator(words).chars(LONGEST_QUOTE)


def _reading_words(value: str, decision: Decision) -> str:
    language = short_language(get_language() or "")
    if decision.path == "zone" and is_zone(value):
        return zone_words(value, language)
    if decision.path == "meetings":
        return shown_code(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date_words(date.fromisoformat(value), language)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    name = str(moment.tzinfo)
    return moment_words(moment, name, language) if is_zone(name) else f"{moment:%Y-%m-%d %H:%M}"


def _of_question(question: Question, answers: Mapping[str, str]) -> Card:
    shown = list(question.choices)
    if len(shown) > MOST_CHOICES:
        chosen = [each for each in shown if each.value == question.chosen]
        shown = list(dict.fromkeys([*shown[: MOST_CHOICES - 1], *chosen, shown[-1]]))
    found = tuple(
        Answer(f"{question.name}={each.value}", each.label, each.hint, each.value == question.chosen)
        for each in shown
    )
    return Card(question.name, _asked(question), question.said, found, question.is_open)


def _asked(question: Question) -> str:
    said = {"said": question.said}
    kind = question.name.partition(".")[0]
    if kind == "series":
        return gettext("Which series is it?")
    if kind == "event":
        return gettext("Which event is it about?")
    if kind == "venue":
        return gettext("“%(said)s”: which room is that?") % said
    if kind == "meeting":
        return gettext("“%(said)s”: which online meeting is that?") % said
    if kind == "dropped":
        return gettext("The text says no more of this talk: %(said)s") % said
    return gettext("“%(said)s”: who is that?") % said


def _of_offer(offer: Offer, answers: Mapping[str, str]) -> Card:
    is_taken = answers.get(offer.name) == TAKE
    sentence = gettext("This talk has no title. Its paper is called:")
    take = Answer(f"{offer.name}={TAKE}", offer.value, offer.source, is_taken)
    leave = Answer(f"{offer.name}=leave", gettext("no title yet"), "", answers.get(offer.name) == "leave")
    return Card(offer.name, sentence, "", (take, leave))


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing or was only guessed, and the field where it belongs."""

    sentence: str
    path: str


_GAPS = {
    "missing_start": _("No start was found."),
    "missing_end": _("No end was found."),
    "missing_place": _("No room and no online meeting was found."),
    "missing_meeting_id": _("The online meeting has no number yet."),
    "missing_talk_title": _("A talk has no title yet."),
    "missing_abstract": _("A talk has no abstract yet."),
    "missing_speaker": _("It is not clear who speaks."),
    "title_tba": _("A title is still to be announced."),
    "guessed_title": _("The title was guessed."),
    "meeting_provider_guessed": _("Whose online meeting it is was guessed."),
    "impossible_time": _("The clocks there never show this time: they are put forward over it."),
    "end_before_start": _("The end is before the start."),
}


def gaps(sitting: Sitting) -> Iterator[Gap]:
    """What is missing or was guessed, each sentence once, with the first field it is about."""
    decided = {(each.code, each.path) for each in sitting.decisions}
    answered = _answered(sitting.proposal.plan)
    seen = set()
    for doubt in sitting.reading.doubts:
        sentence = str(_GAPS.get(doubt.code, "")) if doubt.code not in answered else ""
        if doubt.code == "missing_end" and sitting.proposal.plan and sitting.proposal.plan.event.ends_at:
            sentence = gettext("No end was found: the usual length was taken.")
        if sentence and sentence not in seen and (doubt.code, doubt.field) not in decided:
            seen.add(sentence)
            yield Gap(sentence, doubt.field)


def _answered(plan: Plan | None) -> set[str]:
    """What the series or the known event answers although the text does not."""
    if plan is None:
        return set()
    event, found = plan.event, set()
    if event.starts_at:
        found.add("missing_start")
    if event.resolved_venue or event.resolved_meeting:
        found.add("missing_place")
    if event.resolved_meeting and (event.resolved_meeting.code or event.resolved_meeting.url):
        found.add("missing_meeting_id")
    return found
