"""The worker draws posters after a publication, and again after a change, without being asked for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.service import Service, running, wait_for

pytestmark = pytest.mark.slow

TEXT = Path(__file__).resolve().parent.parent.parent / "examples" / "announcement.txt"


def recipes(service: Service) -> set[str]:
    with closing(sqlite3.connect(service.folder / "seminars.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT recipe FROM seminars_poster")}


def test_a_publication_has_its_posters_drawn(tmp_path: Path) -> None:
    with running(Service(tmp_path), "worker") as service:
        service.command("series", "wenqu", "--name-zh", "问渠班研讨会", "--name-en", "Wenqu Seminar")
        on = str(date.today() + timedelta(days=1))  # noqa: DTZ011 -- the worker's clock is the machine's
        options = ("--series", "wenqu", "--on", on, "--publish", "--announce", "never")
        reference = service.command("intake", str(TEXT), *options).split()[-1]
        wait_for(lambda: len(recipes(service)) == 4)
        before = recipes(service)

        service.command("cancel", reference.strip("/"), "--reason", "讲者生病")

        wait_for(lambda: len(recipes(service) - before) == 4)
        assert not before & recipes(service)
