"""Every text is read on Tuesday, 24 November 2026; the desk speaks English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from seminars.models import Series
from tests.factories import a_series


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def wenqu(db: None) -> Series:
    return a_series(slug="wenqu", minutes=120)
