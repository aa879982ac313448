"""A reader far away: their own time, the other language, the copied number; and all of it without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, coming

pytestmark = pytest.mark.slow
NEW_YORK = {"timezone_id": "America/New_York"}
PAST = "/wenqu/2025-11-01/"


def test_a_reader_in_new_york_sees_their_own_time(open_page: Open, site: str) -> None:
    page = open_page(**NEW_YORK)

    page.goto(f"/en{PAST}")
    facts = page.locator(".fact-when")
    expect(facts.locator("time")).to_contain_text("15:00–17:00")
    expect(facts.locator(".when-zone")).to_have_text("Beijing time")
    expect(facts.locator("[data-yours]")).to_have_text(
        "Your time Sat, 1 November 03:00–05:00 · Eastern Time · clocks change around that day"
    )

    page.get_by_role("link", name="Other time zones").click()
    expect(page).to_have_url(f"{site}/en{PAST}time/?tz=America/New_York")
    expect(page.locator(".clock")).to_have_count(2)
    expect(page.locator(".clock").nth(1)).to_contain_text("New York time")
    expect(page.locator(".clock-time")).to_have_text(["15:00–17:00", "03:00–05:00"])
    expect(page.locator(".notice")).to_contain_text("2 November")
    expect(page.locator(".hours")).to_have_count(2)
    page.locator(".often").get_by_role("link", name="Tokyo").click()
    expect(page.locator(".clock-time")).to_have_text(["15:00–17:00", "03:00–05:00", "16:00–18:00"])
    page.locator(".clock", has_text="Tokyo").get_by_role("link", name="Remove").click()

    page.get_by_role("link", name="中文").click()
    expect(page).to_have_url(f"{site}{PAST}time/?tz=America/New_York")
    expect(page.locator(".clock-time")).to_have_text(["15:00–17:00", "03:00–05:00"])
    expect(page.locator(".notice")).to_contain_text("11月2日")

    page.goto(PAST)
    expect(page.locator("[data-yours]")).to_contain_text("03:00–05:00")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en{PAST}")


def test_a_reader_in_beijing_is_told_no_time_twice(open_page: Open) -> None:
    page = open_page(timezone_id="Asia/Shanghai")

    page.goto(PAST)

    expect(page.locator("[data-yours]")).to_be_hidden()


def test_the_meeting_number_and_the_feed_are_copied(open_page: Open, site: str) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])

    for path in (f"/en/wenqu/{coming(5)}/", f"/en/wenqu/{coming(5)}/join/"):
        page.goto(path)
        buttons = page.locator(".code-row").get_by_role("button")
        expect(buttons).to_have_text(["Copy", "Digits only"])
        for number, copied in enumerate(("#腾讯会议：555-010-021", "555010021")):
            buttons.nth(number).click()
            expect(buttons.nth(number)).to_have_text("Copied")
            assert _clipboard(page) == copied

    page.goto("/en/calendar/")
    page.locator("[data-copy$='/wenqu.ics']").click()
    expect(page.locator("[data-copy$='/wenqu.ics']")).to_have_text("Copied")
    assert _clipboard(page) == f"{site}/calendar/wenqu.ics"


def _clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_without_scripts_nothing_is_missing(open_page: Open, site: str) -> None:
    page = open_page(java_script_enabled=False, **NEW_YORK)
    saturday = coming(5)

    for path in (PAST, f"/en{PAST}"):
        page.goto(path)
        for words in ("15:00–17:00", "叶知秋", "杜若溪", "明理楼305", "555-010-089", "零食"):
            expect(page.locator("main")).to_contain_text(words)
        assert page.locator("math").count() > 0
    for path in (f"/wenqu/{saturday}/", f"/en/wenqu/{saturday}/"):
        page.goto(path)
        for words in ("14:00–16:00", "褚云深", "莫小满", "555-010-021"):
            expect(page.locator("main")).to_contain_text(words)
        # What only a script could do is not offered.
        expect(page.locator("button:visible")).to_have_count(0)

    page.goto(f"/en{PAST}time/")
    for zone in ("America/New_York", "Asia/Kolkata"):
        page.get_by_label("Show the time in").select_option(zone)
        page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{site}/en{PAST}time/?tz=America%2FNew_York&tz=Asia%2FKolkata")
    expect(page.locator(".clock-time")).to_have_text(["15:00–17:00", "03:00–05:00", "12:30–14:30"])
