"""The gate before Django answers as the middleware behind it does, and never from memory what is no longer true."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_to_bytes
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seminars.calendars import packing
from seminars.calendars.catalogue import write_all
from seminars.calendars.stamps import stamp_at
from seminars.models import CalendarChunk, CalendarFile, Series
from seminars.publishing.change import cancel, move
from seminars.publishing.series import save_series
from seminars.publishing.transfer import transfer
from seminars.publishing.withdraw import withdraw
from seminars.web.calendars import CalendarGate
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_noon")]

PATHS = [
    "/calendar/wenqu.ics",
    "/calendar/wenqu.ics?all=1",
    "/calendar/all.ics?lang=en&tz=Asia/Tokyo",
    "/calendar/wenqu/89.ics",
    "/calendar/search.ics?q=%E6%97%8B%E8%BD%AC",
    "/calendar/search.ics",
    "/calendar/nobody.ics",
    "/calendar/%E9%97%AE.ics",
    "/calendar/wenqu.ics?alarm=x",
]


HISTORY = PATHS[1]


@pytest.fixture
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wenqu() -> Series:
    """A public series with event #89."""
    series = a_series(slug="wenqu")
    published(an_event(series, number=89, uid=UUID(int=89_000)))
    return series


class Process:
    """A web process: the gate, with nothing but it behind."""

    def __init__(self) -> None:
        self.gate = CalendarGate(self._django)

    def _django(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("204 No Content", [])
        return []

    def get(self, address: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        path, _, query = address.partition("?")
        # As PEP 3333 has it: the octets of the path, each as a character.

        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        seen: list[Any] = []
        body = b"".join(self.gate(environ, lambda *started: seen.extend(started)))
        status, sent = seen
        return int(status.split(" ")[0]), dict(sent), body


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", PATHS)
def test_the_gate_and_the_middleware_say_the_same(
    path: str, method: str, wenqu: Series, visitor: Client
) -> None:
    behind = visitor.generic(method, path)

    assert Process().get(path, method) == (behind.status_code, dict(behind.headers), behind.content)


def test_what_is_no_calendar_passes_the_gate() -> None:
    process = Process()

    assert [process.get(path)[0] for path in ("/", "/calendar/", "/x.ics", "/en/calendar/")] == [204] * 4


def test_every_edit_is_seen_by_every_process_at_once(wenqu: Series) -> None:
    event = wenqu.events.get()
    others = [published(an_event(wenqu, starts_at=STARTS + timedelta(days=day))) for day in (7, 14)]
    processes = [Process(), Process()]
    feeds = ["/calendar/wenqu.ics", "/calendar/wenqu.ics?all=1", "/calendar/all.ics?all=1"]

    def seen() -> set[tuple[int, bytes]]:
        return {process.get(path)[::2] for process in processes for path in feeds}

    def all_say(text: str, count: int) -> bool:
        return all(status == 200 and body.count(text.encode()) == count for status, body in seen())

    assert all_say("BEGIN:VEVENT", 3)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=NOW)
    assert all_say("SEQUENCE:1", 1)
    cancel(event, reason="", by=None, at=NOW)
    assert all_say("STATUS:CANCELLED", 1)
    withdraw(others[0].event, by=None, at=NOW)
    assert all_say("BEGIN:VEVENT", 2)
    wenqu.language = "en"
    save_series(wenqu, by=None, at=NOW)
    assert all_say("SUMMARY:[CANCELLED]", 1)
    wenqu.visibility = "hidden"
    save_series(wenqu, by=None, at=NOW)
    assert [processes[0].get(path)[0] for path in feeds] == [404, 404, 200]
    assert b"BEGIN:VEVENT" not in processes[1].get(feeds[2])[2]


def test_a_process_that_just_started_serves_what_was_written_before(
    wenqu: Series, django_assert_num_queries: Any
) -> None:
    made = [Process().get(path, accept_encoding="gzip") for path in PATHS[:2]]
    assert write_all(at=NOW) == 4

    with django_assert_num_queries(2):
        found = [Process().get(path, accept_encoding="gzip") for path in PATHS[:2]]

    assert found == made
    assert gzip.decompress(found[1][2]).count(b"BEGIN:VEVENT") == 1


def test_a_file_written_before_the_last_edit_is_passed_over(wenqu: Series) -> None:
    write_all(at=NOW)
    move(wenqu.events.get(), starts_at=STARTS + timedelta(days=1), by=None, at=NOW)

    assert all(b"SEQUENCE:1" in Process().get(path)[2] for path in PATHS[:2])


def test_a_file_written_yesterday_is_passed_over(wenqu: Series) -> None:
    write_all(at=NOW - timedelta(days=1))
    tag = Process().get(PATHS[0])[1]["ETag"]

    assert tag.strip('"') not in CalendarFile.objects.values_list("tag", flat=True)


def test_after_an_edit_only_its_chunks_and_files_are_written(
    wenqu: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Borders between chunks follow from content: with these UIDs there are some, always at the same places.
    monkeypatch.setattr(packing, "_ENDS_BELOW", "40")
    for day in range(1, 20):
        published(an_event(wenqu, uid=UUID(int=day), starts_at=STARTS + timedelta(days=day)))
    published(an_event(a_series(slug="other")))
    write_all(at=NOW)
    chunks = set(CalendarChunk.objects.filter(file__address="wenqu?all=1").values_list("pk", flat=True))
    assert write_all(at=NOW) == 0

    move(wenqu.events.get(number=89), starts_at=STARTS + timedelta(hours=1), by=None, at=NOW)

    # Both files of the series and both of all series; those of the other say what they said.
    assert write_all(at=NOW) == 4
    after = set(CalendarChunk.objects.filter(file__address="wenqu?all=1").values_list("pk", flat=True))
    assert len(after - chunks) <= 2
    assert len(chunks) > 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT cursor) FROM seminars_calendarfile")
        assert cursor.fetchone() == (1,)


def test_files_of_series_that_are_gone_from_view_are_gone(wenqu: Series) -> None:
    write_all(at=NOW)
    wenqu.visibility = "hidden"
    save_series(wenqu, by=None, at=NOW)

    write_all(at=NOW)

    assert sorted(CalendarFile.objects.values_list("address", flat=True)) == ["all?", "all?all=1"]


@pytest.fixture
def hidden_and_shown() -> tuple[Series, Process]:
    """A series of five events that was hidden and shown again, and a process that served it all the time."""
    series = a_series(slug="wenqu")
    for number in range(1, 6):
        published(an_event(series, number=number, starts_at=STARTS + timedelta(hours=number)))
    process = Process()
    process.get(HISTORY)
    write_all(at=NOW)
    for visibility in ("hidden", "public"):
        series.refresh_from_db()
        series.visibility = visibility
        save_series(series, by=None, at=NOW)
        process.get(HISTORY)
    write_all(at=NOW)
    return series, process


@pytest.mark.parametrize("path", [HISTORY, "/calendar/all.ics?all=1"])
def test_after_a_series_was_hidden_and_shown_again_edits_are_seen(
    hidden_and_shown: tuple[Series, Process], path: str
) -> None:
    series, process = hidden_and_shown
    process.get(path)
    move(series.events.get(number=3), starts_at=STARTS + timedelta(days=1), by=None, at=NOW)
    withdraw(series.events.get(number=4), by=None, at=NOW)
    assert process.get(path) == Process().get(path)
    write_all(at=NOW)

    assert process.get(path)[2].count(b"BEGIN:VEVENT") == 4
    assert process.get(path) == Process().get(path)


def test_an_address_that_nobody_means_is_refused(wenqu: Series) -> None:
    assert Process().get("/calendar/wenqu.ics?" + "a=1&" * 1001)[0] == 400


def test_series_in_which_nothing_changed_cost_no_query(wenqu: Series) -> None:
    asked = []
    for minute in (1, 2):
        write_all(at=NOW)
        move(wenqu.events.get(), starts_at=STARTS + timedelta(minutes=minute), by=None, at=NOW)
        with CaptureQueriesContext(connection) as seen:
            assert write_all(at=NOW) == 4
        asked.append(len(seen))
        for _ in range(3):
            published(an_event(a_series()))

    # How many chunks an edit touches is chance; each series would cost four queries at least.
    assert asked[1] < asked[0] + 4


def test_an_event_that_goes_over_leaves_the_written_files_of_the_other_series(wenqu: Series) -> None:
    published(an_event(wenqu, number=90, starts_at=STARTS + timedelta(days=1)))
    other = a_series(slug="other")
    write_all(at=NOW)

    transfer(wenqu.events.get(number=90), other, by=None, at=NOW)
    write_all(at=NOW)

    found = {path: Process().get(path)[2] for path in ("/calendar/wenqu.ics", "/calendar/other.ics")}
    assert [body.count(b"BEGIN:VEVENT") for body in found.values()] == [1, 1]
    assert not CalendarFile.objects.exclude(cursor=stamp_at(NOW).cursor).exists()
