"""A text written for WeChat is pasted, corrected and published; then it is called off by pasting that too."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, coming

pytestmark = pytest.mark.slow
WEEKDAYS = "一二三四五六日"


def announcement(day: date, weekday: int) -> str:
    return f"""Seminar #77
时间：{day.month}月{day.day}日（周{WEEKDAYS[weekday]}）14:00-16:00
地点：致远馆 909
腾讯会议：555-010-099
报告前后有零食。

报告人：褚云深（北辰理工大学）
题目：低轨卫星的因果时钟
摘要：卫星之间只能相见几分钟，全局时钟来不及对齐。我们给出不需要对齐的因果时钟。

问渠班研讨会
"""


def test_a_text_becomes_an_event_and_another_calls_it_off(at_desk: Open) -> None:
    page = at_desk(viewport={"width": 1280, "height": 900})

    the_conflict_is_chosen(page)
    words_and_fields_know_each_other(page)
    it_is_published(page)
    the_same_text_updates_it_on_a_phone_in_chinese_without_scripts(at_desk)


def paste(page: Page, text: str) -> None:
    page.locator("[name=text]").fill(text)
    page.locator("[name=_read]").click()


def the_conflict_is_chosen(page: Page) -> None:
    page.get_by_role("link", name="Paste an announcement").click()
    # A Wednesday that the text calls a Thursday.
    paste(page, announcement(coming(2), 3))

    expect(page.locator("h1")).to_have_text("A new event of Wenqu Class Seminar")
    card = page.get_by_role("group", name="Date and weekday do not agree.")
    page.locator("[name=notes_en]").evaluate("field => field.closest('details').open = true")
    page.locator("[name=notes_en]").fill("Snacks before and after.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Choose first what the text leaves open")).to_be_visible()
    card.get_by_role("button").nth(1).click()

    expect(page.locator("[name=on]")).to_have_value(coming(3).isoformat())
    expect(page.locator("[name=notes_en]")).to_have_value("Snacks before and after.")
    expect(card.locator("[aria-pressed=true]")).to_contain_text("Thu")


def words_and_fields_know_each_other(page: Page) -> None:
    title = page.locator("[name=talks-0-title_zh]")
    expect(title).to_have_value("低轨卫星的因果时钟")
    title.focus()
    expect(page.locator("mark.is-lit")).to_have_text("低轨卫星的因果时钟")

    page.locator("mark", has_text="致远馆 909").click()
    expect(page.locator("[name=new_venue_zh]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("a.paste-said:focus")).to_have_text("from the text: 致远馆 909")
    page.keyboard.press("Tab")
    expect(page.locator("mark.is-lit")).to_have_count(0)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1280


def it_is_published(page: Page) -> None:
    page.get_by_role("button", name="Preview and publish…").click()
    expect(page.locator(".desk-pages section").first).to_be_visible()
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("never; readers find it on the page and in their calendars").check()
    page.get_by_role("button", name="Publish now").click()

    page.goto("/wenqu/77/")
    for words in ("低轨卫星的因果时钟", "褚云深", "北辰理工大学", "致远馆909", "555-010-099", "14:00"):
        expect(page.locator("main")).to_contain_text(words)


def the_same_text_updates_it_on_a_phone_in_chinese_without_scripts(at_desk: Open) -> None:
    page = at_desk(viewport={"width": 360, "height": 740}, java_script_enabled=False, color_scheme="dark")
    page.goto("/admin/seminars/event/paste/")
    paste(page, announcement(coming(3), 3).replace("因果时钟\n", "因果钟\n"))

    expect(page.locator(".desk-changes ins")).to_have_text(["低轨卫星的因果钟"])
    assert page.locator("body").bounding_box()["width"] <= 360  # type: ignore[index]  # it is visible
    # From the words to the field and back by links alone.
    label = page.locator("a.paste-label[href='#id_talks-0-title_zh']")
    page.locator(f"a.paste-said[href='#{label.get_attribute('id')}']").first.click()
    expect(page).to_have_url(re.compile(f"#{label.get_attribute('id')}$"))
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_be_visible()

    page.goto("/admin/seminars/event/paste/")
    paste(
        page,
        f"【取消通知】因台风，原定{coming(3).month}月{coming(3).day}日 14:00 的问渠班研讨会第 77 期取消。",
    )
    page.locator("a.desk-grave").click()
    expect(page.locator("[name=reason]")).to_have_value("台风")
    page.locator(".submit-row [type=submit]").click()
    page.goto("/wenqu/77/")
    expect(page.locator(".bar-cancelled")).to_contain_text("台风")
