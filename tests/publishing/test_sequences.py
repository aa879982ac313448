"""SEQUENCE rises and never falls, whatever is done, and can be raised for all that is to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from seminars.calendars.feed import feed
from seminars.calendars.options import Options
from seminars.models import Announcement, Event, Publication, Revision
from seminars.publishing.change import cancel, move, restore
from seminars.publishing.publish import publish
from seminars.publishing.readdress import readdress
from seminars.publishing.sequences import raise_sequences
from seminars.publishing.transfer import transfer
from seminars.publishing.withdraw import withdraw
from tests.factories import NOW, STARTS, a_series, a_subscriber, a_venue, an_event, published

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=90)


def test_whatever_is_done_the_sequence_never_falls_and_the_uid_stays() -> None:
    first, second = a_series(venue=a_venue(name_zh="一")), a_series(venue=a_venue(name_zh="二"))
    event = an_event(first, venue_from="series")
    publish(event, by=None, at=NOW)
    uid = event.uid
    move(event, starts_at=STARTS + timedelta(hours=1), by=None, at=NOW)
    cancel(event, reason="", by=None, at=NOW)
    transfer(event, second, by=None, at=NOW)
    restore(event, by=None, at=NOW)
    event.number = 89
    event.save()
    readdress(event, by=None, at=NOW)
    raise_sequences(100, by=None, at=NOW)
    transfer(event, first, by=None, at=NOW)
    event.host = "Han"
    event.save()
    publish(event, by=None, at=NOW)

    found = Revision.objects.order_by("number").values_list("sequence", flat=True)
    assert list(found) == [0, 1, 2, 3, 4, 4, 104, 105, 105]
    assert Publication.objects.get().uid == Event.objects.get().uid == uid


def test_all_that_is_to_come_is_raised_and_nothing_else() -> None:
    series = a_series()
    a_subscriber(series)
    coming, off, over, gone = (an_event(series) for _each in range(4))
    over.starts_at = STARTS - timedelta(days=60)
    over.ends_at = over.starts_at + timedelta(hours=2)
    over.save()
    hidden = a_series(visibility="hidden")
    unseen = an_event(hidden)
    unseen_over = an_event(hidden, starts_at=STARTS - timedelta(days=60))
    for event in (coming, off, over, gone, unseen, unseen_over):
        publish(event, by=None, at=LONG_AGO)
    cancel(off, reason="", by=None, at=NOW)
    withdraw(gone, by=None, at=NOW)
    an_event(series)
    Announcement.objects.all().delete()
    before = dict(Event.objects.values_list("pk", "sequence"))

    count = raise_sequences(7, by=None, at=LATER)

    assert count == 3
    raised = {each.pk: each.sequence - before[each.pk] for each in Event.objects.all()}
    assert {pk for pk, steps in raised.items() if steps == 7} == {coming.pk, off.pk, unseen.pk}
    assert set(raised.values()) == {0, 7}
    assert not Announcement.objects.exists()


def test_a_raised_event_says_the_same_later() -> None:
    event = an_event(a_series(slug="wenqu"))
    before = published(event).revision

    raise_sequences(100, by=None, at=LATER)

    last = Revision.objects.latest("number")
    assert (last.number, last.sequence, last.at, last.changes) == (2, 100, LATER, [])
    assert last.snapshot == before.snapshot
    assert "100" in last.note
    (entry,) = Calendar.from_ical(feed("wenqu", Options(), at=LATER).body).walk("VEVENT")
    assert [entry.decoded("dtstamp"), entry.decoded("last-modified"), int(entry["sequence"])] == [
        LATER, LATER, 100,
    ]  # fmt: skip
    assert publish(event, by=None, at=LATER) is None


@pytest.mark.parametrize("count", [1, 3])
def test_rows_are_read_in_batches(count: int, django_assert_num_queries: Any) -> None:
    series = a_series()
    for _each in range(count):
        published(an_event(series))
    fixed, for_each = QUERIES

    with django_assert_num_queries(fixed + count * for_each):
        raise_sequences(100, by=None, at=LATER)


# Rows are written one by one, and what they were is read for many at once.
QUERIES = 11, 15
