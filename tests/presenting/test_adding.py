from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.presenting.adding import LONGEST, adding, fitting, google_url, outlook_url
from seminars.text.bilingual import Bilingual
from tests.presenting.samples import HALL, MEETING, a_snapshot, a_talk

PAGE = "https://seminars.example.org/wenqu/89/"


@pytest.fixture(autouse=True)
def _site(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://seminars.example.org"


def asked(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}


def test_google_gets_the_event_with_its_address_first() -> None:
    found = asked(google_url(a_snapshot(), "zh"))

    details = found.pop("details").split("\n")
    assert found == {
        "action": "TEMPLATE",
        "dates": "20251101T070000Z/20251101T090000Z",
        "ctz": "Asia/Shanghai",
        "text": "问渠 #89 · 林知远 · 再看旋转位置编码",
        "location": "格致堂112",
    }
    assert (details[0], "15:00–17:00" in details[1], PAGE in details[1:]) == (PAGE, True, False)


def test_outlook_gets_the_same_on_one_line() -> None:
    found = asked(outlook_url(a_snapshot(), "en"))

    body = found.pop("body")
    assert found == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": "2025-11-01T07:00:00Z",
        "enddt": "2025-11-01T09:00:00Z",
        "subject": "Wenqu #89 · Lin Zhiyuan · 再看旋转位置编码",
        "location": "Gezhi Hall 112",
    }
    assert (body.startswith("https://seminars.example.org/en/wenqu/89/ · "), "\n" in body) == (True, False)


def test_whole_days_end_before_the_day_after() -> None:
    snapshot = a_snapshot(
        is_all_day=True,
        starts_at=datetime(2025, 10, 31, 16, tzinfo=UTC),
        ends_at=datetime(2025, 11, 2, 16, tzinfo=UTC),
    )
    google, outlook = asked(google_url(snapshot, "zh")), asked(outlook_url(snapshot, "zh"))

    assert (google["dates"], outlook["startdt"], outlook["enddt"], outlook["allday"]) == (
        "20251101/20251103",
        "2025-11-01",
        "2025-11-03",
        "true",
    )


@pytest.mark.parametrize(("year", "written"), [(2, "0002"), (9998, "9998")])
def test_years_have_four_digits(year: int, written: str) -> None:
    starts = datetime(year, 6, 1, 7, tzinfo=UTC)
    snapshot = a_snapshot(starts_at=starts, ends_at=starts.replace(hour=9))

    assert asked(google_url(snapshot, "zh"))["dates"] == f"{written}0601T070000Z/{written}0601T090000Z"
    assert asked(outlook_url(snapshot, "zh"))["enddt"] == f"{written}-06-01T09:00:00Z"


def test_a_meeting_that_is_not_public_is_not_in_the_links() -> None:
    meeting = replace(
        MEETING, code="555010022", url="https://meet.example.org/x", passcode="4711", visibility="members"
    )
    snapshot = a_snapshot(venue=None, meeting=meeting)

    told = str([asked(google_url(snapshot, "en")), asked(outlook_url(snapshot, "en"))])

    assert [secret in told for secret in ("555010022", "555-010-022", "meet.example.org", "4711")] == [
        False
    ] * 4


def test_an_online_event_is_where_its_link_is() -> None:
    snapshot = a_snapshot(venue=None, meeting=replace(MEETING, url="https://meet.example.org/x"))

    assert asked(google_url(snapshot, "zh"))["location"] == "https://meet.example.org/x"


def test_the_menu_names_the_file_and_the_feed_of_the_series() -> None:
    menu = adding(a_snapshot(), "en")

    assert (menu.ics_href, menu.webcal_url, menu.choose_href) == (
        "/calendar/wenqu/89.ics",
        "webcal://seminars.example.org/calendar/wenqu.ics",
        "/en/calendar/?series=wenqu",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_chinese_is_cut_but_the_address_stays_whole(language: str) -> None:
    snapshot = a_snapshot(
        talks=(a_talk("长" * 300, "文" * 4000),), venue=replace(HALL, address=Bilingual("路" * 300, ""))
    )
    google, outlook = google_url(snapshot, language), outlook_url(snapshot, language)

    assert max(len(google), len(outlook)) < 2000
    assert [asked(google)["details"].split("\n")[0], asked(outlook)["body"].split(" · ")[0]] == [
        PAGE if language == "zh" else "https://seminars.example.org/en/wenqu/89/"
    ] * 2


@given(st.text(max_size=400), st.text(max_size=900), st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_no_words_make_a_link_too_long_or_add_a_field(
    title: str, text: str, room: str, language: str
) -> None:
    snapshot = a_snapshot(talks=(a_talk(title, text),), venue=replace(HALL, name=Bilingual(room, room)))
    google, outlook = google_url(snapshot, language), outlook_url(snapshot, language)

    assert max(len(google), len(outlook)) <= LONGEST
    assert asked(google).keys() <= {"action", "dates", "ctz", "text", "location", "details"}
    assert asked(outlook).keys() <= {"path", "rru", "startdt", "enddt", "subject", "location", "body"}


@pytest.mark.parametrize(
    ("octets", "expected"), [(27, "长长长"), (26, "长…"), (18, "长…"), (17, "…"), (9, "…"), (8, "")]
)
def test_texts_are_cut_by_what_they_take_in_an_address(octets: int, expected: str) -> None:
    assert fitting("长长长", octets) == expected
