"""What our own words in a reason are to readers of the other language."""

from __future__ import annotations

import pytest

from seminars.programme.intents import postponed, reason_in, says_postponed


@pytest.mark.parametrize("written", ["zh", "en"])
@pytest.mark.parametrize("read", ["zh", "en"])
@pytest.mark.parametrize("cause", ["", "讲者航班取消", "flight (cancelled)"])
def test_a_postponement_is_told_in_the_language_of_the_reader(written: str, read: str, cause: str) -> None:
    reason = postponed(cause, written)

    assert says_postponed(reason)
    told = reason_in(reason, read)
    assert told.startswith(postponed("", read))
    assert cause.rstrip(")") in told


def test_other_reasons_stay_as_they_were_typed() -> None:
    assert reason_in("台风", "en") == "台风"
    assert reason_in("", "zh") == ""
