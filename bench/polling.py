"""F1: a reader's calendar asks again and nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator

from bench.data import SLUG, a_history
from bench.measuring import NotMeasured, Round, Workload, at_least, share, taking_turns
from bench.serving import FLOOR, OURS, get, rate, web

EVENTS = 300
FEED = f"/calendar/{SLUG}.ics?all=1"


def _rounds() -> Iterator[Round]:
    with web(OURS, database=a_history(EVENTS)) as port, web(FLOOR) as floor:
        headers = {"Accept-Encoding": "gzip"}
        headers["If-None-Match"] = get(port, FEED, headers).headers["ETag"]
        for address, path, status in ((port, FEED, 304), (floor, "/", 200)):
            if (seen := get(address, path, headers).status) != status:
                raise NotMeasured(f"{path} answered {seen} instead of {status}.")
        yield from taking_turns(lambda _: rate(port, FEED, headers), lambda _: rate(floor, "/", headers))


WORKLOADS = (
    Workload(
        id="F1",
        name=f"304 for a feed of {EVENTS} events, strictly fresh",
        limit="Django view without middleware",
        unit="req/s",
        ratio=share,
        target=at_least(0.9),
        run=_rounds,
        needs=("wrk",),
    ),
)
