"""The watch itself: silence on our pages is worth something only if it hears what goes wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.watching import Watch

pytestmark = pytest.mark.slow
FOREIGN = "https://cdn.example.org/x.png"
# An image of another host, a script in the page and an error in a script of ours.
WRONG = f"""
const image = new Image(); image.src = "{FOREIGN}"; document.body.append(image);
const script = document.createElement("script"); script.textContent = "1"; document.body.append(script);
setTimeout(() => null.length, 0);
"""


def test_the_watch_hears_what_goes_wrong(browser: Browser, site: str) -> None:
    watch = Watch(site)
    context = watch.over(browser.new_context(base_url=site))
    page = context.new_page()

    page.goto("/en/")
    assert watch.faults == []
    with context.expect_event("weberror"):
        page.evaluate(WRONG)
    page.goto("/en/nowhere/")
    context.close()

    heard = "\n".join(watch.faults)
    for words in (f"CSP img-src {FOREIGN}", "CSP script-src", "script: ", f"404: {site}/en/nowhere/"):
        assert words in heard, words
    assert f"foreign host: {FOREIGN}" in watch.faults
