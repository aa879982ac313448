"""Meetings reserved with the provider: before publishing, along with every move, and given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from seminars.calling.door import Door
from seminars.calling.messages import Answer, Request
from seminars.models import (
    Event,
    Meeting,
    MeetingAccount,
    Publication,
    Reservation,
    Series,
)
from seminars.programme.snapshots import from_json
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.rebooking import settle
from seminars.publishing.reserving import LEASE, BeingReserved, NotReserved, may_reserve, reserve
from seminars.publishing.withdraw import withdraw
from tests.calling.robots import Reply, certificate_in, running
from tests.factories import NOW, STARTS, a_meeting, a_series, an_event
from tests.meetings.tencent.provider import APP_ID, HOST, SECRET_ID, SECRET_KEY, USER, Provider, refusal

pytestmark = pytest.mark.django_db

CODE = "555010001"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate_in(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
def provider(certificate: Path, settings: Any) -> Iterator[Provider]:
    settings.CALLING_DOOR = "tests.calling.robots.door"
    provider = Provider(NOW.timestamp())
    with running(certificate, {HOST: provider}):
        yield provider


@pytest.fixture
def event(db: None) -> Event:
    """#89 of a series that reserves its meetings: at Tencent, whose number is not known yet."""
    meeting = a_meeting(code="", label="seminar", opens_before=10)
    series = a_series(slug="wenqu", short_zh="问渠", meeting=meeting)
    MeetingAccount.objects.create(
        series=series, is_on=True, app_id=APP_ID, secret_id=SECRET_ID, secret_key=SECRET_KEY, user_id=USER
    )
    event = an_event(series, number=89, meeting_from="series")
    return Event.objects.with_programme().get(pk=event.pk)


def published(event: Event) -> Publication:
    reserve(event, at=NOW)
    publish(Event.objects.get(pk=event.pk), by=None, at=NOW)
    event.refresh_from_db()
    return Publication.objects.get(event=event)


def code_of(event: Event) -> str:
    meeting = from_json(Publication.objects.get(event=event).snapshot).meeting
    return meeting.code if meeting else ""


def held(provider: Provider) -> list[tuple[str, datetime]]:
    """Subject and start of what the provider holds."""
    return [
        (each["subject"], datetime.fromtimestamp(int(each["start_time"]), STARTS.tzinfo))
        for each in provider.meetings.values()
    ]


def row() -> tuple[str, str, bool]:
    found = Reservation.objects.get()
    return found.state, found.fault, found.due_at is not None


def test_the_number_is_published_with_the_event(event: Event, provider: Provider) -> None:
    assert may_reserve(event, at=NOW)
    publication = published(event)

    meeting = from_json(publication.snapshot).meeting
    assert meeting is not None
    assert (meeting.code, meeting.url) == (CODE, "https://meeting.tencent.com/dm/EXAMPLE1")
    assert (meeting.label, meeting.opens_before, meeting.provider) == ("seminar", 10, "tencent")
    subject = "问渠 #89 " + held(provider)[0][0].removeprefix("问渠 #89 ")
    assert held(provider) == [(subject, STARTS)]
    assert event.series.meeting is not None
    assert event.series.meeting.code == ""
    assert not may_reserve(Event.objects.get(pk=event.pk), at=NOW)
    settle(clock=lambda: NOW)
    assert provider.calls == [("POST", "/v1/meetings")]


def test_it_is_reserved_once(event: Event, provider: Provider) -> None:
    first = reserve(event, at=NOW)

    assert reserve(event, at=NOW) == first
    assert len(provider.calls) == 1


def test_a_lost_answer_is_found_again(event: Event, provider: Provider) -> None:
    provider.loses_answers = 1
    with pytest.raises(NotReserved):
        reserve(event, at=NOW)

    assert reserve(event, at=NOW).code == CODE
    assert [method for method, _path in provider.calls] == ["POST", "GET"]
    assert len(provider.meetings) == 1


def test_two_do_not_ask_at_once(event: Event, provider: Provider) -> None:
    Reservation.objects.create(
        event=event,
        account=MeetingAccount.objects.get(),
        starts_at=STARTS,
        ends_at=STARTS + DAY,
        leased_until=NOW + LEASE,
    )
    with pytest.raises(BeingReserved):
        reserve(event, at=NOW)
    assert provider.calls == []
    assert reserve(event, at=NOW + LEASE).code


