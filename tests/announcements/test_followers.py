"""Who follows an event in any way is told, each in their own rhythm, of what concerns them."""

from __future__ import annotations

import uuid
from datetime import time

import pytest

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import SILENT, Wish
from seminars.announcements.planning.noting import send_note
from seminars.models import (
    Announcement,
    Delivery,
    Event,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Told,
)
from seminars.publishing.change import move
from seminars.publishing.publish import publish, publish_all
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.telling import DAY, HOUR, MINUTE, drained, following, titled, told, untitled, wenqu
from tests.factories import (
    NOW,
    STARTS,
    a_series,
    a_speaker,
    a_subscriber,
    a_tag,
    a_talk,
    an_event,
)

pytestmark = pytest.mark.django_db
SETTLED = 10 * MINUTE


@pytest.fixture
def series() -> Series:
    return wenqu()


@pytest.fixture
def event(series: Series) -> Event:
    return untitled(series)


# Who follows


def test_speakers_tags_and_searches_are_followed_like_series(series: Series) -> None:
    event = an_event(series, number=42, has_talk=False)
    speaker, tag = a_speaker(), a_tag()
    a_talk(event, speakers=[speaker], tags=[tag], title="量子纠错")
    following(a_subscriber(email="by-speaker@example.org"), speaker=speaker)
    following(a_subscriber(email="by-tag@example.org"), tag=tag)
    following(a_subscriber(email="by-search@example.org"), query="量子 林知远")
    following(a_subscriber(email="by-other-search@example.org"), query="量子 拓扑")
    both = a_subscriber(series, email="by-all@example.org")
    following(both, tag=tag)
    following(a_subscriber(email="by-other-speaker@example.org"), speaker=a_speaker())

    publish(event, by=None, at=NOW)
    drained(NOW)
    assert sorted(to for to, _subject in told()) == [
        "by-all@example.org",
        "by-search@example.org",
        "by-speaker@example.org",
        "by-tag@example.org",
    ]


def test_what_is_unlisted_is_found_through_its_series_only() -> None:
    series = a_series(visibility="unlisted")
    event, tag = an_event(series, has_talk=False), a_tag()
    a_talk(event, tags=[tag])
    following(a_subscriber(email="by-tag@example.org"), tag=tag)
    a_subscriber(series, email="lan@example.org")
    publish(event, by=None, at=NOW)
    drained(NOW)
    assert [to for to, _subject in told()] == ["lan@example.org"]


def test_who_pauses_hears_nothing_until_then(event: Event) -> None:
    Subscriber.objects.update(paused_until=NOW + 3 * HOUR)
    publish(event, by=None, at=NOW)
    drained(NOW)
    assert told() == []
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW + 4 * HOUR)
    drained(NOW + 4 * HOUR)
    # They never heard of it: it is news as it now is.
    assert told() == [("lan@example.org", "【预告】")]


@pytest.mark.parametrize("rhythm", [Rhythm.DAILY, Rhythm.WEEKLY])
def test_who_reads_digests_is_not_told_at_once_of_what_can_wait(event: Event, rhythm: Rhythm) -> None:
    Subscription.objects.update(rhythm=rhythm)
    Subscriber.objects.update(digest_at=time(8), digest_weekday=4)
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    assert told() == []


def test_what_begins_before_the_next_digest_is_told_at_once(event: Event) -> None:
    # Saturday's event; the next digest is on Sunday.
    Subscription.objects.update(rhythm=Rhythm.WEEKLY)
    Subscriber.objects.update(digest_weekday=6)
    publish(event, by=None, at=NOW)
    drained(NOW)
    assert told() == [("lan@example.org", "【预告】")]


def test_what_moves_is_told_at_once_to_who_heard_of_it(event: Event) -> None:
    kun = a_subscriber(event.series, email="kun@example.org")
    publish(event, by=None, at=NOW)
    drained(NOW)
    zhu = a_subscriber(event.series, email="zhu@example.org", at=NOW - DAY)
    Subscription.objects.filter(subscriber__in=[kun, zhu]).update(rhythm=Rhythm.WEEKLY)
    Subscriber.objects.update(digest_weekday=4)
    Delivery.objects.filter(address="zhu@example.org").delete()
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW + HOUR)
    drained(NOW + HOUR)
    assert told()[2:] == [("lan@example.org", "【时间变更】"), ("kun@example.org", "【时间变更】")]


