"""Lists on pages of others: the same truth, one line of ASCII, and nothing else of ours can be framed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from seminars.models import Series
from seminars.publishing.change import cancel
from seminars.web.embedding.wishes import read_wishes
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def wenqu(settings: Any) -> Series:
    """Three coming events, one of them cancelled, and two that are over."""
    settings.SITE_URL = "https://seminars.example.org"
    series = a_series(slug="wenqu", short_zh="问渠")
    for number in range(1, 6):
        published(an_event(series, number=number, starts_at=STARTS + (number - 3) * WEEK))
    cancel(series.events.get(number=4), reason="", by=None, at=NOW)
    return series


def text(visitor: Client, address: str) -> str:
    response = visitor.get(address)
    assert response.status_code == 200, response.content
    return response.content.decode()


def listed(page: str) -> list[str]:
    """The events of a list, by their address."""
    return re.findall(r'<p class="seminars-title"><a href="https://seminars.example.org([^"]+)"', page)


def test_the_list_holds_what_was_asked_for(visitor: Client, wenqu: Series) -> None:
    published(an_event(a_series(slug="other"), number=9, starts_at=STARTS))

    assert listed(text(visitor, "/embed/rows/?series=wenqu&next=2&past=1")) == [
        "/wenqu/3/",
        "/wenqu/4/",
        "/wenqu/2/",
    ]
    assert listed(text(visitor, "/embed/rows/?lang=en&next=1")) == ["/en/wenqu/3/"]
    assert set(listed(text(visitor, "/embed/rows/?next=9&series=wenqu,other"))) == {
        "/wenqu/3/", "/wenqu/4/", "/wenqu/5/", "/other/9/",
    }  # fmt: skip
    assert 'class="seminars-cancelled"' in text(visitor, "/embed/list/?next=3")


def test_zone_and_columns_are_as_asked_for(visitor: Client, wenqu: Series) -> None:
    page = text(visitor, "/embed/rows/?series=wenqu&next=1&lang=en&tz=America/New_York&columns=when,title")

    assert "Sat, 28 November 01:00–03:00" in page
    assert "New York" in page
    assert "Lin Zhiyuan" not in page
    assert "Gezhi" not in page
    assert "calendar/wenqu/3.ics" in text(visitor, "/embed/rows/?columns=calendar&next=1")


@pytest.mark.parametrize(
    "query", ["lang=fr", "tz=Mars/Base", "next=-1", "next=51", "past=x", "columns=when,price", "next=²"]
)
def test_a_wish_that_cannot_be_is_said(visitor: Client, wenqu: Series, query: str) -> None:
    for address in (f"/embed/rows/?{query}", f"/embed/list/?{query}"):
        response = visitor.get(address)
        assert response.status_code == 400
        assert len(response.content.decode().splitlines()) == 2
    page = visitor.get(f"/en/embed/?{query}")
    assert page.status_code == 400
    assert 'role="alert"' in page.content.decode()


def test_only_the_list_may_be_framed_and_only_the_rows_be_read(visitor: Client, wenqu: Series) -> None:
    def framing(address: str) -> tuple[bool, bool, bool]:
        headers = visitor.get(address).headers
        policy = headers["Content-Security-Policy"]
        return (
            "frame-ancestors *" in policy,
            "X-Frame-Options" in headers,
            headers.get("Access-Control-Allow-Origin") == "*",
        )

    assert framing("/embed/list/") == (True, False, False)
    assert framing("/embed/rows/") == (False, True, True)
    for address in ("/", "/embed/", "/wenqu/3/", "/subscribe/"):
        assert framing(address) == (False, True, False)


def test_the_line_is_ascii_and_says_what_was_clicked(visitor: Client, wenqu: Series) -> None:
    page = text(visitor, "/embed/?series=wenqu&next=3&past=0&tz=reader&columns=when&columns=title")
    script, frame, _bare = (
        unescape(each) for each in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    )

    assert script == (
        '<a href="https://seminars.example.org/wenqu/">&#38382;&#28192;&#29677;&#30740;&#35752;&#20250;</a>'
        '<script async src="https://seminars.example.org/embed/seminars.js" data-series="wenqu" data-lang="zh" '
        'data-next="3" data-columns="when,title" data-tz="reader"></script>'
    )
    assert script.isascii()
    assert frame.isascii()
    assert 'src="https://seminars.example.org/embed/list/?series=wenqu&amp;lang=zh&amp;next=3' in frame
    assert "<th scope" in page


def test_the_script_is_ascii_and_known_again(visitor: Client) -> None:
    response = visitor.get("/embed/seminars.js")

    assert response.content.isascii()
    assert response["Content-Type"] == "text/javascript; charset=us-ascii"
    again = visitor.get("/embed/seminars.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_no_word_reaches_the_database_with_what_it_cannot_hold(visitor: Client, wenqu: Series) -> None:
    # PostgreSQL stores no NUL, and does not look for one either.
    assert read_wishes(QueryDict("series=wen\0qu,\0")).series == ("wenqu",)
    assert visitor.get("/embed/rows/?series=wenqu%00").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(
    visitor: Client, wenqu: Series, django_assert_max_num_queries: Any, count: int
) -> None:
    with django_assert_max_num_queries(3):
        assert len(listed(text(visitor, f"/embed/rows/?series=wenqu&next={count}"))) == count
