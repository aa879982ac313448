"""Who may be told how to join an online meeting: the one rule, for page, feed, mail, chat and poster."""

from __future__ import annotations

from typing import Literal

from seminars.programme.snapshots import MeetingPart

# Everybody; confirmed subscribers (their mail, their own feed, the join page opened with their token);
# accounts with a role on the series.
Audience = Literal["public", "subscriber", "member"]

_MAY_SEE: dict[str, frozenset[Audience]] = {
    "public": frozenset({"public", "subscriber", "member"}),
    "subscribers": frozenset({"subscriber", "member"}),
    "members": frozenset({"member"}),
}


def may_show(meeting: MeetingPart, audience: Audience) -> bool:
    """Whether `audience` is told number, link and passcode; a meeting on request is shown to nobody."""
    return audience in _MAY_SEE.get(meeting.visibility, frozenset())
