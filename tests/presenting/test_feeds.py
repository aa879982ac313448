from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import segno

from seminars.presenting.codes import qr_code
from seminars.presenting.feeds import (
    Wishes,
    feed,
    personal_path,
    search_path,
    series_path,
    speaker_path,
    tag_path,
    venue_path,
)
from seminars.presenting.said import Said

NAME = Said("问渠班研讨会", "zh-Hans")
WISHES = Wishes(language="both", zone="America/New_York", alarm=30)


@pytest.fixture(autouse=True)
def _site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://seminars.example.org"


def test_a_feed_has_one_address_for_each_way_of_subscribing() -> None:
    found = feed(NAME, series_path("wenqu"), Wishes())

    assert (found.url, found.webcal_url, found.google_url, found.outlook_url, found.office_url) == (
        "https://seminars.example.org/calendar/wenqu.ics",
        "webcal://seminars.example.org/calendar/wenqu.ics",
        "https://calendar.google.com/calendar/r?cid="
        "webcal%3A%2F%2Fseminars.example.org%2Fcalendar%2Fwenqu.ics",
        "https://outlook.live.com/calendar/0/addfromweb?"
        "url=https%3A%2F%2Fseminars.example.org%2Fcalendar%2Fwenqu.ics"
        "&name=%E9%97%AE%E6%B8%A0%E7%8F%AD%E7%A0%94%E8%AE%A8%E4%BC%9A",
        "https://outlook.office.com/calendar/0/addfromweb?"
        "url=https%3A%2F%2Fseminars.example.org%2Fcalendar%2Fwenqu.ics"
        "&name=%E9%97%AE%E6%B8%A0%E7%8F%AD%E7%A0%94%E8%AE%A8%E4%BC%9A",
    )


def test_wishes_reach_every_service_whole() -> None:
    found = feed(NAME, speaker_path("lin-zhiyuan"), WISHES)
    asked = "calendar/speakers/lin-zhiyuan.ics?lang=both&tz=America/New_York&alarm=30"

    assert (
        found.url,
        parse_qs(urlsplit(found.google_url).query)["cid"],
        parse_qs(urlsplit(found.outlook_url).query),
    ) == (
        f"https://seminars.example.org/{asked}",
        [f"webcal://seminars.example.org/{asked}"],
        {"url": [f"https://seminars.example.org/{asked}"], "name": ["问渠班研讨会"]},
    )


def test_wishes_follow_the_words_of_a_search() -> None:
    found = feed(NAME, search_path([("q", "旋转 a&b")]), WISHES)

    words = "q=%E6%97%8B%E8%BD%AC%20a%26b"
    assert found.url == (
        f"https://seminars.example.org/calendar/search.ics?{words}&lang=both&tz=America/New_York&alarm=30"
    )
    assert parse_qs(urlsplit(found.google_url).query)["cid"] == [found.webcal_url]
    assert parse_qs(urlsplit(found.url).query)["q"] == ["旋转 a&b"]


def test_rooms_and_readers_have_their_own_addresses() -> None:
    assert venue_path("gezhi-112") == "/calendar/venues/gezhi-112.ics"
    assert personal_path("aB3-_x") == "/calendar/my/aB3-_x.ics"


@pytest.mark.parametrize(
    ("wishes", "query"),
    [(Wishes(), ""), (Wishes(alarm=0), "alarm=0"), (Wishes(zone="Asia/Shanghai"), "tz=Asia/Shanghai")],
)
def test_only_what_is_wished_stands_in_the_address(wishes: Wishes, query: str) -> None:
    assert wishes.query == query


def test_long_chinese_names_leave_addresses_short() -> None:
    found = feed(Said("长" * 300, "zh-Hans"), tag_path("t" * 50), WISHES)

    assert max(map(len, (found.google_url, found.outlook_url, found.office_url))) < 1000


def test_the_qr_code_is_that_of_the_exact_address() -> None:
    url = feed(NAME, series_path("wenqu"), WISHES).webcal_url

    expected = segno.make(url, error="m", micro=False).svg_inline(
        border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )

    assert qr_code(url) == expected
    assert qr_code(url) != qr_code(f"{url}0")
    assert "style=" not in qr_code(url)


def test_what_no_code_holds_has_none() -> None:
    assert qr_code("a" * 2331)
    assert qr_code("a" * 2332) == ""


def test_the_drawing_holds_every_dark_module() -> None:
    url = "webcal://seminars.example.org/calendar/all.ics"

    matrix = segno.make(url, error="m", micro=False).matrix

    assert drawn(qr_code(url), len(matrix)) == [[bool(module) for module in row] for row in matrix]


def drawn(svg: str, size: int) -> list[list[bool]]:
    """The modules that the strokes of the drawing cover, without its white edge."""
    path = svg.split('stroke="#000" d="')[1].split('"')[0]
    rows = [[False] * size for _ in range(size)]
    x = y = 0.0
    for step in path.replace("M", " M").replace("m", " m").replace("h", " h").split():
        if step[0].isalpha():
            kind, step = step[0], step[1:]
        else:
            kind = "y"
        if kind == "M":
            x, y = float(step), 0.0
        elif kind == "m":
            x += float(step)
        elif kind == "y":
            y += float(step)
        else:
            for column in range(int(step)):
                rows[int(y) - 4][int(x) - 4 + column] = True
            x += int(step)
    return rows
