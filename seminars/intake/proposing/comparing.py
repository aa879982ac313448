"""Working copy against plan: the differences in the desk's words."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime, timedelta

from django.utils import translation
from django.utils.translation import get_language, gettext

from seminars.intake.proposing.proposal import PlannedTalk
from seminars.models import Event, EventState
from seminars.presenting.differences import Line, all_lines, differences
from seminars.programme.freezing import freeze_with, talk_of
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import short_language
from seminars.timekeeping.spans import LONGEST_ALL_DAY, moment_words

# Where an event has no date yet, something must stand in a snapshot; no line shows it.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def frozen(event: Event, talks: Sequence[PlannedTalk]) -> Snapshot:
    """The working copy with these talks as a value, also while it has no date or no end."""
    dated = copy(event)
    dated.starts_at = event.starts_at or _NO_DATE
    if not _has_times(event):
        dated.is_all_day, dated.ends_at = False, dated.starts_at + timedelta(minutes=1)
    parts = (
        talk_of(
            each.talk,
            appearances=each.appearances,
            abstracts=each.abstracts,
            links=each.links,
            tags=each.tags,
        )
        for each in talks
    )
    state = "cancelled" if event.state == EventState.CANCELLED else "published"
    return freeze_with(dated, parts, state=state)


def lines_of_new(event: Event, after: Snapshot) -> tuple[Line, ...]:
    """All that a new event says."""
    return _with_time(all_lines(after), "", _half_date(event))


def lines_between(before: Snapshot, old: Event, after: Snapshot, new: Event) -> tuple[Line, ...]:
    """What the working copy would say differently; () if and only if that is nothing.

    In the other language where only that one changes.
    """
    if before == after and _times(old) == _times(new):
        return ()
    lines = differences(before, after)
    if not lines:
        other = "en" if short_language(get_language() or "") == "zh" else "zh-hans"
        with translation.override(other):
            lines = differences(before, after)
    if not (_has_times(old) and _has_times(new)):
        words = [_words(lines, side, event) for side, event in (("before", old), ("after", new))]
        lines = list(_with_time(lines, *words))
    if not lines:
        lines = [Line(gettext("Details"), "", gettext("A person or a room is another one of the same name."))]
    return tuple(lines)


def state_line(event: Event, reason: str) -> Line:
    """That an event no longer takes place, and why."""
    off = str(EventState.CANCELLED.label)
    return Line(gettext("State"), str(EventState(event.state).label), f"{off}: {reason}" if reason else off)


def restored_line(event: Event) -> Line:
    """That a cancelled event takes place after all."""
    off = str(EventState.CANCELLED.label)
    before = f"{off}: {event.cancel_reason}" if event.cancel_reason else off
    return Line(gettext("State"), before, str(EventState.PUBLISHED.label))


def _times(event: Event) -> tuple[datetime | None, datetime | None]:
    return event.starts_at, event.ends_at


def _has_times(event: Event) -> bool:
    """Whether start and end are known and can be: what cannot is refused when it is saved."""
    if event.starts_at is None or event.ends_at is None:
        return False
    longest = timedelta(days=LONGEST_ALL_DAY, hours=2)
    return event.starts_at < event.ends_at <= event.starts_at + longest


def _half_date(event: Event) -> str | None:
    """What is known of the time of an event without a possible end; None where all is known."""
    if event.starts_at is None:
        return ""
    if not _has_times(event):
        return moment_words(event.starts_at, event.zone, short_language(get_language() or ""))
    return None


def _words(lines: Sequence[Line], side: str, event: Event) -> str:
    half = _half_date(event)
    if half is not None:
        return half
    return next((str(getattr(line, side)) for line in lines if line.label == gettext("Time")), "")


def _with_time(lines: Sequence[Line], before: str, after: str | None) -> tuple[Line, ...]:
    """`lines` with these words for the time."""
    if after is None:
        return tuple(lines)
    label = gettext("Time")
    others = [line for line in lines if line.label != label]
    ahead = sum(line.label in (gettext("Series"), gettext("Address")) for line in others)
    time = [Line(label, before, after)] if before != after else []
    return (*others[:ahead], *time, *others[ahead:])
