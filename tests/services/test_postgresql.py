"""The same tests, on PostgreSQL: one behaviour on two databases."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.journeys.service import ROOT

pytestmark = pytest.mark.services
CORE = ["tests/models"]
REST = [
    "tests/services/concurrency.py",
    "tests/services/desk_concurrency.py",
    "tests/publishing",
    "tests/announcements",
    "tests/subscriptions",
    "tests/management",
    "tests/web",
    "tests/admin",
    "tests/search",
]


def passes_on(
    database: str, paths: list[str], *, marked: str = "not slow and not services", hands: str = "0"
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            marked,
            "-p",
            "no:cacheprovider",
            "-n",
            hands,
            "--migrations",
            *paths,
        ],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:]
    assert re.search(r"\d+ passed", done.stdout), done.stdout[-2000:]


def test_models_refuse_the_same(postgresql: str) -> None:
    passes_on(postgresql, CORE)


@pytest.mark.slow
def test_two_hands_at_once_and_all_that_stands_on_models(postgresql: str) -> None:
    passes_on(postgresql, REST, hands="auto")


@pytest.mark.slow
def test_every_calendar_that_comes_from_a_database(postgresql: str) -> None:
    passes_on(postgresql, ["tests/calendars"], marked="django_db and not slow and not services", hands="auto")
