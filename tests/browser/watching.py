"""What a browser says of itself while it reads our pages: errors, refused resources, requests to others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks of another host fails at once; `Watch` notes that it asked.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as drivers:
        browser = drivers.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def missing_browser() -> str:
    """Why there is no browser, as a sentence; '' when there is one."""
    return "" if os.access(CHROMIUM, os.X_OK) else f"There is no Chromium at {CHROMIUM}."


class Watch:
    """Collects in `faults` what went wrong on any page of the contexts it looks at."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.faults: list[str] = []

    def over(self, context: BrowserContext) -> BrowserContext:
        """The same context, watched; all its pages, frames and pop-ups count."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        return context

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            where = message.page.url if message.page else ""
            self.faults.append(f"{message.type} on {where}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "about:", "blob:")):
            self.faults.append(f"foreign host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")
