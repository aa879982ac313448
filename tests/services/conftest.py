"""PostgreSQL and Redis, where they answer; where not, the tests are skipped loudly, and fail in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.db.backends.postgresql.operations import DatabaseOperations

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


@pytest.fixture(autouse=True, scope="package")
def _quick_emptying() -> Iterator[None]:
    """Empty tables by DELETE: TRUNCATE makes a new file for each, which takes a second after every test."""

    def deletes(
        _self: DatabaseOperations, _style: object, tables: list[str], **_options: object
    ) -> list[str]:
        # In one transaction, at whose end references are looked at.
        return [f'DELETE FROM "{table}"' for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", deletes)
        yield


def missing(what: str) -> None:
    """Skip the test, or fail it where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture
def postgresql(socket_enabled: None) -> str:
    """The URL of a PostgreSQL database that answers."""
    parts = urlsplit(POSTGRESQL)
    try:
        psycopg.connect(POSTGRESQL.replace("postgres://", "postgresql://"), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        missing(f"PostgreSQL does not answer at {parts.hostname}:{parts.port} (TEST_DATABASE_URL): {error}")
    return POSTGRESQL


@pytest.fixture
def own_database(postgresql: str) -> Iterator[str]:
    """The URL of a database that exists for this test only."""
    name = f"seminars_journey_{os.getpid()}"
    with psycopg.connect(postgresql.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        yield urlsplit(postgresql)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.fixture
def redis_server(socket_enabled: None) -> str:
    """The URL of a Redis database that answers, emptied."""
    try:
        client = redis.Redis.from_url(REDIS, socket_connect_timeout=3)
        client.flushdb()
        client.close()
    except redis.RedisError as error:
        missing(f"Redis does not answer at {REDIS} (TEST_REDIS_URL): {error}")
    return REDIS
