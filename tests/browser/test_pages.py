"""Every page on a narrow phone and a wide screen, in both languages: nothing runs out of the page or goes wrong."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open, coming

pytestmark = pytest.mark.slow
NARROW, WIDE = 360, 1280


def paths() -> list[str]:
    """The pages in Chinese; under /en/ lie the same in English."""
    event = f"/wenqu/{coming(5)}/"
    return [
        "/",
        "/archive/",
        "/search/?q=cadence",
        "/wenqu/",
        event,
        "/wenqu/2025-11-01/",
        f"{event}time/?tz=America/New_York",
        f"{event}join/",
        "/calendar/",
        "/subscribe/",
        "/admin/",
        "/admin/seminars/event/",
        "/admin/seminars/event/add/?series=1",
        "/admin/seminars/series/1/change/",
    ]


def test_no_page_is_wider_than_the_screen(at_desk: Open) -> None:
    page = at_desk()
    too_wide = []

    for path in [prefix + path for path in paths() for prefix in ("", "/en")]:
        page.set_viewport_size({"width": WIDE, "height": 740})
        page.goto(path)
        language = page.locator("html").get_attribute("lang") or ""
        assert language.lower() == ("en" if path.startswith("/en/") else "zh-hans"), path
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 740})
            wide = page.evaluate("document.scrollingElement.scrollWidth")
            if wide > width:
                too_wide.append((path, width, wide))

    assert too_wide == []
