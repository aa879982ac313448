"""What of one event is new to one address, and what it brings for its calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from seminars.announcements.saying.items import Form, Item, Occasion, TakenBack
from seminars.models import CalendarByMail, Publication, PublicationState, Revision
from seminars.programme.changes import Change, ChangeKind, compare, has_additions, is_news
from seminars.programme.snapshots import Snapshot, from_json


@dataclass(frozen=True, slots=True)
class Reader:
    """An address as one event sees it.

    `heard` is what it last heard of the event, `is_held` whether it holds an invitation to it. Whoever is
    written to as a person (`is_person`) hears of the event as one of those who hold it, or because they were.
    """

    heard: Revision | None
    is_held: bool
    is_named: bool
    is_person: bool
    wanted: CalendarByMail


@dataclass(frozen=True, slots=True)
class Reason:
    """Why addresses are written to: the occasion, the organizer's line, and whether every difference is told."""

    occasion: Occasion = Occasion.NEWS
    note: str = ""
    tells_all: bool = False


def news(publication: Publication, reader: Reader, reason: Reason, *, loud: int, at: datetime) -> Item | None:
    """What `reader` is to hear of the event as it is now; None when there is nothing.

    `loud` is the number of the newest revision that was not published silently: only what is newer than what
    the reader heard, up to it, is called a change on occasions other than the change itself.
    """
    # That of a tombstone is empty.
    snapshot = from_json(publication.revision.snapshot)
    if reason.occasion == Occasion.RECORDING:
        return _recorded(publication, snapshot)
    if snapshot.ends_at <= at:
        return None
    if publication.state == PublicationState.WITHDRAWN:
        return _taken_back(snapshot, TakenBack.WITHDRAWN) if reader.is_held else None
    if reader.is_person and not reader.is_named and (not reader.is_held or not snapshot.is_cancelled):
        keeps_it = reader.wanted == CalendarByMail.INVITE
        return _taken_back(snapshot, TakenBack.UNINVITED) if reader.is_held and not keeps_it else None
    if reason.occasion == Occasion.NEWS:
        item = _changed(snapshot, reader, tells_all=reason.tells_all)
    else:
        item = _brought_up(snapshot, reader, reason.occasion, loud=loud, at=at)
    if item is None:
        return None
    brings = form(reader, is_off=snapshot.is_cancelled)
    if brings == Form.FILE and item.occasion == Occasion.NOTE:
        brings = Form.NOTHING
    return replace(item, form=brings, note=reason.note)


def form(reader: Reader, *, is_off: bool) -> Form:
    """What comes along for the calendar: an invitation that is held is kept true, whatever is wanted by now."""
    if reader.is_held:
        return Form.CANCELLATION if is_off else Form.UPDATE
    if reader.is_named or reader.wanted == CalendarByMail.INVITE:
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


def _changed(snapshot: Snapshot, reader: Reader, *, tells_all: bool) -> Item | None:
    if reader.heard is None:
        # Nobody is told that something is off which they never heard was on.
        return None if snapshot.is_cancelled else Item(snapshot)
    before = from_json(reader.heard.snapshot)
    if before.is_cancelled and snapshot.is_cancelled:
        # Whatever else was corrected: it is still off.
        return None
    changes = compare(before, snapshot)
    if is_news(changes) or (tells_all and changes):
        return Item(snapshot, before, changes)
    # One of its people who only read of the event so far is invited to it.
    is_uninvited = reader.is_person and not reader.is_held and not snapshot.is_cancelled
    return Item(snapshot) if is_uninvited else None


def _brought_up(
    snapshot: Snapshot, reader: Reader, occasion: Occasion, *, loud: int, at: datetime
) -> Item | None:
    """The event again, with what the reader has not heard of it: a reminder, or a line about it."""
    if snapshot.is_cancelled or (occasion == Occasion.REMINDER and snapshot.starts_at <= at):
        # Of the cancellation they hear by itself.
        return None
    if reader.heard is None or reader.heard.number >= loud:
        return Item(snapshot, occasion=occasion)
    before = from_json(reader.heard.snapshot)
    changes = compare(before, snapshot)
    if is_news(changes) or has_additions(changes):
        return Item(snapshot, before, changes, occasion=occasion)
    return Item(snapshot, occasion=occasion)


def _recorded(publication: Publication, snapshot: Snapshot) -> Item | None:
    if publication.state != PublicationState.PUBLISHED or not snapshot.has_replay:
        return None
    return Item(snapshot, occasion=Occasion.RECORDING)


def _taken_back(snapshot: Snapshot, why: TakenBack) -> Item:
    if why == TakenBack.UNINVITED:
        return Item(bare(snapshot), form=Form.CANCELLATION, taken_back=why)
    off = replace(bare(snapshot), state="cancelled")
    return Item(off, replace(off, state="published"), (Change(ChangeKind.CANCELLED),), Form.CANCELLATION, why)
