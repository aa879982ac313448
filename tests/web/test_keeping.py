"""Kept pages: sent again without Django, and never when they are no longer true."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seminars.models import Series
from seminars.presenting.states import DOORS_OPEN
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.rename import rename_speaker
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from seminars.web.keeping.gate import PageGate
from seminars.web.keeping.shelf import MOST_BYTES, MOST_PAGES, PageShelf, page
from tests.factories import NOW, STARTS, a_meeting, a_series, an_event, published

pytestmark = pytest.mark.django_db

WECHAT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50"
PAGES = ["/", "/wenqu/", "/en/wenqu/89/", "/wenqu/89/?tz=America/New_York", "/archive/", "/wenqu/?format=txt"]


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@contextmanager
def same_connection() -> Iterator[None]:
    """As Django's own test client does: the transaction around a test lives on this connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Process:
    """A web process: the gate, with Django behind it; `asked` counts what came to Django."""

    def __init__(self) -> None:
        self.asked = 0
        self._django = WSGIHandler()
        self.gate = PageGate(self._behind)

    def _behind(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked += 1
        return self._django(environ, start_response)

    def get(self, address: str, method: str = "GET", **headers: str) -> Got:
        path, _, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "REMOTE_ADDR": "127.0.0.1",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        seen: list[Any] = []
        with same_connection():
            body = self.gate(environ, lambda *started: seen.extend(started))
            whole = b"".join(body)
            if close := getattr(body, "close", None):
                close()
        return Got(int(seen[0].split(" ")[0]), dict(seen[1]), whole)


@pytest.fixture
def wenqu() -> Series:
    """A public series with event #89, on site and online."""
    series = a_series(slug="wenqu")
    meeting = a_meeting(opens_before=30, closes_after=60)
    published(an_event(series, number=89, meeting=meeting, meeting_from="own"))
    return series


def test_a_page_is_made_once_and_sent_in_the_form_that_is_asked_for(
    wenqu: Series, django_assert_num_queries: Any
) -> None:
    process = Process()
    for count, address in enumerate(PAGES, 1):
        first = process.get(address)
        with django_assert_num_queries(1):
            again, zipped = process.get(address), None
        zipped = process.get(address, accept_encoding="gzip")
        assert (first.status, first) == (200, again)
        assert gzip.decompress(zipped.body) == first.body
        tags = {got.headers["ETag"] for got in (first, zipped)}
        assert len(tags) == 2
        for tag in tags:
            assert process.get(address, if_none_match=tag)[::2] == (304, b"")
        assert process.get(address, "HEAD") == first._replace(body=b"")
        assert process.asked == count
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert first.headers["Vary"] == "Accept, Accept-Encoding, User-Agent"
        assert "Content-Security-Policy" in first.headers
        assert "Set-Cookie" not in first.headers
        assert "csrf" not in first.text


def test_what_is_for_one_reader_alone_is_not_kept(wenqu: Series) -> None:
    process = Process()
    long = f"/wenqu/?{'x' * 300}"
    asked = ["/subscribe/", "/search/?q=a", "/nobody/", "/wenqu/90/", "/wenqu/89/join/", long]

    for address in asked:
        assert process.get(address) is not process.get(address)
    for _time in range(2):
        process.get("/", cookie="sessionid=abc")
        process.get("/", "POST")
    assert process.asked == 2 * len(asked) + 4


def test_a_reader_inside_a_chat_app_gets_the_page_for_it(wenqu: Series) -> None:
    process = Process()
    plain, wechat = process.get("/wenqu/89/"), process.get("/wenqu/89/", user_agent=WECHAT)

    assert plain.body != wechat.body
    assert process.get("/wenqu/89/", user_agent=WECHAT) == wechat
    assert process.get("/wenqu/89/", user_agent="Mozilla/5.0 Firefox") == plain
    assert process.asked == 2


def test_every_act_is_seen_at_once(wenqu: Series, visitor: Client) -> None:
    process, event = Process(), wenqu.events.get()

    def is_true() -> bool:
        """Whether each page, asked for twice, is what Django itself says now."""
        fresh = [visitor.get(address).content for address in PAGES]
        return all([process.get(address).body for address in PAGES] == fresh for _time in range(2))

    def renamed() -> None:
        wenqu.motto_zh = "为有源头活水来"
        save_series(wenqu, by=None, at=NOW)

    def speaker_renamed() -> None:
        speaker = event.talks.get().appearances.get().speaker
        speaker.name_zh = "李清照"
        rename_speaker(speaker, by=None, at=NOW)

    def hidden() -> None:
        wenqu.visibility = "hidden"
        save_series(wenqu, by=None, at=NOW)

    for act in (
        lambda: None,
        lambda: move(event, starts_at=STARTS + timedelta(days=1), by=None, at=NOW),
        lambda: cancel(event, reason="台风", by=None, at=NOW),
        lambda: restore(event, by=None, at=NOW),
        renamed,
        speaker_renamed,
        lambda: published(an_event(wenqu, number=90, starts_at=STARTS + timedelta(days=7))),
        hidden,
    ):
        act()
        assert is_true()
    withdraw(event, by=None, at=NOW)
    assert process.get("/wenqu/89/").status in (404, 410)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.timedeltas(timedelta(hours=-26), timedelta(hours=4)),
    st.sampled_from((1, 30, 60, 61, 900, 3600, 7200, 86_400)).map(lambda each: timedelta(seconds=each)),
)
def test_no_clock_turns_unseen(
    wenqu: Series, visitor: Client, from_start: timedelta, later: timedelta
) -> None:
    process = Process()
    for at in (STARTS + from_start, STARTS + from_start + later):
        with time_machine.travel(at, tick=False):
            for address in ("/", "/en/wenqu/89/"):
                assert process.get(address).body == visitor.get(address).content


def test_the_faces_turn_with_the_clock(wenqu: Series) -> None:
    process = Process()
    with time_machine.travel(NOW, tick=False) as clock:
        tags = []
        for moment in (NOW, STARTS - DOORS_OPEN, STARTS, STARTS + timedelta(hours=9)):
            clock.move_to(moment)
            tags.append(process.get("/wenqu/89/").headers["ETag"])
        assert len(set(tags)) == 4


def test_the_shelf_holds_only_so_much() -> None:
    shelf, stamp = PageShelf(), object()
    made = page((), b"x" * (MOST_BYTES // 40))
    for number in range(100):
        shelf.put(number, stamp, NOW + timedelta(days=1), made)  # type: ignore[arg-type]  # any stamp will do

    held = [n for n in range(100) if shelf.get(n, stamp, NOW)]  # type: ignore[arg-type]
    assert held == list(range(100 - len(held), 100))
    assert 30 <= len(held) <= 40
    for number in range(MOST_PAGES + 1):
        shelf.put(-number, stamp, NOW + timedelta(days=1), page((), b""))  # type: ignore[arg-type]
    assert shelf.get(0, stamp, NOW) is None  # type: ignore[arg-type]
