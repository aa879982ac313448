"""Who may be told how to join an online meeting, and when: the one rule, for page, feed, mail, chat and poster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from seminars.programme.snapshots import MeetingPart, Snapshot

# Everybody; confirmed subscribers (their mail, their own feed, the join page opened with their token);
# accounts with a role on the series.
Audience = Literal["public", "subscriber", "member"]

_MAY_SEE: dict[str, frozenset[Audience]] = {
    "public": frozenset({"public", "subscriber", "member"}),
    "subscribers": frozenset({"subscriber", "member"}),
    "members": frozenset({"member"}),
}


class Verdict(StrEnum):
    """What the rule says to a reader at an instant; all but OPEN say why number and link are not shown."""

    OPEN = "open"
    EARLY = "early"
    LATE = "late"
    SUBSCRIBERS = "subscribers"
    MEMBERS = "members"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a page shows of a meeting now: `opens_at` and `closes_at` are None where no clock sets them."""

    verdict: Verdict
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.verdict == Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Rule:
    """Level and clock of one meeting; `opens_before` and `closes_after` are minutes, None where there is no clock."""

    level: str
    opens_before: int | None = None
    closes_after: int | None = None

    @property
    def is_clocked(self) -> bool:
        """Whether number and link are shown for a while only: then nothing that is kept may carry them."""
        return self.opens_before is not None or self.closes_after is not None

    def admits(self, audience: Audience) -> bool:
        """Whether `audience` is told at all; a meeting on request is told to nobody, an unknown level neither."""
        return audience in _MAY_SEE.get(self.level, frozenset())

    def lets_carry(self, audience: Audience) -> bool:
        """Whether what is written once and kept (feeds, mail, chat, lists) may carry number, link and passcode."""
        return self.admits(audience) and not self.is_clocked

    def opening(self, audience: Audience, *, starts_at: datetime, ends_at: datetime, at: datetime) -> Opening:
        """What a page that is made at `at` shows; the level speaks before the clock."""
        opens_at = starts_at - timedelta(minutes=self.opens_before) if self.opens_before is not None else None
        closes_at = ends_at + timedelta(minutes=self.closes_after) if self.closes_after is not None else None
        return Opening(self._verdict(audience, opens_at, closes_at, at), opens_at, closes_at)

    def _verdict(
        self, audience: Audience, opens_at: datetime | None, closes_at: datetime | None, at: datetime
    ) -> Verdict:
        if not self.admits(audience):
            return Verdict(self.level) if self.level in _MAY_SEE else Verdict.REQUEST
        if closes_at is not None and at >= closes_at:
            return Verdict.LATE
        if opens_at is not None and at < opens_at:
            return Verdict.EARLY
        return Verdict.OPEN


def rule_of(meeting: MeetingPart) -> Rule:
    """The rule that was published with the meeting."""
    return Rule(meeting.visibility, meeting.opens_before, meeting.closes_after)


def may_show(meeting: MeetingPart, audience: Audience) -> bool:
    """Whether what is kept may tell `audience` number, link and passcode; pages ask `opening_of`."""
    return rule_of(meeting).lets_carry(audience)


def opening_of(snapshot: Snapshot, audience: Audience, *, at: datetime) -> Opening | None:
    """What a page made at `at` shows of the event's meeting; None where there is none."""
    if snapshot.meeting is None:
        return None
    return rule_of(snapshot.meeting).opening(
        audience, starts_at=snapshot.starts_at, ends_at=snapshot.ends_at, at=at
    )


def address_for(audience: Audience, meeting: MeetingPart, join_page: str) -> str:
    """The link that feeds, mail and chat carry: the meeting's own, the join page's where a clock opens it, or ''."""
    rule = rule_of(meeting)
    if not rule.admits(audience):
        return ""
    return join_page if rule.is_clocked else meeting.url
