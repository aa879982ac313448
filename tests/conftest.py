"""The cast: mei organizes everything, otto organizes another series, the visitor has no account."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.test import Client
from xdist.scheduler import LoadScopeScheduling

from seminars import tasks
from seminars.announcements import bell
from tests.factories import a_series

# A loaded machine is no fault of a property; in the gate the examples are the same every
# time. EXAMPLES asks for more of them, and new ones.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    max_examples=int(os.environ.get("EXAMPLES", "8")),
    derandomize=bool(os.environ.get("CI")) and "EXAMPLES" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

# The mail servers of tests note every command at length.
logging.getLogger("mail.log").setLevel(logging.WARNING)

# Rooms whose tests start processes, those that take longest first.
_LONG = ("services", "fuzz", "journeys", "browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: at the end no process waits for another."""
    rank = {name: number for number, name in enumerate(_LONG)}
    items.sort(key=lambda item: rank.get(item.path.parent.name, len(rank)))


class _Rooms(LoadScopeScheduling):
    """Each test goes to whoever is free, but those in a browser share it and its service."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Rooms | None:
    return _Rooms(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.fixture(autouse=True)
def _var_dir(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    """Nothing a test writes outlives it."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    # The real one takes half a second a password, on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.VAR_DIR = tmp_path
    settings.QUEUE_DIR = tmp_path / "queue"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")


@pytest.fixture(autouse=True)
def _silent_bell() -> Iterator[None]:
    """Nothing a test commits wakes a worker; journeys have real ones."""
    bell.hang(lambda: None)
    yield
    bell.hang(tasks.ring)


@pytest.fixture
def mei(db: None) -> User:
    """An administrator."""
    return User.objects.create_superuser("mei", "mei@example.org", "long enough for a test")


@pytest.fixture
def otto(db: None) -> User:
    """An organizer of one series, and of that one only."""
    user = User.objects.create_user("otto", "otto@example.org", "long enough for a test", is_staff=True)
    a_series(slug="otto", name_zh="奥托讨论班", name_en="Otto Seminar").organizers.add(user)
    return user


@pytest.fixture
def visitor(db: None) -> Client:
    """Somebody on the web, without an account."""
    return Client()


@pytest.fixture
def seed_texts() -> Path:
    """The folder of real announcements, where one is given in SEED_TEXTS."""
    folder = os.environ.get("SEED_TEXTS", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("SEED_TEXTS names no folder of real announcements.")
    return Path(folder)
