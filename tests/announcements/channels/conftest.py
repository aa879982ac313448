"""The services on loopback, and a door that leads to them under their own names."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from seminars.announcements.channels.http import Door
from seminars.models import Event
from tests.announcements.channels.robots import NAMES, Robot, certificate_in, open_door
from tests.factories import a_series, an_event


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), *NAMES)


@pytest.fixture(scope="session")
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def robot(certificate: Path, trust: ssl.SSLContext, settings) -> Iterator[Robot]:  # type: ignore[no-untyped-def]
    robot = Robot(certificate)
    open_door(
        Door(
            look_up=lambda host, port: [robot.place], is_allowed=lambda address: True, trust=trust, timeout=2
        )
    )
    settings.CHANNEL_DOOR = "tests.announcements.channels.robots.door"
    yield robot
    robot.shutdown()
    robot.server_close()


@pytest.fixture
def event(db: None) -> Event:
    return an_event(a_series(slug="wenqu"), number=42)
