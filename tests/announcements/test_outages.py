"""After an outage, a correction or a bad address: everybody still hears once, and the truth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import Wish
from seminars.models import Announcement, Delivery, Event, Telling
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.publishing.withdraw import withdraw
from tests.announcements.mailbox import outgoing, text_of
from tests.factories import NOW, STARTS, a_series, a_subscriber, a_talk, an_event

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def event() -> Event:
    series = a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")
    a_subscriber(series, email="lan@example.org")
    return an_event(series, number=42)


def drained(minutes: float) -> None:
    outbox.drain(clock=lambda: NOW + minutes * MINUTE)


def subjects() -> list[str]:
    return [str(message["Subject"]) for message in outgoing()]


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_an_address_that_no_mail_can_name_does_not_stop_the_others(event: Event) -> None:
    a_subscriber(event.series, email="a@\u00ad.org")
    publish(event, by=None, at=NOW)

    drained(1)

    assert states() == ["refused", "sent"]


def test_news_that_piled_up_while_the_server_was_away_is_told_once(event: Event, settings) -> None:  # type: ignore[no-untyped-def]
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW + 2 * MINUTE)
    drained(3)
    settings.EMAIL_BACKEND = backend

    drained(60)

    assert subjects() == ["【预告】问渠 #42｜本周六 15:00（11月28日，北京时间）｜林知远：再看旋转位置编码"]
    assert states() == ["sent", "superseded"]


def test_an_event_moved_before_its_day_of_announcement_is_told_in_time(event: Event) -> None:
    event.starts_at, event.ends_at = STARTS + timedelta(days=14), STARTS + timedelta(days=14, hours=2)
    event.tell, event.tell_on = Telling.ON_DAY, (NOW + timedelta(days=10)).date()
    event.save()
    publish(event, by=None, at=NOW)
    move(event, starts_at=STARTS, by=None, at=NOW + MINUTE)

    drained(2)

    assert len(subjects()) == 1


def test_a_small_edit_does_not_hold_up_an_urgent_change(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW + MINUTE, wish=Wish(wait=MINUTE))
    event.talks.get().abstracts.update(title="改了一个字")
    publish(event, by=None, at=NOW + MINUTE, wish=Wish(wait=MINUTE))

    assert Announcement.objects.get(kind="changed").due_at == NOW + 2 * MINUTE


def test_a_correction_of_a_cancelled_event_is_no_news(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    cancel(event, reason="", by=None, at=NOW + MINUTE)
    drained(2)
    event.refresh_from_db()
    event.starts_at = STARTS + timedelta(hours=1)
    event.save()
    publish(event, by=None, at=NOW + 3 * MINUTE)

    drained(4)

    assert len(subjects()) == 2


def test_another_time_of_a_talk_is_told_as_that(event: Event) -> None:
    talk = event.talks.get()
    talk.starts_at, talk.ends_at = STARTS, STARTS + timedelta(minutes=40)
    talk.save()
    publish(event, by=None, at=NOW)
    drained(1)
    talk.starts_at += timedelta(minutes=10)
    talk.ends_at += timedelta(minutes=10)
    talk.save()
    publish(event, by=None, at=NOW + MINUTE)

    drained(2)

    assert subjects()[1] == "【报告时间变更】本周六 14:00 问渠 #42（11月28日，北京时间）"
    assert "报告时间：林知远 14:00–14:40 → 林知远 14:10–14:50" in text_of(outgoing()[1])


def test_never_means_that_a_corrected_title_tells_nobody(event: Event) -> None:
    event.tell = Telling.NEVER
    event.save()
    publish(event, by=None, at=NOW)
    event.talks.get().abstracts.update(title="改了一个字")
    publish(event, by=None, at=NOW + MINUTE)

    drained(60)

    assert not Announcement.objects.exists()


def test_withdrawing_an_event_leaves_what_was_told_as_it_was(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(1)

    withdraw(event, by=None, at=NOW + 2 * MINUTE)

    assert Announcement.objects.get().withdrawn_at is None


def test_a_talk_added_with_a_time_is_told_as_added(event: Event) -> None:
    publish(event, by=None, at=NOW)
    drained(1)
    a_talk(event, title="加了一场", starts_at=STARTS, ends_at=STARTS + timedelta(minutes=30))
    publish(event, by=None, at=NOW + MINUTE)

    drained(60)

    assert subjects()[1] == "【新增报告】本周六 14:00 问渠 #42：林知远《加了一场》（11月28日，北京时间）"
