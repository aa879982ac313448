"""What an announcement says, field by field, with the words each field came from and what stays in doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Place = tuple[int, int]

# Doubts that forbid publishing until a human has chosen.
FORBIDDING = frozenset(
    {
        *("weekday_mismatch", "date_conflict", "time_conflict", "place_conflict", "meeting_conflict"),
        *("ambiguous_date", "ambiguous_hour", "impossible_time", "end_before_start"),
        *("missing_start", "missing_place"),
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a human should decide: what, about which field, the readings it may have, and where they "
    "stand."""

    code: str
    field: str
    candidates: tuple[str, ...] = ()
    spans: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A room; `text` is how the announcement wrote it."""

    venue: str
    room: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class MeetingReading:
    """An online meeting; `code` holds digits only, `label` what the organizers call it."""

    provider: str
    code: str | None = None
    url: str | None = None
    passcode: str | None = None
    label: str | None = None
    subject: str | None = None
    inviter: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerReading:
    """A person as announced; `other_name` is the name in the other script where the text gives both."""

    name: str
    honorific: str | None = None
    affiliation: str | None = None
    position: str | None = None
    biography: str | None = None
    other_name: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and abstract once more in the other language."""

    language: str
    title: str | None = None
    abstract: str | None = None


@dataclass(frozen=True, slots=True)
class TalkReading:
    """One talk; a title may be missing, times only where the talk has its own."""

    title: str | None = None
    language: str | None = None
    speakers: tuple[SpeakerReading, ...] = ()
    joint_biography: str | None = None
    abstract: str | None = None
    links: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    other: Wording | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A row of the programme that is no talk; `kind` is break or discussion."""

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An announcement, read. `title` is a headline of the whole event; with one talk it is usually missing.

    `evidence` maps field paths such as `talks.0.title` to character positions in the text, `confidence` the same
    paths to 1.0 (behind its label), 0.8 (said in a sentence) or 0.5 (guessed, or in doubt); `rest` lists what
    was not understood, so that nothing the text says is lost.
    """

    kind: str = "announcement"
    language: str = "zh"
    series: str | None = None
    number: int | None = None
    title: str | None = None
    intro: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = "Asia/Shanghai"
    previous_start: datetime | None = None
    previous_end: datetime | None = None
    is_all_day: bool = False
    sessions: tuple[tuple[datetime, datetime | None], ...] = ()
    mode: str = "onsite"
    places: tuple[PlaceReading, ...] = ()
    meetings: tuple[MeetingReading, ...] = ()
    talks: tuple[TalkReading, ...] = ()
    programme: tuple[ProgrammeRow, ...] = ()
    host: str | None = None
    inviter: str | None = None
    contact: str | None = None
    signup_url: str | None = None
    signup_until: datetime | None = None
    audience: str | None = None
    notes: str | None = None
    motto: str | None = None
    links: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    evidence: dict[str, Place] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    rest: tuple[Place, ...] = ()


def refusals(reading: Reading) -> tuple[Doubt, ...]:
    """The doubts that forbid publishing: a conflict on date, time, place or meeting, no start, or no "
    "place."""
    return tuple(doubt for doubt in reading.doubts if doubt.code in FORBIDDING)
