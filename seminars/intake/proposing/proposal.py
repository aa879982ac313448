"""What a text would do to the programme, before anything is saved: values for a human to confirm."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from seminars.intake.reading import Doubt, Place, Reading
from seminars.models import Abstract, Appearance, Event, Link, Series, Tag, Talk
from seminars.presenting.differences import Line
from seminars.programme.intents import Intent, Verb

# The answers that name no row of the database.
NEW, SERIES, OWN, KEEP, DROP, TAKE = "new", "series", "own", "keep", "drop", "take"


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer: a primary key, or `new`, `series`, `own`, `keep`, `drop`; how it is called, and why."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A match that a human confirms.

    `name`: its key among the answers: `series`, `event`, `venue`, `meeting`, `talks.0.speakers.1`, and
    `dropped.<pk>` for a talk that the text no longer has. `said`: the words of the text it is about.
    `chosen`: the likely answer or the given one; '' where nobody but a human knows.
    """

    name: str
    said: str
    choices: tuple[Choice, ...]
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing can be saved before it is answered."""
        return not self.chosen


@dataclass(frozen=True, slots=True)
class Offer:
    """Something the text suggests but does not say, such as a paper's title for a talk without one.

    Taken only if the answers hold `name` (`talks.0.title`) → `take`. `source` is the text's own words, `span`
    where they stand.
    """

    name: str
    value: str
    source: str
    span: Place
    url: str = ""


@dataclass(slots=True)
class PlannedTalk:
    """A talk as it would be stored: rows that are not saved (`pk` None where there is none yet), in order.

    `said` is its path in the evidence, such as `talks.0`; '' if the text has it no more.
    """

    talk: Talk
    said: str = ""
    appearances: list[Appearance] = field(default_factory=list)
    abstracts: list[Abstract] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """The working copy as it would be stored, merged with what the known event says already; nothing is saved.

    `event.venue`, `event.meeting` and `appearance.speaker` may be new rows without a `pk`. `removed` are talks
    of a draft that go away with it; of a published event they stay among `talks`, withdrawn. `alias` is the
    spelling that the chosen room learns.
    """

    event: Event
    talks: list[PlannedTalk] = field(default_factory=list)
    removed: list[Talk] = field(default_factory=list)
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text would do: the intent, the event it is about, the values, what would differ, and what is open.

    `event` is None for a new one, and where a notice fits none that is known. `series` is None while the question
    of that name is open; then there is no plan. Of a notice that calls off or moves, the plan is the working
    copy as it is. `obstacles` are sentences that say why it cannot be done at all; `refusals` the doubts that
    forbid publishing, `doubts` all of them. `is_nothing`: it would change nothing.
    """

    reading: Reading
    text: str
    series: Series | None
    event: Event | None
    intent: Intent
    plan: Plan | None
    changes: tuple[Line, ...] = ()
    is_nothing: bool = False
    questions: tuple[Question, ...] = ()
    offers: tuple[Offer, ...] = ()
    obstacles: tuple[str, ...] = ()
    refusals: tuple[Doubt, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    uid: str = ""

    @property
    def verb(self) -> Verb:
        return self.intent.verb

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return self.reading.doubts

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What must be answered before this can be taken."""
        return tuple(question for question in self.questions if question.is_open)

    @property
    def fingerprint(self) -> str:
        """The same as long as the same would happen: what was confirmed is what is done."""
        parts = (self.verb, self.event.pk if self.event else None, self.changes, self.obstacles)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
