from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from seminars.web import sitemap
from tests.factories import a_series, a_speaker, a_tag, a_talk, a_venue, an_event, published

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:8000"


def some_events(count: int) -> None:
    series, lin, hall = a_series(slug="wenqu"), a_speaker(slug="lin"), a_venue(slug="hall")
    tag = a_tag(slug="ml")
    for number in range(1, count + 1):
        event = an_event(series, number=number, venue=hall, has_talk=False)
        a_talk(event, speakers=[lin], tags=[tag])
        published(event)
    published(an_event(a_series(slug="aside", visibility="unlisted")))
    a_series(slug="away", visibility="hidden")


def addresses(body: bytes, of: str = "url") -> list[str]:
    return [each.findtext(f"{MAP}loc") or "" for each in ElementTree.fromstring(body).iter(f"{MAP}{of}")]


@pytest.mark.parametrize("count", [1, 3])
def test_it_names_every_listed_page_in_both_languages(
    count: int, visitor: Client, django_assert_num_queries: Any
) -> None:
    some_events(count)

    # The stamp, how many events there are, these, and five for all else.
    with django_assert_num_queries(9):
        response = visitor.get("/sitemap.xml")
    again = visitor.get("/sitemap.xml", headers={"if-none-match": response["ETag"]})

    paths = ["/", "/archive/", "/wenqu/", "/speakers/lin/", "/tags/ml/", "/venues/hall/"]
    paths += [f"/wenqu/{number}/" for number in range(1, count + 1)]
    assert addresses(response.content) == [
        f"{SITE}{prefix}{path}" for path in paths for prefix in ("", "/en")
    ]
    assert again.status_code == 304
    first = ElementTree.fromstring(response.content)[0]
    assert first.findtext(f"{MAP}lastmod") == "2026-11-24T04:00:00Z"
    links = first.findall("{http://www.w3.org/1999/xhtml}link")
    assert [(each.get("hreflang"), each.get("href")) for each in links] == [
        ("zh-Hans", f"{SITE}/"),
        ("en", f"{SITE}/en/"),
        ("x-default", f"{SITE}/"),
    ]
    assert {visitor.get(each.removeprefix(SITE)).status_code for each in addresses(response.content)} == {200}


def test_many_pages_are_parted(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    some_events(3)
    monkeypatch.setattr(sitemap, "PAGES_A_FILE", 2)

    files = addresses(visitor.get("/sitemap.xml").content, "sitemap")
    parts = [addresses(visitor.get(each.removeprefix(SITE)).content) for each in files]

    assert files == [f"{SITE}/sitemap-{number}.xml" for number in (0, 1, 2)]
    assert [len(each) for each in parts] == [12, 4, 2]
    for number in ("3", "9" * 30):
        assert visitor.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_are_shown_the_way(visitor: Client) -> None:
    lines = visitor.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    assert "Disallow: /en/unsubscribe/" in lines
