"""Everybody who follows hears once: of what is new to them, and of nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.ledger import counts, send_now, stop
from seminars.announcements.planning.deciding import Wish
from seminars.models import Announcement, Delivery, Event, Revision, Telling, Told
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish, publish_all
from seminars.publishing.withdraw import withdraw
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=1)


def drained(*, at: datetime = SOON) -> int:
    return outbox.drain(clock=lambda: at)


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email="lan@example.org")
    return an_event(series, number=42)


def subjects() -> list[str]:
    return [str(message["Subject"]) for message in outgoing()]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_publish_move_cancel_send_one_mail_each(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=SOON)
    drained(at=SOON + timedelta(minutes=1))
    cancel(event, reason="讲者航班延误", by=None, at=SOON + timedelta(minutes=2))
    drained(at=SOON + timedelta(minutes=3))

    assert subjects() == [
        "【预告】问渠 #42｜本周六 14:00（11月28日，北京时间）｜林知远：再看旋转位置编码",
        "【时间变更】问渠 #42 → 本周日 14:00（11月29日，北京时间）",
        "【取消】本周日 14:00 问渠 #42（11月29日，北京时间）",
    ]
    assert (
        "时间：2026年11月28日（周六）14:00–16:00（北京时间） → 2026年11月29日（周日）14:00–16:00（北京时间）"
        in text_of(outgoing()[1])
    )
    assert "原因：讲者航班延误" in text_of(outgoing()[2])
    assert states() == ["sent"] * 3


def test_draining_twice_tells_once(event: Event) -> None:
    publish(event, by=None, at=NOW)

    assert [drained(), drained()] == [1, 0]
    assert len(outgoing()) == 1


def test_what_lies_in_the_past_tells_nobody(event: Event) -> None:
    publish(event, by=None, at=STARTS + timedelta(hours=3))

    assert not Announcement.objects.exists()


def test_a_mail_says_where_it_belongs_and_how_to_leave(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()

    (message,) = outgoing()
    root = f"<event.{event.uid}@seminars.example.org>"
    assert message["List-Id"] == "问渠班研讨会 <wenqu.seminars.example.org>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(message["List-Unsubscribe"]).strip().startswith("<https://seminars.example.org/unsubscribe/")
    assert (message["References"], message["Auto-Submitted"], message["To"]) == (
        root,
        "auto-generated",
        "lan@example.org",
    )
    assert message["Message-ID"] == Delivery.objects.get().message_id
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert "links.invalid" not in message.as_string()


def test_each_reader_has_their_language_and_zone(event: Event) -> None:
    a_subscriber(event.series, email="sam@example.org", language="en", zone="America/New_York")
    publish(event, by=None, at=NOW)
    drained()

    english = next(each for each in outgoing() if each["To"] == "sam@example.org")
    assert english["Subject"] == (
        "[Seminar] Wenqu #42, Sat, 28 November, 14:00 (Beijing time) — Lin Zhiyuan: 再看旋转位置编码"
    )
    assert "where you are: Sat, 28 November 2026, 01:00–03:00 (New York time)" in text_of(english)


def test_a_change_and_its_reversal_before_the_mail_tell_nobody(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    wait = timedelta(seconds=60)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=SOON, wish=Wish(wait=wait))
    move(event, starts_at=STARTS, by=None, at=SOON, wish=Wish(wait=wait))

    drained(at=SOON + timedelta(minutes=5))

    assert (len(outgoing()), states()) == (1, ["sent", "superseded"])


def test_a_change_told_after_the_event_was_moved_into_the_past_comes_too_late(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=SOON, wish=Wish(wait=timedelta(seconds=60)))
    move(event, starts_at=NOW - timedelta(days=1), by=None, at=SOON)

    drained(at=SOON + timedelta(minutes=5))

    assert (len(outgoing()), states()) == (1, ["sent", "expired"])


def test_two_changes_before_the_mail_are_told_as_one(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    wait = timedelta(seconds=60)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=SOON, wish=Wish(wait=wait))
    cancel(event, reason="", by=None, at=SOON, wish=Wish(wait=wait))

    drained(at=SOON + timedelta(minutes=5))

    # The reader is told the time they knew, not one they never heard of.
    assert subjects()[1:] == ["【取消】本周六 14:00 问渠 #42（11月28日，北京时间）"]


def test_who_never_heard_of_an_event_is_not_told_that_it_is_off(event: Event) -> None:
    event.tell = Telling.NEVER
    event.save()
    publish(event, by=None, at=NOW)
    cancel(event, reason="", by=None, at=SOON)

    drained(at=SOON + timedelta(minutes=1))

    assert (outgoing(), states()) == ([], ["superseded"])


def test_who_never_heard_of_an_event_hears_of_its_change_as_news(event: Event) -> None:
    event.tell = Telling.NEVER
    event.save()
    publish(event, by=None, at=NOW)
    move(event, starts_at=STARTS + timedelta(days=1), by=None, at=SOON)

    drained(at=SOON + timedelta(minutes=1))

    assert subjects() == ["【预告】问渠 #42｜本周日 14:00（11月29日，北京时间）｜林知远：再看旋转位置编码"]


def test_who_subscribed_after_the_announcement_is_told_the_change(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    a_subscriber(event.series, email="late@example.org", at=SOON + timedelta(minutes=1))
    cancel(event, reason="", by=None, at=SOON + timedelta(minutes=2))

    drained(at=SOON + timedelta(minutes=3))

    late = [str(each["Subject"]) for each in outgoing() if each["To"] == "late@example.org"]
    assert late == ["【取消】本周六 14:00 问渠 #42（11月28日，北京时间）"]


def test_who_left_a_second_before_is_not_mailed(event: Event) -> None:
    publish(event, by=None, at=NOW)
    Announcement.objects.update(due_at=NOW)
    subscriber = event.series.subscriptions.get().subscriber
    outbox._fan_out_due(at=SOON)
    subscriber.unsubscribed_at = SOON
    subscriber.save()

    drained()

    assert (outgoing(), states()) == ([], ["suppressed"])


def test_a_telling_that_comes_too_late_is_dropped(event: Event) -> None:
    publish(event, by=None, at=NOW)

    drained(at=STARTS + timedelta(hours=3))

    assert (outgoing(), states()) == ([], ["expired"])


def test_a_day_chosen_for_the_announcement_is_kept(event: Event) -> None:
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + timedelta(days=2)).date()
    event.save()
    publish(event, by=None, at=NOW)
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=SOON)

    drained()
    assert outgoing() == []
    drained(at=NOW + timedelta(days=2, minutes=1))

    # One mail, with the newest truth: nobody had heard the old time.
    assert subjects() == ["【预告】问渠 #42｜本周六 15:00（11月28日，北京时间）｜林知远：再看旋转位置编码"]


def test_several_events_published_in_one_act_make_one_mail(event: Event) -> None:
    second = an_event(event.series, number=43, starts_at=STARTS + timedelta(days=7))

    publish_all([event, second], by=None, at=NOW)
    drained()

    assert subjects() == ["【预告】问渠：2 场（11月28日周六、12月5日周六）"]
    assert Told.objects.count() == 2


def test_the_organizer_can_stop_what_has_not_left(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=timedelta(seconds=60)))

    assert stop(Announcement.objects.get(), at=NOW) == (0, 0)
    drained(at=NOW + timedelta(minutes=5))

    assert outgoing() == []


def test_the_organizer_can_send_at_once(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=timedelta(hours=1)))

    send_now(Announcement.objects.get(), at=NOW)
    drained()

    assert counts(Announcement.objects.get()) == {"sent": 1}


def test_a_withdrawn_event_is_not_told(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=timedelta(seconds=60)))
    withdraw(event, by=None, at=NOW)

    drained(at=NOW + timedelta(minutes=5))

    assert outgoing() == []


def test_a_restored_event_is_told_as_back_on(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained()
    cancel(event, reason="", by=None, at=SOON)
    drained(at=SOON + timedelta(minutes=1))
    restore(event, by=None, at=SOON + timedelta(minutes=2))
    drained(at=SOON + timedelta(minutes=3))

    assert subjects()[2] == "【恢复】问渠 #42 照常举行：本周六 14:00（11月28日，北京时间）"
    assert Told.objects.get().revision == Revision.objects.latest("number")
