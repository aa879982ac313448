"""R1: an organizer pastes a long announcement and waits for what was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.measuring import NotMeasured, Round, Workload, at_most, milliseconds, share, taking_turns
from bench.texts import long_announcement
from seminars.intake.reader import read

OCTETS = 20_000
MILLISECONDS = 50.0


def _rounds() -> Iterator[Round]:
    text = long_announcement(OCTETS)
    on = date(2026, 11, 24)
    reading = read(text, on, "Asia/Shanghai")
    if len(reading.talks) != 2 or reading.starts_at is None:
        raise NotMeasured("the announcement was not read right.")
    yield from taking_turns(
        lambda _: milliseconds(lambda: read(text, on, "Asia/Shanghai")), lambda _: MILLISECONDS
    )


WORKLOADS = (
    Workload(
        id="R1",
        name=f"reading an announcement of {OCTETS // 1000} kB",
        limit="fixed",
        unit="ms",
        ratio=share,
        target=at_most(1),
        run=_rounds,
    ),
)
