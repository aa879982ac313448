"""What a publication tells, and when: decided by what changed, and by the organizer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from seminars.announcements.planning.deciding import SILENT, Decision, Pace, Wish, decide
from seminars.models import (
    Announcement,
    AnnouncementKind,
    Delivery,
    Event,
    Link,
    Series,
    Subscriber,
)
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.freezing import freeze
from seminars.publishing.change import move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing, text_of
from tests.announcements.telling import DAY, HOUR, MINUTE, drained, titled, told, untitled, wenqu
from tests.factories import (
    NOW,
    STARTS,
    a_subscriber,
    a_venue,
)

pytestmark = pytest.mark.django_db
SETTLED = 10 * MINUTE


@pytest.fixture
def series() -> Series:
    return wenqu()


@pytest.fixture
def event(series: Series) -> Event:
    return untitled(series)


# What is decided


@pytest.mark.parametrize(
    ("kind", "left", "decision"),
    [
        (ChangeKind.TIME, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.TALK_TIMES, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.PLACE, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.MEETING, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.CANCELLED, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.RESTORED, 4 * DAY, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.TALK_ADDED, 24 * HOUR + MINUTE, Decision(Pace.SETTLED, NOW + SETTLED)),
        (ChangeKind.TALK_ADDED, 24 * HOUR, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.TALK_WITHDRAWN, 24 * HOUR + MINUTE, Decision(Pace.SETTLED, NOW + SETTLED)),
        (ChangeKind.TALK_WITHDRAWN, HOUR, Decision(Pace.AT_ONCE, NOW)),
        (ChangeKind.SPEAKERS, HOUR, Decision(Pace.SETTLED, NOW + SETTLED)),
        (ChangeKind.TITLE, HOUR, Decision(Pace.SETTLED, NOW + SETTLED)),
        (ChangeKind.TITLE_ADDED, HOUR, Decision(Pace.WITH_THE_NEXT)),
        (ChangeKind.ABSTRACT_ADDED, 4 * DAY, Decision(Pace.WITH_THE_NEXT)),
        (ChangeKind.TEXT, HOUR, Decision(Pace.NOT_NEWS)),
    ],
)
def test_each_kind_of_change_has_its_pace(
    event: Event, kind: ChangeKind, left: timedelta, decision: Decision
) -> None:
    event.starts_at, event.ends_at = NOW + left, NOW + left + HOUR
    snapshot = freeze(event, state="published")

    def decided(wish: Wish) -> Decision:
        return decide(event, snapshot, snapshot, (Change(kind),), wish, at=NOW)

    assert decided(Wish()) == decision
    assert decided(Wish(is_forced=True)) == Decision(Pace.AT_ONCE, NOW)
    assert decided(SILENT) == Decision(Pace.NEVER)


def test_what_is_over_tells_nobody(event: Event) -> None:
    snapshot = freeze(event, state="published")
    assert decide(event, snapshot, snapshot, (Change(ChangeKind.TIME),), Wish(), at=STARTS + DAY) == Decision(
        Pace.OVER
    )


def test_what_moves_into_the_past_tells_nobody(event: Event) -> None:
    before = freeze(event, state="published")
    after = replace(before, starts_at=NOW - DAY, ends_at=NOW - DAY + HOUR)
    assert decide(event, before, after, (Change(ChangeKind.TIME),), Wish(), at=NOW) == Decision(Pace.OVER)


# Additions


def test_a_title_that_comes_before_the_announcement_goes_with_it(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=Wish(wait=MINUTE))
    publish(titled(event), by=None, at=NOW, wish=Wish(wait=MINUTE))
    drained(NOW + MINUTE)

    assert [str(each["Subject"]) for each in outgoing()] == [
        "【预告】问渠 #42｜本周六 14:00（11月28日，北京时间）｜林知远：对偶"
    ]


def test_a_title_that_comes_later_waits_and_goes_with_the_next_change(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(NOW)
    publish(titled(event), by=None, at=NOW + HOUR)
    drained(NOW + 2 * HOUR)
    assert told() == [("lan@example.org", "【预告】")]

    move(event, starts_at=STARTS + HOUR, by=None, at=NOW + 3 * HOUR)
    drained(NOW + 3 * HOUR)
    text = text_of(outgoing()[-1])
    assert told()[1:] == [("lan@example.org", "【时间变更】")]
    assert "题目：对偶\n新增摘要：《对偶》（见下文）\n" in text


def test_the_organizer_may_tell_an_addition_now_with_a_line(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(NOW)
    publish(titled(event), by=None, at=NOW + HOUR, wish=Wish(is_forced=True, note="题目定了"))
    drained(NOW + HOUR)

    mail = outgoing()[-1]
    assert mail["Subject"] == "【补充】本周六 14:00 问渠 #42：对偶（11月28日，北京时间）"
    assert text_of(mail).startswith(
        "【补充】本期新增信息：\n题目：对偶\n新增摘要：《对偶》（见下文）\n\n主办方留言：题目定了\n"
    )
    # Once: a further change does not say it again.
    move(event, starts_at=STARTS + HOUR, by=None, at=NOW + 2 * HOUR)
    drained(NOW + 2 * HOUR)
    assert "题目：" not in text_of(outgoing()[-1])


def test_another_text_is_told_only_if_the_organizer_wants_it(event: Event) -> None:
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    publish(titled(event, text="关于强对偶。"), by=None, at=NOW + HOUR)
    drained(NOW + DAY)
    publish(titled(event, text="关于弱对偶。"), by=None, at=NOW + DAY, wish=Wish(is_forced=True))
    drained(NOW + DAY)
    assert told() == [("lan@example.org", "【预告】"), ("lan@example.org", "【更新】")]


def test_what_is_mended_silently_tells_nobody_and_is_remembered(event: Event) -> None:
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    event.venue = a_venue(name_zh="致知楼201")
    event.save()
    publish(event, by=None, at=NOW + HOUR, wish=SILENT)
    drained(NOW + DAY)

    assert told() == [("lan@example.org", "【预告】")]
    assert [each.is_silent for each in event.revisions.order_by("number")] == [False, True]
    assert list(Announcement.objects.values_list("kind", flat=True)) == ["published"]


def test_a_change_that_is_taken_back_tells_nobody(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(NOW)
    for hours in (1, 0):
        move(event, starts_at=STARTS + hours * HOUR, by=None, at=NOW + HOUR, wish=Wish(wait=MINUTE))
    drained(NOW + 2 * HOUR)
    assert told() == [("lan@example.org", "【预告】")]
    assert Delivery.objects.latest("pk").state == "superseded"


# Recordings


def test_the_first_recording_is_told_once_to_who_asked(event: Event, series: Series) -> None:
    a_subscriber(series, email="kun@example.org", wants_recordings=True)
    publish(titled(event), by=None, at=NOW)
    drained(NOW)
    after = STARTS + 3 * HOUR
    talk = event.talks.get()
    Link.objects.create(talk=talk, kind="recording", url="https://video.example.org/42")
    publish(event, by=None, at=after)
    drained(after)
    Link.objects.create(talk=talk, kind="slides", url="https://slides.example.org/42.pdf", position=1)
    publish(event, by=None, at=after + HOUR)
    drained(after + 2 * HOUR)

    mails = [each for each in outgoing() if str(each["Subject"]).startswith("【回放】")]
    assert [(each["To"], each["Subject"]) for each in mails] == [
        ("kun@example.org", "【回放】问渠 #42：对偶")
    ]
    assert text_of(mails[0]).startswith("回放或幻灯片已上线：\n回放： https://video.example.org/42\n")


def test_slides_that_are_there_before_the_talk_are_told_when_it_is_over(event: Event) -> None:
    Subscriber.objects.update(wants_recordings=True)
    publish(event, by=None, at=NOW)
    Link.objects.create(talk=event.talks.get(), kind="slides", url="https://slides.example.org/42.pdf")
    publish(event, by=None, at=NOW + HOUR)
    drained(STARTS)
    assert told() == [("lan@example.org", "【预告】")]
    drained(STARTS + 2 * HOUR)
    assert told()[1:] == [("lan@example.org", "【回放】")]


def test_a_recording_of_long_ago_is_no_news(event: Event) -> None:
    Subscriber.objects.update(wants_recordings=True)
    publish(event, by=None, at=NOW)
    Link.objects.create(talk=event.talks.get(), kind="recording", url="https://video.example.org/42")
    publish(event, by=None, at=STARTS + 70 * DAY)
    assert not Announcement.objects.filter(kind=AnnouncementKind.RECORDING).exists()
