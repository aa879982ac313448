"""What a revision freezes: one event with all its talks, as values. Everything public is made from this."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from seminars.programme.intents import reason_in
from seminars.text.bilingual import Bilingual

# A state that talks have in snapshots alone: the working copy has no such talk any more.
REMOVED = "removed"
# The kinds of links for whoever could not come.
REPLAYS = ("recording", "slides")


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """The series, as named when the event was published."""

    slug: str
    name: Bilingual
    short: Bilingual
    language: str
    colour: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class VenuePart:
    """A room; coordinates in degrees (WGS-84), as decimal strings."""

    slug: str
    name: Bilingual
    address: Bilingual = Bilingual()
    access: Bilingual = Bilingual()
    latitude: str = ""
    longitude: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPart:
    """An online meeting; `code` is digits only, and may be missing while only the provider is known.

    `opens_before` the start and `closes_after` the end: minutes, None where no clock hides how to join.
    """

    provider: str
    label: str = ""
    code: str = ""
    url: str = ""
    passcode: str = ""
    visibility: str = "public"
    opens_before: int | None = None
    closes_after: int | None = None


@dataclass(frozen=True, slots=True)
class AbstractPart:
    """Title and text of a talk in one language; Markdown with LaTeX."""

    language: str
    title: str = ""
    text: str = ""
    source: str = "author"


@dataclass(frozen=True, slots=True)
class PicturePart:
    """A picture, named by the digest of its octets; `kind` is how its file name ends."""

    digest: str
    kind: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SpeakerPart:
    """A person in one talk, as of that time."""

    slug: str
    name: Bilingual
    honorific: str = ""
    affiliation: Bilingual = Bilingual()
    biography: Bilingual = Bilingual()
    homepage: str = ""
    photo: PicturePart | None = None


@dataclass(frozen=True, slots=True)
class LinkPart:
    """A typed link of a talk; `kind` is a value of `LinkKind`."""

    kind: str
    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class TagPart:
    """A topic."""

    slug: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class TalkPart:
    """One contribution, in its place in the event."""

    uid: str
    state: str = "planned"
    language: str = ""
    level: str = ""
    prerequisites: Bilingual = Bilingual()
    why: Bilingual = Bilingual()
    joint_biography: Bilingual = Bilingual()
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    abstracts: tuple[AbstractPart, ...] = ()
    speakers: tuple[SpeakerPart, ...] = ()
    links: tuple[LinkPart, ...] = ()
    tags: tuple[TagPart, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Whether it takes place."""
        return self.state == "planned"

    @property
    def is_removed(self) -> bool:
        """Whether it was deleted after it had been published: only its own calendar entry still says so."""
        return self.state == REMOVED

    @property
    def title(self) -> Bilingual:
        """The talk's title; empty in both languages when it has none yet."""
        titles = {part.language: part.title for part in self.abstracts}
        return Bilingual(titles.get("zh", ""), titles.get("en", ""))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One event, frozen. `state` is "published" or "cancelled"; instants are aware and in UTC."""

    uid: str
    series: SeriesPart
    path: str
    state: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    is_all_day: bool = False
    number: int | None = None
    title: Bilingual = Bilingual()
    intro: Bilingual = Bilingual()
    notes: Bilingual = Bilingual()
    audience: Bilingual = Bilingual()
    host: str = ""
    contact: str = ""
    signup_url: str = ""
    signup_until: datetime | None = None
    cancel_reason: str = ""
    venue: VenuePart | None = None
    meeting: MeetingPart | None = None
    talks: tuple[TalkPart, ...] = ()

    @property
    def mode(self) -> str:
        """`hybrid`, `onsite` or `online`; `unknown` when neither room nor meeting is set."""
        return {(True, True): "hybrid", (True, False): "onsite", (False, True): "online"}.get(
            (self.venue is not None, self.meeting is not None), "unknown"
        )

    def reason_in(self, language: str) -> str:
        """Why it is cancelled; that a date is still to be found is said in `language`."""
        return reason_in(self.cancel_reason, language)

    @property
    def is_cancelled(self) -> bool:
        return self.state == "cancelled"

    @property
    def planned_talks(self) -> tuple[TalkPart, ...]:
        """The talks that take place."""
        return tuple(talk for talk in self.talks if talk.is_planned)

    @property
    def shown_talks(self) -> tuple[TalkPart, ...]:
        """The talks that pages name: those that take place, and withdrawn ones, which are struck out."""
        return tuple(talk for talk in self.talks if not talk.is_removed)

    @property
    def has_replay(self) -> bool:
        """Whether a talk has a recording or slides."""
        return any(link.kind in REPLAYS for talk in self.planned_talks for link in talk.links)

    @property
    def speakers(self) -> tuple[SpeakerPart, ...]:
        """Everybody who speaks, once each, in order."""
        found = {person.slug: person for talk in self.planned_talks for person in talk.speakers}
        return tuple(found.values())

    @property
    def headline(self) -> Bilingual:
        """The event's own title, else that of its only talk; may be empty."""
        if self.title:
            return self.title
        talks = self.planned_talks
        return talks[0].title if len(talks) == 1 else Bilingual()


def to_json(value: Any) -> Any:
    """A snapshot or part of one as JSON values; fields that are as by default are left out."""
    if dataclasses.is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
        return {field.name: to_json(each) for field, each in pairs if each != field.default}
    if isinstance(value, tuple):
        return [to_json(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def from_json(data: dict[str, Any]) -> Snapshot:
    """The snapshot that `to_json` wrote; fields it does not know are ignored, missing ones empty."""
    snapshot = _read(Snapshot, data)
    assert isinstance(snapshot, Snapshot)
    return snapshot


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        kind = next(each for each in typing.get_args(kind) if each is not types.NoneType)
        return None if data is None else _read(kind, data)
    if typing.get_origin(kind) is tuple:
        return tuple(_read(typing.get_args(kind)[0], each) for each in data)
    if kind is datetime:
        return datetime.fromisoformat(data)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in data.items() if name in hints})
    return data
