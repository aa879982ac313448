"""An event's own meeting may also be the standing one of a series: no text about the event writes into that."""

from __future__ import annotations

from seminars.models import Series, Source
from tests.factories import a_meeting, a_series, an_event
from tests.intake.proposing.texts import TEXT, taken


def test_a_text_fills_no_gap_in_the_standing_meeting_of_another_series(wenqu: Series) -> None:
    standing = a_meeting(code="", label="seminar")
    a_series(slug="moshang", meeting=standing)
    an_event(wenqu, number=42, meeting=standing, meeting_from=Source.OWN)

    event = taken(TEXT, wenqu)
    standing.refresh_from_db()
    assert standing.code == ""
    assert event.meeting is not None
    assert event.meeting.code == "555010021"
