"""Digests: at the reader's hour, of what they follow in that rhythm, and of nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from seminars.announcements import outbox
from seminars.announcements.arming import EVERY
from seminars.announcements.deciding import Wish
from seminars.announcements.digests import DAILY_HOLDS
from seminars.announcements.preparing import Preparation
from seminars.models import (
    Announcement,
    CalendarByMail,
    ClockNotice,
    Delivery,
    Event,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Telling,
    Told,
)
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_tag, a_talk, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)
# NOW is noon in Beijing on Tuesday, 24 November; digests are at eight.
TOMORROW = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)
# Two weeks ahead, so that nobody has to be told before a digest comes.
LATER = STARTS + timedelta(days=14)
SECOND = timedelta(seconds=1)


def drained(at: datetime) -> int:
    return outbox.drain(clock=lambda: at)


def told(event: Event, *, at: datetime = NOW) -> Event:
    publish(event, by=None, at=at)
    drained(at + timedelta(minutes=1))
    return event


def a_reader(*series: Series, name: str = "lan", rhythm: Rhythm = Rhythm.DAILY, **fields: Any) -> Subscriber:
    reader = a_subscriber(*series, email=f"{name}@example.org", **fields)
    reader.subscriptions.update(rhythm=rhythm)
    return reader


def subjects(name: str = "lan") -> list[str]:
    return [str(mail["Subject"]) for mail in outgoing() if str(mail["To"]) == f"{name}@example.org"]


def last_text() -> str:
    return text_of(outgoing()[-1])


def digests() -> list[str]:
    return list(Announcement.objects.filter(kind="digest").order_by("pk").values_list("key", flat=True))


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


def test_what_this_week_brings_is_said_again_in_a_line(event: Event) -> None:
    a_reader(event.series, rhythm=Rhythm.WEEKLY)
    told(event)
    drained(MONDAY)
    second = an_event(event.series, number=43, starts_at=LATER + timedelta(days=7))
    told(second, at=MONDAY + timedelta(hours=1))

    drained(MONDAY + timedelta(days=7))

    assert subjects() == ["【每周】问渠 #42：12月12日", "【每周】问渠 2 场：12月12日–19日"]
    assert "即将举行" in last_text()
    assert "14:00–16:00（北京时间） 问渠 #42｜再看旋转位置编码｜格致堂112\n" in last_text()


def test_a_week_that_only_repeats_is_sent_and_one_with_nothing_is_not(series: Series) -> None:
    a_reader(series, rhythm=Rhythm.WEEKLY)
    told(an_event(series, number=42, starts_at=LATER + timedelta(days=7)))
    for week in range(4):
        drained(MONDAY + week * timedelta(days=7))

    # New, nothing, this week, and it is over.
    assert subjects() == ["【每周】问渠 #42：12月19日", "【本周】问渠 #42：12月19日"]
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == [
        "sent",
        "superseded",
        "sent",
        "superseded",
    ]


def test_what_an_instant_mail_told_is_no_news(event: Event) -> None:
    lan = a_reader(event.series, rhythm=Rhythm.INSTANT)
    tag = a_tag()
    a_talk(event, tags=[tag])
    Subscription.objects.create(subscriber=lan, tag=tag, rhythm=Rhythm.WEEKLY)
    told(event)

    drained(MONDAY)
    drained(MONDAY + timedelta(days=7))

    assert subjects()[1:] == ["【本周】问渠 #42：12月12日"]
    assert "新预告" not in last_text()


def test_changes_stand_on_top(event: Event) -> None:
    a_reader(event.series, rhythm=Rhythm.WEEKLY)
    told(event)
    drained(MONDAY)
    talk = event.talks.get()
    talk.abstracts.update(title="新的题目")
    publish(event, by=None, at=MONDAY + timedelta(hours=1))
    told(an_event(event.series, number=41, starts_at=LATER - SECOND), at=MONDAY + timedelta(hours=2))

    drained(MONDAY + timedelta(days=7))

    assert subjects()[-1] == "【本周】问渠 2 场：12月12日（1 场有变更）"
    assert last_text().startswith(
        "【有变更】\n\n问渠 #42｜新的题目\n本期有变更：\n题目：再看旋转位置编码 → 新的题目\n"
    )
    assert last_text().index("【新预告】") > last_text().index("【有变更】")


def test_what_moves_is_told_at_once_and_not_again(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(TOMORROW)
    move(event, starts_at=LATER + timedelta(days=1), by=None, at=TOMORROW + timedelta(hours=1))
    drained(TOMORROW + timedelta(hours=2))

    drained(TOMORROW + timedelta(days=1))

    assert [each[:6] for each in subjects()] == ["【每日】问渠", "【时间变更】"]


@pytest.mark.parametrize("has_heard", [True, False])
def test_a_cancellation_whose_mail_failed_is_in_the_digest_of_whoever_had_heard(
    event: Event, has_heard: bool
) -> None:
    a_reader(event.series)
    told(event)
    if has_heard:
        drained(TOMORROW)
    cancel(event, reason="讲者航班延误", by=None, at=TOMORROW + timedelta(hours=1))
    Announcement.objects.filter(kind="cancelled").delete()

    drained(TOMORROW + timedelta(days=1))

    said = "问渠 #42｜再看旋转位置编码\n本期已取消。 原因：讲者航班延误\n"
    assert (said in last_text() if has_heard else outgoing() == []) is True
    assert subjects()[1:] == (["【每日】问渠：12月12日（1 场有变更）"] if has_heard else [])


def test_a_silent_correction_is_not_called_a_change(event: Event) -> None:
    a_reader(event.series)
    told(event)
    drained(TOMORROW)
    event.talks.get().abstracts.update(title="再看旋转位置的编码")
    publish(event, by=None, at=TOMORROW + timedelta(hours=1), wish=Wish(is_silent=True))

    drained(TOMORROW + timedelta(days=1))

    assert len(subjects()) == 1


@pytest.mark.parametrize("tell", [Telling.NEVER, Telling.ON_DAY])
def test_what_is_not_announced_yet_is_in_no_digest(event: Event, tell: Telling) -> None:
    a_reader(event.series)
    event.tell, event.tell_on = tell, date(2026, 12, 1)
    event.save()
    told(event)

    drained(TOMORROW)
    before = subjects()
    drained(datetime(2026, 12, 1, 4, 1, tzinfo=UTC))
    drained(datetime(2026, 12, 2, 0, 0, tzinfo=UTC))

    assert before == []
    assert subjects() == ([] if tell == Telling.NEVER else ["【每日】问渠 #42：12月12日"])


def test_each_reads_of_what_they_follow(event: Event) -> None:
    other = an_event(a_series(short_zh="奥托"), number=7, starts_at=LATER, has_talk=False)
    lin, tag = a_speaker(), a_tag(name_zh="图论")
    a_talk(other, speakers=[lin], tags=[tag], title="扩展图")
    a_reader(event.series, name="series")
    for name, subject in (
        ("speaker", {"speaker": lin}),
        ("tag", {"tag": tag}),
        ("query", {"query": "扩展图"}),
    ):
        Subscription.objects.create(subscriber=a_reader(name=name), rhythm=Rhythm.DAILY, **subject)
    a_reader(event.series, other.series, name="both")
    told(event)
    told(other)

    drained(TOMORROW)

    assert subjects("series") == ["【每日】问渠 #42：12月12日"]
    for name in ("speaker", "tag", "query"):
        assert subjects(name) == ["【每日】奥托 #7：12月12日"]
    assert subjects("both") == ["【每日】问渠等 2 场：12月12日"]


def test_what_is_unlisted_is_for_its_own_readers(event: Event) -> None:
    tag = a_tag()
    hidden = an_event(
        a_series(visibility="unlisted", short_zh="内部"), number=1, starts_at=LATER, has_talk=False
    )
    a_talk(hidden, tags=[tag])
    a_reader(hidden.series, name="own")
    Subscription.objects.create(subscriber=a_reader(name="tag"), rhythm=Rhythm.DAILY, tag=tag)
    told(hidden)

    drained(TOMORROW)

    assert (subjects("own"), subjects("tag")) == (["【每日】内部 #1：12月12日"], [])


def test_who_begins_to_follow_later_reads_all_that_is_to_come(event: Event) -> None:
    told(event)
    a_reader(event.series, name="late", at=SOON)

    drained(TOMORROW)

    assert subjects("late") == ["【每日】问渠 #42：12月12日"]
    assert last_text().startswith("【新预告】")


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


def test_a_digest_is_a_mail_of_a_list(event: Event) -> None:
    a_reader(event.series)
    told(event)
    told(an_event(event.series, number=43, starts_at=LATER + timedelta(days=1)))
    drained(TOMORROW)

    (mail,) = outgoing()
    assert mail["List-Id"] == "<digest.seminars.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(mail["List-Unsubscribe"]).strip().startswith("<https://seminars.example.org/unsubscribe/")
    assert (mail["References"], mail["Auto-Submitted"]) == (None, "auto-generated")
    assert "links.invalid" not in mail.as_string()
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content_type() == "text/calendar"
    assert attachment.get_content().count("BEGIN:VEVENT") == 2


def test_who_wants_no_calendar_by_mail_has_none(event: Event) -> None:
    a_reader(event.series, calendar_by_mail=CalendarByMail.NONE)
    told(event)
    drained(TOMORROW)

    assert list(outgoing()[0].iter_attachments()) == []
    assert "seminar.ics" not in last_text()


def test_who_wants_invitations_has_one_for_each_and_keeps_them(event: Event) -> None:
    a_reader(event.series, rhythm=Rhythm.WEEKLY, calendar_by_mail=CalendarByMail.INVITE)
    told(event)
    told(an_event(event.series, number=43, starts_at=LATER + timedelta(days=1)))
    drained(MONDAY)
    drained(MONDAY + timedelta(days=7))

    first, second = outgoing()
    assert [each.get_filename() for each in first.iter_attachments()] == ["invite-42.ics", "invite-43.ics"]
    assert list(second.iter_attachments()) == []
    assert [row.invited_as for row in Told.objects.order_by("pk")] == [0, 0]


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
    deliveries = list(Delivery.objects.select_related("announcement", "subscriber"))
    preparation = Preparation()

    # The stamp; the events, their telling, speakers, tags and newest revisions.
    with django_assert_num_queries(6):
        preparation.take(deliveries, at=TOMORROW)
    # The stamp; readers, what they follow, what they heard, what of clocks; and the file, once.
    with django_assert_num_queries(6):
        preparation.look_up(deliveries, at=TOMORROW)
        messages = [preparation.prepare(each, at=TOMORROW) for each in deliveries]

    assert len(messages) == count
    assert len({id(each.message.html) for each in messages}) == 1  # type: ignore[union-attr]


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
