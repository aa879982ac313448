"""Readers of calendars while everybody publishes, on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.journeys.crowd import nobody_is_sent_back

pytestmark = [pytest.mark.services, pytest.mark.slow]


def test_no_reader_is_sent_back_while_eight_publish_on_postgresql(
    tmp_path: Path, postgresql: str, own_database: str
) -> None:
    name = urlsplit(own_database).path.lstrip("/")
    copy = f"{name}_restored"

    with psycopg.connect(postgresql.replace("postgres://", "postgresql://"), autocommit=True) as server:

        def copied() -> str:
            server.execute(f"CREATE DATABASE {copy} TEMPLATE {name}")  # type: ignore[arg-type]
            return urlsplit(own_database)._replace(path=f"/{copy}").geturl()

        try:
            nobody_is_sent_back(tmp_path, own_database, copied)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")  # type: ignore[arg-type]
