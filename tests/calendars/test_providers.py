"""Calendars of others mean the same instants under icalendar's pytz and zoneinfo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import icalendar
import pytest

from seminars.timekeeping.zones import as_zoneinfo

FOREIGN = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//example.org//Foreign//EN\r
BEGIN:VEVENT\r
UID:1@example.org\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=America/New_York:20261031T090000\r
DTEND;TZID=America/New_York:20261031T100000\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2@example.org\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=America/New_York:20261102T090000\r
DTEND;TZID=America/New_York:20261102T100000\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:3@example.org\r
DTSTAMP:20261101T000000Z\r
DTSTART;TZID=Asia/Shanghai:19880701T090000\r
DTEND;TZID=Asia/Shanghai:19880701T100000\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(params=["use_pytz", "use_zoneinfo"])
def provider(request: pytest.FixtureRequest) -> Iterator[None]:
    use: Callable[[], None] = getattr(icalendar, request.param)
    use()
    yield
    icalendar.use_zoneinfo()


def test_a_foreign_calendar_gives_the_same_instants(provider: None) -> None:
    events = icalendar.Calendar.from_ical(FOREIGN).walk("VEVENT")

    starts = [as_zoneinfo(event.decoded("DTSTART")).astimezone(UTC) for event in events]

    # The clocks of New York went back between the first and the second; Beijing had summer time in 1988.
    assert starts == [
        datetime(2026, 10, 31, 13, tzinfo=UTC),
        datetime(2026, 11, 2, 14, tzinfo=UTC),
        datetime(1988, 7, 1, 0, tzinfo=UTC),
    ]
