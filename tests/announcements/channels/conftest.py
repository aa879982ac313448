"""The services on loopback, and a door that leads to them under their own names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seminars.models import Event
from tests.announcements.channels.robots import NAMES, SERVICES
from tests.calling.robots import Robot, certificate_in, running
from tests.factories import a_series, an_event


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), *NAMES)


@pytest.fixture
def robot(certificate: Path, settings) -> Iterator[Robot]:  # type: ignore[no-untyped-def]
    settings.CALLING_DOOR = "tests.calling.robots.door"
    with running(certificate, SERVICES) as robot:
        yield robot


@pytest.fixture
def event(db: None) -> Event:
    return an_event(a_series(slug="wenqu"), number=42)
