"""Workers killed in the middle of sending, with PostgreSQL and Redis."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.killing import everybody_is_told_once
from tests.journeys.service import Service

pytestmark = [pytest.mark.services, pytest.mark.slow]


def test_everybody_is_told_once_though_workers_are_killed(
    tmp_path: Path, own_database: str, redis_server: str
) -> None:
    service = Service(
        tmp_path, DATABASE_URL=own_database, CELERY_BROKER_URL=redis_server, CACHE_URL=redis_server
    )
    everybody_is_told_once(service, readers=150, kills=3, seed=5)
