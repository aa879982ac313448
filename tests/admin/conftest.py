"""Desks with somebody sitting at them, in English so that sentences can be compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client

from seminars.models import Series
from tests.factories import NOW, a_meeting, a_series, a_venue


@pytest.fixture(autouse=True)
def _light_settings(settings) -> None:  # type: ignore[no-untyped-def]
    """Pages are made without the manifest that `prepare` writes, and passwords without their cost."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}


@pytest.fixture(autouse=True)
def _on_tuesday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(mei: User) -> Client:
    """Mei at the desk."""
    client = Client()
    client.force_login(mei, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def ottos_desk(otto: User) -> Client:
    """Otto at his."""
    client = Client()
    client.force_login(otto, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def wenqu(db: None) -> Series:
    """A numbered series with a usual room and a standing meeting."""
    return a_series(slug="wenqu", venue=a_venue(), meeting=a_meeting(label="wenqu"))
