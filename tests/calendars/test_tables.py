"""Times with a TZID and our VTIMEZONE, as readers work out the instants: at and around every change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from seminars.calendars.envelope import wrapped
from seminars.calendars.localizing import Localized, clocks, localized
from seminars.timekeeping.zones import picker_zones
from tests.calendars import icaljs
from tests.calendars.test_clocks import FIRST, LAST, SAMPLES, changes

AROUND = [timedelta(minutes=minutes) for minutes in (-90, -60, -59, -30, 0, 1, 30, 60, 90)]
LENGTH = timedelta(minutes=20)


def instants(zone_name: str) -> list[datetime]:
    """The first and the last that a table covers, and those around every change between them."""
    found = {change + around for change in changes(zone_name) for around in AROUND}
    return sorted({FIRST, LAST - LENGTH, *(each for each in found if FIRST <= each <= LAST - LENGTH)})


def told(zone_name: str) -> bytes:
    """A file with an event at each of these instants, by the clocks of the zone."""
    entries = [_entry(at, zone_name) for at in instants(zone_name)]
    return wrapped([clocks(entries, zone_name), *(each.body for each in entries)], language="en")


def _entry(at: datetime, zone_name: str) -> Localized:
    words = f"SEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:s\r\nDTSTAMP:{FIRST:%Y%m%dT%H%M%SZ}\r\n"
    times = f"DTSTART:{at:%Y%m%dT%H%M%SZ}\r\nDTEND:{at + LENGTH:%Y%m%dT%H%M%SZ}\r\n"
    body = f"BEGIN:VEVENT\r\nUID:{at:%Y%m%dT%H%M%S}\r\n{times}{words}END:VEVENT\r\n".encode()
    return localized(body, own_zone="UTC", reader_zone=zone_name, language="en")


def check(zone_name: str) -> None:
    body, known = told(zone_name), instants(zone_name)

    seen = [
        tuple(datetime.fromtimestamp(each[name], UTC) for name in ("starts", "ends"))
        for each in icaljs.events(body)
    ]

    assert seen == [(at, at + LENGTH) for at in known], zone_name


@pytest.mark.usefixtures("ical_js")
@pytest.mark.parametrize("zone_name", SAMPLES)
def test_ical_js_works_out_every_instant_around_every_change(zone_name: str) -> None:
    check(zone_name)


@pytest.mark.slow
@pytest.mark.usefixtures("ical_js")
@pytest.mark.parametrize("zone_name", sorted({*picker_zones()} - {*SAMPLES}))
def test_ical_js_works_out_every_instant_in_all_zones_of_the_picker(zone_name: str) -> None:
    check(zone_name)
