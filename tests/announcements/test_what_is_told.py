"""What a publication tells, to whom and when: decided by what changed, by who follows how, and by the organizer."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import User

from seminars.announcements import outbox
from seminars.announcements.deciding import SILENT, Decision, Pace, Wish, decide
from seminars.models import (
    Abstract,
    Announcement,
    AnnouncementKind,
    Delivery,
    Event,
    Link,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Telling,
)
from seminars.programme.changes import Change, ChangeKind
from seminars.programme.freezing import freeze
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import (
    NOW,
    STARTS,
    a_series,
    a_speaker,
    a_subscriber,
    a_tag,
    a_talk,
    a_venue,
    an_event,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SETTLED = 10 * MINUTE


@pytest.fixture
def series() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


@pytest.fixture
def event(series: Series) -> Event:
    """A talk without a title and without an abstract yet, followed by Lan."""
    a_subscriber(series, email="lan@example.org")
    event = an_event(series, number=42, has_talk=False)
    a_talk(event, speakers=[a_speaker()], title="", abstract="")
    return event


def drained(at: datetime) -> None:
    outbox.drain(clock=lambda: at)


def told() -> list[tuple[str, str]]:
    """The mails so far: to whom, and how the subject begins."""
    return [(str(each["To"]), str(each["Subject"]).partition("】")[0] + "】") for each in outgoing()]


def titled(event: Event, title: str = "对偶", text: str = "关于对偶。") -> Event:
    abstract = Abstract.objects.get(talk__event=event)
    abstract.title, abstract.text = title, text
    abstract.save()
    return event


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
    assert "题目：对偶\n摘要：林知远：对偶，见下文\n" in text


def test_the_organizer_may_tell_an_addition_now_with_a_line(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(NOW)
    publish(titled(event), by=None, at=NOW + HOUR, wish=Wish(is_forced=True, note="题目定了"))
    drained(NOW + HOUR)

    mail = outgoing()[-1]
    assert mail["Subject"] == "【补充】本周六 14:00 问渠 #42：对偶（11月28日，北京时间）"
    assert text_of(mail).startswith(
        "【补充】本期信息已补全：\n题目：对偶\n摘要：林知远：对偶，见下文\n\n主办方留言：题目定了\n"
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
    assert text_of(mails[0]).startswith("录像或讲义已上线：\n录像：https://video.example.org/42\n")


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


# Its people


@pytest.fixture
def people(event: Event, series: Series) -> Event:
    """Lin speaks, Shen hosts, Mei organizes and reads English in London."""
    event.talks.get().appearances.get().speaker.__class__.objects.update(email="lin@example.org")
    event.host, event.host_email = "沈栖", "shen@example.org"
    event.save()
    series.organizers.add(User.objects.create_user("mei", "mei@example.org", first_name="Mei"))
    a_subscriber(email="mei@example.org", language="en", zone="Europe/London")
    return event


def test_speakers_host_and_organizers_hear_first_in_their_language(people: Event) -> None:
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    cancel(people, reason="", by=None, at=NOW + HOUR)
    drained(NOW + HOUR)

    assert [(str(each["To"]), str(each["Subject"])[:4]) for each in outgoing()] == [
        ("lin@example.org", "【预告】"),
        ("shen@example.org", "【预告】"),
        ("mei@example.org", "[Sem"),
        ("lan@example.org", "【预告】"),
        ("lin@example.org", "【取消】"),
        ("shen@example.org", "【取消】"),
        ("mei@example.org", "[Can"),
        ("lan@example.org", "【取消】"),
    ]
    speaker, host, organizer = (text_of(each) for each in outgoing()[:3])
    assert speaker.startswith("您在本期做报告，所以收到这封信。")
    assert host.startswith("您在本期主持，所以收到这封信。")
    assert organizer.startswith("You get this mail because you organize this event.")
    assert "where you are: Sat, 28 November 2026, 06:00–08:00" in organizer
    assert all(each.get_content_type() == "multipart/mixed" for each in outgoing()[:3])
    methods = [
        part.get_param("method")
        for each in outgoing()
        for part in each.walk()
        if part.get_content_type() == "text/calendar" and not part.is_attachment()
    ]
    assert methods == ["REQUEST"] * 3 + ["CANCEL"] * 3


def test_a_speaker_is_written_to_in_their_own_language_and_zone(people: Event) -> None:
    people.talks.get().appearances.get().speaker.__class__.objects.update(
        language="en", zone="America/New_York"
    )
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    assert "where you are: Sat, 28 November 2026, 01:00–03:00" in text_of(outgoing()[0])


def test_who_no_longer_organizes_has_the_invitation_taken_back(people: Event, series: Series) -> None:
    publish(titled(people), by=None, at=NOW)
    drained(NOW)
    series.organizers.clear()
    move(people, starts_at=STARTS + HOUR, by=None, at=NOW + HOUR)
    drained(NOW + HOUR)
    last = {str(each["To"]): str(each["Subject"]) for each in outgoing()}
    assert last["mei@example.org"] == "[Your part] Wenqu #42: you are no longer listed for it"


def test_nothing_public_names_the_hosts_address(people: Event) -> None:
    publish(people, by=None, at=NOW)
    assert "shen@example.org" not in str(people.revisions.get().snapshot)


# Who follows


def following(subscriber: Subscriber, **what: object) -> Subscription:
    fields = {"created_at": NOW - 30 * DAY} | what
    return Subscription.objects.create(subscriber=subscriber, **fields)


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


def test_an_event_of_which_nobody_is_told_tells_no_people_either(people: Event) -> None:
    people.tell = Telling.NEVER
    people.save()
    publish(people, by=None, at=NOW)
    drained(NOW + DAY)
    assert told() == []
