"""The digest as a mail: what changed above, then what is new, then what comes and is known. Pure but for templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from itertools import groupby
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from seminars.announcements.channels.base import Attachment, Message
from seminars.announcements.saying.banners import banner
from seminars.announcements.saying.composing import PREFERENCES_MARK, UNSUBSCRIBE_MARK, Cause, prose_words
from seminars.announcements.saying.differences import Difference, differences
from seminars.announcements.saying.items import (
    Form,
    Item,
    day_there,
    joining_words,
    name_words,
    people_words,
    person_words,
    place_words,
    reader_when_words,
    spoken_words,
    when_words,
)
from seminars.announcements.sending.joining import join_address
from seminars.announcements.wechat.lines import linked
from seminars.calendars.words import cut
from seminars.meetings.audiences import may_show
from seminars.models import Slot
from seminars.presenting.links import event_url
from seminars.programme.changes import ChangeKind, has_additions, is_news
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.plain import one_line
from seminars.text.typography import clean_line
from seminars.timekeeping.names import MONTHS
from seminars.timekeeping.spans import date_words
from seminars.timekeeping.zones import zone

# Gmail shows about 100 kB of a mail.
LONGEST_ABSTRACT = 400


class Part(IntEnum):
    """The parts of a digest, in order."""

    CHANGED = 0
    NEW = 1
    KNOWN = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Which digest it is: of which rhythm, on which local day, in which language and zone; why it brings invitations."""

    slot: Slot
    on: date
    language: str
    zone: str
    cause: Cause = Cause.CHOSE


@dataclass(frozen=True, slots=True)
class SaidTalk:
    """A talk in a digest: plain text."""

    title: str
    people: str
    spoken: str
    abstract: str


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """An event in a digest: plain text, '' where there is nothing to say."""

    name: str
    title: str
    when: str
    clock: str
    reader_when: str
    place: str
    joining: str
    join_url: str
    passcode: str
    banner: str
    is_alarming: bool
    # Something that was missing is there now, and worth reading.
    is_completed: bool
    reason: str
    differences: tuple[Difference, ...]
    talks: tuple[SaidTalk, ...]
    url: str


class SaidDay(NamedTuple):
    """A day and its events."""

    heading: str
    events: list[SaidEvent]


def part_of(item: Item) -> Part:
    """Where an event stands: it changed, is new, or is known as it is."""
    if item.known is None:
        return Part.NEW
    return Part.CHANGED if item.changes else Part.KNOWN


def digest_mail(
    items: Sequence[Item],
    frame: Frame,
    *,
    clocks: Sequence[str] = (),
    attachments: tuple[Attachment, ...] = (),
    at: datetime,
) -> Message:
    """The mail that tells `items`, at least one, in their order; `clocks` are sentences about changes of clocks."""
    language = frame.language
    parts = {part: [item for item in items if part_of(item) == part] for part in Part}
    forms = [item.form for item in items if item.form != Form.NOTHING]
    context: dict[str, Any] = {
        "language": language,
        "subject": digest_subject(items, frame),
        "slot": frame.slot.value,
        "clocks": clocks,
        "changed": [_said(item, frame, at) for item in parts[Part.CHANGED]],
        "new_days": _days(parts[Part.NEW], frame, at),
        "known_days": _days(parts[Part.KNOWN], frame, at),
        "has_file": bool(attachments),
        # For the words about invitations.
        "events": items,
        "forms": forms,
        "is_inviting": Form.INVITATION in forms or Form.UPDATE in forms,
        "cause": frame.cause,
        "unsubscribe": UNSUBSCRIBE_MARK,
        "preferences": PREFERENCES_MARK,
    }
    return Message(
        subject=context["subject"],
        text=linked(render_to_string(f"mail/digest.{language}.txt", context).strip()) + "\n",
        html=render_to_string("mail/digest.html", context),
        attachments=attachments,
    )


def digest_subject(items: Sequence[Item], frame: Frame) -> str:
    """How many events of which series, on which days: `【本周】姚班研讨会等 3 场：11月24日–30日`."""
    is_zh = frame.language == "zh"
    standing = [item.snapshot for item in items if not item.snapshot.is_cancelled]
    days = sorted(_day(snapshot) for snapshot in standing or [item.snapshot for item in items])
    here = [snapshot.is_all_day or _day(snapshot, frame.zone) == frame.on for snapshot in standing]
    mark = _mark(days, frame, is_today=all(here))
    when = _days_words(days[0], days[-1], frame.language)
    names = list(dict.fromkeys(item.snapshot.series.short.best(frame.language) for item in by_start(items)))
    changed = sum(part_of(item) == Part.CHANGED for item in items)
    if len(standing) == 1 and len(items) == 1:
        who = name_words(standing[0], frame.language)
        return clean_line(f"【{mark}】{who}：{when}" if is_zh else f"[{mark}] {who}: {when}")
    if is_zh:
        said = f"{names[0]}{'等' if len(names) > 1 else ''} {len(standing)} 场：{when}"
        more = f"（{changed} 场有变更）" if changed else ""
        return clean_line(f"【{mark}】{said if standing else names[0] + '：' + when}{more}")
    who = f"{names[0]} and others" if len(names) > 1 else names[0]
    count = f"{len(standing)} event{'s' if len(standing) != 1 else ''}, " if standing else ""
    more = f" ({changed} changed)" if changed else ""
    return clean_line(f"[{mark}] {who}: {count}{when}{more}")


