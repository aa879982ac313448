"""Digests come at the reader's hour, once a local date, whatever clocks and readers do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.announcements.planning.arming import EVERY
from seminars.announcements.planning.digests import DAILY_HOLDS
from seminars.announcements.sending.claimed import as_claimed
from seminars.announcements.sending.preparing import Preparation
from seminars.models import (
    Announcement,
    ClockNotice,
    Delivery,
    Event,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Told,
)
from seminars.publishing.publish import publish
from tests.announcements.digest_readers import (
    LATER,
    MONDAY,
    SECOND,
    TOMORROW,
    a_reader,
    digests,
    drained,
    last_text,
    subjects,
    told,
)
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, a_series, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    return an_event(series, number=42, starts_at=LATER)


def test_a_daily_reader_hears_at_their_hour(event: Event) -> None:
    a_reader(event.series)
    told(event)

    drained(TOMORROW - EVERY)
    early = subjects()
    drained(TOMORROW)
    drained(TOMORROW + timedelta(minutes=1))
    drained(TOMORROW + timedelta(days=1))

    assert early == []
    assert subjects() == ["【每日】问渠 #42：12月12日"]
    assert Told.objects.get().revision == event.revisions.get()


def test_a_weekly_reader_hears_on_their_day(event: Event) -> None:
    a_reader(event.series, rhythm=Rhythm.WEEKLY, digest_weekday=2, digest_at=time(7, 30))
    told(event)
    wednesday = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    drained(wednesday - EVERY)
    early = subjects()
    drained(wednesday)

    assert (early, subjects()) == ([], ["【每周】问渠 #42：12月12日"])
    assert digests() == ["digest:weekly:Asia/Shanghai:20261124T233000Z"]


def test_a_pause_loses_nothing(event: Event) -> None:
    a_reader(event.series, paused_until=TOMORROW + timedelta(days=5))
    told(event)
    for day in range(7):
        drained(TOMORROW + timedelta(days=day))

    assert subjects() == ["【每日】问渠 #42：12月12日"]


def test_on_the_weekly_day_one_digest_tells_of_both(event: Event) -> None:
    other = an_event(a_series(short_zh="奥托"), number=7, starts_at=LATER)
    lan = a_reader(event.series, rhythm=Rhythm.WEEKLY)
    Subscription.objects.create(subscriber=lan, series=other.series, rhythm=Rhythm.DAILY)
    for each in (event, other):
        publish(each, by=None, at=MONDAY - timedelta(hours=2))
    drained(MONDAY - timedelta(hours=1))

    drained(MONDAY)

    assert subjects() == ["【每周】问渠等 2 场：12月12日"]


def test_who_changes_the_zone_has_no_second_digest_on_one_date(event: Event) -> None:
    lan = a_reader(event.series)
    told(event)
    drained(TOMORROW)
    Subscriber.objects.filter(pk=lan.pk).update(zone="America/New_York")
    told(
        an_event(event.series, number=43, starts_at=LATER + timedelta(days=1)),
        at=TOMORROW + timedelta(hours=1),
    )

    # Eight o’clock in New York on the same date.
    drained(TOMORROW + timedelta(hours=13))
    on_the_same_date = len(subjects())
    drained(TOMORROW + timedelta(days=1, hours=13))

    assert (on_the_same_date, len(subjects())) == (1, 2)


def test_who_chooses_a_later_hour_has_no_second_digest(event: Event) -> None:
    lan = a_reader(event.series)
    told(event)
    drained(TOMORROW)
    Subscriber.objects.filter(pk=lan.pk).update(digest_at=time(20))
    told(
        an_event(event.series, number=43, starts_at=LATER + timedelta(days=1)),
        at=TOMORROW + timedelta(hours=1),
    )

    drained(TOMORROW + timedelta(hours=12))

    assert len(subjects()) == 1


@pytest.mark.parametrize(
    ("zone", "hour", "day", "due"),
    [
        # Skipped: when the clocks have jumped.
        ("Europe/Berlin", time(2, 30), date(2027, 3, 28), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", time(2, 15), date(2027, 10, 3), datetime(2027, 10, 2, 15, 30, tzinfo=UTC)),
        # Twice: the first time.
        ("America/New_York", time(1, 30), date(2027, 11, 7), datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
def test_a_change_of_clocks_neither_swallows_nor_doubles_a_digest(
    series: Series, zone: str, hour: time, day: date, due: datetime, rhythm: Rhythm
) -> None:
    a_reader(series, rhythm=rhythm, zone=zone, digest_at=hour, digest_weekday=day.weekday())
    told(an_event(series, number=42, starts_at=due + timedelta(days=9)), at=due - timedelta(hours=3))
    at = due - timedelta(hours=2)
    while at < due + timedelta(hours=4):
        drained(at)
        at += timedelta(minutes=15)

    (digest,) = Announcement.objects.filter(kind="digest", on=day)
    assert (digest.due_at, len(subjects())) == (due, 1)


def test_what_comes_too_late_is_left_to_the_next(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(TOMORROW - timedelta(minutes=1))

    drained(TOMORROW + DAILY_HOLDS)
    late = list(Delivery.objects.values_list("state", flat=True))
    drained(TOMORROW + timedelta(days=1))

    assert late == ["expired"]
    assert subjects() == ["【每日】问渠 #42：12月12日"]


def test_who_left_or_paused_has_no_digest(event: Event) -> None:
    a_reader(event.series, unsubscribed_at=NOW)
    a_reader(event.series, name="mo", paused_until=TOMORROW + SECOND)
    told(event)

    drained(TOMORROW)

    assert (outgoing(), Delivery.objects.count()) == ([], 0)


def test_who_leaves_while_it_waits_has_none(event: Event) -> None:
    lan = a_reader(event.series)
    told(event)
    outbox._fan_out_due(at=TOMORROW)
    Subscriber.objects.filter(pk=lan.pk).update(unsubscribed_at=TOMORROW)

    drained(TOMORROW + SECOND)

    assert (outgoing(), Delivery.objects.get().state) == ([], "suppressed")


def test_quiet_hours_do_not_hold_up_an_hour_that_the_reader_chose(event: Event) -> None:
    a_reader(event.series, quiet_from=time(22), quiet_until=time(9))
    told(event)
    drained(TOMORROW)

    assert len(subjects()) == 1


def test_a_change_of_clocks_is_said_once(series: Series) -> None:
    # The clocks of New York go back on Sunday, 1 November 2026.
    at = datetime(2026, 10, 19, 12, 0, tzinfo=UTC)
    a_reader(series, zone="America/New_York", language="en")
    for week in range(3):
        told(
            an_event(series, number=week, starts_at=at + timedelta(days=7 * week + 10)),
            at=at + timedelta(days=7 * week) - timedelta(hours=1),
        )
        # From November on eight o’clock is an hour later.
        drained(at + timedelta(days=7 * week, hours=1))

    sentence = (
        "Clocks in New York go back by 1 hour on Sun, 1 November 2026. "
        "Before that they are 12 hours behind Beijing time, from then on 13 hours behind Beijing time.\n"
    )
    assert [sentence in text_of(mail) for mail in outgoing()] == [True, False, False]
    assert [(row.zone, row.changes_at) for row in ClockNotice.objects.all()] == [
        ("America/New_York", datetime(2026, 11, 1, 6, 0, tzinfo=UTC))
    ]


def test_the_clocks_of_an_event_elsewhere_are_said_too() -> None:
    series = a_series(zone="Europe/Berlin")
    at = datetime(2026, 10, 20, 0, 0, tzinfo=UTC)
    a_reader(series)
    told(an_event(series, number=1, starts_at=at + timedelta(days=7)), at=at - timedelta(hours=1))
    drained(at)

    assert last_text().split("【时钟变动】\n")[1].startswith("柏林")
    assert ClockNotice.objects.get().zone == "Europe/Berlin"


@pytest.mark.parametrize("count", [1, 3])
def test_a_digest_costs_the_same_for_any_number(
    series: Series, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        a_reader(series, name=f"reader{number}")
        told(an_event(series, number=number + 1, starts_at=LATER + timedelta(days=number)))
    outbox._fan_out_due(at=TOMORROW)
    deliveries = as_claimed(Delivery.objects.all())
    preparation = Preparation()

    # The stamp; the events, their telling, speakers, tags and newest revisions.
    with django_assert_num_queries(6):
        preparation.take(deliveries, at=TOMORROW)
    # The stamp; readers, what they follow, what they heard, what of clocks; and the file, once.
    with django_assert_num_queries(6):
        preparation.look_up(deliveries, at=TOMORROW)
        messages = [preparation.prepare(each, at=TOMORROW) for each in deliveries]

    assert len(messages) == count
    assert len({id(each.form) for each in messages}) == 1  # type: ignore[union-attr]


def test_ten_zones_have_ten_digests(series: Series) -> None:
    zones = [
        *("Asia/Shanghai", "Asia/Tokyo", "Asia/Kathmandu", "Asia/Kolkata", "Europe/Berlin"),
        *("Europe/London", "UTC", "America/New_York", "America/Los_Angeles", "Pacific/Auckland"),
    ]
    for number, zone in enumerate(zones):
        a_reader(series, name=f"r{number}", zone=zone)
    told(an_event(series, number=42, starts_at=LATER), at=TOMORROW - timedelta(hours=6))
    at = TOMORROW - timedelta(hours=5)
    while at < TOMORROW + timedelta(hours=19):
        drained(at)
        at += timedelta(minutes=45)

    assert [len(subjects(f"r{number}")) for number in range(10)] == [1] * 10
    assert len(digests()) == 10
