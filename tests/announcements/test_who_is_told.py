"""Who is told: the event's people first, then whoever follows it, each in their own rhythm."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.contrib.auth.models import User

from seminars.announcements import outbox
from seminars.models import (
    Abstract,
    Delivery,
    Event,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Telling,
)
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
    assert speaker.startswith("您是本期的讲者，所以收到这封信。")
    assert host.startswith("您是本期的主持人，所以收到这封信。")
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
