from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.meetings.codes import shown_code


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("555010001", "555-010-001"),
        ("5550100012", "555-010-0012"),
        ("55501000123", "555-0100-0123"),
        ("555010001234", "5550-1000-1234"),
        ("", ""),
        ("12345", "12345"),
        ("abc-defg-hij", "abc-defg-hij"),
    ],
)
def test_a_code_is_shown_in_groups(code: str, shown: str) -> None:
    assert shown_code(code) == shown


@given(st.text(alphabet="0123456789", max_size=20))
def test_grouping_loses_no_digit(code: str) -> None:
    assert shown_code(code).replace("-", "") == code
