"""The Atom feeds from the outside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from seminars.models import Series
from seminars.publishing.change import cancel, move
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from seminars.web import feeds
from tests.factories import NOW, STARTS, a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = (
    "/feeds/all.atom",
    "/feeds/wenqu.atom",
    "/feeds/speakers/lin.atom",
    "/feeds/tags/ml.atom",
    "/feeds/venues/hall.atom",
    "/feeds/search.atom?q=talk",
)


@pytest.fixture(autouse=True)
def _site(settings: LazySettings) -> None:
    settings.SITE_URL = "https://seminars.example.org"


def some_events(count: int) -> Series:
    series = a_series(slug="wenqu")
    speaker, tag, hall = a_speaker(slug="lin"), a_tag(slug="ml"), a_venue(slug="hall")
    for number in range(1, count + 1):
        event = an_event(series, number=number, venue=hall, has_talk=False)
        a_talk(
            event,
            title=f"Talk {number}",
            speakers=[speaker],
            tags=[tag],
            links=[("slides", "https://a.example/")],
        )
        published(event, at=NOW - timedelta(hours=9 - number))
    return series


def read(response: Any) -> ElementTree.Element:
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(response.content)


def titles(response: Any) -> list[str]:
    return [entry.findtext(f"{ATOM}title") or "" for entry in read(response).findall(f"{ATOM}entry")]


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_takes_few_queries_and_a_304_one(
    path: str, count: int, visitor: Client, django_assert_num_queries: Any
) -> None:
    some_events(count)
    # The stamp, the entries, the last change; besides them the series, or whether there is such a thing.
    expected = 3 if path.startswith(("/feeds/all", "/feeds/search")) else 4

    with django_assert_num_queries(expected):
        response = visitor.get(path)
    with django_assert_num_queries(1):
        again = visitor.get(path, headers={"if-none-match": response["ETag"]})

    assert len(titles(response)) == count
    assert (again.status_code, again.content, response["Last-Modified"]) == (
        304,
        b"",
        "Tue, 24 Nov 2026 00:00:00 GMT",
    )


def test_the_newest_changed_comes_first(visitor: Client) -> None:
    series = some_events(3)

    move(series.events.get(number=1), starts_at=STARTS + timedelta(hours=1), by=None, at=NOW)

    found = read(visitor.get("/feeds/wenqu.atom"))
    ids = [entry.findtext(f"{ATOM}id") for entry in found.findall(f"{ATOM}entry")]
    assert ids == [f"urn:uuid:{series.events.get(number=number).uid}" for number in (1, 3, 2)]
    assert found.findtext(f"{ATOM}updated") == "2026-11-24T04:00:00+00:00"


def test_whatever_is_published_is_seen_at_once(visitor: Client) -> None:
    series = some_events(1)
    tags = [visitor.get("/feeds/all.atom")["ETag"]]

    cancel(series.events.get(), reason="台风", by=None, at=NOW)
    called_off = visitor.get("/feeds/all.atom")
    withdraw(series.events.get(), by=None, at=NOW)
    tags += [called_off["ETag"], visitor.get("/feeds/all.atom")["ETag"]]

    assert titles(called_off)[0].startswith("【已取消】")
    assert titles(visitor.get("/feeds/all.atom")) == []
    assert len(set(tags)) == 3


def test_what_was_called_off_leaves_after_a_month(visitor: Client) -> None:
    event = some_events(1).events.get()
    cancel(event, reason="台风", by=None, at=NOW)
    found = []

    for days in (29, 31):
        with time_machine.travel(STARTS + timedelta(days=days), tick=False):
            found.append(len(titles(visitor.get("/feeds/speakers/lin.atom"))))

    assert found == [1, 0]


@pytest.mark.parametrize(
    ("query", "lang", "title"),
    [
        ("", "zh-Hans", "问渠班研讨会"),
        ("?lang=zh", "zh-Hans", "问渠班研讨会"),
        ("?lang=en", "en", "Wenqu Class Seminar"),
        ("?lang=both", "zh-Hans", "问渠班研讨会 / Wenqu Class Seminar"),
    ],
)
def test_the_reader_chooses_the_language(query: str, lang: str, title: str, visitor: Client) -> None:
    some_events(1)

    found = read(visitor.get(f"/feeds/wenqu.atom{query}"))

    assert found.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
    assert found.findtext(f"{ATOM}title") == title
    own = found.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"https://seminars.example.org/feeds/wenqu.atom{query}"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("/feeds/all.atom?lang=fr", "lang must be"), ("/feeds/search.atom", "q must hold the words")],
)
def test_what_cannot_be_is_400_with_a_sentence(path: str, sentence: str, visitor: Client) -> None:
    response = visitor.get(path)

    assert (response.status_code, sentence in response.content.decode()) == (400, True)


def test_a_former_name_leads_to_the_same_feed(visitor: Client) -> None:
    series = some_events(1)
    series.slug = "renamed"
    save_series(series, by=None, at=NOW)

    assert titles(visitor.get("/feeds/wenqu.atom")) == titles(visitor.get("/feeds/renamed.atom")) != []


def test_nothing_is_posted_to_a_feed(visitor: Client) -> None:
    assert visitor.post("/feeds/all.atom").status_code == 405


def test_pages_name_their_feed_and_offer_mail_beside_it(visitor: Client) -> None:
    some_events(1)
    pages = {
        "/": ("/feeds/all.atom", 'action="/subscribe/"'),
        "/wenqu/": ("/feeds/wenqu.atom", 'action="/subscribe/"'),
        "/speakers/lin/": ("/feeds/speakers/lin.atom", 'href="/subscribe/?speaker=lin"'),
        "/tags/ml/": ("/feeds/tags/ml.atom", 'href="/subscribe/?tag=ml"'),
        "/venues/hall/": ("/feeds/venues/hall.atom", "</html>"),
        "/search/?q=talk": ("/feeds/search.atom?q=talk", 'href="/subscribe/?q=talk"'),
    }

    for page, (path, mail) in pages.items():
        text = visitor.get(page).content.decode()
        head, body = text.split("</head>")
        assert 'type="application/atom+xml" title="' in head, page
        assert f'href="https://seminars.example.org{path}">' in head, page
        assert path in body, page
        assert mail in body, page


def test_one_choice_offers_calendar_mail_and_feed(visitor: Client) -> None:
    some_events(1)

    text = visitor.get("/en/calendar/?series=wenqu&speaker=lin&q=talk&lang=en").content.decode()

    assert 'href="/en/subscribe/?series=wenqu&amp;speaker=lin&amp;q=talk"' in text
    for key in ("series=wenqu", "speaker=lin", "q=talk"):
        assert f'href="/en/subscribe/?{key}"' in text
    for path in ("wenqu.atom?lang=en", "speakers/lin.atom?lang=en", "search.atom?q=talk&amp;lang=en"):
        assert f'href="https://seminars.example.org/feeds/{path}"' in text


def test_a_long_feed_goes_on_in_pages(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    some_events(3)
    monkeypatch.setattr(feeds, "MOST_ENTRIES", 2)

    pages = [visitor.get(f"/feeds/wenqu.atom?lang=en{page}") for page in ("", "&page=2", "&page=3")]

    links = [
        {(each.get("rel"), each.get("href")) for each in read(page).findall(f"{ATOM}link")}
        for page in pages[:2]
    ]
    base = "https://seminars.example.org/feeds/wenqu.atom?lang=en"
    assert [len(titles(page)) for page in pages[:2]] == [2, 1]
    assert {("self", base), ("next", f"{base}&page=2")} < links[0]
    assert {("self", f"{base}&page=2"), ("previous", base)} < links[1]
    assert pages[2].status_code == 404
