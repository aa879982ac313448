"""A seminar with one talk that lacks its title, what is told of it, and to whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from seminars.announcements import outbox
from seminars.models import Abstract, Event, Series, Subscriber, Subscription
from tests.announcements.mailbox import outgoing
from tests.factories import NOW, a_series, a_speaker, a_subscriber, a_talk, an_event

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def wenqu() -> Series:
    return a_series(slug="wenqu", short_zh="问渠", short_en="Wenqu")


def untitled(series: Series) -> Event:
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


def following(subscriber: Subscriber, **what: object) -> Subscription:
    fields = {"created_at": NOW - 30 * DAY} | what
    return Subscription.objects.create(subscriber=subscriber, **fields)
