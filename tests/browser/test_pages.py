"""Every page on a narrow phone and a wide screen, in both languages: nothing runs out of the page or goes wrong."""

from __future__ import annotations

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import Open, coming

pytestmark = pytest.mark.slow
NARROW, WIDE = 360, 1280


def public_paths() -> list[str]:
    """The pages of readers in Chinese; under /en/ lie the same in English."""
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
        "/embed/?series=wenqu",
        "/speakers/ye-zhiqiu/",
    ]


def paths() -> list[str]:
    """The same, and those of the desk."""
    return [
        *public_paths(),
        "/admin/",
        "/admin/seminars/event/",
        "/admin/seminars/event/add/?series=1",
        "/admin/seminars/event/paste/",
        "/admin/seminars/series/1/change/",
    ]


def test_every_page_fits_the_screen_and_keeps_nobody_out(at_desk: Open) -> None:
    page = at_desk(color_scheme="light")
    too_wide, closed = [], {}

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
        if path.removeprefix("/en") in public_paths() and (found := barriers(page)):
            closed[path] = found

    assert too_wide == []
    assert not closed, "\n".join(f"{path} {each}" for path, found in closed.items() for each in found)


def test_the_desk_keeps_nobody_out(at_desk: Open) -> None:
    # axe gives elements styles to look behind them, which our policy forbids.
    page = at_desk(bypass_csp=True)
    closed = {}

    for path in (f"/en{path}" for path in paths() if path not in public_paths()):
        page.goto(path)
        if found := barriers(page):
            closed[path] = found

    assert not closed, "\n".join(f"{path} {each}" for path, found in closed.items() for each in found)


def test_at_night_and_at_four_times_the_size_too(open_page: Open) -> None:
    # 1280 px at 400 % are 320 px (WCAG 1.4.10).
    page = open_page(color_scheme="dark", viewport={"width": 320, "height": 256})
    too_wide, closed = [], {}

    for path in public_paths():
        page.goto(path)
        if page.evaluate("document.scrollingElement.scrollWidth") > 320:
            too_wide.append(path)
        if found := barriers(page):
            closed[path] = found

    assert too_wide == []
    assert not closed, "\n".join(f"{path} {each}" for path, found in closed.items() for each in found)
