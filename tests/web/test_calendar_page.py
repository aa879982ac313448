from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seminars.models import SeriesVisibility
from seminars.presenting.codes import qr_code
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.50(0x18003231) NetType/WIFI Language/zh_CN"
)
DINGTALK = (
    "Mozilla/5.0 (Linux; U; Android 13; zh-CN; 22081212C) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/100.0.4896.58 UCBS/3.22.1.241 Mobile Safari/537.36 AliApp(DingTalk/7.5.20) "
    "com.alibaba.android.rimet/40508822 Channel/700159 language/zh-CN abi/64"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
SITE = "https://seminars.example.org"


@pytest.fixture(autouse=True)
def _events(db: None, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = SITE
    event = an_event(a_series(slug="wenqu"), number=7, has_talk=False, venue=a_venue(slug="hall"))
    a_talk(event, speakers=[a_speaker(slug="lin")], tags=[a_tag(slug="ml")])
    published(event)
    a_series(slug="other", name_zh="别的讨论班", name_en="Other Seminar")


def body(visitor: Client, path: str, user_agent: str = SAFARI) -> str:
    response = visitor.get(path, headers={"user-agent": user_agent})
    assert (response.status_code, "User-Agent" in response["Vary"]) == (200, True)
    return response.content.decode()


def copied(text: str) -> list[str]:
    """The addresses of the feeds shown."""
    return [each.replace("&amp;", "&") for each in re.findall(r'data-copy="([^"]+\.ics[^"]*)"', text)]


def test_who_chooses_nothing_gets_every_series_and_all_together(visitor: Client) -> None:
    assert set(copied(body(visitor, "/calendar/"))) == {
        f"{SITE}/calendar/wenqu.ics",
        f"{SITE}/calendar/other.ics",
        f"{SITE}/calendar/all.ics",
    }


def test_what_is_chosen_is_shown_with_every_wish(visitor: Client) -> None:
    query = (
        "series=all&series=other&speaker=lin&tag=ml&venue=hall&q=编码&lang=both&tz=America/New_York&alarm=30"
    )
    text = body(visitor, f"/en/calendar/?{query}")

    wishes = "lang=both&tz=America/New_York&alarm=30"
    assert copied(text) == [
        f"{SITE}/calendar/all.ics?{wishes}",
        f"{SITE}/calendar/other.ics?{wishes}",
        f"{SITE}/calendar/speakers/lin.ics?{wishes}",
        f"{SITE}/calendar/tags/ml.ics?{wishes}",
        f"{SITE}/calendar/venues/hall.ics?{wishes}",
        f"{SITE}/calendar/search.ics?q=%E7%BC%96%E7%A0%81&{wishes}",
    ]
    assert 'name="q" value="编码"' in text
    checked = re.findall(r'name="(\w+)" value="(\w+)" checked', text)
    assert checked == [
        ("series", "all"),
        ("series", "other"),
        ("speaker", "lin"),
        ("tag", "ml"),
        ("venue", "hall"),
    ]
    selected = re.findall(r'<option value="([^"]+)"[^>]* selected>', text)
    assert selected == ["both", "30", "America/New_York"]


def test_every_address_shown_is_answered_with_a_calendar(visitor: Client) -> None:
    query = (
        "series=all&series=wenqu&speaker=lin&tag=ml&venue=hall&q=编码&lang=both&tz=America/New_York&alarm=30"
    )
    answers = [visitor.get(url.removeprefix(SITE)) for url in copied(body(visitor, f"/calendar/?{query}"))]

    assert [(each.status_code, each.content.count(b"BEGIN:VEVENT")) for each in answers] == [(200, 1)] * 6


def test_the_empty_fields_of_the_form_are_no_wishes(visitor: Client) -> None:
    assert copied(body(visitor, "/calendar/?series=other&q=&lang=&alarm=&tz=")) == [
        f"{SITE}/calendar/other.ics"
    ]


def test_a_feed_comes_with_every_way_of_subscribing(visitor: Client) -> None:
    text = body(visitor, "/calendar/?series=wenqu&lang=en")

    webcal = "webcal://seminars.example.org/calendar/wenqu.ics?lang=en"
    assert f'href="{webcal}"' in text
    assert "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fseminars.example.org" in text
    assert "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fseminars.example.org" in text
    assert "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fseminars.example.org" in text
    assert qr_code(webcal) in text
    assert qr_code(f"{SITE}/calendar/?series=wenqu&lang=en") in text


def test_devices_and_their_slowness_are_told_honestly(visitor: Client) -> None:
    chinese, english = body(visitor, "/calendar/"), body(visitor, "/en/calendar/")

    devices = ("小米", "华为", "OPPO", "vivo", "飞书", "钉钉", "Outlook", "Thunderbird", "iPhone", "Mac")
    assert [device for device in devices if device not in chinese] == []
    assert "以下各种方法都还没有在设备上逐一试过" in chinese
    for sentence in (
        "None of these ways was checked by hand on a device yet",
        "Add it once on a computer",
        "up to a day",
        "every 3 to 24 hours",
        "The fast way is mail",
    ):
        assert sentence in english


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tz=Mars/Olympus", "There is no time zone “Mars/Olympus”"),
        ("lang=fr", "lang must be zh, en or both."),
        ("alarm=-5", "alarm must be a whole number of minutes"),
        ("tz=%00", "There is no time zone"),
    ],
)
def test_a_wrong_wish_is_refused_with_a_sentence_and_nothing_is_lost(
    query: str, sentence: str, visitor: Client
) -> None:
    response = visitor.get(f"/en/calendar/?series=wenqu&{query}")
    text = response.content.decode()

    assert (response.status_code, sentence in text, copied(text)) == (
        400,
        True,
        [f"{SITE}/calendar/wenqu.ics"],
    )


