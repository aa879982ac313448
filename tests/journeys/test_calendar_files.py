"""The worker writes calendar files after a publication, without being asked for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.service import Service, prepare, running, wait_for

pytestmark = pytest.mark.slow

DATA = Path(__file__).resolve().parent.parent / "data" / "journey" / "two_talks.txt"


def rows(service: Service, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(service.folder / "seminars.sqlite3")) as database:
        return database.execute(query).fetchall()


def are_up_to_date(service: Service) -> bool:
    cursors = rows(
        service,
        "SELECT address, cursor = (SELECT value FROM seminars_counter WHERE name = 'changes')"
        " FROM seminars_calendarfile ORDER BY address",
    )
    return cursors == [("all?", 1), ("all?all=1", 1), ("wenqu?", 1), ("wenqu?all=1", 1)]


def test_a_publication_has_its_calendar_files_written(tmp_path: Path) -> None:
    with running(Service(tmp_path), "worker") as service:
        service.command("series", "wenqu", "--name-zh", "问渠班研讨会", "--name-en", "Wenqu Seminar")
        reference = service.command(
            "intake", str(DATA), "--series", "wenqu", "--on", "2025-10-28", "--publish", "--announce", "never"
        ).split()[-1]
        wait_for(lambda: are_up_to_date(service))
        before = rows(service, "SELECT tag FROM seminars_calendarfile ORDER BY address")

        service.command("cancel", reference.strip("/"), "--reason", "讲者生病")
        wait_for(lambda: are_up_to_date(service))

        after = rows(service, "SELECT tag FROM seminars_calendarfile ORDER BY address")
        assert not set(before) & set(after)


def test_without_celery_the_drain_writes_them(tmp_path: Path) -> None:
    service = Service(tmp_path)
    prepare(service)
    service.command("series", "wenqu", "--name-zh", "问渠班研讨会", "--name-en", "Wenqu Seminar")

    service.command("drain")

    assert are_up_to_date(service)
