"""Take the pictures of the README anew, from the demo around today: `python -m docs.images.take`."""

from __future__ import annotations

import base64
import html
import json
import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

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

# What a piece of evidence is about, by its path in the reading: the first that fits; and its name in the legend.
FIELDS = (
    (r"starts_at|ends_at", "when", "时间 time"),
    (r"places\.", "place", "地点 place"),
    (r"meetings\.", "online", "会议 meeting"),
    (r"speakers$|.*\.name", "who", "讲者 speaker"),
    (r"talks\.\d+\.title", "title", "题目 title"),
    (r".*\.abstract", "abstract", "摘要 abstract"),
    (r".*biography", "about", "简介 about"),
    (r"intro|notes|audience", "rest", "其他 notes"),
)


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
            take_desk(browser, service, password)
            take_mail(browser, service)
            # Last, because it adds to the programme that the others show.
            take_paste(browser, service)
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


def take_desk(browser: Browser, service: Service, password: str) -> None:
    page = opened(browser, service, "/en/admin/", SCREEN)
    page.get_by_label("Username").fill("demo")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/en/admin/")
    save(page, "desk.png", down_to=bottom(page, ".desk-told") + 24)


def new_times(service: Service) -> list[str]:
    """The file names of the demo's English mails about another time."""
    moved = [mail for mail in mails_to(service, "sam@example.org") if "[New time]" in str(mail["Subject"])]
    return [re.sub(r"[<>]", "", str(mail["Message-ID"])) + ".eml" for mail in moved]


def take_mail(browser: Browser, service: Service) -> None:
    page = opened(browser, service, f"/outgoing/{new_times(service)[0]}/html", {"width": 680, "height": 400})
    page.screenshot(path=HERE / "mail.png", full_page=True)


def take_paste(browser: Browser, service: Service) -> None:
    on = coming(0).isoformat()
    reading = json.loads(service.command("intake", str(ANNOUNCEMENT), "--on", on, "--json"))
    words = ("intake", str(ANNOUNCEMENT), "--series", "wenqu", "--on", on, "--publish")
    path = service.command(*words).splitlines()[-1]
    phone = opened(browser, service, path, PHONE).screenshot()
    text = ANNOUNCEMENT.read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.set_content(composed(marked(text, reading["evidence"]), base64.b64encode(phone).decode()))
    page.evaluate("document.fonts.ready")
    page.locator("body").screenshot(path=HERE / "paste.png")


def marked(text: str, evidence: dict[str, list[int]]) -> str:
    """The text as HTML, every letter marked by the shortest piece of evidence that holds it."""
    kinds = [""] * len(text)
    spans = sorted(evidence.items(), key=lambda each: each[1][0] - each[1][1])
    for path, (start, end) in spans:
        kind = next((kind for pattern, kind, _name in FIELDS if re.match(pattern, path)), "")
        kinds[start:end] = [kind] * (end - start)
    return "".join(pieces(text, kinds))


def pieces(text: str, kinds: list[str]) -> Iterator[str]:
    at = 0
    for kind, run in groupby(kinds):
        end = at + len(list(run))
        for number, line in enumerate(text[at:end].split("\n")):
            shown = html.escape(line)
            yield ("<br>" if number else "") + (f'<mark class="{kind}">{shown}</mark>' if kind else shown)
        at = end


def composed(announcement: str, phone: str) -> str:
    """One page: the marked announcement, its legend, and the phone."""
    legend = "".join(f'<li><mark class="{kind}">{name}</mark></li>' for _pattern, kind, name in FIELDS)
    style = (HERE / "paste.css").read_text(encoding="utf-8")
    return f"""<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>{style}</style>
        <body><section class="paper"><p>{announcement}</p><ul>{legend}</ul></section>
        <span class="arrow">→</span><img src="data:image/png;base64,{phone}" alt=""></body></html>"""


if __name__ == "__main__":
    main()