@pytest.mark.parametrize(
    "query", ["speaker=nobody", "tag=%00", "venue=nowhere", "series=hidden", "series=%F0%9F%8E%88"]
)
def test_what_is_not_there_is_said_to_be_missing(query: str, visitor: Client) -> None:
    a_series(slug="hidden", name_en="Hidden Seminar", visibility=SeriesVisibility.HIDDEN)

    text = body(visitor, f"/en/calendar/?{query}&series=wenqu")

    assert (copied(text), "Part of what was asked for" in text, "Hidden" in text) == (
        [f"{SITE}/calendar/wenqu.ics"],
        query != "tag=%00",
        False,
    )


def test_an_unlisted_series_is_shown_to_who_asks_for_it_only(visitor: Client) -> None:
    series = a_series(slug="quiet", name_en="Quiet Seminar", visibility=SeriesVisibility.UNLISTED)
    event = an_event(series, has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="shy", name_zh="沈静", name_en="Shen Jing")])
    published(event)

    texts = [body(visitor, path) for path in ("/en/calendar/", "/en/calendar/?series=quiet")]

    assert [("Quiet" in text, "noindex" in text, "Shen Jing" in text) for text in texts] == [
        (False, False, False),
        (True, True, False),
    ]


def test_a_room_is_offered_by_its_newest_name_with_its_address(visitor: Client) -> None:
    room = a_venue(slug="quay", name_en="Quay Room", address_en="1 Ferry Lane")
    published(an_event(a_series(), venue=room))
    quiet = a_series(visibility=SeriesVisibility.UNLISTED)
    published(an_event(quiet, venue=a_venue(slug="cellar", name_en="Secret Cellar")))

    text = body(visitor, "/en/calendar/?venue=quay")

    assert '<b lang="en">Quay Room</b><small>1 Ferry Lane</small>' in text
    assert 'href="/en/venues/quay/"' in text
    assert "Secret Cellar" not in text


@pytest.mark.parametrize("words", ["🎈" * 200, "x" * 5000])
def test_words_too_long_for_a_code_still_have_their_address(words: str, visitor: Client) -> None:
    response = visitor.get("/en/calendar/", {"q": words})
    text = response.content.decode()

    assert (response.status_code, len(copied(text)), "On your phone" in text) == (200, 1, False)


def test_speakers_leave_with_what_was_withdrawn(visitor: Client) -> None:
    event = an_event(a_series(), has_talk=False)
    a_talk(event, speakers=[a_speaker(slug="shy", name_en="Shen Jing")])
    published(event)
    withdraw(event, by=None, at=NOW)

    assert "Shen Jing" not in body(visitor, "/en/calendar/")


def test_more_than_twelve_are_not_shown_at_once(visitor: Client) -> None:
    for number in range(13):
        a_series(slug=f"s{number}")

    text = body(visitor, "/en/calendar/")

    assert (len(copied(text)), "Only the first 12 are shown here" in text) == (12, True)


@pytest.mark.parametrize("path", ["/calendar/?series=wenqu", "/wenqu/7/"])
@pytest.mark.parametrize(("user_agent", "app"), [(WECHAT, "微信"), (DINGTALK, "钉钉")])
def test_inside_a_chat_app_a_strip_says_how_to_get_out(
    path: str, user_agent: str, app: str, visitor: Client
) -> None:
    inside, outside = body(visitor, path, user_agent), body(visitor, path)

    assert "点右上角 ··· →『在浏览器打开』" in inside
    assert f"{app}里点日历链接没有反应" in inside
    assert f'data-copy="{SITE}{path}"' in inside
    assert f'<span class="address">{SITE}{path}</span>' in inside
    assert "在浏览器打开" not in outside


def test_the_strip_speaks_english_too(visitor: Client) -> None:
    text = body(visitor, "/en/wenqu/7/", WECHAT)

    assert "Tap ··· at the top right → “Open in browser”" in text
    assert "Calendar links do nothing inside WeChat." in text


def test_the_menu_of_an_event_says_which_way_follows_changes(visitor: Client) -> None:
    text = body(visitor, "/en/wenqu/7/")
    menu = text[text.index('<details class="adding">') : text.index("</details>")]

    copies = re.findall(r'<li><a href="([^"?]+)[^>]*>.*?</a> <small>a copy; it will not follow changes', menu)
    assert copies == [
        "/calendar/wenqu/7.ics",
        "https://calendar.google.com/calendar/render",
        "https://outlook.live.com/calendar/0/deeplink/compose",
    ]
    assert 'href="webcal://seminars.example.org/calendar/wenqu.ics"' in menu
    assert "follows every change" in menu


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_three_times_at_most(count: int, visitor: Client) -> None:
    for number in range(count):
        event = an_event(a_series(), has_talk=False)
        a_talk(event, speakers=[a_speaker(slug=f"who{number}")], tags=[a_tag()])
        published(event)
    asked = []

    for path in (
        "/calendar/",
        "/calendar/?speaker=who0",
        "/calendar/?speaker=nobody&tag=nothing&venue=nowhere",
    ):
        with CaptureQueriesContext(connection) as queries:
            visitor.get(path)
        asked.append(len(queries))

    assert asked == [2, 2, 3]
