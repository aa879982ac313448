"""P1, P1R and P1H: readers look at public pages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from statistics import median

from django.core.management import call_command

from bench.data import SLUG, a_history
from bench.measuring import NotMeasured, Round, Workload, at_least, at_most, share, taking_turns
from bench.serving import FLOOR, OURS, get, rate, web

EVENTS = 300
MANY, FEW = 10_000, 100
ANSWERS = 9
PAGE = f"/{SLUG}/"
ZIPPED = {"Accept-Encoding": "gzip", "Accept": "text/html"}


@cache
def _collect_static_files() -> None:
    """Pages name their style sheets by what these hold."""
    call_command("collectstatic", interactive=False, verbosity=0)


def _against_the_floor(status: HTTPStatus) -> Iterator[Round]:
    _collect_static_files()
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
    _collect_static_files()
    # Nothing is kept for who has a session, and nothing on this page asks for it.
    signed_in = ZIPPED | {"Cookie": "sessionid=none"}
    with (
        web(OURS, database=f"sqlite:///{a_history(MANY)}") as long,
        web(OURS, database=f"sqlite:///{a_history(FEW)}") as short,
    ):
        yield from taking_turns(
            lambda _: _milliseconds(long.port, signed_in), lambda _: _milliseconds(short.port, signed_in)
        )


def _milliseconds(port: int, headers: dict[str, str]) -> float:
    """The median of some answers, one after the other."""
    taken = []
    for _each in range(ANSWERS):
        start = time.perf_counter()
        get(port, "/", headers).read()
        taken.append(time.perf_counter() - start)
    return 1000 * median(taken)


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
    ),
)
