"""P1, P1R and P1H: readers look at public pages."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from bench.data import SLUG, a_history
from bench.measuring import NotMeasured, Round, Workload, at_least, at_most, share, taking_turns
from bench.serving import FLOOR, OURS, get, rate, web

EVENTS = 300
MANY, FEW = 10_000, 100
PAGE = f"/{SLUG}/"
ZIPPED = {"Accept-Encoding": "gzip", "Accept": "text/html"}


def _against_the_floor(status: HTTPStatus) -> Iterator[Round]:
    with web(OURS, database=f"sqlite:///{a_history(EVENTS)}") as site, web(FLOOR) as floor:
        headers = ZIPPED
        if status == HTTPStatus.NOT_MODIFIED:
            headers = ZIPPED | {"If-None-Match": get(site.port, PAGE, ZIPPED).headers["ETag"]}
        if (seen := get(site.port, PAGE, headers).status) != status:
            raise NotMeasured(f"{PAGE} answered {seen} instead of {status}.")
        yield from taking_turns(
            lambda _: rate(site.port, PAGE, headers), lambda _: rate(floor.port, "/", headers)
        )


def _kept() -> Iterator[Round]:
    yield from _against_the_floor(HTTPStatus.OK)


def _known() -> Iterator[Round]:
    yield from _against_the_floor(HTTPStatus.NOT_MODIFIED)


def _home_made_anew() -> Iterator[Round]:
    # Nothing is kept for who has a session, and nothing on this page asks for it.
    signed_in = ZIPPED | {"Cookie": "sessionid=none"}
    with (
        web(OURS, database=f"sqlite:///{a_history(MANY)}") as long,
        web(OURS, database=f"sqlite:///{a_history(FEW)}") as short,
    ):
        yield from taking_turns(
            lambda _: 1000 / rate(long.port, "/", signed_in),
            lambda _: 1000 / rate(short.port, "/", signed_in),
        )


WORKLOADS = (
    Workload(
        id="P1",
        name=f"a series' page of {EVENTS} events, nothing changed",
        limit="Django view without middleware",
        unit="req/s",
        ratio=share,
        target=at_least(0.6),
        run=_kept,
        needs=("wrk",),
    ),
    Workload(
        id="P1R",
        name="the same by who has it: 304",
        limit="Django view without middleware",
        unit="req/s",
        ratio=share,
        target=at_least(0.8),
        run=_known,
        needs=("wrk",),
    ),
    Workload(
        id="P1H",
        name=f"the first page made anew at {MANY:,} events",
        limit=f"at {FEW} events",
        unit="ms",
        ratio=share,
        target=at_most(1.3),
        run=_home_made_anew,
        needs=("wrk",),
    ),
)
