"""A worker killed again and again in the middle of sending: in the end every address is recorded exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.killing import everybody_is_told_once
from tests.journeys.service import Service

pytestmark = pytest.mark.slow


def test_a_thousand_are_told_once_though_twenty_workers_are_killed(
    tmp_path: Path, socket_enabled: None
) -> None:
    everybody_is_told_once(Service(tmp_path), readers=1000, kills=20, seed=20261122)
