from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from seminars.models import Series
from seminars.publishing.change import cancel, move
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_series, an_event, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_noon")]

FEED = "/calendar/wenqu.ics"
FILE = "/calendar/wenqu/89.ics"


@pytest.fixture
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wenqu(db: None) -> Series:
    """A public series with event #89."""
    series = a_series(slug="wenqu")
    published(an_event(series, number=89))
    return series


@pytest.mark.parametrize("path", [FEED, FILE, "/calendar/all.ics"])
def test_a_calendar_is_sent_with_all_that_readers_need(path: str, wenqu: Series, visitor: Client) -> None:
    response = visitor.get(path)

    assert response.status_code == 200
    headers = {
        name: response[name] for name in response.headers if name not in ("ETag", "Content-Disposition")
    }
    assert headers == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": str(len(response.content)),
        "Last-Modified": "Tue, 24 Nov 2026 04:00:00 GMT",
        "Cache-Control": "public, max-age=300",
        "Vary": "Accept-Encoding",
        "Access-Control-Allow-Origin": "*",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }
    assert not response.cookies
    assert [each.starts for each in with_icalendar(response.content)] == [STARTS]


def test_a_feed_is_shown_and_a_file_is_kept(wenqu: Series, visitor: Client) -> None:
    assert visitor.get(FEED)["Content-Disposition"] == 'inline; filename="wenqu.ics"'
    assert visitor.get(FILE)["Content-Disposition"] == (
        "attachment; filename=\"wenqu-89.ics\"; filename*=UTF-8''wenqu-89.ics"
    )


def test_an_unlisted_series_is_in_its_own_feed_only(visitor: Client) -> None:
    published(an_event(a_series(slug="quiet", visibility="unlisted"), number=1))

    assert b"BEGIN:VEVENT" in visitor.get("/calendar/quiet.ics").content
    assert visitor.get("/calendar/quiet/1.ics").status_code == 200
    assert b"BEGIN:VEVENT" not in visitor.get("/calendar/all.ics").content


def test_what_is_not_there_is_404_in_plain_words(wenqu: Series, visitor: Client) -> None:
    a_series(slug="hidden", visibility="hidden")
    paths = ["nobody", "wenqu/90", "hidden", "wenqu/89/x", "", "问渠", "wenqu%0d%0aX:1", "a" * 51]

    answers = [visitor.get(f"/calendar/{path}.ics") for path in paths]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer["Content-Type"] for answer in answers} == {"text/plain; charset=utf-8"}
    assert {answer["Access-Control-Allow-Origin"] for answer in answers} == {"*"}
    assert {answer.content.decode() for answer in answers} == {"没有这个日历。\nThere is no such calendar.\n"}


def test_a_withdrawn_event_is_410_and_leaves_the_feed(wenqu: Series, visitor: Client) -> None:
    event = an_event(wenqu, number=90)
    published(event)
    withdraw(event, by=None, at=NOW)

    assert visitor.get("/calendar/wenqu/90.ics").status_code == 410
    assert len(with_icalendar(visitor.get(FEED).content)) == 1


