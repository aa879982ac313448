"""Digests tell what is new to a reader, what changed and what comes, of what they follow in that rhythm."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from seminars.announcements.planning.deciding import Wish
from seminars.models import (
    Announcement,
    CalendarByMail,
    Delivery,
    Event,
    Rhythm,
    Series,
    Subscription,
    Telling,
    Told,
)
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.announcements.digest_readers import (
    LATER,
    MONDAY,
    SECOND,
    SOON,
    TOMORROW,
    a_reader,
    drained,
    last_text,
    subjects,
    told,
)
from tests.announcements.mailbox import outgoing
from tests.factories import a_series, a_speaker, a_tag, a_talk, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    return an_event(series, number=42, starts_at=LATER)


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

    said = "问渠 #42｜再看旋转位置编码\n本期已取消。原因：讲者航班延误\n"
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
