"""MAIL_RATES is read as pairs, or stops the start with one line."""

from __future__ import annotations

import pytest

from config import environment as env


@pytest.mark.parametrize(
    ("value", "rates"),
    [("", {}), ("qq.com=40, Univ.edu=0", {"qq.com": 40, "univ.edu": 0}), ("a=1,", {"a": 1})],
)
def test_pairs_are_read(monkeypatch: pytest.MonkeyPatch, value: str, rates: dict[str, int]) -> None:
    monkeypatch.setenv("MAIL_RATES", value)

    assert env.rates("MAIL_RATES") == rates


@pytest.mark.parametrize("value", ["qq.com", "qq.com=fast", "=3", "qq.com=-1", "qq.com=1000000", "qq.com=²"])
def test_what_is_no_pair_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("MAIL_RATES", value)

    with pytest.raises(SystemExit, match=r"^MAIL_RATES: expected pairs such as qq\.com=20, got '"):
        env.rates("MAIL_RATES")
