"""Subscribing by mail through the pages, as a reader does: form, mailbox, button, and out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.post import mail_number, mails_to
from tests.journeys.service import Service

pytestmark = pytest.mark.slow
READER = "yun@example.org"


def test_a_reader_subscribes_and_leaves(open_page: Open, service: Service, site: str) -> None:
    page = open_page(timezone_id="Europe/Berlin")

    page.goto("/en/subscribe/")
    page.get_by_label("Mail address").fill(READER)
    page.get_by_role("checkbox", name="Wenqu Class Seminar").check()
    page.get_by_label("English", exact=True).check()
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="Please look into your mailbox")).to_be_visible()

    mail_number(1, service, READER)
    page.goto("/outgoing/")
    page.locator("li", has_text=READER).get_by_role("link").click()
    words = page.locator("pre.mail-text").first.inner_text()
    link = re.search(rf"{re.escape(site)}/en/subscribe/\S+", words)
    assert link, words

    page.goto(link[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="You are subscribed")).to_be_visible()

    page.get_by_role("link", name="Choose series, language and time zone").click()
    expect(page.locator("main")).to_contain_text(READER)
    expect(page.get_by_role("checkbox", name="Wenqu Class Seminar")).to_be_checked()
    page.get_by_label("Time zone of the mails").select_option("Europe/London")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Time zone of the mails")).to_have_value("Europe/London")

    page.get_by_role("link", name="Unsubscribe from everything").click()
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", name="Unsubscribed")).to_be_visible()
    assert len(mails_to(service, READER)) == 1
