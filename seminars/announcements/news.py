"""What of one event is new to one address, and what it brings for its calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from seminars.announcements.items import Form, Item, TakenBack
from seminars.models import CalendarByMail, Publication, PublicationState, Revision
from seminars.programme.changes import Change, ChangeKind, compare, is_news
from seminars.programme.snapshots import Snapshot, from_json


@dataclass(frozen=True, slots=True)
class Reader:
    """An address as one event sees it.

    `heard` is what it last heard of the event, `is_held` whether it holds an invitation to it. Whoever is
    written to as a person (`is_person`) hears of the event as one of its speakers, or because they were.
    """

    heard: Revision | None
    is_held: bool
    is_speaker: bool
    is_person: bool
    wanted: CalendarByMail


def news(publication: Publication, reader: Reader, *, at: datetime) -> Item | None:
    """What `reader` is to hear of the event as it is now; None when there is nothing."""
    # That of a tombstone is empty.
    snapshot = from_json(publication.revision.snapshot)
    if snapshot.ends_at <= at:
        return None
    if publication.state == PublicationState.WITHDRAWN:
        return _taken_back(snapshot, TakenBack.WITHDRAWN) if reader.is_held else None
    if reader.is_person and not reader.is_speaker and (not reader.is_held or not snapshot.is_cancelled):
        keeps_it = reader.wanted == CalendarByMail.INVITE
        return _taken_back(snapshot, TakenBack.UNINVITED) if reader.is_held and not keeps_it else None
    item = _changed(snapshot, reader)
    return replace(item, form=form(reader, is_off=snapshot.is_cancelled)) if item else None


def form(reader: Reader, *, is_off: bool) -> Form:
    """What comes along for the calendar: an invitation that is held is kept true, whatever is wanted by now."""
    if reader.is_held:
        return Form.CANCELLATION if is_off else Form.UPDATE
    if reader.is_speaker or reader.wanted == CalendarByMail.INVITE:
        # Nobody is sent the end of something that their calendar never had.
        return Form.NOTHING if is_off else Form.INVITATION
    return Form.FILE if reader.wanted == CalendarByMail.ATTACHMENT else Form.NOTHING


def bare(snapshot: Snapshot) -> Snapshot:
    """The name and the time of an event, and nothing that it says."""
    return Snapshot(
        uid=snapshot.uid,
        series=snapshot.series,
        path=snapshot.path,
        state=snapshot.state,
        starts_at=snapshot.starts_at,
        ends_at=snapshot.ends_at,
        zone=snapshot.zone,
        is_all_day=snapshot.is_all_day,
        number=snapshot.number,
        contact=snapshot.contact,
    )


def _changed(snapshot: Snapshot, reader: Reader) -> Item | None:
    if reader.heard is None:
        # Nobody is told that something is off which they never heard was on.
        return None if snapshot.is_cancelled else Item(snapshot)
    before = from_json(reader.heard.snapshot)
    if before.is_cancelled and snapshot.is_cancelled:
        # Whatever else was corrected: it is still off.
        return None
    changes = compare(before, snapshot)
    if is_news(changes):
        return Item(snapshot, before, changes)
    # A speaker who only read of the event so far is invited to it.
    is_uninvited = reader.is_person and not reader.is_held and not snapshot.is_cancelled
    return Item(snapshot) if is_uninvited else None


def _taken_back(snapshot: Snapshot, why: TakenBack) -> Item:
    if why == TakenBack.UNINVITED:
        return Item(bare(snapshot), form=Form.CANCELLATION, taken_back=why)
    off = replace(bare(snapshot), state="cancelled")
    return Item(off, replace(off, state="published"), (Change(ChangeKind.CANCELLED),), Form.CANCELLATION, why)
