from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from seminars.announcements import pulses
from seminars.models import Announcement
from seminars.web import health
from tests.factories import NOW, a_series


def readiness(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    return response.status_code, {name: check["ok"] for name, check in response.json()["checks"].items()}


WELL = {"database": True, "migrations": True, "outbox": True, "beat": True}


def test_a_living_process_asks_nothing_of_the_database() -> None:
    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_all_is_well(visitor: Client) -> None:
    pulses.beat("beat", at=NOW - timedelta(seconds=60))

    assert readiness(visitor) == (200, WELL)


@pytest.mark.parametrize("silent", [None, timedelta(minutes=3)])
@pytest.mark.django_db
def test_not_ready_when_the_clock_is_silent(silent: timedelta | None, visitor: Client) -> None:
    if silent:
        pulses.beat("beat", at=NOW - silent)

    assert readiness(visitor) == (503, WELL | {"beat": False})


@pytest.mark.django_db
def test_not_ready_when_something_to_tell_is_late(visitor: Client) -> None:
    pulses.beat("beat", at=NOW)
    for minutes in (14, 16):
        Announcement.objects.create(
            key=f"late-{minutes}",
            kind="published",
            series=a_series(),
            due_at=NOW - timedelta(minutes=minutes),
            expires_at=NOW + timedelta(days=1),
            created_at=NOW,
        )
        if minutes == 14:
            assert readiness(visitor) == (200, WELL)

    assert readiness(visitor) == (503, WELL | {"outbox": False})


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(at: datetime) -> tuple[bool, str]:
        raise OperationalError("no route to host")

    monkeypatch.setitem(health.CHECKS, "database", unreachable)
    pulses.beat("beat", at=NOW)

    response = visitor.get("/readyz")

    assert (response.status_code, response.json()["checks"]["database"]) == (
        503,
        {"ok": False, "detail": "The database does not answer (OperationalError)."},
    )
