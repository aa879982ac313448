"""A cancellation that only waits for a date says so, in words that are known again."""

import pytest

from seminars.programme.intents import postponed, says_postponed


@pytest.mark.parametrize(
    ("cause", "language", "expected"),
    [
        ("", "zh", "延期，时间另行通知"),
        ("讲者生病", "zh", "延期，时间另行通知（讲者生病）"),
        ("", "en", "postponed; the new date will be announced"),
        ("illness", "en", "postponed; the new date will be announced (illness)"),
        ("讲者生病", "mixed", "延期，时间另行通知（讲者生病）"),
    ],
)
def test_the_reason_of_a_postponement_is_known_again(cause: str, language: str, expected: str) -> None:
    assert postponed(cause, language) == expected
    assert says_postponed(expected)


@pytest.mark.parametrize("reason", ["", "讲者生病", "因故延期", "illness"])
def test_other_reasons_wait_for_no_date(reason: str) -> None:
    assert not says_postponed(reason)
