from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from seminars.models import Publication
from seminars.programme.snapshots import from_json, to_json
from tests.factories import a_series, an_event, published

STARTS = datetime(2025, 11, 1, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _event(db: None) -> None:
    published(an_event(a_series(slug="wenqu"), starts_at=STARTS), at=STARTS - timedelta(days=4))


def shift(starts_at: datetime) -> None:
    """Let the public copy be at a time that no form accepts."""
    (publication,) = Publication.objects.all()
    ends_at = starts_at + timedelta(hours=1)
    shifted = replace(from_json(publication.snapshot), starts_at=starts_at, ends_at=ends_at)
    Publication.objects.update(starts_at=starts_at, ends_at=ends_at, snapshot=to_json(shifted))


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


@pytest.mark.parametrize(
    ("starts_at", "zone", "clock"),
    [
        (datetime(1, 1, 1, 2, tzinfo=UTC), "America/New_York", "UTC Mon, 1 January 1 02:00–03:00"),
        (
            datetime(9999, 12, 31, 14, tzinfo=UTC),
            "Pacific/Kiritimati",
            "UTC Fri, 31 December 9999 14:00–15:00",
        ),
    ],
)
def test_a_zone_whose_clocks_leave_the_calendar_gives_way_to_utc(
    starts_at: datetime, zone: str, clock: str, visitor: Client
) -> None:
    shift(starts_at)

    texts = [words(visitor.get(f"/en/wenqu/2025-11-01/{page}", {"tz": zone})) for page in ("time/", "")]

    assert [clock in texts[0], clock.removeprefix("UTC ") in texts[1]] == [True, True]


@pytest.mark.parametrize(
    "starts_at",
    [datetime(1, 1, 1, 2, tzinfo=UTC), datetime(1, 1, 9, tzinfo=UTC), datetime(9999, 12, 30, 14, tzinfo=UTC)],
)
def test_every_page_survives_the_ends_of_the_calendar(starts_at: datetime, visitor: Client) -> None:
    shift(starts_at)
    paths = [
        "/",
        "/archive/",
        "/wenqu/",
        "/wenqu/2025-11-01/",
        "/wenqu/2025-11-01/time/?tz=Pacific/Kiritimati",
    ]

    assert [visitor.get(path).status_code for path in paths] == [200] * 5
