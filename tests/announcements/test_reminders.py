"""Reminders come at the evening hour where the reader is, or an hour before, to whoever wants them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements.planning.arming import EVERY, arm
from seminars.announcements.planning.reminders import evening_before
from seminars.models import Announcement, Event, Series, Subscriber
from seminars.timekeeping.rhythms import day_at
from seminars.timekeeping.zones import zone
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.reminding import (
    EVENING,
    HOUR_BEFORE,
    SECOND,
    SOON,
    a_reader,
    drained,
    reminded,
    reminders,
    states,
    told,
)
from tests.factories import NOW, STARTS, a_series, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    return an_event(series, number=42)


def test_the_evening_before_at_eight(event: Event) -> None:
    a_reader(event.series)
    told(event)

    drained(EVENING - EVERY)
    early = reminded()
    drained(EVENING)
    drained(EVENING + timedelta(minutes=1))

    assert early == []
    assert reminders() == [
        ("lan@example.org", "【提醒】明天 14:00 问渠 #42，格致堂112（11月28日周六，北京时间）")
    ]


def test_an_hour_before_for_whoever_asked(event: Event) -> None:
    a_reader(event.series, "lan", reminds_hour=True)
    a_reader(event.series, "ode", reminds_evening=False)
    told(event)

    drained(EVENING)
    drained(HOUR_BEFORE)
    drained(HOUR_BEFORE + timedelta(minutes=5))

    assert reminders() == [
        ("lan@example.org", "【提醒】今天 14:00 问渠 #42，格致堂112（11月28日周六，北京时间）")
    ]


@pytest.mark.parametrize(
    ("zone_name", "due"),
    [
        ("Asia/Shanghai", "2026-11-27T12:00"),
        ("Asia/Kathmandu", "2026-11-27T14:15"),
        ("Europe/Berlin", "2026-11-27T19:00"),
        # Saturday 01:00 in New York: the evening before is Friday’s all the same.
        ("America/New_York", "2026-11-28T01:00"),
        # Friday 22:00 in Los Angeles, so Thursday evening.
        ("America/Los_Angeles", "2026-11-27T04:00"),
        ("Pacific/Honolulu", "2026-11-27T06:00"),
        ("Pacific/Kiritimati", "2026-11-27T06:00"),
        ("Australia/Lord_Howe", "2026-11-27T09:00"),
    ],
)
def test_each_zone_has_its_own_evening(event: Event, zone_name: str, due: str) -> None:
    a_reader(event.series, zone=zone_name)
    told(event)
    at = datetime.fromisoformat(due).replace(tzinfo=UTC)

    drained(at - timedelta(minutes=1))
    early = reminded()
    drained(at)

    assert (early, reminded()) == ([], ["lan"])


@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 30), timezones=st.just(UTC)),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_an_evening_is_that_of_the_day_before(starts_at: datetime, zone_name: str) -> None:
    due = evening_before(starts_at, zone_name)

    wall = due.astimezone(zone(zone_name))
    assert (wall.hour, wall.minute) == (20, 0)
    assert day_at(starts_at, zone_name) - wall.date() == timedelta(days=1)
    assert timedelta(hours=3) <= starts_at - due <= timedelta(hours=29)


def test_a_reminder_stands_in_the_thread_of_its_event(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(EVENING)

    mail = outgoing()[-1]
    assert mail["References"] == mail["In-Reply-To"] == f"<event.{event.uid}@seminars.example.org>"
    assert mail["List-Id"] == "问渠班研讨会 <wenqu.seminars.example.org>"
    assert text_of(mail).startswith("提醒：明天 14:00（11月28日周六，北京时间）开始。\n")


def test_a_late_subscriber_and_a_changed_wish_count(event: Event) -> None:
    lan = a_reader(event.series)
    mo = a_reader(event.series, "mo", reminds_evening=False)
    told(event)
    Subscriber.objects.filter(pk=lan.pk).update(reminds_evening=False)
    Subscriber.objects.filter(pk=mo.pk).update(reminds_evening=True)
    a_reader(event.series, "nan", at=EVENING - timedelta(hours=1))

    drained(EVENING)

    assert reminded() == ["mo", "nan"]


def test_who_paused_or_left_is_not_reminded(event: Event) -> None:
    a_reader(event.series, paused_until=STARTS)
    a_reader(event.series, "mo", unsubscribed_at=SOON)
    a_reader(event.series, "nan", paused_until=EVENING)
    told(event)

    drained(EVENING)

    assert reminded() == ["nan"]


def test_who_wishes_for_one_after_its_hour_has_none(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(EVENING)
    a_reader(event.series, "late", at=EVENING + timedelta(minutes=5), zone="Asia/Singapore")

    drained(EVENING + timedelta(minutes=30))

    assert reminded() == ["lan"]


def test_who_travels_is_not_reminded_twice(event: Event) -> None:
    lan = a_reader(event.series)
    a_reader(event.series, "otto", zone="Europe/Berlin")
    told(event)
    drained(EVENING)
    Subscriber.objects.filter(pk=lan.pk).update(zone="Europe/Berlin")

    drained(EVENING + timedelta(hours=7))

    assert reminded() == ["lan", "otto"]


def test_a_whole_day_has_an_evening_before_and_no_hour(event: Event) -> None:
    event.is_all_day = True
    event.starts_at = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
    event.ends_at = event.starts_at + timedelta(days=1)
    event.save()
    a_reader(event.series, reminds_evening=True, reminds_hour=True)
    told(event)

    drained(EVENING)
    drained(event.starts_at - timedelta(minutes=50))

    assert states() == {"lan evening": "sent"}


def test_looking_again_at_once_asks_one_question(event: Event, django_assert_num_queries: Any) -> None:
    a_reader(event.series)
    told(event)
    arm(at=EVENING)

    with django_assert_num_queries(1):
        arm(at=EVENING + EVERY - SECOND)


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_any_number(
    series: Series, count: int, django_assert_num_queries: Any
) -> None:
    zones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York"]
    for number in range(count):
        a_reader(series, f"reader{number}", zone=zones[number], reminds_evening=True, reminds_hour=True)
        told(an_event(series, number=number + 1, starts_at=STARTS + timedelta(minutes=number)))
    at = EVENING - timedelta(hours=4)
    arm(at=at - timedelta(minutes=1))

    # The last look and its mark: 5; the events, saved searches, wishes and groups: 4; digests: 2.
    with django_assert_num_queries(11):
        arm(at=at)

    assert not Announcement.objects.filter(kind="reminder").exists()


def test_ten_zones_are_ten_announcements_and_one_mail_each(event: Event) -> None:
    zones = [
        *("Asia/Shanghai", "Asia/Tokyo", "Asia/Kathmandu", "Asia/Kolkata", "Europe/Berlin"),
        *("Europe/London", "UTC", "America/New_York", "America/Los_Angeles", "Pacific/Auckland"),
    ]
    for number, name in enumerate(zones):
        a_reader(event.series, f"r{number}", zone=name)
        a_reader(event.series, f"s{number}", zone=name)
    told(event)
    at = NOW + timedelta(days=2)
    while at < STARTS:
        drained(at)
        at += timedelta(minutes=45)

    assert Announcement.objects.filter(kind="reminder").count() == 10
    assert reminded() == sorted(f"{letter}{number}" for letter in "rs" for number in range(10))
