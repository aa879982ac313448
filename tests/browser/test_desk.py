"""The main job by hand: an organizer types a new event, previews, publishes, moves and cancels it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, coming
from tests.browser.post import mail_number
from tests.journeys.service import Service

pytestmark = pytest.mark.slow
READER = "lan@example.org"
# What is typed into the form, by the names of its fields, in the order of the page.
EVENT = {"number": "7", "start": "14:00", "end": "13:00"}
FIRST = {
    "talks-0-title_zh": "最大值有多大",
    "talks-0-title_en": "How large is the largest?",
    "talks-0-speakers-0-name_zh": "林知远",
    "talks-0-speakers-0-name_en": "Lin Zhiyuan",
    "talks-0-speakers-0-honorific": "同学",
    "talks-0-speakers-0-affiliation_zh": "云栖湾大学",
    "talks-0-speakers-0-affiliation_en": "Yunqi Bay University",
    "talks-0-speakers-0-biography_zh": "喜欢长链条的证明。",
    "talks-0-text_zh": r"设 $z_1, \dots, z_n$ 独立同分布，则 $$\mathbb{E}[z_{\max}] \sim \sqrt{2 \log n}.$$",
    "talks-0-text_en": r"For $n$ draws, $\mathbb{E}[z_{\max}] \sim \sqrt{2 \log n}$.",
}
SECOND_SPEAKER = {
    "talks-0-speakers-1-name_zh": "白鹭洲",
    "talks-0-speakers-1-affiliation_zh": "海砚实验室",
}
SECOND = {
    "talks-1-title_en": "Gates after attention",
    "talks-1-speakers-0-name_en": "Mira Castell",
    "talks-1-speakers-0-affiliation_en": "Haiyan Lab",
    "talks-1-text_en": "One gate, placed after attention, is enough: $y = g \\odot x$.",
    "notes_zh": "报告后有零食。",
    "notes_en": "Snacks afterwards.",
}


def test_an_event_by_hand(at_desk: Open, service: Service) -> None:
    service.command("subscribe", READER, "--series", "wenqu", "--language", "en")
    page = at_desk(viewport={"width": 1280, "height": 900})

    typed = everything_is_typed(page)
    a_wrong_end_is_said_and_nothing_is_lost(page, typed)
    the_preview_shows_what_readers_do_not_see(page, service)
    publishing_shows_and_tells(page, service)
    both_pages_say_all_of_it(page)
    moving_is_said_on_the_page_and_by_mail(page, service)
    cancelling_is_said_on_the_page_and_by_mail(page, service)


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def fill(page: Page, fields: dict[str, str]) -> dict[str, str]:
    for name, words in fields.items():
        field(page, name).fill(words)
    return fields


def everything_is_typed(page: Page) -> dict[str, str]:
    page.get_by_role("link", name="New event").first.click()
    typed = fill(page, {"on": coming(2).isoformat()} | EVENT)
    add(page, "venue", name_zh="明德楼 204", name_en="Mingde Hall 204")
    add(page, "meeting", code="555-010-077")
    typed |= fill(page, FIRST)
    page.get_by_role("button", name="Another speaker").first.click()
    typed |= fill(page, SECOND_SPEAKER)
    page.get_by_role("button", name="Another talk").click()
    return typed | fill(page, SECOND)


def add(page: Page, what: str, **fields: str) -> None:
    """Make the room or meeting of the event in the window that the plus sign opens."""
    with page.expect_popup() as opened:
        page.locator(f"#add_id_{what}").click()
    window = opened.value
    fill(window, fields)
    with window.expect_event("close"):
        window.locator("[name=_save]").click()
    expect(field(page, what)).not_to_have_value("")
    page.locator(f"[name={what}_from][value=own]").check()


def a_wrong_end_is_said_and_nothing_is_lost(page: Page, typed: dict[str, str]) -> None:
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_text("The end must be after the start.")).to_be_visible()
    assert {name: field(page, name).input_value() for name in typed} == typed
    expect(field(page, "venue").locator("option:checked")).to_contain_text("Mingde Hall 204")
    expect(page.locator("[name=venue_from][value=own]")).to_be_checked()


def the_preview_shows_what_readers_do_not_see(page: Page, service: Service) -> None:
    field(page, "end").fill("16:00")
    page.get_by_role("button", name="Save and preview").click()

    for number, words in enumerate(("最大值有多大", "How large is the largest?")):
        frame = page.locator(".desk-pages section").nth(number)
        frame.scroll_into_view_if_needed()
        inner = frame.frame_locator("iframe")
        expect(inner.get_by_text(words).first).to_be_visible()
        expect(inner.locator("math").first).to_be_visible()
        expect(inner.get_by_role("main")).to_contain_text("555-010-077")
    assert service.get("/wenqu/7/")[0] == 404


def publishing_shows_and_tells(page: Page, service: Service) -> None:
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("now, after a minute in which you can stop it").check()
    page.get_by_role("button", name="Publish now").click()

    expect(page.get_by_text("Published: the page and every calendar say it now.")).to_be_visible()
    expect(page.locator(".desk-waiting")).to_contain_text("to 1 person")
    expect(page.locator("[data-countdown]")).to_contain_text("in ")
    page.get_by_role("button", name="Send now").click()
    mail = mail_number(1, service, READER)
    subject = str(mail["Subject"])
    assert subject.startswith("[Seminar] Wenqu Class Seminar #7"), subject
    assert "14:00" in subject
    words = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for each in ("Mingde Hall 204", "555-010-077", "How large is the largest?", "Mira Castell", "√(2 log n)"):
        assert each in words, each


def both_pages_say_all_of_it(page: Page) -> None:
    page.goto("/en/admin/")
    page.get_by_role("link", name="#7").first.click()
    page.get_by_role("link", name="Public page").click()

    main = page.locator("main")
    for words in (
        "14:00–16:00", "Mingde Hall 204", "555-010-077", "How large is the largest?", "Lin Zhiyuan", "白鹭洲",
        "Yunqi Bay University", "Gates after attention", "Mira Castell", "Haiyan Lab", "Snacks afterwards.",
    ):  # fmt: skip
        expect(main).to_contain_text(words)
    formulas_stand_as_such(page)

    page.get_by_role("link", name="中文").click()
    for words in (
        "14:00–16:00", "明德楼 204", "555-010-077", "最大值有多大", "林知远同学", "白鹭洲",
        "云栖湾大学", "海砚实验室", "Mira Castell", "报告后有零食。",
    ):  # fmt: skip
        expect(main).to_contain_text(words)
    formulas_stand_as_such(page)


def formulas_stand_as_such(page: Page) -> None:
    root = page.locator("math msqrt").first
    expect(root).to_be_visible()
    box = root.bounding_box()
    assert box is not None
    assert box["width"] > 10
    expect(page.locator("main")).not_to_contain_text(r"\mathbb")


def moving_is_said_on_the_page_and_by_mail(page: Page, service: Service) -> None:
    at_the_event(page).get_by_role("link", name="Move…").click()
    fill(page, {"on": coming(3).isoformat(), "start": "15:30", "end": ""})
    page.locator(".submit-row [type=submit]").click()

    page.get_by_role("button", name="Send now").click()
    mail = mail_number(2, service, READER)
    assert str(mail["Subject"]).startswith("[New time] Wenqu Class Seminar #7"), mail["Subject"]
    page.goto("/en/wenqu/7/")
    expect(page.locator(".when-clock")).to_have_text("15:30–17:30")
    expect(page.locator(".bar-time")).to_contain_text("New time")
    expect(page.locator(".bar-time del")).to_contain_text("14:00")
    page.goto("/wenqu/7/")
    expect(page.locator(".bar-time ins")).to_contain_text("15:30")


def cancelling_is_said_on_the_page_and_by_mail(page: Page, service: Service) -> None:
    at_the_event(page).get_by_role("link", name="Cancel…").click()
    field(page, "reason").fill("讲者航班取消")
    page.locator(".submit-row [type=submit]").click()

    page.get_by_role("button", name="Send now").click()
    mail = mail_number(3, service, READER)
    assert str(mail["Subject"]).startswith("[Cancelled] Wenqu Class Seminar #7"), mail["Subject"]
    for path in ("/en/wenqu/7/", "/wenqu/7/"):
        page.goto(path)
        expect(page.locator(".bar-cancelled")).to_contain_text("讲者航班取消")
    page.goto("/en/wenqu/")
    expect(page.locator("main")).to_contain_text("Cancelled")


def at_the_event(page: Page) -> Page:
    page.goto("/en/admin/seminars/event/")
    page.locator("#result_list").get_by_role("link", name="#7").first.click()
    return page
