from __future__ import annotations

import os

import pytest

from tests.calendars import icaljs


@pytest.fixture
def ical_js() -> None:
    """ical.js, where it is installed; where not, the test is skipped loudly, and fails in CI."""
    if fault := icaljs.missing():
        if os.environ.get("CI"):
            pytest.fail(fault)
        pytest.skip(fault)
