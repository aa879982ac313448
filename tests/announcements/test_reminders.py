"""Reminders follow the event and the reader: at the evening hour where they are, or an hour before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seminars.announcements import outbox
from seminars.announcements.arming import EVERY, arm
from seminars.announcements.reminders import evening_before
from seminars.models import Announcement, Delivery, Event, Series, SeriesVisibility, Subscriber, Telling
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
from seminars.timekeeping.rhythms import day_at
from seminars.timekeeping.zones import zone
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)
# Friday evening at eight in Beijing; the event begins on Saturday at 14:00 there.
EVENING = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
HOUR_BEFORE = STARTS - timedelta(hours=1)
SECOND = timedelta(seconds=1)


def drained(at: datetime) -> int:
    return outbox.drain(clock=lambda: at)


def told(event: Event) -> None:
    """`event` is published, and everybody has heard."""
    publish(event, by=None, at=NOW)
    drained(SOON)


def reminders() -> list[tuple[str, str]]:
    """To whom reminders were sent, and their subjects."""
    return [
        (str(mail["To"]), str(mail["Subject"]))
        for mail in outgoing()
        if str(mail["Subject"]).startswith(("【提醒】", "[Reminder]"))
    ]


def reminded() -> list[str]:
    return sorted(address.partition("@")[0] for address, _ in reminders())


def states() -> dict[str, str]:
    """By reader: what became of their reminders."""
    rows = Delivery.objects.filter(announcement__kind="reminder").order_by("pk")
    return {f"{row.address.partition('@')[0]} {row.announcement.slot}": row.state for row in rows}


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    return an_event(series, number=42)


def a_reader(series: Series, name: str = "lan", **fields: Any) -> Subscriber:
    wishes = {"reminds_evening": True} if not {"reminds_evening", "reminds_hour"} & fields.keys() else {}
    return a_subscriber(series, email=f"{name}@example.org", **(wishes | fields))


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


def test_a_moved_event_is_reminded_of_at_its_new_time_only(event: Event) -> None:
    a_reader(event.series)
    told(event)
    move(event, starts_at=STARTS + timedelta(days=2), by=None, at=SOON)
    drained(SOON + timedelta(minutes=1))

    drained(EVENING)
    on_the_old_evening = reminded()
    drained(EVENING + timedelta(days=2))

    assert on_the_old_evening == []
    assert reminders() == [
        ("lan@example.org", "【提醒】明天 14:00 问渠 #42，格致堂112（11月30日周一，北京时间）")
    ]


def test_who_was_reminded_is_reminded_anew_when_it_moves(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(EVENING)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=EVENING + timedelta(hours=1))
    drained(EVENING + timedelta(hours=2))

    drained(EVENING + timedelta(days=1))

    assert reminded() == ["lan", "lan"]


def test_a_reminder_on_its_way_is_dropped_when_the_event_moves(event: Event) -> None:
    a_reader(event.series)
    told(event)
    arm(at=EVENING)
    outbox._fan_out_due(at=EVENING)
    waiting = states()
    move(event, starts_at=STARTS + timedelta(hours=2), by=None, at=EVENING + SECOND)

    drained(EVENING + timedelta(minutes=1))

    assert waiting == {"lan evening": "waiting"}
    assert (states(), reminders()) == ({"lan evening": "superseded"}, [])
    assert str(outgoing()[-1]["Subject"]).startswith("【时间变更】")


def test_a_move_past_the_hour_needs_no_reminder(event: Event) -> None:
    a_reader(event.series, reminds_hour=True)
    told(event)
    at = STARTS - timedelta(days=1)
    drained(at - SECOND)
    move(event, starts_at=at + timedelta(minutes=20), by=None, at=at)

    drained(at + timedelta(minutes=1))
    drained(at + timedelta(minutes=2))

    assert (reminders(), states()) == ([], {})
    assert str(outgoing()[-1]["Subject"]).startswith("【时间变更】")


@pytest.mark.parametrize("when", ["before", "on its way"])
def test_a_cancelled_event_is_not_reminded_of(event: Event, when: str) -> None:
    a_reader(event.series)
    told(event)
    if when == "on its way":
        outbox._fan_out_due(at=EVENING)
    cancel(event, reason="", by=None, at=EVENING - SECOND)

    drained(EVENING + timedelta(minutes=1))

    assert reminders() == []
    assert states() == ({"lan evening": "superseded"} if when == "on its way" else {})


def test_a_withdrawn_event_is_not_reminded_of(event: Event) -> None:
    a_reader(event.series)
    told(event)
    withdraw(event, by=None, at=EVENING - SECOND)

    drained(EVENING)

    assert (reminders(), states()) == ([], {})


def test_a_restored_event_is(event: Event) -> None:
    a_reader(event.series)
    told(event)
    cancel(event, reason="", by=None, at=SOON)
    restore(event, by=None, at=EVENING - timedelta(hours=1))

    drained(EVENING)

    assert reminded() == ["lan"]


def test_a_hidden_series_reminds_nobody(event: Event) -> None:
    a_reader(event.series)
    told(event)
    event.series.visibility = SeriesVisibility.HIDDEN
    save_series(event.series, by=None, at=SOON)

    drained(EVENING)

    assert (reminders(), states()) == ([], {})


@pytest.mark.parametrize("tell", [Telling.NEVER, Telling.ON_DAY])
def test_nobody_is_reminded_of_what_they_were_not_told(event: Event, tell: Telling) -> None:
    a_reader(event.series)
    event.tell, event.tell_on = tell, STARTS.date()
    event.starts_at = event.ends_at = STARTS + timedelta(hours=8)
    event.ends_at += timedelta(hours=1)
    event.save()
    told(event)

    drained(EVENING)

    assert (outgoing(), states()) == ([], {})


def test_what_is_announced_after_the_hour_needs_no_reminder(event: Event) -> None:
    a_reader(event.series, reminds_hour=True)
    drained(EVENING - timedelta(minutes=1))
    publish(event, by=None, at=EVENING - SECOND)

    # The worker comes back after both were due.
    drained(EVENING + timedelta(minutes=1))
    drained(EVENING + timedelta(minutes=2))

    assert (reminders(), len(outgoing())) == ([], 1)


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


@pytest.mark.parametrize(
    ("late", "evening", "hour"),
    [
        (timedelta(hours=2), "sent", None),
        (timedelta(hours=3), "missed", None),
        # The whole night and the event: said, and not sent.
        (timedelta(hours=20), "missed", "missed"),
    ],
)
def test_what_comes_too_late_is_missed_and_not_sent(
    event: Event, late: timedelta, evening: str, hour: str | None
) -> None:
    a_reader(event.series, reminds_hour=True)
    told(event)
    Subscriber.objects.update(reminds_evening=True)
    drained(EVENING - timedelta(minutes=1))

    drained(EVENING + late)

    wanted = {"lan evening": evening} | ({"lan hour": hour} if hour else {})
    assert states() == wanted
    assert reminded() == (["lan"] if evening == "sent" else [])


@pytest.mark.parametrize(("minutes", "state"), [(39, "sent"), (40, "missed")])
def test_twenty_minutes_before_is_too_late_to_go(event: Event, minutes: int, state: str) -> None:
    a_reader(event.series, reminds_hour=True)
    told(event)
    drained(HOUR_BEFORE - timedelta(minutes=1))

    drained(HOUR_BEFORE + timedelta(minutes=minutes))

    assert states() == {"lan hour": state}


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


def test_a_reminder_brings_what_was_missing(event: Event) -> None:
    event.talks.all().delete()
    talk = a_talk(event, title="", abstract="")
    a_reader(event.series)
    told(event)
    talk.abstracts.update(title="再看旋转位置编码", text="从群表示的角度。")
    publish(event, by=None, at=SOON + timedelta(minutes=1))
    drained(SOON + timedelta(hours=1))
    before = len(outgoing())

    drained(EVENING)

    text = text_of(outgoing()[-1])
    assert before == 1
    assert "【补充】" in text
    assert "题目：再看旋转位置编码" in text


def test_a_reader_who_was_never_told_has_the_plain_facts(event: Event) -> None:
    told(event)
    a_reader(event.series, "late", at=EVENING - timedelta(hours=1))

    drained(EVENING)

    assert text_of(outgoing()[-1]).startswith(
        "提醒：明天 14:00（11月28日周六，北京时间）开始。\n\n问渠 #42｜再看旋转位置编码\n"
    )


def test_a_clock_that_was_fast_does_not_silence_reminders(event: Event) -> None:
    a_reader(event.series)
    told(event)
    arm(at=NOW + timedelta(days=400))

    drained(EVENING - timedelta(minutes=1))
    drained(EVENING)

    assert reminded() == ["lan"]


def test_a_clock_that_jumps_reminds_once(event: Event) -> None:
    a_reader(event.series)
    told(event)
    for minutes in (-30, 31, -29, 1, 20):
        drained(EVENING + timedelta(minutes=minutes))

    assert reminded() == ["lan"]


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
