"""The join page on a telephone, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, coming

pytestmark = pytest.mark.slow
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"


def test_the_line_to_copy_is_selected_as_a_whole_without_scripts(open_page: Open) -> None:
    page = open_page(java_script_enabled=False, user_agent=PHONE, viewport={"width": 360, "height": 740})

    page.goto(f"/en/wenqu/{coming(5)}/join/")
    expect(page.locator(".join-countdown:not([hidden])")).to_contain_text("It begins in")
    expect(page.get_by_role("link", name="Open the app")).to_have_attribute(
        "href", "wemeet://page/inmeeting?meeting_code=555010021"
    )
    expect(page.locator(".copied")).to_have_text("#腾讯会议：555-010-021")
    expect(page.locator(".copied")).to_have_css("user-select", "all")


def test_inside_wechat_nothing_is_offered_that_does_not_work_there(open_page: Open) -> None:
    page = open_page(user_agent=f"{PHONE} MicroMessenger/8.0.50", viewport={"width": 360, "height": 740})

    page.goto(f"/en/wenqu/{coming(5)}/join/")

    expect(page.locator("a[href^='wemeet:']")).to_have_count(0)
    expect(page.get_by_text("Inside WeChat, links to other apps do nothing.")).to_be_visible()
