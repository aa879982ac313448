"""What an import would do, entry by entry, as the preview shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, gettext, pgettext

from seminars.intake.doors.entries import Entry
from seminars.intake.doubts import doubt_words
from seminars.intake.proposing.proposal import Choice, Proposal, Question
from seminars.intake.reading import Reading
from seminars.intake.taking import faults_of, propose_entry
from seminars.meetings.codes import shown_code
from seminars.models import Series
from seminars.presenting.differences import Line
from seminars.programme.intents import Verb
from seminars.text.bilingual import short_language
from seminars.timekeeping.spans import AllDaySpan, EndsBeforeItStarts, Span, TooManyDays, moment_words

# More at once is no term, and the preview would keep everybody waiting.
MOST_SHOWN = 100

_MOMENT = timedelta(microseconds=1)
# A term is planned long before there are abstracts.
_USUAL = frozenset({"missing_abstract"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one entry, with the name of its field and the answer that is chosen."""

    field: str
    said: str
    choices: tuple[Choice, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One entry: where it stands in the file, what would happen, what was read, and what is wrong or in doubt."""

    name: str
    verb: str
    outcome: str
    number: int | None
    when: str
    titles: tuple[str, ...]
    people: str
    place: str
    faults: tuple[str, ...]
    grave: tuple[str, ...]
    doubts: tuple[str, ...]
    remarks: tuple[str, ...]
    asked: tuple[Asked, ...]
    changes: tuple[Line, ...]
    url: str

    @property
    def is_wrong(self) -> bool:
        return bool(self.faults)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All entries of a file. `seen` is the same as long as the same would happen."""

    rows: tuple[SheetRow, ...]
    seen: str

    @property
    def wrong(self) -> int:
        """How many entries keep the file from being saved."""
        return sum(row.is_wrong for row in self.rows)

    @property
    def is_undecided(self) -> bool:
        """Whether a question waits for its answer."""
        return any(not asked.chosen for row in self.rows for asked in row.asked)

    @property
    def made(self) -> int:
        return sum(row.verb == Verb.DRAFT for row in self.rows)

    @property
    def updated(self) -> int:
        return sum(row.verb == Verb.UPDATE for row in self.rows)

    @property
    def does_something(self) -> bool:
        """Whether saving would write anything."""
        return bool(self.made or self.updated)


def sheet_of(
    entries: Sequence[Entry],
    *,
    series: Series,
    at: datetime,
    answers: Mapping[int, Mapping[str, str]],
    refused: Mapping[str, list[str]] | None = None,
) -> Sheet:
    """What taking `entries` would do. `refused`: what saving them said, by the names of entries."""
    rows, marks = [], []
    for place, entry in enumerate(entries):
        faults = [*faults_of(entry), *(refused or {}).get(entry.name, [])]
        proposal = None if entry.faults else propose_entry(entry, series=series, at=at)
        rows.append(_row(place, entry, proposal, faults, answers.get(place, {})))
        marks.append(proposal.fingerprint if proposal else "")
    return Sheet(tuple(rows), hashlib.sha256(" ".join(marks).encode()).hexdigest()[:16])


def field_of_answer(place: int, question: str) -> str:
    """The form's name of a question."""
    return f"answer-{place}-{question}"


def _row(
    place: int, entry: Entry, proposal: Proposal | None, faults: list[str], answers: Mapping[str, str]
) -> SheetRow:
    language = short_language(get_language() or "")
    reading = entry.reading
    refusals = proposal.refusals if proposal else ()
    people = [speaker.name for talk in reading.talks for speaker in talk.speakers]
    return SheetRow(
        name=entry.name.rpartition(", ")[2],
        verb=_verb(proposal),
        outcome=_outcome(proposal),
        number=reading.number,
        when=_when(reading, language),
        titles=tuple(filter(None, (reading.title, *(talk.title for talk in reading.talks)))),
        people="、".join(dict.fromkeys(people)) if language == "zh" else ", ".join(dict.fromkeys(people)),
        place=_place(reading),
        faults=(*faults, *(proposal.obstacles if proposal else ())),
        grave=tuple(doubt_words(doubt, language) for doubt in refusals),
        doubts=tuple(
            doubt_words(doubt, language)
            for doubt in reading.doubts
            if not faults and doubt not in refusals and doubt.code not in _USUAL
        ),
        remarks=tuple(remark.best(language) for remark in entry.remarks),
        asked=tuple(_asked(place, each, answers) for each in (proposal.open_questions if proposal else ())),
        changes=proposal.changes if proposal and proposal.event else (),
        url=reverse("admin:seminars_event_change", args=[proposal.event.pk])
        if proposal and proposal.event
        else "",
    )


def _asked(place: int, question: Question, answers: Mapping[str, str]) -> Asked:
    name = field_of_answer(place, question.name)
    return Asked(name, question.said or question.name, question.choices, answers.get(question.name, ""))


def _verb(proposal: Proposal | None) -> str:
    if proposal is None:
        return ""
    return "nothing" if proposal.verb == Verb.UPDATE and proposal.is_nothing else str(proposal.verb)


def _outcome(proposal: Proposal | None) -> str:
    return {
        "": gettext("cannot be read"),
        "nothing": gettext("is so already"),
        str(Verb.DRAFT): pgettext("what an import does", "new"),
        str(Verb.UPDATE): pgettext("what an import does", "changes"),
        str(Verb.MOVE): gettext("moves the event"),
        str(Verb.CANCEL): gettext("cancels the event"),
        str(Verb.POSTPONE): gettext("postpones the event"),
        str(Verb.RESTORE): gettext("takes place after all"),
    }[_verb(proposal)]


def _when(reading: Reading, language: str) -> str:
    starts_at = reading.starts_at or reading.previous_start
    ends_at = reading.ends_at or reading.previous_end
    if starts_at is None:
        return ""
    try:
        if reading.is_all_day and ends_at:
            last = max(starts_at.date(), (ends_at - _MOMENT).date())
            return AllDaySpan(starts_at.date(), last, reading.zone).in_words(language)
        if ends_at:
            return Span(starts_at, ends_at, reading.zone).in_words(language)
    except (EndsBeforeItStarts, TooManyDays):
        pass
    return moment_words(starts_at, reading.zone, language)


def _place(reading: Reading) -> str:
    rooms = [place.text or f"{place.venue} {place.room or ''}".strip() for place in reading.places[:1]]
    meetings = [
        shown_code(meeting.code or "") or meeting.url or meeting.provider for meeting in reading.meetings[:1]
    ]
    return " · ".join([*rooms, *meetings])
