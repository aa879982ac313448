"""One act of a command with announcements: what is taken, what of it is published, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils import timezone

from seminars.intake.doors.entries import Entry
from seminars.intake.doubts import doubts_words
from seminars.intake.matching import in_its_language
from seminars.intake.proposing.proposal import NEW, Proposal
from seminars.intake.reading import Reading
from seminars.intake.taking import NotTaken, Taken, nothing_hinders, take_all
from seminars.management.base import Refused, tell_as_asked
from seminars.models import Event, Revision, Series
from seminars.programme.intents import Verb
from seminars.programme.states import check_publishable
from seminars.publishing.carrying_out import carry_out
from seminars.publishing.publish import publish_all
from seminars.publishing.series import save_series

_WRITTEN = (Verb.DRAFT, Verb.UPDATE)


@dataclass
class Act:
    """What one call of the command does with all its files; events published in it are told together."""

    series: Series
    by: User | None
    announce: str | None
    publishes: bool
    language: str
    hint: Callable[[str], object]
    events: list[Event] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    report: list[str] = field(default_factory=list)
    made: int = 0
    updated: int = 0
    unchanged: int = 0
    waiting: list[Event] = field(default_factory=list)

    def part(self) -> Act:
        """An act of the same kind, of which nothing is done yet."""
        return Act(self.series, self.by, self.announce, self.publishes, self.language, self.hint)

    def absorb(self, part: Act) -> None:
        """Count what was done in a part of this act."""
        self.events += part.events
        self.revisions += part.revisions
        self.report += part.report
        self.waiting += part.waiting
        self.made += part.made
        self.updated += part.updated
        self.unchanged += part.unchanged

    def take(self, entries: tuple[Entry, ...]) -> None:
        """Take all announcements of a file, or none. Raises `Refused`."""
        for entry in entries:
            self._hint(entry)
        try:
            found = take_all(
                entries,
                series=self.series,
                by=self.by,
                at=timezone.now(),
                hindrance=self._not_publishable if self.publishes else nothing_hinders,
            )
        except NotTaken as refusal:
            reasons = [sentence for _name, sentence in refusal.reasons]
            raise Refused(str(refusal) if len(entries) > 1 else " ".join(reasons)) from None
        for taken in found:
            self._say_what_was_assumed(taken.asked)
            tell_as_asked(taken.event, self.announce)
            self._follow(taken)

    def publish(self) -> None:
        """Publish what waits for it, in one act. Raises what `publish_all` raises."""
        waiting, self.waiting = self.waiting, []
        if waiting:
            self.revisions += publish_all(waiting, by=self.by, at=timezone.now())
            for event in waiting:
                event.refresh_from_db()

    def _follow(self, taken: Taken) -> None:
        event, verb = taken.event, taken.proposal.verb
        self.events.append(event)
        self._count(taken)
        if not self.publishes:
            if verb not in (*_WRITTEN, Verb.RESTORE):
                self.hint(f"Nothing saved: this text would {verb} the event; --publish does it.")
        elif verb in _WRITTEN:
            check_publishable(event)
            _take_motto(taken.proposal.reading, self.series, self.by)
            self.waiting.append(event)
        else:
            # What is called off must have been announced before.
            self.publish()
            revision = carry_out(event, taken.proposal.intent, by=self.by, at=timezone.now())
            self.revisions += [revision] if revision else []
            event.refresh_from_db()

    def _count(self, taken: Taken) -> None:
        if taken.proposal.event is None:
            self.made += 1
            outcome = "made"
        elif taken.proposal.is_nothing:
            self.unchanged += 1
            outcome = "unchanged"
        else:
            self.updated += 1
            outcome = "updated" if taken.proposal.verb in _WRITTEN else str(taken.proposal.verb)
        self.report.append(f"{taken.entry.name}: {outcome}")

    def _not_publishable(self, proposal: Proposal) -> str:
        """Why what a text says may not go public; '' if it may."""
        faults = [doubt for doubt in proposal.refusals if doubt.code != "missing_end"]
        if faults:
            return f"Not published: {doubts_words(faults, self.language)}."
        if proposal.refusals:
            return (
                "Not published: the text gives no end, and the series has no usual length (series --minutes)."
            )
        return ""

    def _hint(self, entry: Entry) -> None:
        if entry.reading.doubts:
            self.hint(f"{entry.name}: {doubts_words(entry.reading.doubts, self.language)}")
        for remark in entry.remarks:
            self.hint(f"{entry.name}: {remark.best(self.language)}")

    def _say_what_was_assumed(self, proposal: Proposal) -> None:
        for question in proposal.open_questions:
            known = "; ".join(
                f"{choice.label} ({choice.hint})" if choice.hint else choice.label
                for choice in question.choices
                if choice.value != NEW
            )
            self.hint(f"{question.said}: taken for new. Known already: {known}.")


def _take_motto(reading: Reading, series: Series, by: User | None) -> None:
    if reading.motto and not series.motto:
        side = in_its_language(reading.motto)
        series.motto_zh, series.motto_en = side.zh, side.en
        save_series(series, by=by, at=timezone.now())
