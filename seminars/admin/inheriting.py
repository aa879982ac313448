"""Which coming events would say another place if they took their series' usual one as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from seminars.admin import standing
from seminars.models import Event, Series, Source
from seminars.presenting.differences import meeting_lines, venue_lines, when_words
from seminars.programme.freezing import meeting_part, venue_part
from seminars.publishing.series import coming_inheritors


@dataclass(frozen=True, slots=True)
class Row:
    """An event with its place as published and as it would be; '' for none."""

    event: Event
    name: str
    when: str
    before: str
    after: str


def affected(series: Series, *, at: datetime) -> list[Row]:
    """The coming events of the series that inherit something and do not say it yet."""
    rows = []
    for event in coming_inheritors(series, at=at):
        snapshot = standing.published_snapshot(event)
        if snapshot is None:
            continue
        venue, meeting = snapshot.venue, snapshot.meeting
        if event.venue_from == Source.SERIES:
            venue = venue_part(series.venue) if series.venue else None
        if event.meeting_from == Source.SERIES:
            meeting = meeting_part(series.meeting) if series.meeting else None
        if (venue, meeting) != (snapshot.venue, snapshot.meeting):
            before = "\n".join((venue_lines(snapshot.venue), meeting_lines(snapshot.meeting))).strip()
            after = "\n".join((venue_lines(venue), meeting_lines(meeting))).strip()
            when = when_words(snapshot)
            rows.append(Row(event=event, name=standing.name(event), when=when, before=before, after=after))
    return rows
