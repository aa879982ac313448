"""What organizers should look at before they publish an online meeting. Pure; nothing here forbids anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from seminars.meetings.recognising import holds_passcode, names_provider
from seminars.programme.snapshots import MeetingPart

# A number of nine digits is made for one meeting and holds for 30 days after it.
_ONE_OFF = 9
# Shorter passcodes are found in dates and numbers of rooms.
_SHORTEST_PASSCODE = 5


class Kind(StrEnum):
    """What may be wrong."""

    OVERLAP = "overlap"
    REUSED = "reused"
    UNNAMED = "unnamed"
    PASSCODE = "passcode"


@dataclass(frozen=True, slots=True)
class Booking:
    """The use of a meeting by an event, called `event`; `is_standing` when it is the usual one of its series."""

    event: str
    starts_at: datetime
    ends_at: datetime
    meeting: MeetingPart
    is_standing: bool = False

    @property
    def room(self) -> tuple[str, str]:
        """What two bookings of one online room have in common; ('', '') while nobody knows how to join."""
        identity = self.meeting.code or self.meeting.url
        return (self.meeting.provider, identity) if identity else ("", "")


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to look at; `event` is the other event that it is about, if any."""

    kind: Kind
    event: str = ""


def cautions(
    booking: Booking, others: Iterable[Booking] = (), *, texts: Sequence[str] = ()
) -> tuple[Caution, ...]:
    """What is doubtful about `booking` beside those of other events; `texts` are what everybody will read."""
    same = [other for other in others if booking.room != ("", "") and other.room == booking.room]
    found = [Caution(Kind.OVERLAP, other.event) for other in same if _overlap(booking, other)]
    if _is_one_off(booking) and (earlier := _before(booking, same)):
        found.append(Caution(Kind.REUSED, earlier.event))
    if _is_unnamed(booking.meeting):
        found.append(Caution(Kind.UNNAMED))
    if any(_tells_passcode(text, booking.meeting.passcode) for text in texts):
        found.append(Caution(Kind.PASSCODE))
    return tuple(found)


def _overlap(one: Booking, other: Booking) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _is_one_off(booking: Booking) -> bool:
    is_by_number = booking.meeting.provider in ("tencent", "other") and len(booking.meeting.code) == _ONE_OFF
    return is_by_number and not booking.is_standing


def _before(booking: Booking, same: Sequence[Booking]) -> Booking | None:
    """The last event before this one that had the same number for itself alone."""
    earlier = [each for each in same if each.ends_at <= booking.starts_at and not each.is_standing]
    return max(earlier, key=lambda each: each.starts_at, default=None)


def _is_unnamed(meeting: MeetingPart) -> bool:
    """Whether nobody can tell which app the number is of: several have numbers of nine digits."""
    return bool(meeting.provider == "other" and meeting.code and not meeting.url) and not names_provider(
        meeting.label
    )


def _tells_passcode(text: str, passcode: str) -> bool:
    if holds_passcode(text):
        return True
    plain = unicodedata.normalize("NFKC", text)
    is_sought = len(passcode) >= _SHORTEST_PASSCODE
    return (
        is_sought and re.search(rf"(?<![0-9A-Za-z]){re.escape(passcode)}(?![0-9A-Za-z])", plain) is not None
    )
