from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seminars.models import SkippedDate
from seminars.publishing.change import cancel, move
from tests.factories import NOW, STARTS, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

AFTERWARDS = STARTS + timedelta(days=30)
FORBIDDEN = re.compile(
    r"<script(?! (?:src=\"/static/|type=\"application/ld\+json\"))|<style|\sstyle=|\son[a-z]+=|src=\"(?!/)|<link[^>]*href=\"https?://(?!127\.0\.0\.1)"
)


def body(visitor: Client, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def some_events(count: int) -> None:
    series, room = a_series(slug="wenqu"), a_venue(slug="hall")
    speaker, tag = a_speaker(slug="lin"), a_tag(slug="ml")
    for number in range(1, count + 1):
        event = an_event(
            series, number=number, starts_at=STARTS + timedelta(days=7 * number), venue=room, has_talk=False
        )
        a_talk(event, speakers=[speaker], tags=[tag], links=[("slides", "https://example.org/s.pdf")])
        publication = published(event)
        move(event, starts_at=publication.starts_at + timedelta(hours=1), by=None, at=NOW)
        SkippedDate.objects.create(series=series, on=date(2026, 12, number))
    a_series(slug="other")


QUERIES = {
    "/": 4,
    "/archive/?term=2026-autumn": 3,
    "/search/?q=lin": 4,
    "/calendar/": 2,
    "/subscribe/": 2,
    "/wenqu/": 4,
    "/wenqu/next/": 2,
    "/wenqu/1/": 5,
    "/wenqu/1/time/?tz=Europe/Berlin": 1,
    "/wenqu/1/join/": 2,
    "/speakers/lin/": 3,
    "/tags/ml/": 3,
    "/venues/hall/": 3,
}


# Where nothing is coming, what is known of the next term is looked up; the door then shows the series.
QUIET = {"/": 6, "/wenqu/": 6, "/wenqu/next/": 7}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("moment", "more"), [(NOW, {}), (AFTERWARDS, QUIET)])
@pytest.mark.django_db
def test_a_page_asks_the_database_equally_often_however_much_there_is(
    count: int, moment: datetime, more: dict[str, int], visitor: Client
) -> None:
    some_events(count)
    asked = {}

    with time_machine.travel(moment, tick=False):
        for path in QUERIES:
            with CaptureQueriesContext(connection) as queries:
                visitor.get(path)
            asked[path] = len(queries)

    assert asked == QUERIES | more


@pytest.mark.django_db
def test_no_page_holds_scripts_styles_or_foreign_files(visitor: Client) -> None:
    some_events(1)
    paths = [
        "/",
        "/archive/",
        "/search/?q=lin",
        "/calendar/",
        "/subscribe/",
        "/wenqu/",
        "/wenqu/1/",
        "/no/such/",
    ]
    paths += [
        "/wenqu/1/time/",
        "/wenqu/1/join/",
        "/speakers/lin/",
        "/tags/ml/",
        "/venues/hall/",
        "/outgoing/",
    ]

    found = {path: FORBIDDEN.findall(visitor.get(path).content.decode()) for path in paths}

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.django_db
def test_an_event_page_names_its_other_language_and_stays_on_the_page(visitor: Client) -> None:
    some_events(1)

    chinese, english = body(visitor, "/wenqu/1/"), body(visitor, "/en/wenqu/1/")

    assert '<html lang="zh-Hans" class="tone-steelblue">' in chinese
    assert '<html lang="en" class="tone-steelblue">' in english
    assert re.findall(r'hreflang="([^"]+)" href="[^"]*?(/[^/":]*(?:/[^/"]*)*/)"', chinese)[:3] != []
    assert 'class="language" href="/en/wenqu/1/" hreflang="en"' in chinese
    assert 'class="language" href="/wenqu/1/" hreflang="zh-Hans"' in english


@pytest.mark.django_db
def test_the_language_switch_keeps_the_question(visitor: Client) -> None:
    text = body(visitor, "/search/?q=lin")

    assert 'class="language" href="/en/search/?q=lin"' in text


@pytest.mark.django_db
def test_a_reader_s_page_sets_no_cookie_and_asks_for_none(visitor: Client) -> None:
    some_events(1)

    answers = [visitor.get(path) for path in ("/", "/wenqu/", "/wenqu/1/", "/subscribe/", "/search/?q=lin")]

    assert [(dict(each.cookies), "Cookie" in each.get("Vary", "")) for each in answers] == [({}, False)] * 5


