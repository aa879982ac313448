"""Workers killed at random moments while they send a thousand mails: the ledger and the mail server must agree."""

from __future__ import annotations

import email
import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from seminars.announcements.outbox import HANDFUL
from tests.journeys.service import ROOT, Service, free_port, running

PUBLISHED = """
from datetime import timedelta
from django.utils import timezone
from seminars.models import Subscriber, Subscription
from tests.factories import a_series, an_event, published
now = timezone.now()
series = a_series(slug="wenqu")
readers = Subscriber.objects.bulk_create(
    Subscriber(
        email=f"reader{{number}}@example.org", language=("zh", "en")[number % 2], zone="Asia/Shanghai", confirmed_at=now
    )
    for number in range({readers})
)
Subscription.objects.bulk_create(Subscription(subscriber=each, series=series, created_at=now) for each in readers)
published(an_event(series, starts_at=now + timedelta(days=5)), at=now)
"""
# Waits until all is settled: a lease may still have to run out.
LEDGER = """
import json, time
from collections import Counter
from seminars.models import Delivery, Told
end = time.monotonic() + 60
while set(Delivery.objects.values_list("state", flat=True)) != {"sent"} and time.monotonic() < end:
    time.sleep(0.2)
print(json.dumps({
    "states": Counter(Delivery.objects.values_list("state", flat=True)),
    "addresses": Counter(Delivery.objects.values_list("address", flat=True)),
    "message_ids": dict(Delivery.objects.values_list("address", "message_id")),
    "told": Counter(Told.objects.values_list("address", flat=True)),
}))
"""


class Sink:
    """A mail server that takes everything, and knows which of the workers it came from."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str, int]] = []
        self.worker = 0
        self._worker_of: dict[object, int] = {}
        self._grown = threading.Condition()

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        (address,) = envelope.rcpt_tos
        message_id = str(email.message_from_bytes(envelope.content)["Message-ID"])
        with self._grown:
            # What is still read from a worker's connection after its death is that worker's.
            worker = self._worker_of.setdefault(session.peer, self.worker)
            self.accepted.append((address, message_id, worker))
            self._grown.notify_all()
        return "250 OK"

    def wait_for(self, count: int) -> None:
        """Return when as many messages have come; fail when for a minute they have not."""
        with self._grown:
            grown = self._grown.wait_for(lambda: len(self.accepted) >= count, timeout=60)
        assert grown, f"{len(self.accepted)} messages came of {count}"


class Workers:
    """Workers of a service, one after another; each is killed when the next is wanted."""

    def __init__(self, service: Service) -> None:
        log = (service.folder / "workers.log").open("ab")
        self._maker = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.workers"],
            cwd=ROOT, env=service.environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, encoding="utf-8",
        )  # fmt: skip
        self._pid = 0

    def start(self) -> None:
        assert self._maker.stdin
        assert self._maker.stdout
        self._maker.stdin.write("\n")
        self._maker.stdin.flush()
        self._pid = int(self._maker.stdout.readline())

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        os.kill(self._pid, signal.SIGKILL)

    def stop(self) -> None:
        if self._pid:
            self.kill()
        self._maker.kill()
        self._maker.wait()


@contextmanager
def _listening(sink: Sink, port: int) -> Iterator[None]:
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def everybody_is_told_once(service: Service, *, readers: int, kills: int, seed: int) -> None:
    """The whole journey; `service` has no EMAIL_URL yet."""
    dice, sink, port = Random(seed), Sink(), free_port()
    sys.stdout.write(f"seed {seed}\n")
    service.environment |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "DELIVERY_LEASE_SECONDS": "2"}
    with _listening(sink, port), running(service, "beat"):
        service.command("shell", "-v", "0", "-c", PUBLISHED.format(readers=readers))
        workers = Workers(service)
        try:
            workers.start()
            for count in sorted(dice.sample(range(5, readers - 20), kills)):
                sink.wait_for(count)
                # Anywhere between one handful and the next: composing, sending, waiting, recording.
                threading.Event().wait(dice.uniform(0, 0.03))
                workers.kill()
                sink.worker += 1
                workers.start()
            ledger = json.loads(service.command("shell", "-v", "0", "-c", LEDGER))
        finally:
            workers.stop()

    everybody = {f"reader{number}@example.org": 1 for number in range(readers)}
    assert ledger["states"] == {"sent": readers}
    assert ledger["addresses"] == everybody
    assert ledger["told"] == everybody
    came = defaultdict(list)
    for address, message_id, worker in sink.accepted:
        came[address].append((message_id, worker))
    # Whatever came, once or twice, is the message of the ledger.
    assert {address: {message_id for message_id, _worker in each} for address, each in came.items()} == {
        address: {message_id} for address, message_id in ledger["message_ids"].items()
    }
    # What came again had come from a worker that was killed before it could record it: a handful at most.
    unrecorded = Counter(worker for each in came.values() for _message_id, worker in each[:-1])
    assert set(unrecorded) <= set(range(kills)), unrecorded
    assert max(unrecorded.values(), default=0) <= HANDFUL, unrecorded
    sys.stdout.write(f"came twice, by killed worker: {dict(unrecorded)}\n")
