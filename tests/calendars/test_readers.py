from __future__ import annotations

import pytest

from seminars.calendars.envelope import wrapped
from seminars.calendars.localizing import clocks, localized
from tests.calendars.icaljs import Refused, events
from tests.calendars.readers import READERS, alike, with_icaljs
from tests.calendars.samples import a_snapshot, written


@pytest.mark.usefixtures("ical_js")
def test_one_of_four_readers_is_not_python() -> None:
    assert [*READERS] == ["icalendar", "vobject", "ics", "ical.js"]
    assert READERS["ical.js"] is with_icaljs


@pytest.mark.usefixtures("ical_js")
def test_ical_js_says_what_it_cannot_read_and_reads_on() -> None:
    with pytest.raises(Refused, match="invalid line"):
        events(b"no calendar")

    assert len(events(wrapped([written(a_snapshot())], language="zh"))) == 1


def test_a_wrong_table_of_clocks_is_noticed() -> None:
    entry = localized(
        written(a_snapshot()), own_zone="Asia/Shanghai", reader_zone="America/New_York", language="zh"
    )
    body = wrapped([clocks([entry], "America/New_York"), entry.body], language="zh")

    assert alike(body)[0].starts == a_snapshot().starts_at
    with pytest.raises(AssertionError):
        alike(body.replace(b"TZOFFSETTO:-0500", b"TZOFFSETTO:-0600"))
