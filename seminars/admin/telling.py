"""What a publication would tell, in the desk's words: how soon, to how many, and what may be chosen instead."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext, ngettext

from seminars.admin import standing
from seminars.announcements.planning.deciding import NO_WAIT, Pace, Wish
from seminars.announcements.planning.forecasting import Forecast, forecast, hearing_of
from seminars.announcements.planning.hearing import Hearing
from seminars.models import Announcement, Event, SeriesVisibility, Telling
from seminars.programme.changes import SETTLES_AFTER
from seminars.programme.snapshots import Snapshot

# What is not told at once may be, if the organizer says so.
SLOW = (Pace.SETTLED, Pace.WITH_THE_NEXT, Pace.NOT_NEWS)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be told as usual, in sentences, and to whom if it were told now; None where that is the same.

    `is_mixed`: those who hear of it, one way or the other, read several languages.
    """

    lines: tuple[str, ...]
    now: str | None = None
    is_mixed: bool = False


def outlook(event: Event, before: Snapshot | None, after: Snapshot | None, *, at: datetime) -> Outlook:
    """What would come of publishing `after`; `before` is what was published last."""
    if after is None:
        return Outlook(())
    if before is not None and after.is_cancelled and before.is_cancelled:
        return Outlook((gettext("The event stays cancelled."),))
    usual = forecast(_to_be_told_now(event), before, after, Wish(wait=NO_WAIT), at=at)
    now, hearing = None, usual.hearing
    if usual.decision.pace in SLOW and not usual.joins:
        forced = forecast(event, before, after, Wish(wait=NO_WAIT, is_forced=True), at=at)
        now, hearing = hearing_words(forced.hearing), forced.hearing
    return Outlook(tuple(_lines(usual, event)), now, len(hearing.languages) > 1)


def hearing_words(hearing: Hearing) -> str:
    """`137 people, 3 groups, in 2 languages; 12 more with their digest`; a sentence where it is nobody."""
    if not hearing:
        return gettext("nobody; either nobody follows it, or all who do know it already")
    parts = []
    if hearing.addresses:
        parts.append(
            _counted(ngettext("%(count)d person", "%(count)d people", hearing.addresses), hearing.addresses)
        )
    if hearing.groups:
        parts.append(
            _counted(ngettext("%(count)d group", "%(count)d groups", hearing.groups), hearing.groups)
        )
    if hearing.with_digest:
        parts.append(
            _counted(
                ngettext(
                    "%(count)d reader with their digest",
                    "%(count)d readers with their digest",
                    hearing.with_digest,
                ),
                hearing.with_digest,
            )
        )
    spoken = len(hearing.languages)
    parts.append(_counted(ngettext("in %(count)d language", "in %(count)d languages", spoken), spoken))
    return gettext(", ").join(parts)


def waiting_for(event: Event, *, at: datetime) -> list[standing.Waiting]:
    """What is about to be told of `event`, each with who hears of it."""
    rows = Announcement.objects.filter(revisions__event=event, fanned_out_at=None, withdrawn_at=None)
    return [waiting(row, at=at) for row in rows.distinct().select_related("series")]


def waiting(announcement: Announcement, *, at: datetime) -> standing.Waiting:
    """What waits, with who hears of it."""
    audience = hearing_words(hearing_of(announcement, at=max(at, announcement.due_at)))
    return replace(standing.waiting(announcement, at=at), audience=audience)


def told_of(event: Event, *, at: datetime) -> list[standing.Told]:
    """All that was told of `event` or is about to be, newest first."""
    rows = Announcement.objects.filter(revisions__event=event).distinct().select_related("series")
    return standing.told(list(rows.prefetch_related("revisions__event__series").order_by("-pk")), at=at)


def _to_be_told_now(event: Event) -> Event:
    """The event as if its first publication were told now: on which day is asked beside it."""
    if event.published_at is not None:
        return event
    asked = copy(event)
    asked.tell, asked.tell_on = Telling.NOW, None
    return asked


def _lines(foreseen: Forecast, event: Event) -> list[str]:
    if event.series.visibility == SeriesVisibility.HIDDEN:
        return [gettext("The series is hidden: nobody is told.")]
    lines = [_pace(foreseen, event)]
    if foreseen.due_at or foreseen.people_due_at:
        lines.append(gettext("It goes to: %(audience)s.") % {"audience": hearing_words(foreseen.hearing)})
    if people := foreseen.hearing.people:
        said = ngettext(
            "One of them is told first, with an invitation, as one of its people (speakers, host, organizers).",
            "%(count)d of them are told first, with an invitation, as its people (speakers, host, organizers).",
            people,
        )
        lines.append(_counted(said, people))
    if foreseen.recording_due_at:
        said = ngettext(
            "The first recording or slides: %(count)d who asked for them is told once it is over.",
            "The first recording or slides: %(count)d who asked for them are told once it is over.",
            foreseen.recorded,
        )
        lines.append(_counted(said, foreseen.recorded))
    return [line for line in lines if line]


def _pace(foreseen: Forecast, event: Event) -> str:
    if foreseen.joins and foreseen.due_at:
        when = standing.shown(foreseen.due_at, event.zone)
        return gettext("It goes along with what waits to be told: %(when)s.") % {"when": when}
    match foreseen.decision.pace:
        case Pace.NOW if event.published_at is None:
            # When it is told is chosen beside it.
            return ""
        case Pace.AT_ONCE | Pace.NOW:
            return gettext("It is told at once, after a minute in which you can stop it.")
        case Pace.SETTLED:
            minutes = int(SETTLES_AFTER.total_seconds()) // 60
            said = gettext(
                "It is told in %(minutes)d minutes, when it has settled; what you change until then goes along."
            )
            return said % {"minutes": minutes}
        case Pace.WITH_THE_NEXT:
            return gettext(
                "What was missing is there now. It goes with the next reminder or digest, marked as an addition."
            )
        case Pace.NOT_NEWS:
            return gettext("Nobody is told: no time, place, meeting, talk, speaker or title changes.")
        case Pace.OVER:
            return gettext("Nobody is told: it is over already.")
    return gettext("Nobody is told.")


def _counted(said: str, count: int) -> str:
    return said % {"count": count}
