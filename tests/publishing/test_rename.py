"""A new name reaches all that is to come in one act, and the cost of it grows with the events it names alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars.announcements.planning.deciding import Wish
from seminars.models import Announcement, Meeting, Publication, Revision, Series, Venue
from seminars.programme.snapshots import from_json
from seminars.publishing.publish import publish_all
from seminars.publishing.rename import rename_meeting, rename_venue
from tests.factories import NOW, STARTS, a_meeting, a_series, a_subscriber, a_venue, an_event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def filled(series: Series, *, venue: Venue, count: int, weeks: int = 0) -> None:
    """Publish `count` events of `series` in this room, a day apart, from `weeks` after the usual day."""
    first = STARTS + timedelta(weeks=weeks)
    starts = [first + timedelta(days=days) for days in range(count)]
    events = [an_event(series, venue=venue, starts_at=each) for each in starts]
    publish_all(events, by=None, at=NOW - timedelta(weeks=20))


def rooms() -> list[str]:
    """The room of every public copy, the earliest event first."""
    snapshots = (from_json(each.snapshot) for each in Publication.objects.order_by("starts_at", "pk"))
    return [snapshot.venue.name.zh for snapshot in snapshots if snapshot.venue]


def test_coming_events_change_at_once_and_past_ones_do_not() -> None:
    room, other = a_venue(name_zh="旧名"), a_venue(name_zh="别处")
    yao, theory = a_series(), a_series()
    filled(yao, venue=room, count=2, weeks=-10)
    filled(yao, venue=room, count=6)
    filled(theory, venue=room, count=4, weeks=6)
    filled(theory, venue=other, count=1, weeks=10)
    room.name_zh = "新名"
    before = Revision.objects.count()

    revisions = rename_venue(room, by=None, at=LATER)

    assert rooms() == ["旧名"] * 2 + ["新名"] * 10 + ["别处"]
    assert len(revisions) == Revision.objects.count() - before == 10
    assert {(each.number, each.sequence, each.at) for each in revisions} == {(2, 1, LATER)}
    changed = Publication.objects.filter(revision__in=revisions)
    assert changed.values("cursor").distinct().count() == 1
    assert not Announcement.objects.filter(created_at=LATER).exists()


def test_a_rename_that_is_told_is_one_announcement_a_series() -> None:
    room = a_venue(name_zh="旧名")
    for _each in range(2):
        series = a_series()
        a_subscriber(series)
        filled(series, venue=room, count=3)
    Announcement.objects.all().delete()
    room.name_zh = "新名"

    rename_venue(room, by=None, at=LATER, wish=Wish(is_silent=False))

    assert [each.revisions.count() for each in Announcement.objects.all()] == [3, 3]


def a_renamed_venue(venue: Venue, _meeting: Meeting) -> None:
    venue.name_zh += "改"
    rename_venue(venue, by=None, at=LATER)


def a_renamed_meeting(_venue: Venue, meeting: Meeting) -> None:
    meeting.label += "改"
    rename_meeting(meeting, by=None, at=LATER)


@pytest.mark.parametrize("rename", [a_renamed_venue, a_renamed_meeting])
def test_only_events_that_say_the_name_cost_anything(rename: Callable[[Venue, Meeting], None]) -> None:
    room, meeting = a_venue(), a_meeting()
    series = a_series(meeting=meeting)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            rename(room, meeting)
        return len(queries)

    filled(series, venue=room, count=1)
    one = cost()
    filled(series, venue=room, count=2, weeks=1)
    three = cost()
    filled(a_series(), venue=a_venue(), count=10, weeks=2)

    assert cost() == three
    assert three - one <= 2 * MOST_FOR_AN_EVENT


# Lock, read, write, project: each of them once an event.
MOST_FOR_AN_EVENT = 30
