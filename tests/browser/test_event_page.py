"""The event's page by the clock: nothing moves while it loads, its faces, sharing, paper, and inside WeChat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, coming
from tests.journeys.service import ROOT, Service

pytestmark = pytest.mark.slow
PHONE = {"viewport": {"width": 360, "height": 740}, "timezone_id": "America/New_York"}
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile MicroMessenger/8.0.50"
MOVES = """window.moved = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.moved += each.value; })
    .observe({ type: "layout-shift", buffered: true });"""
RECORD = """
from datetime import UTC, datetime
from seminars.models import Event, Link
from seminars.publishing.publish import publish
event = Event.objects.get(series__slug="faces")
Link.objects.create(talk=event.talks.first(), kind="recording", url="https://video.example.org/1", position=9)
publish(event, by=None, at=datetime.now(UTC))
"""


def test_nothing_moves_while_the_page_loads(open_page: Open) -> None:
    page = open_page(**PHONE)
    page.add_init_script(MOVES)

    for path in (f"/en/wenqu/{coming(5)}/", "/en/wenqu/2025-11-01/", "/en/"):
        page.goto(path, wait_until="networkidle")
        expect(page.locator("[data-yours]").first).to_be_visible()
        assert page.evaluate("moved") == 0, path


def test_the_three_faces_turn_with_the_clock(open_page: Open, service: Service) -> None:
    service.command("series", "faces", "--name-zh", "钟面", "--name-en", "Faces of the clock")
    text = (ROOT / "examples" / "announcement.txt").read_text(encoding="utf-8")
    printed = service.command(
        "intake", "-", "--series", "faces", "--on", f"{coming(0)}", "--publish", text=text
    )
    path = printed.strip().splitlines()[-1]
    page = open_page(**PHONE)
    button = page.locator(".ticket-stub").get_by_role("link").or_(page.locator(".ticket-stub summary")).first
    chip = page.locator(".event-head .chip")

    page.goto(f"/en{path}")
    expect(button).to_have_text("Add to calendar")

    begin(service, path, timedelta(minutes=10))
    page.reload()
    expect(button).to_have_text("Join online")
    expect(chip).to_have_text("in 10 minutes")

    begin(service, path, -timedelta(minutes=10))
    page.reload()
    expect(button).to_have_text("Join online")
    expect(chip).to_have_text("Now")

    begin(service, path, -timedelta(days=1))
    service.command("shell", "-v", "0", "-c", RECORD)
    page.reload()
    expect(button).to_have_text("Watch the recording")
    expect(chip).to_have_text("Over")


def begin(service: Service, path: str, until: timedelta) -> None:
    start = datetime.now(UTC) + until
    service.command("move", path.strip("/"), "--start", start.isoformat(timespec="minutes"))


def test_a_page_left_open_counts_on_by_the_reader_s_clock(open_page: Open) -> None:
    page = open_page(**PHONE)
    starts = datetime(coming(5).year, coming(5).month, coming(5).day, 6, tzinfo=UTC)
    page.clock.install(time=starts - timedelta(hours=2, minutes=1))
    page.goto(f"/en/wenqu/{coming(5)}/")
    chip = page.locator(".event-head .chip")

    seen = []
    for forward in ("00:00", "01:31:30", "31:00", "02:00:00"):
        page.clock.fast_forward(forward)
        seen.append(chip.text_content())

    assert seen == ["in 2 hours", "in 30 minutes", "Now", "Over"]


def test_the_page_is_shared_cited_and_printed(open_page: Open, site: str) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/en/wenqu/2025-11-01/")

    page.locator(".share summary").click()
    page.locator(".share").get_by_role("button", name="Copy").click()
    shared = str(page.evaluate("navigator.clipboard.readText()"))
    assert "Time: Sat, 1 November 2025 15:00–17:00 (Beijing time)\n" in shared
    assert shared.endswith(f"{site}/en/wenqu/2025-11-01/")

    page.locator("summary", has_text="Cite").click()
    page.get_by_role("button", name="Copy BibTeX").first.click()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("@misc{wenqu-2025-11-01")

    page.emulate_media(media="print")
    expect(page.locator(".ticket .on-paper")).to_have_text(f"{site}/en/wenqu/2025-11-01/")
    for hidden in (".masthead", ".foot", ".share", ".ticket-stub"):
        expect(page.locator(hidden)).to_be_hidden()


def test_inside_wechat_the_page_says_how_to_get_out(open_page: Open, site: str) -> None:
    page = open_page(user_agent=WECHAT, viewport={"width": 360, "height": 740})

    page.goto(f"/wenqu/{coming(5)}/")

    strip = page.locator(".strip")
    expect(strip).to_contain_text("微信")
    expect(strip.locator(".address")).to_have_text(f"{site}/wenqu/{coming(5)}/")
    expect(page.locator(".share-text")).to_be_hidden()
    page.locator(".share summary").click()
    expect(page.locator(".share-text")).to_be_visible()
