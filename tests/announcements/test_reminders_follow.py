"""Reminders follow the event: they move with it, end with it, and come in time or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.planning.arming import arm
from seminars.models import Event, Series, SeriesVisibility, Subscriber, Telling
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.series import save_series
from seminars.publishing.withdraw import withdraw
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
from tests.factories import NOW, STARTS, a_series, a_talk, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    return an_event(series, number=42)


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
