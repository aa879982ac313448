"""A service on loopback that answers what a test prepared."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calling.robots import Robot, certificate_in, running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), "hooks.example.org")


@pytest.fixture(scope="session")
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def robot(certificate: Path) -> Iterator[Robot]:
    with running(certificate, {}) as robot:
        yield robot
