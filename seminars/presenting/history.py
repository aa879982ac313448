"""What became of an event since it was first published, in words: old → new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from seminars.meetings.audiences import Audience, may_show
from seminars.meetings.words import words_for
from seminars.presenting.people import names
from seminars.presenting.said import speaking
from seminars.presenting.talks import byline, plain_title
from seminars.presenting.times import when
from seminars.programme.changes import Change, ChangeKind, compare
from seminars.programme.snapshots import MeetingPart, Snapshot, TalkPart, VenuePart
from seminars.timekeeping.spans import moment_words
from seminars.timekeeping.zones import zone


@dataclass(frozen=True, slots=True)
class Past:
    """A revision: its number, when it was published, what it said."""

    number: int
    at: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Sentence:
    """One change: what it is about, and the old and the new words, either of which may be ''."""

    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one revision changed, and when, in the event's zone."""

    at: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What a reader must see before anything else: `kind` is cancelled, time, place or meeting."""

    kind: str
    label: str
    old: str
    new: str
    at: str


def steps(history: Sequence[Past], language: str, audience: Audience) -> tuple[Step, ...]:
    """The changes, newest first; the first publication is none."""
    ordered = sorted(history, key=lambda each: each.number)
    readers = audience if may_read_numbers(ordered, audience) else None
    with speaking(language):
        found = [_step(before, after, language, readers) for before, after in pairwise(ordered)]
    return tuple(step for step in reversed(found) if step.sentences)


def _step(before: Past, after: Past, language: str, audience: Audience | None) -> Step:
    changes = compare(before.snapshot, after.snapshot)
    told = [sentence(each, before.snapshot, after.snapshot, language, audience) for each in changes]
    return Step(moment_words(after.at, after.snapshot.zone, language), tuple(dict.fromkeys(told)))


def bars(history: Sequence[Past], language: str, audience: Audience) -> tuple[Bar, ...]:
    """That it is cancelled; else where and when it was to be, for each that is no longer so."""
    ordered = sorted(history, key=lambda each: each.number)
    if not ordered:
        return ()
    readers = audience if may_read_numbers(ordered, audience) else None
    with speaking(language):
        if ordered[-1].snapshot.is_cancelled:
            return (_cancelled_bar(ordered, language),)
        kinds = (ChangeKind.TIME, ChangeKind.PLACE, ChangeKind.MEETING)
        found = [_changed_bar(ordered, kind, language, readers) for kind in kinds]
    return tuple(bar for bar in found if bar)


def _changed_bar(
    ordered: Sequence[Past], kind: ChangeKind, language: str, audience: Audience | None
) -> Bar | None:
    """The newest version that differs from today's: what a reader may still have in mind."""
    now = ordered[-1].snapshot
    for before, after in reversed(list(pairwise(ordered))):
        if any(each.kind == kind for each in compare(before.snapshot, now)):
            if _is_only_completed(kind, before.snapshot, now):
                return None
            told = sentence(Change(kind), before.snapshot, now, language, audience)
            return Bar(kind.value, told.label, told.old, told.new, moment_words(after.at, now.zone, language))
    return None


def may_read_numbers(ordered: Sequence[Past], audience: Audience) -> bool:
    """Whether old meeting numbers may be told: not if today's, which may be the same, is closed."""
    now = ordered[-1].snapshot.meeting if ordered else None
    return now is None or may_show(now, audience)


def _is_only_completed(kind: ChangeKind, before: Snapshot, now: Snapshot) -> bool:
    """Whether a meeting just got the number that was still to come: nobody has a wrong one in mind."""
    old, new = before.meeting, now.meeting
    if kind != ChangeKind.MEETING or old is None or new is None:
        return False
    return old.provider == new.provider and not (old.code or old.url or old.passcode)


def _cancelled_bar(ordered: Sequence[Past], language: str) -> Bar:
    now, since = ordered[-1].snapshot, ordered[-1].at
    for each in reversed(ordered):
        if not each.snapshot.is_cancelled:
            break
        since = each.at
    return Bar(
        "cancelled", _("Cancelled"), "", now.reason_in(language), moment_words(since, now.zone, language)
    )


def sentence(
    change: Change, before: Snapshot, after: Snapshot, language: str, audience: Audience | None
) -> Sentence:
    """One change in words; with None for an audience meeting numbers are not told."""
    kind = change.kind
    if kind == ChangeKind.CANCELLED:
        return Sentence(_("Cancelled"), new=after.reason_in(language))
    if kind == ChangeKind.RESTORED:
        return Sentence(_("Takes place after all"))
    if kind == ChangeKind.TIME:
        year = _common_year(before, after)
        old, new = _time(before, language, year), _time(after, language, year)
        return Sentence(_("Time"), old, new) if old != new else Sentence(_("Times of the talks changed"))
    if kind == ChangeKind.PLACE:
        old, new = _venue(before.venue, language), _venue(after.venue, language)
        return Sentence(_("Place"), old, new) if old != new else Sentence(_("Address of the place corrected"))
    if kind == ChangeKind.MEETING:
        return _meeting(before.meeting, after.meeting, language, audience)
    if kind == ChangeKind.TITLE and not change.talk:
        return Sentence(_("Title"), before.title.best(language), after.title.best(language))
    if change.talk:
        return _talk(kind, _found(before, change.talk), _found(after, change.talk), language)
    return Sentence(_("Details were edited."))


def _talk(kind: ChangeKind, before: TalkPart | None, after: TalkPart | None, language: str) -> Sentence:
    if kind == ChangeKind.TALK_ADDED and after:
        return Sentence(_("Talk added"), new=called(after, language))
    if kind == ChangeKind.TALK_WITHDRAWN and before:
        return Sentence(_("Talk withdrawn"), old=called(before, language))
    if before and after and kind == ChangeKind.SPEAKERS:
        return Sentence(_("Speakers"), names(before.speakers, language), names(after.speakers, language))
    if before and after:
        old, new = plain_title(before.title), plain_title(after.title)
        return Sentence(_("Title"), old.best(language), new.best(language))
    return Sentence(_("Details were edited."))


def _meeting(
    before: MeetingPart | None, after: MeetingPart | None, language: str, audience: Audience | None
) -> Sentence:
    if audience is None:
        return Sentence(_("Online meeting changed"))
    old = words_for(audience, before, language) if before else pgettext("no place or meeting", "none")
    new = words_for(audience, after, language) if after else pgettext("no place or meeting", "none")
    # Where the number is not shown, or only link or passcode changed, both read the same.
    return (
        Sentence(_("Online meeting changed"), new=new)
        if old == new
        else Sentence(_("Online meeting"), old, new)
    )


def called(talk: TalkPart, language: str) -> str:
    """The talk's title, else whose talk it is."""
    return plain_title(talk.title).best(language) or byline(talk, language)


def _common_year(before: Snapshot, after: Snapshot) -> int:
    """The year that needs no saying because both are in it; 0 if they are in different ones."""
    first = before.starts_at.astimezone(zone(before.zone)).year
    return first if after.starts_at.astimezone(zone(after.zone)).year == first else 0


def _time(snapshot: Snapshot, language: str, this_year: int) -> str:
    told = when(
        snapshot.starts_at,
        snapshot.ends_at,
        snapshot.zone,
        language,
        is_all_day=snapshot.is_all_day,
        this_year=this_year,
    )
    return str(told)


def _venue(venue: VenuePart | None, language: str) -> str:
    return venue.name.best(language) if venue else pgettext("no place or meeting", "none")


def _found(snapshot: Snapshot, uid: str) -> TalkPart | None:
    return next((talk for talk in snapshot.talks if talk.uid == uid), None)
