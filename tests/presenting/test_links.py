from __future__ import annotations

import pytest

from seminars.presenting import links
from seminars.presenting.frames import Frame, unprefixed
from seminars.presenting.places import maps


@pytest.fixture(autouse=True)
def _site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://seminars.example.org"


def test_links_are_absolute_in_both_languages() -> None:
    assert [
        links.event_url("wenqu", "89", "zh"),
        links.event_url("wenqu", "89", "en"),
        links.series_url("wenqu", "en"),
        links.time_url("wenqu", "89", "zh", "America/New_York"),
        links.join_url("wenqu", "89", "en"),
        links.calendar_url("wenqu"),
        links.calendar_url("all", "both"),
        links.webcal_url("wenqu"),
        links.event_ics_url("wenqu", "89"),
    ] == [
        "https://seminars.example.org/wenqu/89/",
        "https://seminars.example.org/en/wenqu/89/",
        "https://seminars.example.org/en/wenqu/",
        "https://seminars.example.org/wenqu/89/time/?tz=America/New_York",
        "https://seminars.example.org/en/wenqu/89/join/",
        "https://seminars.example.org/calendar/wenqu.ics",
        "https://seminars.example.org/calendar/all.ics?lang=both",
        "webcal://seminars.example.org/calendar/wenqu.ics",
        "https://seminars.example.org/calendar/wenqu/89.ics",
    ]


def test_the_frame_knows_the_page_in_both_languages() -> None:
    frame = Frame(language="en", path="/search/?q=x")

    assert (frame.canonical, frame.switch, frame.alternates[:2]) == (
        "https://seminars.example.org/en/search/?q=x",
        ("/search/?q=x", "zh-Hans", "中文"),
        (
            ("zh-Hans", "https://seminars.example.org/search/?q=x"),
            ("en", "https://seminars.example.org/en/search/?q=x"),
        ),
    )


@pytest.mark.parametrize(
    ("path", "chinese"), [("/en/", "/"), ("/en", "/"), ("/en/a/", "/a/"), ("/enough/", "/enough/")]
)
def test_the_prefix_is_taken_off_only_where_it_is_one(path: str, chinese: str) -> None:
    assert unprefixed(path) == chinese


def test_maps_need_coordinates() -> None:
    assert maps("", "", "格致堂") == ()
    assert [each.url for each in maps("40.003", "116.326", "格致堂")] == [
        "https://uri.amap.com/marker?position=116.326%2C40.003&name=%E6%A0%BC%E8%87%B4%E5%A0%82&coordinate=wgs84",
        "https://www.openstreetmap.org/?mlat=40.003&mlon=116.326#map=18/40.003/116.326",
    ]