@pytest.mark.django_db
def test_an_empty_house_says_what_to_do(visitor: Client) -> None:
    sentences = {
        "/en/": "Nothing is announced yet",
        "/en/archive/": "Nothing has taken place yet",
        "/en/search/?q=x": "Nothing is found",
        "/en/calendar/": "There is no public series yet",
        "/en/subscribe/": "There is no public series yet",
    }

    silent = [path for path, sentence in sentences.items() if sentence not in body(visitor, path)]

    assert silent == []


@pytest.mark.django_db
def test_a_skipped_date_is_named_among_what_is_coming(visitor: Client) -> None:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    SkippedDate.objects.create(
        series=series, on=date(2026, 12, 5), reason_zh="校庆", reason_en="Founders’ Day"
    )

    text = re.sub(r"<[^>]+>|\s+", " ", body(visitor, "/en/"))

    assert "Sat, 5 December Wenqu : no seminar this time, Founders’ Day" in re.sub(" +", " ", text)


@pytest.mark.django_db
def test_the_first_card_is_the_next_event_that_takes_place(visitor: Client) -> None:
    some_events(2)

    text = body(visitor, "/en/")

    card = text[text.index("next-card") :]
    assert 'href="/en/wenqu/1/"' in card[: card.index("</h2>")]


@pytest.mark.parametrize(
    ("query", "status", "shown"),
    [
        ("", 200, True),
        ("?term=2026-autumn", 200, True),
        ("?term=2025-autumn", 200, False),
        ("?year=2026", 200, True),
        ("?year=2025", 200, False),
        ("?year=0", 404, False),
        ("?year=9999999", 404, False),
        ("?year=²", 404, False),
        ("?term=now", 404, False),
    ],
)
@pytest.mark.django_db
def test_the_archive_by_term_and_year(query: str, status: int, shown: bool, visitor: Client) -> None:
    some_events(1)

    with time_machine.travel(AFTERWARDS, tick=False):
        response = visitor.get(f"/archive/{query}")

    assert (response.status_code, "再看旋转位置编码" in response.content.decode()) == (status, shown)


@pytest.mark.django_db
def test_next_leads_to_what_is_on_or_coming_and_else_to_the_series(visitor: Client) -> None:
    event = an_event(a_series(slug="wenqu"), number=9)
    published(event)
    moments = (NOW, STARTS + timedelta(hours=1), AFTERWARDS)
    found = []

    for moment in moments:
        with time_machine.travel(moment, tick=False):
            response = visitor.get("/en/wenqu/next/")
        found.append((response.status_code, response.get("Location"), response["Cache-Control"]))

    assert found == [
        (302, "/en/wenqu/9/", "public, max-age=60"),
        (302, "/en/wenqu/9/", "public, max-age=60"),
        (200, None, "public, max-age=60"),
    ]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/wenqu/">' in response.content.decode()


@pytest.mark.django_db
def test_the_door_tells_of_what_is_cancelled_today(visitor: Client) -> None:
    series = a_series(slug="wenqu")
    for number, days in ((8, 0), (9, 7)):
        published(an_event(series, number=number, starts_at=STARTS + timedelta(days=days)))
    cancel(series.events.get(number=8), reason="台风", by=None, at=NOW)
    found = []

    for moment in (NOW, STARTS - timedelta(hours=1)):
        with time_machine.travel(moment, tick=False):
            found.append(visitor.get("/wenqu/next/")["Location"])

    assert found == ["/wenqu/9/", "/wenqu/8/"]


@pytest.mark.django_db
def test_a_series_with_one_event_ahead_does_not_say_that_nothing_is_coming(visitor: Client) -> None:
    a_series(slug="empty")
    published(an_event(a_series(slug="wenqu")))

    texts = [body(visitor, f"/en/{slug}/") for slug in ("wenqu", "empty")]

    assert ["Nothing is announced yet" in text for text in texts] == [False, True]


@pytest.mark.django_db
def test_an_event_page_stays_small(visitor: Client) -> None:
    some_events(1)

    assert len(visitor.get("/wenqu/1/").content) < 60_000
