"""What one look at a pasted text is about: the text, what was answered so far, and what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, QueryDict

from seminars.access import rules
from seminars.intake.doors.entries import Entry
from seminars.intake.doors.opening import open_door
from seminars.intake.proposing.proposal import Proposal
from seminars.intake.proposing.propose import propose
from seminars.intake.reading import Place, Reading
from seminars.intake.settling import Decision, decisions, settled
from seminars.models import Series

ANSWER = "answer-"
# A button that was pressed: `choose` = name of the question, "=", the answer.
CHOOSE = "choose"
KIND = "kind"
NOTICES = ("cancellation", "postponement", "correction")


@dataclass(frozen=True, slots=True)
class Sitting:
    """A text as it was read and answered; `source` is what stands in the box, `entry` what was read of it."""

    source: str
    entry: Entry
    found: Reading
    answers: Mapping[str, str]
    proposal: Proposal

    @property
    def text(self) -> str:
        """What evidence points into."""
        return self.entry.text

    @property
    def on(self) -> date:
        """The day on which it was read."""
        return self.entry.on

    @property
    def reading(self) -> Reading:
        return self.proposal.reading

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What the text leaves open, decided or not."""
        return decisions(self.found)

    @property
    def disagreeing(self) -> dict[str, Place]:
        """Where the text says something else of a field than what was read."""
        return {
            f"{each.path}.{number}": span
            for each in self.decisions
            for number, span in enumerate(each.candidates.values())
            if span is not None
        }

    @property
    def undecided(self) -> tuple[Decision, ...]:
        """What must be decided before anything is saved."""
        return tuple(each for each in self.decisions if each.forbids and not self.answers.get(each.name))


def answers_in(sent: QueryDict) -> dict[str, str]:
    """What was answered on the pages before."""
    given = ((name.removeprefix(ANSWER), value) for name, value in sent.items() if name.startswith(ANSWER))
    return {name: str(value) for name, value in given if value}


def chosen_in(sent: QueryDict) -> dict[str, str]:
    """What the pressed button answers."""
    name, is_choice, value = str(sent.get(CHOOSE, "")).partition("=")
    return {name: value} if is_choice and name else {}


class SeveralEvents(Exception):
    """A text or a file that holds more than one event; `entries` are all of them."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        super().__init__(entries)


def sit(request: HttpRequest, source: str, *, on: date, answers: Mapping[str, str], at: datetime) -> Sitting:
    """The text read by the clocks of its series, and what it would do in the series of the account.

    What stands in the box may also be a mail or a calendar as it is. Raises `Unreadable` and `SeveralEvents`.
    """
    mine = list(rules.series_of(request.user).select_related("venue", "meeting").order_by("slug"))
    likely = _likely(mine, answers)
    sitting = _read(source, on, likely, mine, answers, at)
    series = sitting.proposal.series
    if series is not None and series.zone != (likely.zone if likely else settings.TIME_ZONE):
        # The text names a series with other clocks.
        sitting = _read(source, on, series, mine, answers, at)
    return sitting


def _likely(mine: list[Series], answers: Mapping[str, str]) -> Series | None:
    named = next((series for series in mine if str(series.pk) == answers.get("series")), None)
    return named or (mine[0] if mine else None)


def _read(
    source: str,
    on: date,
    clocks: Series | None,
    mine: list[Series],
    answers: Mapping[str, str],
    at: datetime,
) -> Sitting:
    zone = clocks.zone if clocks else settings.TIME_ZONE
    entries = open_door("", source.encode("utf-8", "replace"), on=on, today=on, zone=zone)
    if len(entries) > 1:
        raise SeveralEvents(entries)
    entry = entries[0]
    found = _as_announcement(entry.reading) if answers.get(KIND) == "announcement" else entry.reading
    only = mine[0] if len(mine) == 1 else None
    proposal = propose(
        settled(found, answers, text=entry.text),
        text=entry.text,
        series=only,
        open_to=mine,
        answers=answers,
        at=at,
        uid=entry.uid,
    )
    return Sitting(source, entry, found, dict(answers), proposal)


def _as_announcement(found: Reading) -> Reading:
    """A text that was taken for a notice, read as saying what takes place."""
    if found.kind not in NOTICES:
        return found
    starts, ends = found.starts_at or found.previous_start, found.ends_at or found.previous_end
    return replace(
        found, kind="announcement", starts_at=starts, ends_at=ends, previous_start=None, previous_end=None
    )
