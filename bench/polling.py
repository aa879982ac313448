"""F1, F2, F3 and F9: readers' calendars ask again, or for the first time, and nothing has changed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

from bench.data import SLUG, a_history
from bench.measuring import (
    NotMeasured,
    Round,
    Workload,
    at_least,
    at_most,
    share,
    taking_turns,
)
from bench.nginx import nginx
from bench.postgres import a_history_on_postgresql
from bench.serving import FLOOR, OURS, Web, get, rate, web

EVENTS = 300
MANY = 1000
FEED = f"/calendar/{SLUG}.ics?all=1"
ZIPPED = {"Accept-Encoding": "gzip"}


def _unchanged(ours: AbstractContextManager[Web]) -> Iterator[Round]:
    with ours as site, web(FLOOR) as floor:
        headers = ZIPPED | {"If-None-Match": get(site.port, FEED, ZIPPED).headers["ETag"]}
        for port, path, status in ((site.port, FEED, 304), (floor.port, "/", 200)):
            if (seen := get(port, path, headers).status) != status:
                raise NotMeasured(f"{path} answered {seen} instead of {status}.")
        yield from taking_turns(
            lambda _: rate(site.port, FEED, headers), lambda _: rate(floor.port, "/", headers)
        )


def _unchanged_on_sqlite() -> Iterator[Round]:
    yield from _unchanged(web(OURS, database=f"sqlite:///{a_history(EVENTS)}"))


def _unchanged_on_postgresql() -> Iterator[Round]:
    with a_history_on_postgresql(EVENTS) as database:
        yield from _unchanged(web(OURS, database=database))


def _whole_against_nginx() -> Iterator[Round]:
    with ExitStack() as serving:
        site = serving.enter_context(web(OURS, database=f"sqlite:///{a_history(MANY)}"))
        body = get(site.port, FEED, ZIPPED).read()
        if gzip.decompress(body).count(b"BEGIN:VEVENT") != MANY:
            raise NotMeasured("the feed does not hold its events.")
        port = serving.enter_context(nginx(body))
        yield from taking_turns(
            lambda _: rate(site.port, FEED, ZIPPED), lambda _: rate(port, "/feed", ZIPPED)
        )


def _memory() -> Iterator[Round]:
    """Resident memory after ever more requests of every kind, beside what it was after the first ones."""
    with web(OURS, database=f"sqlite:///{a_history(MANY)}") as site:
        asked = [
            FEED,
            f"{FEED}&lang=en",
            f"{FEED}&tz=America/New_York",
            f"/calendar/{SLUG}.ics",
            "/calendar/all.ics",
        ]

        def used(_: int) -> float:
            for path in asked:
                rate(site.port, path, ZIPPED, seconds=1)
                rate(site.port, path, {}, seconds=1)
            return site.resident_megabytes()

        first = used(0)
        yield from taking_turns(used, lambda _: first)


WORKLOADS = (
    Workload(
        id="F1",
        name=f"304 for a feed of {EVENTS} events, strictly fresh",
        limit="Django view without middleware",
        unit="req/s",
        ratio=share,
        target=at_least(0.9),
        run=_unchanged_on_sqlite,
        needs=("wrk",),
    ),
    Workload(
        id="F2",
        name="the same on PostgreSQL",
        limit="Django view without middleware",
        unit="req/s",
        ratio=share,
        target=at_least(0.4),
        run=_unchanged_on_postgresql,
        needs=("wrk",),
    ),
    Workload(
        id="F3",
        name=f"200 of {MANY:,} events, gzip",
        limit="nginx serving the same octets",
        unit="req/s",
        ratio=share,
        target=at_least(0.5),
        run=_whole_against_nginx,
        needs=("wrk", "nginx"),
    ),
    Workload(
        id="F9",
        name="memory of a web process while it serves",
        limit="after the first requests",
        unit="MB",
        ratio=share,
        target=at_most(1.1),
        run=_memory,
        needs=("wrk",),
    ),
)
