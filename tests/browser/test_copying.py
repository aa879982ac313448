"""A post is copied at one press, and by hand where there are no scripts; a tick stays."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.journeys.service import Service

pytestmark = pytest.mark.slow
GROUPS = """
from seminars.models import Place, Series
Place.objects.get_or_create(series=Series.objects.get(slug="wenqu"), name="21级群")
"""


def opened(page: Page, service: Service) -> Page:
    """The copy page of the coming event."""
    service.command("shell", "-v", "0", "-c", GROUPS)
    page.goto("/en/admin/seminars/event/?state__exact=published")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Post in groups…").click()
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_a_post_is_copied_and_ticked(at_desk: Open, service: Service, width: int) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    page = opened(at_desk(viewport={"width": width, "height": 800}, permissions=permissions), service)

    page.get_by_role("button", name="Copy the long text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#long").input_value()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Posted", exact=True).first.click()
    expect(page.get_by_text("✓ mei")).to_be_visible()
    page.get_by_role("button", name="Not posted after all").click()
    expect(page.get_by_text("✓ mei")).to_have_count(0)


def test_without_scripts_the_texts_are_there_to_select(at_desk: Open, service: Service) -> None:
    page = opened(at_desk(java_script_enabled=False), service)

    assert "详情与日历" in page.locator("#short").input_value()
    expect(page.get_by_role("button", name="Copy the short text")).to_be_hidden()
