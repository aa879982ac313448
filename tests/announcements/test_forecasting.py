"""What the desk says before it publishes is what then goes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars.announcements import outbox
from seminars.announcements.planning.deciding import SILENT, Decision, Pace, Wish
from seminars.announcements.planning.forecasting import Forecast, forecast, hearing_of
from seminars.announcements.planning.hearing import Hearing
from seminars.models import (
    Abstract,
    Announcement,
    Audience,
    Delivery,
    Event,
    Link,
    Rhythm,
    Series,
    Subscriber,
    Subscription,
    Telling,
)
from seminars.programme import patches
from seminars.programme.freezing import freeze
from seminars.programme.snapshots import Snapshot
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.recording import newest
from tests.announcements.channels.conftest import certificate, robot  # noqa: F401
from tests.announcements.channels.telling import a_channel
from tests.announcements.mailbox import outgoing
from tests.calling.robots import Robot
from tests.factories import NOW, STARTS, a_series, a_speaker, a_subscriber, a_tag, a_talk, a_venue, an_event

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAIT = Wish(wait=MINUTE)
FORCED = Wish(wait=MINUTE, is_forced=True)


@dataclass(frozen=True)
class Step:
    """Something an organizer does, and what would be public after it."""

    do: Callable[[Event, Wish, datetime], object]
    after: Callable[[Event], Snapshot]
    prepare: Callable[[Event], object] = lambda event: None


def working(event: Event) -> Snapshot:
    event = Event.objects.with_programme().get(pk=event.pk)
    return patches.with_removed(freeze(event), newest(event))


def known(event: Event) -> Snapshot:
    snapshot = newest(event)
    assert snapshot is not None
    return snapshot


def published_with(prepare: Callable[[Event], object] = lambda event: None) -> Step:
    return Step(lambda event, wish, at: publish(event, by=None, at=at, wish=wish), working, prepare)


def moved_to(starts_at: datetime) -> Step:
    return Step(
        lambda event, wish, at: move(event, starts_at=starts_at, by=None, at=at, wish=wish),
        lambda event: patches.moved(known(event), starts_at=starts_at, ends_at=starts_at + 2 * HOUR),
    )


CANCEL = Step(
    lambda event, wish, at: cancel(event, reason="", by=None, at=at, wish=wish),
    lambda event: patches.cancelled(known(event), reason=""),
)
RESTORE = Step(
    lambda event, wish, at: restore(event, by=None, at=at, wish=wish),
    lambda event: patches.restored(known(event)),
)


def told_on_thursday(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(tell=Telling.ON_DAY, tell_on=(NOW + 2 * DAY).date())


def never_told(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(tell=Telling.NEVER)


def retitled(event: Event) -> None:
    Abstract.objects.filter(talk__event=event).update(title="别的题目")


def with_an_abstract(event: Event) -> None:
    Abstract.objects.filter(talk__event=event).update(text="摘要来了。")


def in_another_room(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(venue=a_venue(name_zh="致知楼201"))


def by_another_speaker(event: Event) -> None:
    appearance = event.talks.get().appearances.get()
    appearance.speaker = a_speaker(email="shen@example.org", language="en")
    appearance.save()


def with_notes(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(notes_zh="有零食")


FIRST, MOVED, NOTED = published_with(), moved_to(STARTS + HOUR), published_with(with_notes)
ROOM, TITLE = published_with(in_another_room), published_with(retitled)
CASES: dict[str, tuple[list[tuple[Step, Wish]], Pace]] = {
    "first": ([(FIRST, WAIT)], Pace.NOW),
    "first, on a day": ([(published_with(told_on_thursday), WAIT)], Pace.ON_A_DAY),
    "first, never": ([(published_with(never_told), WAIT)], Pace.NEVER),
    "first, never, yet forced": ([(published_with(never_told), FORCED)], Pace.NOW),
    "moved": ([(FIRST, WAIT), (MOVED, WAIT)], Pace.AT_ONCE),
    "another room": ([(FIRST, WAIT), (ROOM, WAIT)], Pace.AT_ONCE),
    "another title": ([(FIRST, WAIT), (TITLE, WAIT)], Pace.SETTLED),
    "another title, now": ([(FIRST, WAIT), (TITLE, FORCED)], Pace.AT_ONCE),
    "another speaker": ([(FIRST, WAIT), (published_with(by_another_speaker), WAIT)], Pace.SETTLED),
    "an abstract at last": ([(FIRST, WAIT), (published_with(with_an_abstract), WAIT)], Pace.WITH_THE_NEXT),
    "an abstract, now": ([(FIRST, WAIT), (published_with(with_an_abstract), FORCED)], Pace.AT_ONCE),
    "other text": ([(FIRST, WAIT), (NOTED, WAIT)], Pace.NOT_NEWS),
    "other text, now": ([(FIRST, WAIT), (NOTED, FORCED)], Pace.AT_ONCE),
    "silently": ([(FIRST, WAIT), (ROOM, SILENT)], Pace.NEVER),
    "cancelled": ([(FIRST, WAIT), (CANCEL, WAIT)], Pace.AT_ONCE),
    "cancelled, heard by nobody": ([(published_with(never_told), WAIT), (CANCEL, WAIT)], Pace.AT_ONCE),
    "cancelled before the day": ([(published_with(told_on_thursday), WAIT), (CANCEL, WAIT)], Pace.AT_ONCE),
    "moved before the day": ([(published_with(told_on_thursday), WAIT), (MOVED, WAIT)], Pace.AT_ONCE),
    "retitled before the day": ([(published_with(told_on_thursday), WAIT), (TITLE, WAIT)], Pace.SETTLED),
    "restored": ([(FIRST, WAIT), (CANCEL, WAIT), (RESTORE, WAIT)], Pace.AT_ONCE),
    "moved after a silent step": ([(FIRST, WAIT), (MOVED, SILENT), (moved_to(STARTS), WAIT)], Pace.AT_ONCE),
    "the old title of a never-told one": ([(published_with(never_told), WAIT), (TITLE, WAIT)], Pace.SETTLED),
}


@pytest.fixture
def event() -> Event:
    """Lin speaks, Mei organizes and reads English, and readers follow in all the ways there are."""
    series = a_series(slug="wenqu")
    series.organizers.add(User.objects.create_user("mei", "mei@example.org"))
    tag = a_tag()
    event = an_event(series, number=42, has_talk=False)
    a_talk(event, speakers=[a_speaker(email="Lin@example.org")], abstract="", tags=[tag])
    a_subscriber(series, email="mei@example.org", language="en")
    a_subscriber(series, email="lan@example.org")
    following(a_subscriber(email="tagged@example.org"), tag=tag)
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        reader = a_subscriber(email=f"{rhythm}@example.org", digest_at=time(20), digest_weekday=4)
        following(reader, series=series, rhythm=rhythm)
    a_subscriber(series, email="paused@example.org", paused_until=NOW + 60 * DAY)
    a_subscriber(series, email="gone@example.org", unsubscribed_at=NOW)
    a_subscriber(a_series(), email="other@example.org")
    a_channel(event, "wecom", language="both")
    a_channel(event, "feishu", paused_at=NOW)
    return event


def following(reader: Subscriber, **fields: object) -> None:
    Subscription.objects.create(**({"subscriber": reader, "created_at": NOW - 30 * DAY} | fields))


def foreseen_and_done(event: Event, step: Step, wish: Wish, at: datetime) -> Forecast:
    """The forecast; then the step is taken, and what is due soon, or ever for the last one, is told."""
    step.prepare(event)
    event = Event.objects.with_programme().get(pk=event.pk)
    foreseen = forecast(event, newest(event), step.after(event), wish, at=at)
    step.do(event, wish, at)
    return foreseen


def drained(foreseen: Forecast, *, until: datetime) -> None:
    for due_at in sorted({each for each in (foreseen.people_due_at, foreseen.due_at) if each}):
        if due_at < until:
            outbox.drain(clock=lambda due_at=due_at: due_at)  # type: ignore[misc]


@pytest.mark.parametrize(("steps", "pace"), CASES.values(), ids=CASES)
def test_what_is_foreseen_goes_out(
    event: Event,
    robot: Robot,  # noqa: F811
    steps: list[tuple[Step, Wish]],
    pace: Pace,
) -> None:
    *earlier, (step, wish) = steps
    for hours, (each, wanted) in enumerate(earlier):
        drained(foreseen_and_done(event, each, wanted, NOW + hours * HOUR), until=NOW + (hours + 1) * HOUR)
    mails, posts, at = len(outgoing()), len(robot.calls), NOW + len(earlier) * HOUR
    rows = set(Delivery.objects.values_list("pk", flat=True))

    foreseen = foreseen_and_done(event, step, wish, at)
    drained(foreseen, until=NOW + 30 * DAY)

    sent = Delivery.objects.exclude(pk__in=rows).filter(state="sent")
    heard = {str(mail["To"]).lower() for mail in outgoing()[mails:]}
    said = {each for row in sent for each in (("zh", "en") if row.language == "both" else (row.language,))}
    hearing = foreseen.hearing
    # Both who read digests read Chinese.
    said |= {"zh"} if hearing.with_digest else set()
    assert foreseen.decision.pace == pace
    assert (hearing.addresses, hearing.groups) == (len(heard), len(robot.calls) - posts)
    assert hearing.people == sent.filter(announcement__audience=Audience.PEOPLE).count()
    assert set(hearing.languages) == said
    # And nothing comes afterwards.
    outbox.drain(clock=lambda: at + 20 * MINUTE)
    assert len(outgoing()) - mails == len(sent.filter(channel="mail"))


def as_it_is(event: Event) -> Event:
    return Event.objects.with_programme().get(pk=event.pk)


def test_everybody_is_counted_once(event: Event) -> None:
    assert forecast(as_it_is(event), None, working(event), WAIT, at=NOW) == Forecast(
        decision=Decision(Pace.NOW, NOW + MINUTE),
        due_at=NOW + MINUTE,
        people_due_at=NOW + MINUTE,
        # Lin and Mei as its people; Lan and a follower of the topic; Mei reads the series too.
        hearing=Hearing(addresses=4, people=2, with_digest=2, groups=1, languages=("zh", "en")),
    )


def test_what_waits_for_its_day_says_the_change_too(event: Event) -> None:
    told_on_thursday(event)
    publish(event, by=None, at=NOW, wish=WAIT)
    noon = datetime(2026, 11, 26, 4, tzinfo=UTC)

    foreseen = forecast(as_it_is(event), known(event), MOVED.after(event), WAIT, at=NOW)

    # Its people heard of it already, or do so within the minute.
    assert (foreseen.joins, foreseen.due_at, foreseen.people_due_at) == (True, noon, NOW + MINUTE)


def test_who_asked_for_recordings_is_foreseen(event: Event) -> None:
    Subscriber.objects.filter(email__in=["lan@example.org", "other@example.org"]).update(
        wants_recordings=True
    )
    publish(event, by=None, at=NOW)
    Link.objects.create(talk=event.talks.get(), kind="slides", url="https://slides.example.org/42.pdf")

    foreseen = forecast(as_it_is(event), known(event), working(event), WAIT, at=NOW + HOUR)

    assert (foreseen.recording_due_at, foreseen.recorded) == (STARTS + 2 * HOUR, 1)


def test_nobody_hears_of_a_hidden_series(event: Event) -> None:
    Series.objects.update(visibility="hidden")

    assert forecast(as_it_is(event), None, working(event), WAIT, at=NOW) == Forecast(Decision(Pace.NEVER))


def test_what_waits_is_counted_as_it_will_be_told(event: Event) -> None:
    publish(event, by=None, at=NOW, wish=WAIT)
    readers = Announcement.objects.get(audience=Audience.SUBSCRIBERS)
    people = Announcement.objects.get(audience=Audience.PEOPLE)

    assert [hearing_of(each, at=NOW) for each in (people, readers)] == [
        Hearing(addresses=2, people=2, languages=("zh", "en")),
        Hearing(addresses=3, groups=1, languages=("zh", "en")),
    ]


@pytest.mark.parametrize("readers", [1, 3])
def test_a_forecast_asks_the_database_as_often_for_many(event: Event, readers: int) -> None:
    publish(event, by=None, at=NOW)
    talk = event.talks.get()
    for number in range(readers):
        following(a_subscriber(email=f"more{number}@example.org"), speaker=a_speaker())
        a_subscriber(event.series, language="en")
        a_channel(event, "wecom", name=f"group {number}")
        talk.appearances.create(speaker=a_speaker(email=f"speaker{number}@example.org"), position=number + 1)
    before, after = known(event), working(event)
    event = as_it_is(event)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        forecast(event, before, after, WAIT, at=NOW)

    assert len(asked) == 25
