"""One browser and one service for the whole folder; where the browser is missing, loudly none."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.watching import Watch, chromium, missing_browser
from tests.journeys.service import ROOT, Service, running

PASSWORD = "long enough for a test"
ADMINISTRATOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("mei", "mei@example.org", "{PASSWORD}")
"""
NAMES = ("--name-zh", "问渠班研讨会", "--name-en", "Wenqu Class Seminar", "--zone", "Asia/Shanghai")
Open = Callable[..., Page]


def coming(weekday: int) -> date:
    """That day (Monday is 0) of next week, by the clocks of Beijing."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return today + timedelta(days=7 - today.weekday() + weekday)


# For the package and not for the session: while it is open, its event loop keeps others off the database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if fault := missing_browser():
        if os.environ.get("CI"):
            pytest.fail(fault)
        pytest.skip(fault)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def service(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Real processes, and a series with one event of 2025 and one on Saturday of next week."""
    service = Service(tmp_path_factory.mktemp("browser"))
    with running(service, "web", "worker", "beat"):
        service.command("shell", "-v", "0", "-c", ADMINISTRATOR)
        service.command("series", "wenqu", *NAMES)
        publish(service, ROOT / "tests" / "data" / "journey" / "two_talks.txt", "2025-10-28")
        publish(service, ROOT / "examples" / "announcement.txt", coming(0).isoformat())
        yield service


def publish(service: Service, text: Path, on: str) -> None:
    service.command("intake", str(text), "--series", "wenqu", "--on", on, "--publish")


@pytest.fixture
def site(service: Service) -> str:
    """The address before every path."""
    return f"http://127.0.0.1:{service.port}"


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """A new page with the given options of a browser context; at the end nothing may have gone wrong on any."""
    watch = Watch(site)
    contexts = []

    def opened(**options: Any) -> Page:
        context = watch.over(browser.new_context(base_url=site, **({"locale": "en-GB"} | options)))
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def at_desk(open_page: Open) -> Open:
    """A new page on which mei has logged in at the English desk."""

    def logged_in(**options: Any) -> Page:
        page = open_page(**options)
        page.goto("/en/admin/")
        page.get_by_label("Username").fill("mei")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/en/admin/")
        return page

    return logged_in
