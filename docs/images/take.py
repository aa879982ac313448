"""Take the pictures of the README anew, from the demo around today: `python -m docs.images.take`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from playwright.sync_api import Browser, Page

from tests.browser.conftest import coming
from tests.browser.post import mails_to
from tests.browser.watching import chromium, missing_browser
from tests.journeys.service import ROOT, Service, running, wait_for

HERE = Path(__file__).resolve().parent
ANNOUNCEMENT = ROOT / "examples" / "announcement.txt"
HEAVIEST = 250_000
PHONE = {"width": 360, "height": 780}
SCREEN = {"width": 1280, "height": 900}


def main() -> None:
    if fault := missing_browser():
        sys.exit(fault)
    with TemporaryDirectory() as folder, chromium() as browser:
        service = Service(Path(folder))
        with running(service, "web", "worker", "beat"):
            password = service.command("demo").split(" / ")[1].strip()
            wait_for(lambda: len(new_times(service)) == 1)
            take_home(browser, service)
            take_phone(browser, service)
            take_event(browser, service)
            take_poster(service)
            take_mail(browser, service)
            take_paste(take_desk(browser, service, password))
    for picture in HERE.glob("*.png"):
        assert picture.stat().st_size < HEAVIEST, f"{picture.name}: {picture.stat().st_size} bytes"


def opened(browser: Browser, service: Service, path: str, viewport: dict[str, int]) -> Page:
    """A page as a reader in Beijing sees it."""
    page = browser.new_page(
        base_url=f"http://127.0.0.1:{service.port}",
        viewport={"width": viewport["width"], "height": viewport["height"]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page.goto(path)
    return page


def save(page: Page, name: str, *, down_to: int | None = None) -> None:
    """Write the page as a PNG, from its top down to that many pixels; without them as high as the window."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": down_to or size["height"]})
    page.screenshot(path=HERE / name)


def bottom(page: Page, selector: str) -> int:
    """Where the first such element ends, in pixels from the top of the page."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return round(box["y"] + box["height"])


def take_home(browser: Browser, service: Service) -> None:
    page = opened(browser, service, "/", SCREEN)
    save(page, "home.png", down_to=bottom(page, ".week") + 24)


def take_phone(browser: Browser, service: Service) -> None:
    page = opened(browser, service, "/wenqu/42/", PHONE)
    save(page, "phone.png", down_to=bottom(page, ".talk .prose") + 12)


def take_desk(browser: Browser, service: Service, password: str) -> Page:
    """The desk's own page; returned with who is logged in."""
    page = opened(browser, service, "/en/admin/", SCREEN)
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/en/admin/")
    save(page, "desk.png", down_to=bottom(page, ".desk-told") + 24)
    return page


def new_times(service: Service) -> list[str]:
    """The file names of the demo's English mails about another time."""
    moved = [mail for mail in mails_to(service, "sam@example.org") if "[New time]" in str(mail["Subject"])]
    return [re.sub(r"[<>]", "", str(mail["Message-ID"])) + ".eml" for mail in moved]


def take_mail(browser: Browser, service: Service) -> None:
    page = opened(browser, service, f"/outgoing/{new_times(service)[0]}/html", {"width": 680, "height": 400})
    page.screenshot(path=HERE / "mail.png", full_page=True)


def take_event(browser: Browser, service: Service) -> None:
    page = opened(browser, service, "/en/wenqu/42/", SCREEN)
    save(page, "event.png", down_to=SCREEN["height"])


def take_poster(service: Service) -> None:
    with urlopen(f"http://127.0.0.1:{service.port}/wenqu/42/poster-wide.png") as answer:
        (HERE / "poster.png").write_bytes(answer.read())


def take_paste(page: Page) -> None:
    """What the desk makes of the announcement, before anything is saved."""
    page.goto("/admin/seminars/event/paste/")
    page.locator("[name=text]").fill(ANNOUNCEMENT.read_text(encoding="utf-8"))
    page.locator("[name=read_on]").fill(coming(0).isoformat())
    page.locator("[name=_read]").click()
    # The text does not name its series.
    page.get_by_role("button", name="问渠班").click()
    page.locator("[name=on]").wait_for()
    save(page, "paste.png", down_to=SCREEN["height"])
    page.set_viewport_size(PHONE)
    save(page, "paste-phone.png", down_to=PHONE["height"])


if __name__ == "__main__":
    main()
