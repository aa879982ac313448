"""Two hands on one thing at one moment. Collected by test_postgresql.py: SQLite lets only one hand in."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection

from seminars.announcements import outbox
from seminars.calendars.store import store_all
from seminars.intake.proposing.propose import propose
from seminars.intake.proposing.take import take
from seminars.intake.reader import read
from seminars.models import (
    CalendarComponent,
    Delivery,
    Event,
    FeedToken,
    Publication,
    Revision,
    Series,
    Subscriber,
    Told,
    Venue,
)
from seminars.publishing.change import cancel, move
from seminars.publishing.publish import publish
from seminars.publishing.rename import rename_venue
from seminars.publishing.series import save_series
from seminars.publishing.transfer import transfer
from seminars.publishing.withdraw import withdraw
from seminars.subscriptions import feed_tokens
from tests.factories import NOW, STARTS, a_series, a_subscriber, an_event

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (Path(__file__).parent.parent / "data" / "journey" / "two_talks.txt").read_text(encoding="utf-8")


def at_once(*verbs: Callable[[], object]) -> list[str]:
    """Run every verb in a thread of its own, released together; the names of what they raised."""
    gate, raised = threading.Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        try:
            gate.wait()
            verb()
        except Exception as error:
            raised.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(raised)


def test_this_really_runs_on_postgresql() -> None:
    assert connection.vendor == "postgresql"


def test_publishing_at_once_is_one_revision() -> None:
    event = an_event(number=42)

    raised = at_once(*[lambda: publish(Event.objects.get(pk=event.pk), by=None, at=NOW)] * 6)

    assert (raised, Revision.objects.count(), Publication.objects.get().path) == ([], 1, "42")


def test_two_events_of_one_day_published_at_once_get_two_paths() -> None:
    series = a_series()
    events = [an_event(series) for _each in range(4)]

    raised = at_once(*[lambda event=event: publish(event, by=None, at=NOW) for event in events])  # type: ignore[misc]

    paths = sorted(Publication.objects.values_list("path", flat=True))
    assert (raised, paths) == ([], ["2026-11-28", "2026-11-28-2", "2026-11-28-3", "2026-11-28-4"])


def test_moves_and_a_cancellation_at_once_keep_sequence_unbroken() -> None:
    event = an_event()
    publish(event, by=None, at=NOW)
    moves = [
        lambda hours=hours: move(event, starts_at=STARTS + timedelta(hours=hours), by=None, at=NOW)  # type: ignore[misc]
        for hours in range(1, 5)
    ]

    raised = at_once(*moves, lambda: cancel(event, reason="", by=None, at=NOW))

    # Whoever comes after the cancellation is told that it is off; nobody may wait in a ring.
    assert set(raised) <= {"NotPossible"}
    numbers = list(Revision.objects.order_by("number").values_list("number", "sequence"))
    assert numbers == [(number, number - 1) for number in range(1, len(numbers) + 1)]
    assert Publication.objects.get().state == "cancelled"


def test_the_same_text_pasted_at_once_is_one_event() -> None:
    series = a_series()
    reading = read(TEXT, date(2025, 10, 28), "Asia/Shanghai")

    proposal = propose(reading, text=TEXT, series=series, at=NOW)

    raised = at_once(*[lambda: take(proposal, by=None, at=NOW)] * 4)

    assert (raised, Event.objects.count(), Event.objects.get().talks.count()) == ([], 1, 2)


def test_many_workers_tell_everybody_once() -> None:
    series = a_series()
    for _each in range(30):
        a_subscriber(series)
    publish(an_event(series), by=None, at=NOW)

    raised = at_once(*[lambda: outbox.drain(clock=lambda: NOW + timedelta(minutes=1))] * 4)

    addresses = Counter(message.to[0] for message in mail.outbox)
    assert (raised, len(addresses), set(addresses.values())) == ([], 30, {1})
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_many_workers_remind_and_digest_once() -> None:
    series = a_series()
    for number in range(8):
        reader = a_subscriber(
            series, zone=("Asia/Shanghai", "Asia/Singapore")[number % 2], reminds_evening=True
        )
        reader.subscriptions.update(rhythm="daily")
    # The evening before, and the hour of a digest where the event was not told yet.
    evening = STARTS - timedelta(hours=18)
    Subscriber.objects.update(digest_at=time(20))
    publish(an_event(series, starts_at=STARTS + timedelta(days=9)), by=None, at=NOW)
    publish(an_event(series), by=None, at=NOW)
    outbox.drain(clock=lambda: NOW + timedelta(minutes=1))
    mail.outbox.clear()

    raised = at_once(*[lambda: outbox.drain(clock=lambda: evening)] * 4)

    told = Delivery.objects.filter(announcement__kind__in=("reminder", "digest"), state="sent")
    assert raised == []
    assert Counter(told.values_list("announcement__kind", flat=True)) == {"reminder": 8, "digest": 8}
    assert len(mail.outbox) == 16


def test_a_database_that_restarts_while_draining(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "seminars.announcements.channels.eml.EmlBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    series = a_series()
    for _each in range(30):
        a_subscriber(series)
    publish(an_event(series), by=None, at=NOW)
    asked = iter(range(1000))

    def clock() -> datetime:
        if next(asked) == 25:
            # From another connection, as an administrator would.
            at_once(_end_all_connections)
        return NOW + timedelta(minutes=1)

    with pytest.raises(DatabaseError):
        outbox.drain(clock=clock)
    connection.close()
    outbox.drain(clock=lambda: NOW + timedelta(hours=1))

    files = [message_from_bytes(each.read_bytes()) for each in (tmp_path / "mail").glob("*.eml")]
    copies = Counter((message["To"], message["Message-ID"]) for message in files)
    assert len(copies) == 30
    assert 30 <= sum(copies.values()) <= 30 + outbox.HANDFUL
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def _end_all_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def renamed_series(event: Event) -> None:
    series = Series.objects.get(pk=event.series_id)
    series.name_zh += "改"
    save_series(series, by=None, at=NOW)


def renamed_venue(event: Event) -> None:
    venue = Venue.objects.get(pk=event.venue_id)
    venue.name_zh += "改"
    rename_venue(venue, by=None, at=NOW)


def published_again(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(intro_zh=f"第{Revision.objects.count()}版")
    publish(Event.objects.get(pk=event.pk), by=None, at=NOW)


@pytest.mark.parametrize("other", [renamed_series, renamed_venue, published_again])
def test_no_two_verbs_wait_for_each_other(other: Callable[[Event], None]) -> None:
    event = an_event()
    publish(event, by=None, at=NOW)

    for round_ in range(1, 7):
        raised = at_once(
            lambda round_=round_: move(event, starts_at=STARTS + timedelta(minutes=round_), by=None, at=NOW),  # type: ignore[misc]
            lambda: other(event),
            lambda: other(event),
        )
        assert raised == []


def test_events_that_change_places_do_not_wait_for_each_other() -> None:
    events = [an_event(), an_event()]
    for event in events:
        publish(event, by=None, at=NOW)

    for _round in range(4):
        there = [each.series for each in reversed(events)]
        raised = at_once(
            *(
                lambda event=event, to=to: transfer(event, to, by=None, at=NOW)  # type: ignore[misc]
                for event, to in zip(events, there, strict=True)
            ),
            lambda: renamed_series(events[0]),
        )
        assert (raised, [each.series for each in events]) == ([], there)


def test_an_event_that_two_want_elsewhere_goes_to_one_of_them() -> None:
    event = an_event()
    publish(event, by=None, at=NOW)
    series = [a_series(), a_series()]

    raised = at_once(
        *(
            lambda to=to: transfer(Event.objects.get(pk=event.pk), to, by=None, at=NOW)  # type: ignore[misc]
            for to in series
        )
    )

    publication = Publication.objects.get()
    # Whoever was late either found it gone, or moved it on from there.
    assert raised in ([], ["NotTransferable"])
    assert publication.series in series
    assert Event.objects.get().series == publication.series


def test_a_change_that_meets_the_drain_is_told() -> None:
    series = a_series()
    a_subscriber(series)
    event = an_event(series)
    publish(event, by=None, at=NOW)
    for round_ in range(1, 9):
        at_once(
            lambda round_=round_: move(event, starts_at=STARTS + timedelta(minutes=round_), by=None, at=NOW),  # type: ignore[misc]
            lambda: outbox.drain(clock=lambda: NOW + timedelta(minutes=1)) and None,
        )

    outbox.drain(clock=lambda: NOW + timedelta(minutes=2))

    told = Told.objects.get().revision
    assert told == event.revisions.latest("number")


def test_an_address_made_at_once_is_one() -> None:
    reader = a_subscriber()

    raised = at_once(*[lambda: feed_tokens.make(reader, instead_of=None, at=NOW)] * 4)

    assert (raised, FeedToken.objects.filter(revoked_at=None).count()) == (["NotTheNewest"] * 3, 1)


def test_writing_all_calendars_beside_publishing_leaves_the_newest_of_each() -> None:
    series = a_series()
    events = [an_event(series, number=number) for number in range(1, 7)]
    for event in events:
        publish(event, by=None, at=NOW)

    acts = [lambda event=event: cancel(event, reason="", by=None, at=NOW) for event in events[:3]]
    acts += [lambda event=event: withdraw(event, by=None, at=NOW) for event in events[3:]]
    raised = at_once(store_all, *acts, store_all)

    assert raised == []
    rows = CalendarComponent.objects.all()
    assert {row.publication.event_id for row in rows} == {event.pk for event in events[:3]}
    assert all(b"STATUS:CANCELLED" in bytes(row.body) for row in rows)
