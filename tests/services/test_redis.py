"""Production's own set-up: PostgreSQL, Redis, several processes. The bell alone wakes the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.service import ROOT, Service, running, wait_for

pytestmark = pytest.mark.services
A_SERIES_WITH_A_READER = """
from tests.factories import a_series, a_subscriber
a_subscriber(a_series(slug="wenqu"), email="lan@example.org")
"""


def test_a_published_text_reaches_the_reader(tmp_path: Path, own_database: str, redis_server: str) -> None:
    service = Service(
        tmp_path, DATABASE_URL=own_database, CELERY_BROKER_URL=redis_server, CACHE_URL=redis_server
    )
    monday = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    monday += timedelta(days=7 - monday.weekday())
    text = str(ROOT / "examples" / "announcement.txt")
    with running(service, "web", "worker"):
        service.command("shell", "-v", "0", "-c", A_SERIES_WITH_A_READER)
        service.command("intake", text, "--series", "wenqu", "--on", monday.isoformat(), "--publish")

        wait_for(lambda: len(list((tmp_path / "mail").glob("*.eml"))) == 1)

        assert "褚云深" in service.page(f"/wenqu/{monday + timedelta(days=5)}/")
        assert "BEGIN:VEVENT" in service.get("/calendar/wenqu.ics")[1]
