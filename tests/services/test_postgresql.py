"""The same tests, on PostgreSQL: one behaviour on two databases."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.journeys.service import ROOT

pytestmark = pytest.mark.services
FROM_A_DATABASE = "django_db and not slow and not services"
# What depends on the database: its answers, its locks, its order. What is only drawn or worded is tried once.
DESK = ("acts", "pasting", "resending", "reserving")
PAGES = ("archive", "kept_truth", "listings", "personal_calendar", "search", "subscriptions", "visibility")
TOLD = (
    "delivery",
    "digests",
    "ledger",
    "outages",
    "outbox",
    "priority",
    "settling",
    "stopping",
    "suppression",
)
PARTS = {
    "desk": [
        "tests/services/desk_concurrency.py",
        *(f"tests/admin/test_{name}.py" for name in DESK),
        *("tests/intake/proposing/test_events.py", "tests/intake/proposing/test_propose.py", "tests/search"),
    ],
    "web": [*(f"tests/web/test_{name}.py" for name in PAGES), "tests/subscriptions"],
    "outbox": [
        "tests/services/concurrency.py",
        *(f"tests/announcements/test_{name}.py" for name in TOLD),
        "tests/publishing",
    ],
}


def passes_on(postgresql: str, paths: list[str], *, marked: str = "not slow and not services") -> None:
    # A database with a name of its own: several of these run at the same time.
    name = f"seminars_{os.getpid()}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", marked, "-p", "no:cacheprovider", "--migrations", *paths],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": urlsplit(postgresql)._replace(path=f"/{name}").geturl(),
            # Properties have their many examples on SQLite; here it is the database that is tried.
            "EXAMPLES": "3",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:]
    assert re.search(r"\d+ passed", done.stdout), done.stdout[-2000:]


def test_models_refuse_the_same(postgresql: str) -> None:
    passes_on(postgresql, ["tests/models"])


@pytest.mark.slow
@pytest.mark.parametrize("rooms", PARTS.values(), ids=PARTS)
def test_two_hands_at_once_and_all_that_stands_on_models(postgresql: str, rooms: list[str]) -> None:
    passes_on(postgresql, rooms, marked=FROM_A_DATABASE)


@pytest.mark.slow
def test_every_calendar_that_comes_from_a_database(postgresql: str) -> None:
    passes_on(postgresql, ["tests/calendars"], marked=FROM_A_DATABASE)
