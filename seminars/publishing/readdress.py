"""A number that came after publication becomes the event's address."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from seminars.announcements.planning.deciding import SILENT
from seminars.models import Event, Revision
from seminars.programme import patches
from seminars.programme.paths import is_taken
from seminars.programme.states import state_after
from seminars.publishing.addresses import leave_address, take_address
from seminars.publishing.change import NothingToDo
from seminars.publishing.recording import follow, lock, newest, write


class TakenAddress(Exception):
    """An address within a series that belongs to another event, or once did."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(reference)

    def __str__(self) -> str:
        said = _(
            "Another event has or had the address /%(reference)s/, and links to it must not change hands."
        )
        return said % {"reference": self.reference}


def may_readdress(event: Event) -> bool:
    """Whether the working copy of a published event has a number that is not its address yet."""
    return bool(event.path and event.number) and event.path != str(event.number)


def readdress(event: Event, *, by: User | None, at: datetime) -> Revision:
    """Publish the number of `event` and make it its address; the old address leads there for good.

    UID and SEQUENCE stay, and nobody is told: for readers it is the same event.
    Raises `NothingToDo`, `TakenAddress` and `NotPossible`.
    """
    with transaction.atomic():
        locked = lock(event)
        locked.state = state_after(locked, "readdress")
        if not locked.number:
            raise NothingToDo(_("This event has no number, so it keeps its address."))
        if not may_readdress(locked):
            raise NothingToDo(_("The number of this event is its address already."))
        path = str(locked.number)
        if is_taken(locked, path):
            raise TakenAddress(f"{locked.series.slug}/{path}")
        before = newest(locked)
        assert before is not None, "a published event has a revision"
        leave_address(locked)
        take_address(locked, path)
        locked.save(update_fields=["path", "updated_at"])
        after = patches.with_number(before, number=locked.number, path=path)
        recorded = write(locked, after, by=by, at=at, wish=SILENT)
        assert recorded is not None, "another address is a change"
        follow([recorded], SILENT, at=at)
    event.refresh_from_db()
    return recorded.revision