def test_other_methods_are_refused(visitor: Client) -> None:
    answers = [visitor.generic(method, FEED) for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH")]

    assert {(answer.status_code, answer["Allow"]) for answer in answers} == {(405, "GET, HEAD")}


def test_a_bad_option_is_400_with_a_sentence(wenqu: Series, visitor: Client) -> None:
    response = visitor.get(FEED, {"lang": "fr"})

    assert response.status_code == 400
    assert response.content.decode() == "lang 只能是 zh、en 或 both。\nlang must be zh, en or both.\n"


def test_an_unknown_zone_is_400_with_a_sentence(wenqu: Series, visitor: Client) -> None:
    response = visitor.get(FEED, {"tz": "Mars/Base"})

    assert (response.status_code, response.content.decode()) == (
        400,
        "tz 须为 Asia/Shanghai 这样的时区名称。\ntz must be the name of a time zone, such as Asia/Shanghai.\n",
    )


def test_another_host_name_serves_the_same_bytes(wenqu: Series, visitor: Client) -> None:
    here, there = (visitor.get(FEED, headers={"host": host}) for host in ("localhost", "127.0.0.1:8000"))

    assert (here.content, here["ETag"]) == (there.content, there["ETag"])


def test_unknown_options_and_any_accept_header_change_nothing(wenqu: Series, visitor: Client) -> None:
    plain = visitor.get(FEED)

    other = visitor.get(FEED, {"utm": "x"}, headers={"accept": "application/json", "accept-language": "en"})

    assert (other.content, other["ETag"]) == (plain.content, plain["ETag"])


def test_head_sends_the_headers_of_get(wenqu: Series, visitor: Client) -> None:
    get, head = visitor.get(FEED), visitor.head(FEED)

    assert head.headers == get.headers
    assert head.content == b""


@pytest.mark.parametrize("path", [FEED, FILE, "/calendar/all.ics"])
def test_who_has_it_already_gets_304(path: str, wenqu: Series, visitor: Client) -> None:
    tag = visitor.get(path)["ETag"]
    zipped = f'{tag[:-1]}-gz"'

    for sent in (
        tag,
        f'"x", {tag}',
        f"W/{tag}",
        zipped,
        f"W/{zipped}",
        "*",
        f'  {tag} , "y"',
        tag.strip('"'),
    ):
        response = visitor.get(path, headers={"if-none-match": sent})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == (zipped if "-gz" in sent else tag)
        assert response["Cache-Control"] == "public, max-age=300"
        assert not {"Content-Type", "Content-Length", "Set-Cookie"} & set(response.headers)


def test_who_has_something_else_gets_it_all(wenqu: Series, visitor: Client) -> None:
    sent = ['"other"', "", "W/", '"*"', '""', ","]

    assert {visitor.get(FEED, headers={"if-none-match": each}).status_code for each in sent} == {200}


def test_gzip_is_sent_with_a_tag_of_its_own(wenqu: Series, visitor: Client) -> None:
    plain = visitor.get(FEED)

    for accepted in ("gzip", "br;q=1.0, gzip;q=0.8", "GZIP", "deflate, *;q=0.5"):
        zipped = visitor.get(FEED, headers={"accept-encoding": accepted})
        assert (zipped["Content-Encoding"], zipped["ETag"]) == ("gzip", plain["ETag"][:-1] + '-gz"')
        assert gzip.decompress(zipped.content) == plain.content
        again = visitor.get(FEED, headers={"accept-encoding": accepted, "if-none-match": zipped["ETag"]})
        assert (again.status_code, again["ETag"]) == (304, zipped["ETag"])


def test_who_does_not_take_gzip_does_not_get_it(wenqu: Series, visitor: Client) -> None:
    for accepted in ("", "identity", "br", "gzip;q=0", "gzip; q=0.00, *", "*;q=0"):
        response = visitor.get(FEED, headers={"accept-encoding": accepted})
        assert "Content-Encoding" not in response
        assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_every_process_shows_a_change_at_once(wenqu: Series) -> None:
    one, other = Client(), Client()
    event = an_event(wenqu, number=90, starts_at=STARTS + timedelta(days=7))
    published(event)
    before = [client.get(FEED)["ETag"] for client in (one, other)]

    move(event, starts_at=STARTS + timedelta(days=8), by=None, at=NOW)

    answers = [client.get(FEED, headers={"if-none-match": before[0]}) for client in (one, other)]
    assert before[0] == before[1]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content


def test_a_cancelled_event_is_still_listed_and_marked(wenqu: Series, visitor: Client) -> None:
    cancel(wenqu.events.get(), reason="", by=None, at=NOW)

    (seen,) = with_icalendar(visitor.get(FEED).content)

    assert (seen.status, seen.summary[:5]) == ("CANCELLED", "【已取消】")
    assert with_icalendar(visitor.get(FEED, {"cancelled": "0"}).content) == []


def test_the_tag_changes_with_the_day_though_nothing_was_edited(wenqu: Series, visitor: Client) -> None:
    tag = visitor.get(FEED)["ETag"]

    with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
        response = visitor.get(FEED, headers={"if-none-match": tag})

    assert response.status_code == 200
    assert response["Last-Modified"] == "Wed, 25 Nov 2026 00:00:00 GMT"


def test_a_file_of_one_event_does_not_change_with_the_day(wenqu: Series, visitor: Client) -> None:
    tag = visitor.get(FILE)["ETag"]

    with time_machine.travel(NOW + timedelta(days=300), tick=False):
        assert visitor.get(FILE, headers={"if-none-match": tag}).status_code == 304


def test_former_addresses_answer_with_the_same_body(wenqu: Series, visitor: Client) -> None:
    wenqu.slug = "wenqu-new"
    save_series(wenqu, by=None, at=NOW)

    for old, new in [(FEED, "/calendar/wenqu-new.ics"), (FILE, "/calendar/wenqu-new/89.ics")]:
        before, after = visitor.get(old), visitor.get(new)
        assert (before.status_code, before.content, before["ETag"]) == (200, after.content, after["ETag"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "path",
    [
        FEED,
        FILE,
        "/calendar/all.ics",
        FEED + "?all=1",
        FEED + "?tz=Asia/Tokyo",
        FILE + "?per=talk&tz=Asia/Tokyo",
    ],
)
def test_a_200_takes_three_queries_and_a_304_one(
    path: str, count: int, wenqu: Series, visitor: Client, django_assert_num_queries: Any
) -> None:
    for number in range(1, count):
        published(an_event(wenqu, number=89 + number, starts_at=STARTS + timedelta(days=number)))

    with django_assert_num_queries(3):
        response = visitor.get(path)
    with django_assert_num_queries(1) as asked:
        again = visitor.get(path, headers={"if-none-match": response["ETag"]})

    assert (response.status_code, again.status_code) == (200, 304)
    assert asked.captured_queries[0]["sql"].startswith("SELECT name, value FROM seminars_counter")


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_so_that_calendars_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object, **_more: object) -> int:
        raise OperationalError("no answer")

    monkeypatch.setattr("seminars.web.calendars.written", away)

    answer = client.get("/calendar/all.ics")

    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
