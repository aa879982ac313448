"""The card of facts: when, where, how to join, what else to know before coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from seminars.meetings.audiences import Audience
from seminars.presenting.joining import Joining, joining
from seminars.presenting.places import Place, place
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, guessed, said
from seminars.presenting.times import When, when
from seminars.programme.snapshots import Snapshot
from seminars.timekeeping.spans import moment_words
from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; `href` is '' where it is neither an address nor a link."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Signup:
    url: str
    until: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """The card: when, where, how to join, what else to know."""

    when: When
    yours: When | None
    place: Place | None
    joining: Joining | None
    notes: Prose | None
    audience: Said | None
    host: Said | None
    contact: Contact | None
    signup: Signup | None


def contact(text: str) -> Contact | None:
    """A mail address or a web link made clickable; any other text as it is."""
    if not text:
        return None
    if urlsplit(text).scheme in ("http", "https"):
        return Contact(text.split("://", 1)[1].rstrip("/"), text)
    name, at_sign, domain = text.partition("@")
    is_address = at_sign and name and "." in domain and not any(c.isspace() or c in "<>,;?&/" for c in text)
    return Contact(text, f"mailto:{text}" if is_address else "")


def facts(snapshot: Snapshot, language: str, at: datetime, reader_zone: str, audience: Audience) -> Facts:
    """The facts at `at`; the time in `reader_zone` ('' if unknown) only where its clocks show another one."""
    yours = event_when(snapshot, reader_zone, language, at) if reader_zone else None
    told = event_when(snapshot, snapshot.zone, language, at)
    if yours and (yours.day, yours.clock) == (told.day, told.clock):
        yours = None
    return Facts(
        when=told,
        yours=None if snapshot.is_all_day else yours,
        place=place(snapshot.venue, language),
        joining=joining(snapshot, language, audience, at),
        notes=prose(snapshot.notes, language, prefix="notes"),
        audience=said(snapshot.audience, language),
        host=guessed(snapshot.host) if snapshot.host else None,
        contact=contact(snapshot.contact),
        signup=_signup(snapshot, language, at),
    )


def event_when(snapshot: Snapshot, zone_name: str, language: str, at: datetime) -> When:
    """When the event is by the clocks of a zone; the year only when it is not this one."""
    return when(
        snapshot.starts_at,
        snapshot.ends_at,
        zone_name,
        language,
        home_zone=snapshot.zone,
        is_all_day=snapshot.is_all_day,
        this_year=at.astimezone(zone(snapshot.zone)).year,
    )


def _signup(snapshot: Snapshot, language: str, at: datetime) -> Signup | None:
    if not snapshot.signup_url:
        return None
    until = snapshot.signup_until
    return Signup(
        url=snapshot.signup_url,
        until=moment_words(until, snapshot.zone, language) if until else "",
        is_open=at < (until or snapshot.ends_at),
    )
