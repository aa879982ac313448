"""The feed behind a subscriber's own token, from the outside."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from config.logs import EventFormatter
from seminars.models import Series, Subscriber, Subscription
from seminars.publishing.change import move
from seminars.subscriptions import feed_tokens
from tests.calendars.readers import with_icalendar
from tests.factories import NOW, STARTS, a_meeting, a_series, a_subscriber, an_event, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_noon")]
JOIN = "https://meeting.example.org/dm/Qw3"


@pytest.fixture
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def wenqu() -> Series:
    """A series with event #89, whose meeting is for subscribers only."""
    series = a_series(slug="wenqu", meeting=a_meeting(url=JOIN, visibility="subscribers"))
    published(an_event(series, number=89))
    return series


@pytest.fixture
def reader(wenqu: Series) -> Subscriber:
    return a_subscriber(wenqu, language="zh")


def address(reader: Subscriber) -> str:
    held = feed_tokens.present(reader)
    token = feed_tokens.make(reader, instead_of=held.pk if held else None, at=NOW)
    return f"/calendar/my/{token}.ics"


def test_it_is_kept_by_its_reader_alone(reader: Subscriber, visitor: Client) -> None:
    response = visitor.get(address(reader))

    assert (response.status_code, response["Cache-Control"]) == (200, "private, max-age=300")
    assert response["Content-Disposition"] == 'inline; filename="seminars.ics"'
    assert [each.starts for each in with_icalendar(response.content)] == [STARTS]


def test_what_meetings_keep_for_subscribers_stands_in_it_and_nowhere_else(
    reader: Subscriber, visitor: Client
) -> None:
    paths = [address(reader), "/calendar/wenqu.ics", "/calendar/all.ics?all=1", "/calendar/wenqu/89.ics"]

    found = [JOIN in visitor.get(path).content.replace(b"\r\n ", b"").decode() for path in paths]

    assert found == [True, False, False, False]


@pytest.mark.parametrize("token", ["x", "my", "a" * 27, "a" * 200, "%E9%97%AE", "..", "-", "a/b"])
def test_a_token_that_was_never_made_is_404_after_one_query(
    token: str, reader: Subscriber, visitor: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        response = visitor.get(f"/calendar/my/{token}.ics?alarm=x")

    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


def test_a_revoked_token_is_410_and_the_new_one_opens(reader: Subscriber, visitor: Client) -> None:
    old = address(reader)
    assert visitor.get(old).status_code == 200
    new = address(reader)

    assert [visitor.get(path).status_code for path in (old, new)] == [410, 200]
    held = feed_tokens.present(reader)
    assert held
    feed_tokens.revoke(reader, held.pk, at=NOW)
    assert visitor.get(new).status_code == 410


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?all=1", "?tz=Asia/Tokyo&per=talk"])
def test_a_200_takes_four_queries_and_a_304_one(
    query: str, count: int, wenqu: Series, reader: Subscriber, visitor: Client, django_assert_num_queries: Any
) -> None:
    for number in range(1, count):
        other = a_series()
        Subscription.objects.create(subscriber=reader, series=other)
        published(an_event(other, starts_at=STARTS + timedelta(days=number)))
    path = address(reader) + query

    with django_assert_num_queries(4):
        response = visitor.get(path)
    with django_assert_num_queries(1):
        again = visitor.get(path, headers={"if-none-match": response["ETag"]})

    assert (response.status_code, again.status_code) == (200, 304)
    assert response.content.count(b"BEGIN:VEVENT") == count


def test_every_change_is_seen_at_once(wenqu: Series, reader: Subscriber, visitor: Client) -> None:
    other = a_series()
    published(an_event(other, starts_at=STARTS + timedelta(days=1)))
    path = address(reader) + "?all=1"

    def seen() -> tuple[int, bool, bool]:
        body = visitor.get(path).content.replace(b"\r\n ", b"")
        return body.count(b"BEGIN:VEVENT"), b"SEQUENCE:1" in body, JOIN.encode() in body

    assert seen() == (1, False, True)
    move(wenqu.events.get(), starts_at=STARTS + timedelta(hours=1), by=None, at=NOW)
    assert seen() == (1, True, True)
    Subscription.objects.create(subscriber=reader, series=other)
    assert seen() == (2, True, True)
    Subscriber.objects.filter(pk=reader.pk).update(unsubscribed_at=NOW)
    assert seen() == (2, True, False)
    Subscription.objects.filter(series=wenqu).delete()
    assert seen() == (1, False, False)


def test_its_token_stands_in_no_log_while_the_database_is_away(
    reader: Subscriber, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_asked: object, **_more: object) -> None:
        raise OperationalError("no answer")

    path = address(reader)
    monkeypatch.setattr("seminars.web.calendars.personal_stamp", away)

    with caplog.at_level(logging.DEBUG):
        assert visitor.get(path).status_code == 503

    lines = [EventFormatter().format(record) for record in caplog.records]
    assert any("/calendar/my/…" in line for line in lines)
    assert not [line for line in lines if path.removeprefix("/calendar/my/").removesuffix(".ics") in line]


def test_the_alarm_that_its_reader_chose_rings_unless_the_address_says_otherwise(
    reader: Subscriber, visitor: Client
) -> None:
    path = address(reader)

    def alarms(query: str = "") -> list[bytes]:
        return re.findall(rb"TRIGGER:(\S+)", visitor.get(path + query).content)

    before = alarms()
    Subscriber.objects.update(alarm=15)

    assert (before, alarms(), alarms("?alarm=60")) == ([], [b"-PT15M"], [b"-PT1H"])
