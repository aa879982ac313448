"""F4, F5 and F6: the whole feed for the first time, and after an organizer moved an event."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from bench.data import AT, FIRST_NUMBER, SLUG, a_history
from bench.measuring import (
    NotMeasured,
    Round,
    Workload,
    at_least,
    at_most,
    milliseconds,
    share,
    speedup,
    taking_turns,
)
from bench.place import use
from bench.serving import OURS, get, web
from seminars.calendars.component import component
from seminars.models import Event, Publication
from seminars.programme.snapshots import Snapshot, from_json
from seminars.publishing.change import move
from seminars.web.calendar_answers import Asked
from seminars.web.calendars import CalendarDoor

MANY, FEW = 10_000, 100
FEED = f"/calendar/{SLUG}.ics?all=1"
# Rebuilding costs the same for each event, so that a part of them tells what all of them take.
REBUILT = 200


class History:
    """A series with its past, served; edits follow one another, each a minute later."""

    def __init__(self, events: int, serving: ExitStack) -> None:
        self.events = events
        self.database: Path = a_history(events)
        self.port = serving.enter_context(web(OURS, database=f"sqlite:///{self.database}")).port

    def edit(self, number: int) -> float:
        """Milliseconds from the call that moves a coming event to the first octet of the new feed."""
        use(self.database)
        event = Event.objects.get(series__slug=SLUG, number=FIRST_NUMBER + self.events - 1 - number)
        assert event.starts_at is not None, "a published event has a start"
        at, later = AT + timedelta(minutes=number + 1), event.starts_at + timedelta(minutes=30)
        start = time.perf_counter()
        move(event, starts_at=later, by=None, at=at)
        answer = get(self.port, FEED, {"Accept-Encoding": "gzip"})
        first = answer.read(1)
        taken = (time.perf_counter() - start) * 1000
        body = gzip.decompress(first + answer.read())
        if f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}".encode() not in body or body.count(b"BEGIN:VEVENT") != self.events:
            raise NotMeasured("the feed does not hold the edit.")
        return taken

    def snapshots(self, number: int) -> list[Snapshot]:
        """Some of the events, others in each round."""
        use(self.database)
        some = Publication.objects.order_by("pk")[number * REBUILT : (number + 1) * REBUILT]
        return [from_json(each.snapshot) for each in some]

    def rebuild(self, number: int) -> float:
        """Milliseconds in which icalendar would write all components of the feed, snapshots being in hand."""
        snapshots = self.snapshots(number)

        def write() -> None:
            for each in snapshots:
                component(
                    each, language="zh", has_link=False, sequence=0,
                    created_at=AT, changed_at=AT, site_url=settings.SITE_URL,
                )  # fmt: skip

        return milliseconds(write) * self.events / len(snapshots)


def _against_rebuilding() -> Iterator[Round]:
    with ExitStack() as serving:
        history = History(MANY, serving)
        yield from taking_turns(history.edit, history.rebuild)


def _against_a_short_history() -> Iterator[Round]:
    with ExitStack() as serving:
        long, short = History(MANY, serving), History(FEW, serving)
        yield from taking_turns(long.edit, short.edit)


def _for_the_first_time() -> Iterator[Round]:
    with ExitStack() as serving:
        history = History(MANY, serving)

        def read(_: int) -> float:
            use(history.database)
            # What a process serves that has served nothing yet.
            door = CalendarDoor()
            asked = Asked("GET", *FEED.split("?"), encodings="gzip")
            start = time.perf_counter()
            body = b"".join(door.answer(asked).body)
            taken = (time.perf_counter() - start) * 1000
            if gzip.decompress(body).count(b"BEGIN:VEVENT") != MANY:
                raise NotMeasured("the feed does not hold its events.")
            return taken

        yield from taking_turns(read, history.rebuild)


WORKLOADS = (
    Workload(
        id="F4",
        name=f"the first feed of {MANY:,} events, from stored components",
        limit=f"its components by icalendar ({REBUILT} × {MANY // REBUILT})",
        unit="ms",
        ratio=speedup,
        target=at_least(25),
        run=_for_the_first_time,
    ),
    Workload(
        id="F5",
        name=f"one edit at {MANY:,} events to the first octet of the new feed",
        limit=f"its components by icalendar ({REBUILT} × {MANY // REBUILT})",
        unit="ms",
        ratio=speedup,
        target=at_least(100),
        run=_against_rebuilding,
    ),
    Workload(
        id="F6",
        name=f"the same edit at {MANY:,} events",
        limit=f"at {FEW} events",
        unit="ms",
        ratio=share,
        target=at_most(2),
        run=_against_a_short_history,
    ),
)