@pytest.mark.parametrize(
    ("reply", "code", "is_passing"),
    [
        (refusal(9008, "CREATE LIMIT"), "9008", False),
        (refusal(9093, "SENSITIVE"), "9093", False),
        (refusal(20001, "NO USER"), "20001", False),
        (refusal(9042, "NO PERMISSION"), "9042", False),
        (refusal(424242, "SOMETHING NEW"), "424242", False),
        (refusal(9061, "TOO OFTEN"), "9061", True),
        (refusal(190310, "TOO OFTEN"), "190310", True),
        (Reply(200, b'{"error_info":{"error_code":9098,"message":"BUSY"}}'), "9098", True),
        (Reply(502, b"<html>"), "502", True),
        (Reply(200, b"[]"), "unreadable", True),
        (Reply(200, b'{"meeting_info_list":[{"meeting_id":"1","meeting_code":"12"}]}'), "unreadable", True),
    ],
)
def test_every_refusal_is_said_in_words_and_publishes_nothing(
    event: Event, provider: Provider, reply: Reply, code: str, is_passing: bool
) -> None:
    provider.refuses = [reply]

    with pytest.raises(NotReserved) as refused:
        reserve(event, at=NOW)

    assert str(refused.value).strip()
    assert SECRET_KEY not in str(refused.value)
    assert row() == ("refused", code, False)
    assert Event.objects.get().meeting is None
    assert Meeting.objects.count() == 1


def test_keys_that_are_wrong_and_a_clock_that_is(event: Event, provider: Provider) -> None:
    MeetingAccount.objects.update(secret_id="AKIDother")
    with pytest.raises(NotReserved):
        reserve(event, at=NOW)
    assert row() == ("refused", "401", False)

    MeetingAccount.objects.update(secret_id=SECRET_ID)
    with pytest.raises(NotReserved):
        reserve(event, at=NOW - timedelta(minutes=6))
    assert provider.calls == []


def test_a_move_moves_it_and_the_code_that_stays_is_no_news(event: Event, provider: Provider) -> None:
    published(event)
    revision = move(event, starts_at=STARTS + DAY, by=None, at=NOW)

    assert settle(clock=lambda: NOW) == 1
    assert [start for _subject, start in held(provider)] == [STARTS + DAY]
    assert code_of(event) == CODE
    assert Publication.objects.get(event=event).revision == revision
    assert row() == ("held", "", False)
    assert settle(clock=lambda: NOW) == 0


def test_cancelling_gives_it_back_and_restoring_reserves_another(event: Event, provider: Provider) -> None:
    published(event)
    cancel(event, reason="台风", by=None, at=NOW)
    settle(clock=lambda: NOW)
    assert (provider.meetings, row()) == ({}, ("released", "", False))

    restore(event, by=None, at=NOW)
    settle(clock=lambda: NOW)
    assert row() == ("held", "", False)
    assert (code_of(event), len(provider.meetings)) == ("555010003", 1)
    settle(clock=lambda: NOW)
    assert (row(), len(provider.meetings)) == (("held", "", False), 1)


@pytest.mark.parametrize("way", ["withdrawn", "deleted", "another meeting"])
def test_what_nobody_is_sent_to_is_given_back(event: Event, provider: Provider, way: str) -> None:
    if way == "deleted":
        reserve(event, at=NOW)
        Event.objects.get().delete()
    else:
        published(event)
    if way == "withdrawn":
        withdraw(event, by=None, at=NOW)
    if way == "another meeting":
        Event.objects.update(meeting=a_meeting(code="555010099"))
        publish(Event.objects.get(), by=None, at=NOW)

    settle(clock=lambda: NOW)
    assert (provider.meetings, row()) == ({}, ("released", "", False))


def test_what_is_gone_already_is_given_back(event: Event, provider: Provider) -> None:
    published(event)
    provider.meetings.clear()
    cancel(event, reason="", by=None, at=NOW)
    settle(clock=lambda: NOW)

    assert row() == ("released", "", False)


def test_trouble_that_passes_is_tried_again_and_other_trouble_is_shown(
    event: Event, provider: Provider
) -> None:
    published(event)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW)
    provider.refuses = [Reply(503), refusal(13602, "STARTED")]

    settle(clock=lambda: NOW)
    assert row() == ("held", "503", True)
    assert settle(clock=lambda: NOW) == 0
    assert settle(clock=lambda: NOW + timedelta(minutes=1)) == 1
    assert row() == ("held", "13602", False)

    move(event, starts_at=STARTS + 2 * DAY, by=None, at=NOW)
    settle(clock=lambda: NOW)
    assert (row(), held(provider)[0][1]) == (("held", "", False), STARTS + 2 * DAY)


def test_what_is_published_while_the_provider_is_slow_is_told_too(
    event: Event, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(event)
    move(event, starts_at=STARTS + DAY, by=None, at=NOW)
    call, days = Door.call, iter([2])

    def meanwhile(self: Door, request: Request) -> Answer:
        for day in days:
            move(event, starts_at=STARTS + day * DAY, by=None, at=NOW + timedelta(seconds=1))
        return call(self, request)

    monkeypatch.setattr(Door, "call", meanwhile)
    assert settle(clock=lambda: NOW) == 1
    assert (row(), held(provider)[0][1]) == (("held", "", True), STARTS + DAY)
    assert settle(clock=lambda: NOW + timedelta(seconds=1)) == 1
    assert (row(), held(provider)[0][1]) == (("held", "", False), STARTS + 2 * DAY)


def test_a_series_without_account_reserves_nothing(event: Event) -> None:
    Series.objects.get().meeting_account.delete()

    assert not may_reserve(Event.objects.with_programme().get(), at=NOW)
    with pytest.raises(NotReserved):
        reserve(event, at=NOW)
