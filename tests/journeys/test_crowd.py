"""Readers of calendars while everybody publishes: nobody is ever sent back, and in the end all hear the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.crowd import nobody_is_sent_back

pytestmark = pytest.mark.slow


def test_no_reader_is_sent_back_while_eight_publish_on_sqlite(tmp_path: Path, socket_enabled: None) -> None:
    database, copy = tmp_path / "seminars.sqlite3", tmp_path / "restored.sqlite3"

    def copied() -> str:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return f"sqlite:///{copy}"

    nobody_is_sent_back(tmp_path, f"sqlite:///{database}", copied)
