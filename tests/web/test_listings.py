"""From a person, a topic, a room or a search to its calendar."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from seminars.models import Appearance, Event
from tests.factories import STARTS, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

SITE = "https://seminars.example.org"
WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50"
PAGES = {
    "/speakers/lin/": ("speakers/lin.ics", "speaker=lin"),
    "/tags/ml/": ("tags/ml.ics", "tag=ml"),
    "/venues/hall/": ("venues/hall.ics", "venue=hall"),
    "/search/?q=旋转+编码": (
        "search.ics?q=%E6%97%8B%E8%BD%AC%20%E7%BC%96%E7%A0%81",
        "q=%E6%97%8B%E8%BD%AC%20%E7%BC%96%E7%A0%81",
    ),
}


@pytest.fixture(autouse=True)
def event(db: None, settings: LazySettings) -> Event:
    settings.SITE_URL = SITE
    event = an_event(a_series(slug="wenqu"), venue=a_venue(slug="hall"), has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="ml")])
    published(event)
    return event


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_list_leads_to_its_calendar_by_every_way(page: str, prefix: str, visitor: Client) -> None:
    feed, chosen = PAGES[page]
    text = visitor.get(prefix + page).content.decode()
    section = text[text.index('aria-labelledby="follow"') :]

    by_mail = [] if chosen.startswith("venue") else [f"{prefix}/subscribe/?{chosen}"]
    expected = [
        *by_mail,
        f"webcal://seminars.example.org/calendar/{feed}",
        f"{SITE}/feeds/{feed.replace('.ics', '.atom')}",
        f"{prefix}/calendar/?{chosen}#feeds",
    ]
    assert re.findall(r'href="([^"]+)"', section)[: len(expected)] == expected
    assert f'data-copy="{SITE}/calendar/{feed}"' in section
    assert visitor.get(f"/calendar/{feed}").content.count(b"BEGIN:VEVENT") == 1
    chooser = visitor.get(f"{prefix}/calendar/?{chosen}").content.decode()
    assert re.findall(r'data-copy="([^"]+\.ics[^"]*)"', chooser) == [f"{SITE}/calendar/{feed}"]


def test_a_search_that_finds_nothing_yet_has_a_calendar_and_no_search_has_none(visitor: Client) -> None:
    pages = [visitor.get(path).content.decode() for path in ("/search/?q=罕见", "/search/", "/search/?q=%20")]

    assert ["search.ics" in page for page in pages] == [True, False, False]


@pytest.mark.parametrize("page", PAGES)
def test_inside_a_chat_app_a_list_shows_the_way_out(page: str, visitor: Client) -> None:
    inside, outside = visitor.get(page, headers={"user-agent": WECHAT}), visitor.get(page)

    assert ["在浏览器打开" in each.content.decode() for each in (inside, outside)] == [True, False]
    assert "User-Agent" in inside["Vary"]


def test_a_speaker_is_as_of_today_and_past_talks_tell_what_was_different(visitor: Client) -> None:
    series, person = a_series(slug="terms"), a_speaker(slug="wen", affiliation_en="Haiyan Lab")
    for days, biography in ((-400, "A student then."), (-30, "A researcher."), (7, "A researcher.")):
        event = an_event(series, starts_at=STARTS + timedelta(days=days), has_talk=False)
        a_talk(event, speakers=[person])
        where = "Haiyan Lab" if days > -100 else "Yunqi Bay University"
        Appearance.objects.filter(talk__event=event).update(biography_en=biography, affiliation_en=where)
        published(event)

    text = visitor.get("/en/speakers/wen/").content.decode()

    assert text.count("Haiyan Lab") == 1
    assert text.count("A researcher.") == 1
    assert text.count("Then at Yunqi Bay University") == 1
    assert text.count("A student then.") == 1
    assert text.index("A student then.") > text.index("Biography of that time")


@pytest.mark.parametrize("page", ["/", "/wenqu/", "/archive/?year=2026"])
def test_a_list_is_told_in_plain_text_too(page: str, visitor: Client) -> None:
    join = "&" if "?" in page else "?"
    with time_machine.travel(STARTS + timedelta(days=1 if "archive" in page else -1), tick=False):
        asked = [
            visitor.get(f"{page}{join}format=txt"),
            visitor.get(page, headers={"accept": "text/plain"}),
        ]

    assert {each["Content-Type"] for each in asked} == {"text/plain; charset=utf-8"}
    assert all("再看旋转位置编码" in each.content.decode() for each in asked)
    assert f"{SITE}/wenqu/2026-11-28/" in asked[0].content.decode()
    assert "Accept" in asked[1]["Vary"]
