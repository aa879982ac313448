"""What every workload is measured with: rounds in which it and its limit take turns, and their ratios."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

ROUNDS = 9


class NotMeasured(Exception):
    """The workload did not do what was to be timed; str() says what was seen instead."""


class Lacking(Exception):
    """Something that the workload needs does not answer; str() names it."""


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of a workload and of its limit, in the workload's unit."""

    ours: float
    limit: float


@dataclass(frozen=True, slots=True)
class Target:
    """What the median ratio must reach (`at_least`) or may not exceed (`at_most`)."""

    number: float
    word: str

    def is_met(self, ratio: float) -> bool:
        return ratio >= self.number if self.word == "≥" else ratio <= self.number

    def __str__(self) -> str:
        return f"{self.word} {self.number:g}"


def at_least(number: float) -> Target:
    return Target(number, "≥")


def at_most(number: float) -> Target:
    return Target(number, "≤")


def share(turn: Round) -> float:
    """How much of the limit is reached or used."""
    return turn.ours / turn.limit


def speedup(turn: Round) -> float:
    """How many times faster than the limit, both being times."""
    return turn.limit / turn.ours


@dataclass(frozen=True, slots=True)
class Workload:
    """A named line of the table. `run` yields one `Round` a time; `needs` are programs it cannot do without."""

    id: str
    name: str
    limit: str
    unit: str
    ratio: Callable[[Round], float]
    target: Target
    run: Callable[[], Iterator[Round]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a workload: rounds, or the reason why there are none."""

    workload: Workload
    rounds: tuple[Round, ...] = ()
    reason: str = ""

    @property
    def ratios(self) -> list[float]:
        return [self.workload.ratio(turn) for turn in self.rounds]

    @property
    def mark(self) -> str:
        if not self.rounds:
            return self.reason
        return "pass" if self.workload.target.is_met(median(self.ratios)) else "short of target"


def program(name: str) -> str | None:
    """Where the program is, also where only the administrator's search path leads."""
    return shutil.which(name) or shutil.which(name, path="/usr/local/sbin:/usr/sbin:/sbin")


def measure(workload: Workload) -> Result:
    """Run all rounds of `workload`, or say what it lacks."""
    missing = [name for name in workload.needs if program(name) is None]
    if missing:
        return Result(workload, reason=f"skipped: needs {' and '.join(missing)}")
    try:
        return Result(workload, rounds=tuple(workload.run()))
    except Lacking as what:
        return Result(workload, reason=f"skipped: needs {what}")
    except NotMeasured as reason:
        return Result(workload, reason=f"not measured: {reason}")


def taking_turns(ours: Callable[[int], float], limit: Callable[[int], float]) -> Iterator[Round]:
    """The measured rounds, after one that only warms up; who goes first changes, so that drift cancels out.

    Both are called with the number of the round, the warming one being 0, and return what they measured.
    """
    for number in range(ROUNDS + 1):
        if number % 2:
            turn = Round(ours=ours(number), limit=limit(number))
        else:
            seen = limit(number)
            turn = Round(ours=ours(number), limit=seen)
        if number:
            yield turn


def milliseconds(act: Callable[[], object]) -> float:
    """How long `act` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
