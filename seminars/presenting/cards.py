"""The next event as a card: the facts of its page, without its texts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from seminars.presenting import links
from seminars.presenting.facts import Facts, facts
from seminars.presenting.joining import listed_joining
from seminars.presenting.lines import Line, line
from seminars.presenting.said import speaking
from seminars.presenting.states import Face, face
from seminars.programme.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Card:
    """An event with its facts and first button."""

    line: Line
    facts: Facts
    face: Face
    near: str
    time_href: str
    join_href: str
    ics_href: str


def card(snapshot: Snapshot, language: str, *, at: datetime, reader_zone: str = "") -> Card:
    """The card as everybody may see it. Raises `UnknownZone` for a `reader_zone` that does not exist."""
    shown = line(snapshot, language, at=at)
    slug, path = snapshot.series.slug, snapshot.path
    with speaking(language):
        return Card(
            line=shown,
            facts=replace(
                facts(snapshot, language, at, reader_zone, "public"),
                joining=listed_joining(snapshot, language, at),
            ),
            face=face(snapshot, at),
            near=shown.near,
            time_href=links.to_time(slug, path, language),
            join_href=links.to_join(slug, path, language),
            ics_href=links.to_event_ics(slug, path),
        )
