"""M2 and M3: announcements that a worker sends when the bell rings through Redis, and what publishing costs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from django.conf import settings
from django.utils import timezone

from bench.data import AT, SLUG, readers
from bench.mailing import a_sink
from bench.measuring import (
    Lacking,
    NotMeasured,
    Round,
    Workload,
    at_least,
    at_most,
    share,
    taking_turns,
)
from bench.serving import ROOT
from config.beat import OUTBOX
from config.celery import app
from seminars import tasks
from seminars.announcements import bell, outbox
from seminars.models import Delivery, DeliveryState, Event
from seminars.publishing.publish import publish

BROKER = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
OF_EACH, SERIES = 1_000, 20
FEW, MANY = 2_000, 10_000
DRAFTS = 20
SECONDS_TO_SEND = 300


def _through_celery() -> Iterator[Round]:
    database = readers(OF_EACH * SERIES, of_each=OF_EACH, start=timezone.now())
    with a_sink(), _a_worker(database):
        yield from taking_turns(
            lambda number: _told(f"{SLUG}-{2 * number}"),
            lambda number: _drained_here(f"{SLUG}-{2 * number + 1}"),
        )


def _enqueueing() -> Iterator[Round]:
    readers(MANY, of_each=MANY, drafts=DRAFTS)
    with _ringing():
        # M3 publishes the other half of the drafts.
        yield from taking_turns(lambda number: _published(number + DRAFTS // 2), lambda _: 500.0)


def _memory() -> Iterator[Round]:
    database = readers(FEW + MANY, of_each=FEW, drafts=1, start=timezone.now())
    with a_sink(), _a_worker(database) as worker:
        _told(f"{SLUG}-0")
        after_few = _peak_megabytes(worker)
        for number in range(1, MANY // FEW + 1):
            _told(f"{SLUG}-{number}")
        yield Round(ours=_peak_megabytes(worker), limit=after_few)


def _publishing() -> Iterator[Round]:
    def at(subscribers: int, number: int) -> float:
        readers(subscribers, of_each=subscribers, drafts=DRAFTS)
        return _published(number)

    yield from taking_turns(lambda number: at(MANY, number), lambda number: at(10, number))


def _told(series: str) -> float:
    """Mails a second from publishing the draft of `series` until the worker that the bell wakes has told all."""
    event = Event.objects.get(series__slug=series)
    with _ringing():
        start = time.perf_counter()
        publish(event, by=None, at=timezone.now())
    deliveries = Delivery.objects.filter(announcement__series=event.series_id)
    expected = event.series.subscriptions.count()
    while (sent := deliveries.filter(state=DeliveryState.SENT).count()) < expected:
        if time.perf_counter() - start > SECONDS_TO_SEND:
            raise NotMeasured(f"{sent} of {expected} mails were sent.")
        time.sleep(0.05)
    return expected / (time.perf_counter() - start)


def _drained_here(series: str) -> float:
    """Mails a second of the same without Celery, in this process."""
    event = Event.objects.get(series__slug=series)
    start = time.perf_counter()
    publish(event, by=None, at=timezone.now())
    outbox.drain(clock=timezone.now)
    return OF_EACH / (time.perf_counter() - start)


def _published(number: int) -> float:
    """Milliseconds until the organizer, whose event has as many readers as the database, can go on."""
    event = Event.objects.order_by("number")[number]
    start = time.perf_counter()
    revision = publish(event, by=None, at=AT)
    taken = time.perf_counter() - start
    if revision is None:
        raise NotMeasured("nothing was published.")
    return taken * 1000


@contextmanager
def _ringing() -> Iterator[None]:
    """What is published now wakes workers through Redis."""
    with app.connection_for_write(BROKER) as broker:
        bell.hang(lambda: tasks.drain_outbox.apply_async(queue=OUTBOX, connection=broker) and None)
        try:
            yield
        finally:
            bell.hang(lambda: None)


@contextmanager
def _a_worker(database: Path) -> Iterator[int]:
    """The worker of the Procfile on `database` and Redis; gives its process id."""
    try:
        with redis.Redis.from_url(BROKER, socket_connect_timeout=3) as server:
            server.flushdb()
    except redis.RedisError:
        raise Lacking("Redis (TEST_REDIS_URL)") from None
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines() if line)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DATABASE_URL": f"sqlite:///{database}",
        "CELERY_BROKER_URL": BROKER,
    }
    with (Path(settings.VAR_DIR) / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {lines['worker']}"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait()


def _peak_megabytes(pid: int) -> float:
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    if not found:
        raise NotMeasured("the worker is gone.")
    return int(found[1]) / 1024


WORKLOADS = (
    Workload(
        id="M2",
        name=f"an announcement to {OF_EACH:,} readers by a worker that the bell wakes through Redis",
        limit="the same drained in one process without Celery",
        unit="mails/s",
        ratio=share,
        target=at_least(0.5),
        run=_through_celery,
        needs=("smtp-sink",),
    ),
    Workload(
        id="M2E",
        name=f"publishing to {MANY:,} readers, with the bell, until the organizer can go on",
        limit="fixed",
        unit="ms",
        ratio=share,
        target=at_most(1),
        run=_enqueueing,
    ),
    Workload(
        id="M2R",
        name=f"memory of the worker at its peak after {FEW + MANY:,} mails",
        limit=f"after {FEW:,}",
        unit="MB",
        ratio=share,
        target=at_most(1.1),
        run=_memory,
        needs=("smtp-sink",),
    ),
    Workload(
        id="M3",
        name=f"publishing an event with {MANY:,} readers",
        limit="with 10 readers",
        unit="ms",
        ratio=share,
        target=at_most(1.3),
        run=_publishing,
    ),
)
