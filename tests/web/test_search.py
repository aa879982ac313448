"""Search as readers meet it: hits in pages, facets as links, everything to follow under the same words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from seminars.announcements.hearers.following import followers
from seminars.models import Subscription
from seminars.web import search
from tests.factories import STARTS, a_series, a_speaker, a_subscriber, a_tag, a_talk, an_event, published

pytestmark = pytest.mark.django_db
HOSTILE = (
    "%25",
    "_",
    "\\",
    "%22",
    "'",
    "%00",
    "%F0%9F%A6%84",
    "x" * 5000,
    "%22%22%22+tag:",
    "<script>",
    "%ff",
)


def events(count: int) -> None:
    series, lin, ml = a_series(slug="wenqu"), a_speaker(slug="lin"), a_tag(slug="ml")
    for number in range(1, count + 1):
        event = an_event(series, number=number, starts_at=STARTS + timedelta(days=number), has_talk=False)
        a_talk(event, title=f"梯度 {number}", speakers=[lin], tags=[ml] if number % 2 else [])
        published(event)


def headings(text: str) -> list[str]:
    found = re.findall(r'<p class="line-title"><a [^>]*>(.*?)</a>', text)
    return [re.sub("</?mark>", "", each) for each in found]


def test_hits_come_in_pages_with_their_facets_kept(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 3)
    events(9)

    pages = [visitor.get(f"/en/search/?q=梯度&tag=ml&page={page}") for page in (1, 2, 3)]
    texts = [each.content.decode() for each in pages]

    assert [each.status_code for each in pages] == [200, 200, 404]
    assert headings(texts[0])[:2] == ["梯度 1", "梯度 3"]
    assert [len(headings(text)) for text in texts[:2]] == [3, 2]
    assert 'href="?q=%E6%A2%AF%E5%BA%A6&amp;tag=ml&amp;page=2"' in texts[0]
    assert 'href="?q=%E6%A2%AF%E5%BA%A6&amp;tag=ml"' in texts[1]
    assert "5 events" in texts[0]
    assert '<input type="hidden" name="tag" value="ml">' in texts[0]


@pytest.mark.parametrize("page", ["0", "x", "²", "99999", "-1", "1e9", ""])
def test_no_such_page(page: str, visitor: Client) -> None:
    assert visitor.get("/search/", {"q": "梯度", "page": page}).status_code == 404


def test_facets_lead_on_and_back(visitor: Client) -> None:
    events(3)

    text = visitor.get("/search/?q=梯度&tag=ml").content.decode()

    links = re.findall(r'<a href="(/search/[^"]*)"( aria-current="true")?>', text)
    assert ("/search/?q=%E6%A2%AF%E5%BA%A6", ' aria-current="true"') in links
    assert '<span class="facet-count">2</span>' in text
    assert 'class="language" href="/en/search/?q=' in text


def test_where_nothing_is_asked_topics_are_offered_and_nothing_is_listed(visitor: Client) -> None:
    events(3)

    text = visitor.get("/en/search/").content.decode()

    assert headings(text) == []
    assert 'href="/en/search/?tag=ml"' in text
    assert "search.ics" not in text


@pytest.mark.parametrize("query", HOSTILE)
def test_anything_may_be_asked(query: str, visitor: Client) -> None:
    events(1)

    answers = [visitor.get(f"/{path}?q={query}") for path in ("search/", "en/search/")]
    feeds = [visitor.get(f"/{path}?q={query}") for path in ("calendar/search.ics", "feeds/search.atom")]

    assert [each.status_code for each in answers] == [200, 200]
    assert {each.status_code for each in feeds} <= {200, 400}
    assert "<script>" not in re.sub(r"<script src=\"/static/[^>]*>", "", answers[0].content.decode())


def test_a_narrowed_search_is_followed_as_it_is_by_every_way(visitor: Client) -> None:
    events(3)
    page = visitor.get("/search/?q=梯度&tag=ml&year=2026").content.decode()
    query = "q=%E6%A2%AF%E5%BA%A6&tag=ml&year=2026"
    mail = "/subscribe/?q=%E6%A2%AF%E5%BA%A6%20tag%3Aml%20year%3A2026"

    assert escape(f"/calendar/search.ics?{query}") in page
    assert escape(f"/feeds/search.atom?{query}") in page
    assert f'href="{mail}"' in page
    assert visitor.get(f"/calendar/search.ics?{query}").content.count(b"BEGIN:VEVENT") == 2
    assert visitor.get(f"/feeds/search.atom?{query}").content.count(b"<entry") == 2
    assert 'value="梯度 tag:ml year:2026" checked' in visitor.get(mail).content.decode()
    chooser = visitor.get("/en/calendar/?q=梯度 tag:ml").content.decode()
    assert "search.ics?q=%E6%A2%AF%E5%BA%A6&amp;tag=ml" in chooser


def test_a_saved_search_is_heard_through_its_facets_alone() -> None:
    reader, other = a_subscriber(), a_subscriber()
    Subscription.objects.create(subscriber=reader, query="梯度 tag:ml series:wenqu")
    Subscription.objects.create(subscriber=other, query="梯度 tag:rivers")
    series = a_series(slug="wenqu")
    event = an_event(series, has_talk=False)
    a_talk(event, title="梯度", tags=[a_tag(slug="ml")])

    assert list(followers(series, [published(event)])) == [reader]
