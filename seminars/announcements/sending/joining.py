"""The link to join that a mail carries: the meeting's own, or the join page's with the reader's own key to it."""

from __future__ import annotations

from seminars.meetings.audiences import address_for
from seminars.presenting.links import join_url
from seminars.programme.snapshots import Snapshot

# Stands for the reader's own token; it is replaced for each recipient.
TOKEN_MARK = "token.links.invalid"


def join_address(snapshot: Snapshot, language: str) -> str:
    """The link, perhaps with the mark in it; '' where mail may not say how to join."""
    meeting = snapshot.meeting
    if meeting is None:
        return ""
    page = join_url(snapshot.series.slug, snapshot.path, language)
    if meeting.visibility != "public":
        page += f"?token={TOKEN_MARK}"
    return address_for("subscriber", meeting, page)
