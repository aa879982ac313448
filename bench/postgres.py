"""The same data on PostgreSQL, in a database of its own that is dropped afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg

from bench.measuring import Lacking, NotMeasured
from bench.serving import ROOT

SERVER = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")


@contextmanager
def a_history_on_postgresql(events: int) -> Iterator[str]:
    """The URL of a database with a series of as many events, each really published."""
    name = f"bench_{token_hex(4)}"
    try:
        server = psycopg.connect(
            SERVER.replace("postgres://", "postgresql://"), autocommit=True, connect_timeout=3
        )
    except psycopg.OperationalError:
        raise Lacking("PostgreSQL (TEST_DATABASE_URL)") from None
    with server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            url = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
            _fill(url, events)
            yield url
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _fill(url: str, events: int) -> None:
    # A process of its own: this one has its own database.
    act = f"from bench.postgres import fill; fill({events})"
    done = subprocess.run(
        [sys.executable, "-c", act],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise NotMeasured(f"the database could not be filled: {done.stderr.strip().splitlines()[-1]}")


def fill(events: int) -> None:
    """Fill the database that the environment names."""
    import django  # noqa: PLC0415 -- only in a process of its own

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- Django: app registry

    from bench.data import fill_history  # noqa: PLC0415 -- Django: app registry

    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    fill_history(events, distinct=events)
