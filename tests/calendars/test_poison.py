"""One row that is not as it should be, however that came about, breaks no file but its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from seminars.calendars.feed import NoSuchCalendar, feed
from seminars.calendars.files import event_file, mail_calendar
from seminars.calendars.lint import faults
from seminars.calendars.options import Options
from seminars.calendars.subjects import found_feed, subject_feed
from seminars.models import CalendarComponent, Publication, Venue
from seminars.search.asking import asked_in
from seminars.search.find import find
from tests.calendars.readers import alike
from tests.factories import NOW, STARTS, a_series, a_venue, an_event, published

pytestmark = pytest.mark.django_db

BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half": b"BEGIN:VEVENT\r\nUID:1\r\n",
    "no UTF-8": b"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:\xff\xfe\r\nEND:VEVENT\r\n",
    "the end of the calendar": b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nEND:VEVENT\r\n",
    "another beginning": b"BEGIN:VEVENT\r\nBEGIN:VALARM\r\nUID:1\r\nEND:VEVENT\r\n",
    "an impossible day": b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261399T000000Z\r\nEND:VEVENT\r\n",
}
SNAPSHOTS: dict[str, object] = {
    "nothing": {},
    "a list": [1],
    "no time": {"uid": "1", "starts_at": "soon", "zone": "Asia/Shanghai"},
    "no zone": {"zone": "Mars/Base"},
}
# One for each way in which files are put together: the window, the history in chunks, components made anew.
OPTIONS = (
    Options(),
    Options(is_whole_history=True),
    Options(is_whole_history=True, zone="Asia/Tokyo", is_per_talk=True, alarm=5, language="both"),
)


@pytest.fixture
def venue(db: None) -> Venue:
    """Where two published events of one series take place, #1 and a week later #2."""
    series, venue = a_series(slug="wenqu"), a_venue(slug="hall", name_zh="旧馆")
    for number in (1, 2):
        starts_at = STARTS + timedelta(weeks=number)
        published(an_event(series, number=number, venue=venue, starts_at=starts_at))
    return venue


def files() -> Iterator[tuple[str, bytes]]:
    """Every kind of file that shows both events."""
    for options in OPTIONS:
        yield f"series {options.query}", feed("wenqu", options, at=NOW).body
        yield f"all {options.query}", feed("all", options, at=NOW).body
        yield (
            f"search {options.query}",
            found_feed(asked_in("旧馆").name, asked_in("旧馆").fields, find("旧馆"), options, at=NOW).body,
        )
        yield f"venue {options.query}", subject_feed("venues", "hall", options, at=NOW).body
    yield "mail", mail_calendar(Publication.objects.order_by("pk"), language="zh")


def sound(body: bytes) -> list[str]:
    """The UIDs in a file that all readers can read."""
    assert faults(body, at=NOW + timedelta(hours=1)) == []
    return [each.uid for each in alike(body)]


@pytest.mark.parametrize("poison", BODIES)
def test_a_poisoned_component_is_left_out_of_every_feed(poison: str, venue: Venue) -> None:
    bad, good = Publication.objects.order_by("number")
    CalendarComponent.objects.filter(publication=bad).update(body=BODIES[poison])

    assert {name for name, body in files() if sound(body) != [str(good.uid)]} == set()
    for options in OPTIONS:
        with pytest.raises(NoSuchCalendar):
            event_file("wenqu", "1", options)


@pytest.mark.parametrize("poison", SNAPSHOTS)
def test_a_poisoned_snapshot_breaks_no_feed(poison: str, venue: Venue) -> None:
    bad, good = Publication.objects.order_by("number")
    Publication.objects.filter(pk=bad.pk).update(snapshot=SNAPSHOTS[poison])

    # Its stored component may still be shown where nothing must be read from the snapshot.
    assert {name for name, body in files() if str(good.uid) not in sound(body)} == set()
