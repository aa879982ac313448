"""An event goes over to another series, and stays the same event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from seminars.announcements.planning.deciding import SILENT, Wish
from seminars.announcements.planning.rerouting import reroute
from seminars.models import Event, Revision, Series, SeriesVisibility, Source
from seminars.programme import patches
from seminars.programme.freezing import meeting_part, series_part, venue_part
from seminars.programme.paths import free_path
from seminars.programme.snapshots import MeetingPart, Snapshot, VenuePart
from seminars.programme.states import state_after
from seminars.publishing.addresses import leave_address, take_address
from seminars.publishing.change import NothingToDo
from seminars.publishing.recording import follow, lock, lock_series, newest, write


class NotTransferable(Exception):
    """Why an event cannot go over to a series; str() says it in the user's language."""


class TakenNumber(NotTransferable):
    """A number that another event of the series has."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        return _("Another event of that series has the number %(number)d.") % {"number": self.number}


def transfer(
    event: Event,
    series: Series,
    *,
    number: int | None = None,
    by: User | None,
    at: datetime,
    wish: Wish = SILENT,
) -> Revision:
    """Let a published `event` belong to `series`: out of one feed, into the other, under an address there.

    Numbers count within a series, so the old one stays behind; `number` is its number there. What it took
    from its series, it takes from the new one: names, and where they were as usual, place, meeting, contact
    and audience. UID and times stay; SEQUENCE rises only if place or meeting are others now. The old
    address leads to the new one for good.

    Nobody is told of the change by itself. What was still to be told of the event is told to those who
    follow the new series instead, and so are later changes; of the old one's followers, those who were told
    of it go on to hear. With another `wish` all these hear at once of another place or meeting.

    Raises `NotTransferable`, `NothingToDo` and `NotPossible`.
    """
    with transaction.atomic():
        lock_series([event.series_id, series.pk])
        locked = lock(event)
        locked.state = state_after(locked, "transfer")
        if locked.series_id != event.series_id:
            raise NotTransferable(_("Somebody else has just moved this event to another series."))
        new = Series.objects.select_related("venue", "meeting").get(pk=series.pk)
        _check(locked, new)
        before = newest(locked)
        assert before is not None, "a published event has a revision"
        after = _taken_over(locked, before, new)
        leave_address(locked)
        locked.series, locked.number = new, number
        take_address(locked, free_path(locked))
        _save(locked)
        after = patches.with_number(after, number=number, path=locked.path)
        recorded = write(locked, after, by=by, at=at, wish=wish)
        assert recorded is not None, "another series is a change"
        reroute(locked, at=at)
        follow([recorded], wish, at=at)
    event.refresh_from_db()
    return recorded.revision


def _check(event: Event, new: Series) -> None:
    """Going over neither shows an event to the public nor takes it away: other verbs do, and say so."""
    if event.series_id == new.pk:
        raise NothingToDo(_("The event belongs to this series already."))
    is_hidden, will_be = (each.visibility == SeriesVisibility.HIDDEN for each in (event.series, new))
    if will_be and not is_hidden:
        raise NotTransferable(
            _(
                "“%(series)s” is hidden: the event would vanish from pages and calendars without a word. "
                "Cancel or withdraw it instead."
            )
            % {"series": _name(new)}
        )
    if is_hidden and not will_be:
        raise NotTransferable(
            _(
                "The series of this event is hidden: in “%(series)s”, readers would see the event although "
                "nobody published it for them. Make a new event there instead."
            )
            % {"series": _name(new)}
        )


def _taken_over(event: Event, before: Snapshot, new: Series) -> Snapshot:
    """What was published, with all that it took from the old series taken from `new`."""
    old = event.series
    after = replace(
        patches.with_series(before, series_part(new)),
        audience=new.audience if before.audience == old.audience else before.audience,
        contact=new.contact if before.contact == old.contact else before.contact,
    )
    # A place that was published as another than the usual one stays, whatever is half typed by now.
    if event.venue_from == Source.SERIES and before.venue == _venue(old):
        after = patches.with_venue(after, _venue(new))
    if event.meeting_from == Source.SERIES and before.meeting == _meeting(old):
        after = patches.with_meeting(after, _meeting(new))
    if after.venue is None and after.meeting is None:
        raise NotTransferable(
            _(
                "“%(series)s” has no usual place: give this event a room or an online meeting of its own first."
            )
            % {"series": _name(new)}
        )
    return after


def _venue(series: Series) -> VenuePart | None:
    return venue_part(series.venue) if series.venue else None


def _meeting(series: Series) -> MeetingPart | None:
    return meeting_part(series.meeting) if series.meeting else None


def _name(series: Series) -> str:
    return series.name.best(get_language() or "")


def _save(event: Event) -> None:
    try:
        with transaction.atomic():
            event.save(update_fields=["series", "number", "path", "updated_at"])
    except IntegrityError:
        assert event.number is not None, "addresses of a locked series are free or taken for good"
        raise TakenNumber(event.number) from None
