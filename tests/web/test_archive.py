from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("year", ["0020251234", "002025", "20251", "202", "-2025", "2025 ", ""])
def test_a_year_is_four_digits(year: str, visitor: Client) -> None:
    assert visitor.get("/archive/", {"year": year}).status_code == 404


@pytest.mark.parametrize("year", ["1970", "2025", "9000"])
def test_a_year_without_events_has_a_page(year: str, visitor: Client) -> None:
    assert visitor.get("/archive/", {"year": year}).status_code == 200
