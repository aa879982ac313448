"""A calendar address of one's own, on a narrow phone without scripts: made, subscribed to, replaced, revoked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.journeys.service import Service

pytestmark = pytest.mark.slow
PHONE = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}
A_READER = """
from seminars.announcements.sending.links import preferences_url
from seminars.models import Series
from seminars.subscriptions.subscribe import add_confirmed
from django.utils import timezone
series = list(Series.objects.filter(slug="wenqu"))
reader = add_confirmed("{email}", series=series, language="en", zone="Asia/Shanghai", at=timezone.now())
print(preferences_url(reader, "{language}"))
"""
BUTTONS = {
    "en": ("Make my calendar address", "Make a new one; the old one stops working", "Revoke it"),
    "zh": ("生成我的日历地址", "重新生成（旧地址随即失效）", "停用这个地址"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_address_is_shown_once_and_replaced_and_revoked(
    language: str, open_page: Open, service: Service
) -> None:
    script = A_READER.format(email=f"{language}-phone@example.org", language=language)
    preferences = service.command("shell", "-v", "0", "-c", script).strip()
    page = open_page(**PHONE)
    make, renew, revoke = BUTTONS[language]

    page.goto(preferences)
    fits(page)
    page.get_by_role("button", name=make).click()
    first = address_on(page)
    fits(page)
    page.goto(preferences)
    expect(page.locator("main")).not_to_contain_text(first.split("/")[-1])
    page.get_by_role("button", name=renew).click()
    second = address_on(page)
    page.goto(preferences)
    page.get_by_role("button", name=revoke).click()

    expect(page.locator("#calendar").get_by_role("status")).to_be_in_viewport()
    expect(page.get_by_role("button", name=make)).to_be_visible()
    assert first != second
    web = (service.folder / "web.log").read_text()
    assert "/calendar/my/" not in web
    assert preferences.split("/")[-2] not in web


def address_on(page: Page) -> str:
    """The feed's address on the page that has just been shown."""
    shown = page.locator("a.address")
    expect(shown).to_have_count(1)
    address = shown.get_attribute("href") or ""
    assert "/calendar/my/" in address
    expect(page.locator(f'a[href="webcal://{address.split("://")[1]}"]')).to_be_visible()
    return address


def fits(page: Page) -> None:
    # No script runs in the page, but the browser still knows how wide it is.
    box = page.locator("body").bounding_box()
    assert box
    assert box["width"] <= 360
    for each in page.locator("main *:visible").all():
        own = each.bounding_box()
        assert own is None or own["x"] + own["width"] <= 361, each.inner_text()[:80]
