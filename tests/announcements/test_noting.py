"""A short note: told once to everybody, and only while it can be of use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from seminars.announcements import outbox
from seminars.announcements.ledger import stop
from seminars.announcements.planning.hearing import Hearing
from seminars.announcements.planning.noting import NoteRefused, hearing_of_note, send_note
from seminars.models import Announcement, AnnouncementKind, Audience, Event, Rhythm, Series, Subscription
from seminars.publishing.change import cancel
from seminars.publishing.publish import publish
from seminars.publishing.withdraw import withdraw
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATE = "晚10分钟开始"


@pytest.fixture
def _in_chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def event() -> Event:
    """Announced; Lin speaks, Lan reads at once, Kun weekly and in English."""
    series = a_series(slug="wenqu")
    a_subscriber(series, email="lan@example.org")
    kun = a_subscriber(series, email="kun@example.org", language="en")
    Subscription.objects.filter(subscriber=kun).update(rhythm=Rhythm.WEEKLY)
    event = an_event(series, number=42, has_talk=False)
    a_talk(event, speakers=[a_speaker(email="lin@example.org")])
    publish(event, by=None, at=NOW)
    outbox.drain(clock=lambda: NOW)
    return event


def test_a_note_reaches_all_at_once_whatever_their_rhythm(event: Event) -> None:
    before, at = len(outgoing()), STARTS - HOUR
    foreseen = hearing_of_note(event, at=at)

    queued = send_note(event, f" {LATE} ", at=at)
    outbox.drain(clock=lambda: at)

    mails = outgoing()[before:]
    assert foreseen == Hearing(addresses=3, people=1, languages=("zh", "en"))
    assert [str(each["To"]) for each in mails] == ["lin@example.org", "lan@example.org", "kun@example.org"]
    assert all(LATE in text_of(each) for each in mails)
    assert [(each.audience, each.expires_at) for each in queued] == [
        (Audience.PEOPLE, STARTS + 2 * HOUR),
        (Audience.SUBSCRIBERS, STARTS + 2 * HOUR),
    ]


def test_a_note_without_people_has_one_announcement(event: Event) -> None:
    event = an_event(event.series, number=43)
    publish(event, by=None, at=NOW)

    assert [each.audience for each in send_note(event, LATE, at=NOW)] == [Audience.SUBSCRIBERS]


def test_one_key_is_sent_once(event: Event) -> None:
    first = send_note(event, LATE, at=NOW, key="a form")

    assert len(first) == 2
    assert send_note(event, "晚20分钟开始", at=NOW, key="a form") == []
    assert len(send_note(event, LATE, at=NOW, key="another form")) == 2


def test_a_stopped_note_reaches_nobody(event: Event) -> None:
    before = len(outgoing())
    _people, readers = send_note(event, LATE, at=NOW + HOUR, wait=MINUTE)

    assert stop(readers, at=NOW + HOUR) == (0, 0)
    outbox.drain(clock=lambda: NOW + 2 * HOUR)

    assert len(outgoing()) == before


@pytest.mark.parametrize("text", ["", " \t\n", "\x0b", "很" * 201])
def test_a_note_of_nothing_or_too_much_is_refused(event: Event, text: str) -> None:
    with pytest.raises(NoteRefused):
        send_note(event, text, at=NOW)

    assert not Announcement.objects.filter(kind=AnnouncementKind.NOTE).exists()


@pytest.mark.usefixtures("_in_chinese")
def test_a_note_comes_only_while_people_may_come(event: Event) -> None:
    with pytest.raises(NoteRefused, match="已经结束了。"):
        send_note(event, LATE, at=STARTS + 2 * HOUR)
    draft = an_event(event.series)
    with pytest.raises(NoteRefused, match="请先发布，现在还没有人知道。"):
        send_note(draft, LATE, at=NOW)
    cancel(event, reason="", by=None, at=NOW)
    with pytest.raises(NoteRefused, match="已经取消，不会有人来。"):
        send_note(event, LATE, at=NOW)
    withdraw(event, by=None, at=NOW)
    with pytest.raises(NoteRefused, match="已经撤回，不会有人来。"):
        hearing_of_note(event, at=NOW)


@pytest.mark.usefixtures("_in_chinese")
def test_nobody_is_told_of_a_hidden_series(event: Event) -> None:
    series = a_series(visibility="hidden")
    hidden = an_event(series)
    publish(hidden, by=None, at=NOW)

    with pytest.raises(NoteRefused, match="这个系列是隐藏的，不通知任何人。"):
        send_note(hidden, LATE, at=NOW)
    assert Series.objects.get(pk=series.pk).announcements.filter(kind=AnnouncementKind.NOTE).count() == 0
