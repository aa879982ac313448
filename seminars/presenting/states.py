"""Where an event stands in time, and which button its page therefore puts first."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from seminars.programme.snapshots import Snapshot

DOORS_OPEN = timedelta(minutes=15)


class Phase(StrEnum):
    """Before, just before, during and after."""

    COMING = "coming"
    SOON = "soon"
    LIVE = "live"
    OVER = "over"


class Face(StrEnum):
    """What a reader most likely wants now."""

    CALENDAR = "calendar"
    JOIN = "join"
    WATCH = "watch"
    FOLLOW = "follow"


def phase(snapshot: Snapshot, at: datetime) -> Phase:
    """Where the event stands at `at`; doors open 15 minutes before the start."""
    if at >= snapshot.ends_at:
        return Phase.OVER
    if at >= snapshot.starts_at:
        return Phase.LIVE
    return Phase.SOON if at >= snapshot.starts_at - DOORS_OPEN else Phase.COMING


def face(snapshot: Snapshot, at: datetime) -> Face:
    """The button of the page: what is cancelled, or over and not recorded, leaves following the series."""
    if snapshot.is_cancelled:
        return Face.FOLLOW
    now = phase(snapshot, at)
    if now == Phase.COMING:
        return Face.CALENDAR
    if now != Phase.OVER:
        return Face.JOIN if snapshot.meeting else Face.CALENDAR
    kinds = {link.kind for talk in snapshot.planned_talks for link in talk.links}
    return Face.WATCH if kinds & {"recording", "slides"} else Face.FOLLOW
