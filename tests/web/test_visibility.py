"""Every public route is asked for an event in every state: one table says what it must answer."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from seminars.models import Event, Series
from seminars.posters import drawing
from seminars.publishing.change import cancel
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from seminars.web import urls, urls_plain
from tests.factories import NOW, STARTS, a_picture, a_series, a_speaker, a_tag, a_talk, a_venue, an_event
from tests.posters.samples import bare_layouts

TITLE = "渡口密语"
SERIES = "渡口讨论班"
AFTERWARDS = STARTS + timedelta(days=1)
LATER = {"archive", "archive as text"}
PHOTO = "ab" * 32

STATES = ("published", "cancelled", "unlisted", "hidden", "draft", "withdrawn")
SHOWN, SILENT, MISSING, GONE, ELSEWHERE = "200 shown", "200 silent", "404", "410", "302"
DRAWN = "200 drawn"

# Route: (address, what it answers in each of STATES).
TABLE: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("/", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "archive": ("/archive/", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "search": (f"/search/?q={TITLE[:2]}", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "calendar": ("/calendar/", (SILENT,) * 6),
    "subscribe": ("/subscribe/", (SILENT,) * 6),
    "subscription": ("/subscriptions/1-0-false/", (MISSING,) * 6),
    "subscription-confirm": ("/subscribe/1-0-false/", (SILENT,) * 6),
    "unsubscribe": ("/unsubscribe/1-0-false/", (SILENT,) * 6),
    "series": ("/dukou/", (SHOWN, SHOWN, SHOWN, MISSING, SILENT, SILENT)),
    "next": ("/dukou/next/", (ELSEWHERE, SHOWN, ELSEWHERE, MISSING, SILENT, SILENT)),
    "event": ("/dukou/7/", (SHOWN, SHOWN, SHOWN, MISSING, MISSING, GONE)),
    "event-time": ("/dukou/7/time/", (SHOWN, SHOWN, SHOWN, MISSING, MISSING, GONE)),
    "event-join": ("/dukou/7/join/", (SHOWN, SHOWN, SHOWN, MISSING, MISSING, GONE)),
    "event-poster": ("/dukou/7/poster.png", (DRAWN, DRAWN, DRAWN, MISSING, MISSING, GONE)),
    "event-poster-wide": ("/dukou/7/poster-wide.png", (DRAWN, DRAWN, DRAWN, MISSING, MISSING, GONE)),
    "picture": (f"/media/{PHOTO}.jpg", (DRAWN, DRAWN, DRAWN, MISSING, MISSING, MISSING)),
    "speaker": ("/speakers/baidu/", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "tag": ("/tags/rivers/", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "venue": ("/venues/quay/", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "subscription-data": ("/subscriptions/1-0-false/data/", (MISSING,) * 6),
    "atom-all": ("/feeds/all.atom", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "atom-series": ("/feeds/dukou.atom", (SHOWN, SHOWN, SHOWN, MISSING, SILENT, SILENT)),
    "atom-speaker": ("/feeds/speakers/baidu.atom", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "atom-tag": ("/feeds/tags/rivers.atom", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "atom-venue": ("/feeds/venues/quay.atom", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "atom-search": (f"/feeds/search.atom?q={TITLE[2:]}", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "mended": ("/dukou/7）", ("301", "301", "301", "301", "301", "301")),
    "sitemap": ("/sitemap.xml", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "sitemap-part": ("/sitemap-1.xml", (SHOWN, SHOWN, MISSING, MISSING, MISSING, MISSING)),
    "home as text": ("/?format=txt", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "archive as text": ("/archive/?format=txt", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "series as text": ("/dukou/?format=txt", (SHOWN, SHOWN, SHOWN, MISSING, SILENT, SILENT)),
    "search by facets": ("/search/?tag=rivers&year=2026", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "embed": ("/embed/?series=dukou", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "embed-list": ("/embed/list/?series=dukou", (SHOWN, SHOWN, MISSING, MISSING, SILENT, SILENT)),
    "embed-rows": ("/embed/rows/", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "embed-script": ("/embed/seminars.js", (SILENT,) * 6),
    "robots": ("/robots.txt", (SILENT,) * 6),
    "favicon": ("/favicon.ico", ("301",) * 6),
    "healthz": ("/healthz", (SILENT,) * 6),
    "readyz": ("/readyz", ("503",) * 6),
    "outgoing": ("/outgoing/", (SILENT,) * 6),
    "outgoing-mail": ("/outgoing/none.eml/", (MISSING,) * 6),
    "outgoing-html": ("/outgoing/none.eml/html", (MISSING,) * 6),
    "outgoing-attachment": ("/outgoing/none.eml/0", (MISSING,) * 6),
    "joint feed": ("/calendar/all.ics", (SHOWN, SHOWN, SILENT, SILENT, SILENT, SILENT)),
    "feed": ("/calendar/dukou.ics", (SHOWN, SHOWN, SHOWN, MISSING, SILENT, SILENT)),
    "file": ("/calendar/dukou/7.ics", (SHOWN, SHOWN, SHOWN, MISSING, MISSING, GONE)),
}
ATOM = {f"atom-{kind}" for kind in ("all", "series", "speaker", "tag", "venue", "search")}
ONE_LANGUAGE = {
    "embed-list",
    "embed-rows",
    "embed-script",
    "sitemap",
    "sitemap-part",
    "picture",
    "robots",
    "favicon",
    "healthz",
    "readyz",
    "joint feed",
    "feed",
    "file",
} | ATOM
JOINT = {"home", "archive", "search", "calendar", "subscribe", "joint feed", "atom-all", "atom-search"}


@pytest.fixture(autouse=True)
def _bare_layouts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(drawing, "LAYOUTS", bare_layouts(tmp_path))


def an_event_that_is(state: str) -> Event:
    series = a_series(slug="dukou", name_zh=SERIES, name_en="Ferry Seminar")
    room = a_venue(slug="quay")
    event = an_event(series, number=7, venue=room, has_talk=False)
    speaker = a_speaker(slug="baidu", photo=a_picture(digest=PHOTO))
    a_talk(event, title=TITLE, speakers=[speaker], tags=[a_tag(slug="rivers")])
    if state != "draft":
        publish(event, by=None, at=NOW)
    if state == "cancelled":
        cancel(event, reason="水位过高", by=None, at=NOW)
    if state == "withdrawn":
        withdraw(event, by=None, at=NOW)
    if state in ("hidden", "unlisted"):
        series.visibility = state
        save_series(series, by=None, at=NOW)
    return event


def answer_in_words(response: Any) -> str:
    if response.status_code != 200:
        return str(response.status_code)
    if response["Content-Type"].startswith("image/"):
        return DRAWN
    text = re.sub(r"\r\n |</?mark>", "", response.content.decode())
    return SHOWN if TITLE in text or "/dukou/7/</loc>" in text else SILENT


@pytest.mark.parametrize("state", STATES)
@pytest.mark.django_db
def test_every_route_shows_an_event_only_as_its_state_allows(state: str, visitor: Client) -> None:
    an_event_that_is(state)
    answers = {}

    for name, (address, _answers) in TABLE.items():
        with time_machine.travel(AFTERWARDS if name in LATER else NOW, tick=False):
            answers[name] = answer_in_words(visitor.get(address))

    assert answers == {name: words[STATES.index(state)] for name, (_address, words) in TABLE.items()}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.django_db
def test_both_languages_answer_alike(state: str, visitor: Client) -> None:
    an_event_that_is(state)
    names = [name for name in TABLE if name not in ONE_LANGUAGE and not name.startswith("outgoing")]

    chinese = {name: visitor.get(TABLE[name][0]).status_code for name in names}
    english = {name: visitor.get(f"/en{TABLE[name][0]}").status_code for name in names}

    assert english == chinese


@pytest.mark.parametrize("state", ["hidden", "unlisted"])
@pytest.mark.django_db
def test_no_joint_page_names_a_series_that_is_not_public(state: str, visitor: Client) -> None:
    an_event_that_is(state)

    naming = [name for name in JOINT if SERIES in visitor.get(TABLE[name][0]).content.decode()]

    assert naming == []


@pytest.mark.parametrize(("state", "is_indexed"), [("published", True), ("unlisted", False)])
@pytest.mark.django_db
def test_only_listed_events_may_be_indexed(state: str, is_indexed: bool, visitor: Client) -> None:
    an_event_that_is(state)

    noindex = ['content="noindex"' in visitor.get(path).content.decode() for path in ("/dukou/", "/dukou/7/")]

    assert noindex == [not is_indexed] * 2


def test_the_table_knows_every_route() -> None:
    named = {str(route.name) for route in (*urls.urlpatterns, *urls_plain.urlpatterns)}

    assert named - TABLE.keys() == set()


@pytest.mark.django_db
def test_a_hidden_series_has_no_former_address(visitor: Client) -> None:
    event = an_event_that_is("published")
    series = Series.objects.get(pk=event.series_id)
    series.slug, series.visibility = "changed", "hidden"
    save_series(series, by=None, at=NOW)

    answers = [visitor.get(path).status_code for path in ("/dukou/", "/dukou/7/", "/dukou/7/time/")]

    assert answers == [404, 404, 404]
