"""PostgreSQL and Redis, where they answer; where not, the tests are skipped loudly, and fail in CI."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


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
def redis_server(socket_enabled: None) -> str:
    """The URL of a Redis database that answers, emptied."""
    try:
        client = redis.Redis.from_url(REDIS, socket_connect_timeout=3)
        client.flushdb()
        client.close()
    except redis.RedisError as error:
        missing(f"Redis does not answer at {REDIS} (TEST_REDIS_URL): {error}")
    return REDIS
