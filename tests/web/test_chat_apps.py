"""Where calendar links do nothing, the pages that carry one say how to get out."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from tests.factories import NOW, a_series, an_event, published

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.50"
)


@pytest.mark.parametrize("path", ["/", "/wenqu/"])
def test_home_and_series_show_the_way_out_of_wechat(visitor: Client, path: str) -> None:
    with time_machine.travel(NOW, tick=False):
        published(an_event(a_series(slug="wenqu")))

        inside = visitor.get(path, headers={"user-agent": WECHAT})
        outside = visitor.get(path)

    assert ("在浏览器打开" in inside.content.decode(), "在浏览器打开" in outside.content.decode()) == (
        True,
        False,
    )
    assert "User-Agent" in inside["Vary"]
    # What comes next stands first; the strip stands where something needs it.
    assert "next-card" in inside.content.decode().partition("在浏览器打开")[0]
