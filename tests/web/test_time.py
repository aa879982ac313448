from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories import a_series, an_event, published

STARTS = datetime(2025, 11, 1, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _event(db: None) -> None:
    published(an_event(a_series(slug="wenqu"), starts_at=STARTS), at=STARTS - timedelta(days=4))


def words(response: object) -> str:
    text = getattr(response, "content", b"").decode()
    text = re.sub(r"<option.*?</option>", "", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_new_york_reads_three_in_the_morning_of_the_same_day(visitor: Client) -> None:
    text = words(visitor.get("/en/wenqu/2025-11-01/time/?tz=America/New_York"))

    assert "Beijing time Sat, 1 November 2025 15:00–17:00 where it takes place" in text
    assert "New York time Sat, 1 November 2025 03:00–05:00 12 hours behind Beijing time" in text
    assert "Clocks in New York go back by 1 hour on Sun, 2 November 2025." in text


def test_several_zones_stand_side_by_side_and_another_day_is_marked(visitor: Client) -> None:
    text = words(visitor.get("/en/wenqu/2025-11-01/time/?tz=Pacific/Honolulu&tz=Asia/Kolkata"))

    assert "Fri, 31 October 2025 (−1 day) 21:00–23:00" in text
    assert "Sat, 1 November 2025 12:30–14:30" in text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/en/wenqu/2025-11-01/time/?tz=Mars/Olympus", "There is no time zone “Mars/Olympus”"),
        ("/wenqu/2025-11-01/time/?tz=Mars/Olympus", "没有名为“Mars/Olympus”的时区"),
        ("/en/wenqu/2025-11-01/time/?tz=%00", "There is no time zone"),
        ("/en/wenqu/2025-11-01/time/?tz=../../etc/passwd", "There is no time zone"),
    ],
)
def test_an_unknown_zone_is_refused_with_a_sentence_on_the_page(
    path: str, sentence: str, visitor: Client
) -> None:
    response = visitor.get(path)

    assert (response.status_code, sentence in words(response), "15:00–17:00" in words(response)) == (
        400,
        True,
        True,
    )


def test_the_picker_groups_zones_by_country_in_the_reader_s_language(visitor: Client) -> None:
    texts = [visitor.get(f"{prefix}/wenqu/2025-11-01/time/").content.decode() for prefix in ("", "/en")]

    assert ['<optgroup label="美国">' in texts[0], '<optgroup label="United States">' in texts[1]] == [
        True,
        True,
    ]
    assert "纽约时间 · America/New_York" in texts[0]


def test_an_event_page_shows_the_zone_that_its_address_asks_for(visitor: Client) -> None:
    asked = words(visitor.get("/en/wenqu/2025-11-01/?tz=America/New_York"))
    unknown = visitor.get("/en/wenqu/2025-11-01/?tz=Mars/Olympus")

    assert "Your time Sat, 1 November 2025 03:00–05:00 New York time" in asked
    assert (unknown.status_code, "Mars" in words(unknown)) == (200, False)