def test_what_was_published_silently_is_announced_by_its_first_change(event: Event) -> None:
    publish(titled(event), by=None, at=NOW, wish=SILENT)
    kun = a_subscriber(event.series, email="kun@example.org")
    Subscription.objects.filter(subscriber=kun).update(rhythm=Rhythm.DAILY)
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW)
    drained(NOW)
    drained(NOW + DAY)
    assert told() == [("lan@example.org", "【预告】"), ("kun@example.org", "【每日】")]


def test_who_reads_digests_hears_at_once_what_the_organizer_wants_told_now(event: Event) -> None:
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    Subscription.objects.update(rhythm=Rhythm.DAILY)
    event.notes_zh = "请带校园卡。"
    event.save()
    publish(event, by=None, at=NOW + HOUR, wish=Wish(is_forced=True, note="门禁严格"))
    drained(NOW + HOUR)
    assert told()[1:] == [("lan@example.org", "【更新】")]
    assert "主办方留言：门禁严格" in text_of(outgoing()[-1])


def test_who_follows_a_speaker_is_told_of_that_speakers_part_of_a_term(series: Series) -> None:
    speaker = a_speaker()
    events = [an_event(series, number=number, has_talk=False) for number in (1, 2, 3)]
    for event, who in zip(events, (a_speaker(), speaker, a_speaker()), strict=True):
        a_talk(event, speakers=[who])
    following(a_subscriber(email="by-speaker@example.org"), speaker=speaker)
    a_subscriber(series, email="by-series@example.org")
    publish_all(events, by=None, at=NOW)
    drained(NOW)

    subjects = {str(each["To"]): str(each["Subject"]) for each in outgoing()}
    assert subjects["by-speaker@example.org"].startswith("【预告】问渠 #2｜")
    assert subjects["by-series@example.org"].startswith("【预告】问渠：3 场")
    assert Told.objects.filter(address="by-speaker@example.org").count() == 1


def test_a_line_about_one_event_stands_with_that_event(series: Series) -> None:
    a_subscriber(series, email="lan@example.org")
    first, second = (an_event(series, number=number) for number in (1, 2))
    publish_all([first, second], by=None, at=NOW, wish=Wish(wait=HOUR))
    first.refresh_from_db()
    first.notes_zh = "请带校园卡。"
    first.save()
    publish(first, by=None, at=NOW + MINUTE, wish=Wish(note="只关于第一场"))
    drained(NOW + HOUR)

    text = text_of(outgoing()[0])
    assert text.count("只关于第一场") == 1
    assert text.index("只关于第一场") < text.index("问渠 #2")


def test_a_note_wakes_who_would_come_in_vain(event: Event) -> None:
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    Subscriber.objects.update(quiet_from=time(12), quiet_until=time(20))
    at = STARTS - 10 * MINUTE
    send_note(event, "晚10分钟开始", at=at)
    drained(at + MINUTE)
    assert told()[1:] == [("lan@example.org", "【通知】")]


def test_a_change_beside_a_digest_that_is_being_sent_is_told(event: Event) -> None:
    publish(titled(event), by=None, at=NOW)
    Subscription.objects.update(rhythm=Rhythm.WEEKLY)
    Subscriber.objects.update(digest_weekday=4)
    drained(NOW)
    Delivery.objects.create(
        announcement=Announcement.objects.get(), address="lan@example.org", priority=5, state="sending",
        due_at=NOW, expires_at=STARTS, claim=uuid.uuid4(), leased_until=NOW + HOUR, message_id="<x@y>",
        subscriber=Subscriber.objects.get(),
    )  # fmt: skip
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW + MINUTE)
    outbox._fan_out_due(at=NOW + MINUTE)
    assert Delivery.objects.filter(announcement__kind="changed", address="lan@example.org").exists()
