"""A worker killed in the middle of sending: in the end every address is recorded exactly once."""

from __future__ import annotations

import asyncio
import email
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from seminars.announcements.outbox import HANDFUL
from tests.journeys.service import ROOT, Service, free_port, running, wait_for

pytestmark = pytest.mark.slow
READERS = 12
SUBSCRIBE = f"""
from django.utils import timezone
from seminars.models import Series
from seminars.subscriptions.subscribe import add_confirmed
for number in range({READERS}):
    add_confirmed(
        f"reader{{number}}@example.org",
        series=[Series.objects.get()],
        language="zh",
        zone="Asia/Shanghai",
        at=timezone.now(),
    )
"""


class SlowSink:
    """Accepts every message, each after a pause in which a worker can be killed."""

    def __init__(self) -> None:
        self.accepted: list[tuple[str, str]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.accepted.append(
            (envelope.rcpt_tos[0], str(email.message_from_bytes(envelope.content)["Message-ID"]))
        )
        await asyncio.sleep(0.4)
        return "250 OK"


def test_every_mail_is_recorded_once(tmp_path: Path, socket_enabled: None) -> None:
    sink = SlowSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    service = Service(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{controller.port}")
    try:
        with running(service, "worker", "beat"):
            publish_to_readers(service)
            wait_for(lambda: len(sink.accepted) >= 4)
            service.kill("worker")
            service.start("worker")
            wait_for(lambda: all_sent(service))
    finally:
        controller.stop()

    addresses = Counter(address for address, _message_id in sink.accepted)
    assert len(addresses) == READERS
    # At most those that were not recorded yet when the worker died came twice, and they are the same messages.
    assert sum(addresses.values()) <= READERS + HANDFUL
    assert len(set(sink.accepted)) == READERS


def publish_to_readers(service: Service) -> None:
    service.command("series", "wenqu", "--name-zh", "问渠班研讨会")
    service.command("shell", "-v", "0", "-c", SUBSCRIBE)
    monday = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    monday += timedelta(days=7 - monday.weekday())
    text = str(ROOT / "examples" / "announcement.txt")
    service.command("intake", text, "--series", "wenqu", "--on", monday.isoformat(), "--publish")


def all_sent(service: Service) -> bool:
    database = sqlite3.connect(f"file:{service.folder}/seminars.sqlite3?mode=ro", uri=True)
    try:
        rows = database.execute("SELECT state FROM seminars_delivery").fetchall()
    finally:
        database.close()
    return len(rows) == READERS and all(state == "sent" for (state,) in rows)