def by_start(items: Iterable[Item]) -> list[Item]:
    """Soonest first."""
    return sorted(items, key=lambda item: item.snapshot.starts_at)


def _mark(days: Sequence[date], frame: Frame, *, is_today: bool) -> str:
    """The days that it is about as people call them, where there is a word for them that the reader would use."""
    is_zh, last = frame.language == "zh", days[-1]
    if frame.slot == Slot.DAILY:
        if is_today and last == frame.on == days[0]:
            return "今天" if is_zh else "Today"
        return "每日" if is_zh else "Daily"
    monday = frame.on.toordinal() - frame.on.weekday()
    if monday <= days[0].toordinal() and last.toordinal() < monday + 7:
        return "本周" if is_zh else "This week"
    return "每周" if is_zh else "Weekly"


def _days_words(first: date, last: date, language: str) -> str:
    """`11月24日–30日`, `28 November – 3 December`, `28 November`."""
    if language == "zh":
        start = f"{first.month}月{first.day}日"
        if first == last:
            return start
        end = (
            f"{last.day}日"
            if (first.year, first.month) == (last.year, last.month)
            else f"{last.month}月{last.day}日"
        )
        return f"{start}–{end}"
    end = f"{last.day} {MONTHS[last.month - 1]}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day} {MONTHS[first.month - 1]} – {end}"


def _days(items: Sequence[Item], frame: Frame, at: datetime) -> list[SaidDay]:
    return [
        SaidDay(
            _heading(day, _ahead(group, frame.zone, at), frame.language),
            [_said(item, frame, at) for item in group],
        )
        for day, found in groupby(sorted(items, key=_when), key=lambda item: _day(item.snapshot))
        if (group := list(found))
    ]


def _when(item: Item) -> tuple[date, datetime]:
    return _day(item.snapshot), item.snapshot.starts_at


def _day(snapshot: Snapshot, zone_name: str = "") -> date:
    """The day on which it begins where it is, or in another zone."""
    return _on(snapshot.starts_at, zone_name or snapshot.zone)


def _on(at: datetime, zone_name: str) -> date:
    return at.astimezone(zone(zone_name)).date()


def _ahead(items: Sequence[Item], reader: str, at: datetime) -> int | None:
    """In how many days that is, if it is the same for all of them where they are and where the reader is."""
    found = set()
    for snapshot in (item.snapshot for item in items):
        # A whole day is the same day everywhere.
        begins = _day(snapshot) if snapshot.is_all_day else _day(snapshot, reader)
        found |= {(_day(snapshot) - day_there(snapshot, at)).days, (begins - _on(at, reader)).days}
    return found.pop() if len(found) == 1 else None


def _heading(day: date, ahead: int | None, language: str) -> str:
    """The date, which stays true, behind what it is called on the day of sending."""
    words = date_words(day, language)
    near = {"zh": ("今天", "明天"), "en": ("Today", "Tomorrow")}[language]
    return f"{near[ahead]} · {words}" if ahead in (0, 1) else words


def _said(item: Item, frame: Frame, at: datetime) -> SaidEvent:
    snapshot, language = item.snapshot, frame.language
    meeting = snapshot.meeting
    is_shown = meeting is not None and may_show(meeting, "subscriber")
    return SaidEvent(
        name=name_words(snapshot, language),
        title=one_line(snapshot.headline.best(language)) or people_words(snapshot.speakers, language),
        # A change of the time says it already.
        when="" if item.has(ChangeKind.TIME) else when_words(snapshot, language),
        clock=_clock(snapshot, language),
        reader_when=reader_when_words(snapshot, language, frame.zone),
        place=place_words(snapshot, language),
        joining=joining_words(snapshot, language),
        join_url=join_address(snapshot, language),
        passcode=meeting.passcode if meeting and is_shown else "",
        banner=banner(item, language) if part_of(item) == Part.CHANGED else "",
        is_alarming=is_news(item.changes),
        is_completed=has_additions(item.changes),
        reason=snapshot.reason_in(language) if snapshot.is_cancelled else "",
        differences=differences(item, language),
        talks=()
        if snapshot.is_cancelled
        else tuple(_said_talk(talk, language) for talk in snapshot.planned_talks),
        url=event_url(snapshot.series.slug, snapshot.path, language),
    )


def _clock(snapshot: Snapshot, language: str) -> str:
    """Its time below a heading that says the day."""
    words = when_words(snapshot, language)
    if snapshot.is_all_day:
        return words
    return words.removeprefix(date_words(_day(snapshot), language)).lstrip(", ")


def _said_talk(talk: TalkPart, language: str) -> SaidTalk:
    texts = {part.language: part.text for part in talk.abstracts}
    abstract = texts.get(language) or next((text for text in texts.values() if text), "")
    names = [person_words(person, language) for person in talk.speakers]
    return SaidTalk(
        title=one_line(talk.title.best(language)),
        people=("；" if language == "zh" else "; ").join(names),
        spoken=spoken_words(talk, language),
        abstract=cut(prose_words(abstract), LONGEST_ABSTRACT),
    )
