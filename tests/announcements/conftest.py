"""Mail is written to a folder of the test, or taken by a server of its own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.announcements.sink import Sink


@pytest.fixture(autouse=True)
def _mail_to_files(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.MAIL_DOMAIN = "seminars.example.org"
    settings.SITE_URL = "https://seminars.example.org"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:  # type: ignore[no-untyped-def]
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield sink
    controller.stop()
