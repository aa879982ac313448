"""M1: an announcement leaves the outbox for a mail server that takes whatever comes."""

from __future__ import annotations

import os
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.test.utils import override_settings

from bench.data import AT, SLUG, readers
from bench.measuring import (
    ROUNDS,
    NotMeasured,
    Round,
    Workload,
    at_least,
    milliseconds,
    program,
    share,
    taking_turns,
)
from bench.serving import running
from seminars.announcements import outbox
from seminars.announcements.channels.pipelining import Transaction, transmitted
from seminars.models import Delivery, DeliveryState, Event
from seminars.publishing.publish import publish

SUBSCRIBERS = 10_000


def _rounds() -> Iterator[Round]:
    message = _a_message()
    # One for each round, and one that warms up.
    readers(SUBSCRIBERS, of_each=SUBSCRIBERS, drafts=ROUNDS + 1)
    with a_sink():
        yield from taking_turns(_drained, lambda _: _raw(message))


@contextmanager
def a_sink() -> Iterator[None]:
    """A mail server that takes whatever comes, where the settings send mail."""
    # It refuses to run as root.
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    sink = [program("smtp-sink") or "smtp-sink", *user, f"127.0.0.1:{settings.EMAIL_PORT}", "100"]
    with running(sink, settings.EMAIL_PORT, {}):
        yield


def _a_message() -> bytes:
    """A mail as it really leaves, taken from the files of the embedded default."""
    readers(12, of_each=12)
    folder = Path(settings.VAR_DIR) / "sample"
    with override_settings(
        EMAIL_BACKEND="seminars.announcements.channels.eml.EmlBackend", EMAIL_FILE_PATH=str(folder)
    ):
        publish(Event.objects.get(series__slug=f"{SLUG}-0"), by=None, at=AT)
        outbox.drain(clock=lambda: AT)
    mails = sorted((path.read_bytes() for path in folder.glob("*.eml")), key=len)
    return mails[len(mails) // 2]


def _drained(number: int) -> float:
    """Mails a second from the outbox to the server, each with its row in the ledger."""
    event = Event.objects.order_by("number")[number]
    publish(event, by=None, at=AT)
    taken = milliseconds(lambda: outbox.drain(clock=_ticking()))
    sent = Delivery.objects.filter(announcement__revisions__event=event, state=DeliveryState.SENT).count()
    if sent != SUBSCRIBERS:
        raise NotMeasured(f"{sent} of {SUBSCRIBERS} mails were sent.")
    return SUBSCRIBERS / taken * 1000


def _ticking() -> Callable[[], datetime]:
    """A clock that begins at `AT`: what was read of readers grows old, as it does in a worker."""
    begun = time.monotonic()
    return lambda: AT + timedelta(seconds=time.monotonic() - begun)


def _raw(message: bytes) -> float:
    """Mails a second when the same octets go again and again over one connection, one round trip for each."""
    sender = settings.DEFAULT_FROM_EMAIL

    def send() -> None:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
            everybody = (f"reader{number:06}@example.org" for number in range(SUBSCRIBERS))
            for reply in transmitted(server, (Transaction(sender, each, message) for each in everybody)):
                if reply.code != 250:
                    raise NotMeasured(f"the server answered {reply.code}.")

    return SUBSCRIBERS / milliseconds(send) * 1000


WORKLOADS = (
    Workload(
        id="M1",
        name=f"an announcement to {SUBSCRIBERS:,} readers, 2 languages × 6 zones",
        limit="fixed octets, pipelined, 1 connection",
        unit="mails/s",
        ratio=share,
        target=at_least(0.5),
        run=_rounds,
        needs=("smtp-sink",),
    ),
)
