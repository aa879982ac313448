"""Items → the mail that tells them, once for each language, zone and state of knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from seminars.announcements.channels.base import Attachment, Message
from seminars.announcements.saying.banners import banner
from seminars.announcements.saying.differences import Difference, differences
from seminars.announcements.saying.items import (
    Form,
    Item,
    Occasion,
    Replay,
    TakenBack,
    day_there,
    joining_words,
    link_words,
    name_words,
    people_words,
    person_words,
    place_words,
    reader_when_words,
    replays,
    same_clocks,
    spoken_words,
    when_words,
)
from seminars.announcements.saying.subjects import Read, shortened, subject
from seminars.announcements.saying.wordings import NO_WORDINGS, Wordings, said
from seminars.announcements.sending.joining import join_address
from seminars.announcements.wechat.lines import linked
from seminars.meetings.audiences import may_show
from seminars.presenting.links import event_url, time_url
from seminars.programme.changes import ChangeKind, is_news
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.blanks import html, line, prose
from seminars.text.plain import one_line, plain

# Put in place of the reader's own links; the channel replaces it for each recipient.
UNSUBSCRIBE_MARK = "https://links.invalid/unsubscribe"
PREFERENCES_MARK = "https://links.invalid/preferences"


class Cause(StrEnum):
    """Why a mail brings an invitation: the reader chose that, or holds one, or is (or was) one of the people."""

    CHOSE = "chose"
    HOLDS = "holds"
    SPEAKS = "speaks"
    HOSTS = "hosts"
    ORGANIZES = "organizes"
    WAS_NAMED = "was named"


_OF_PEOPLE = (Cause.SPEAKS, Cause.HOSTS, Cause.ORGANIZES)


@dataclass(frozen=True, slots=True)
class SaidTalk:
    """A talk as a mail says it: every field plain text."""

    title: str
    people: str
    spoken: str
    when: str
    abstract: str
    biographies: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SaidEvent:
    """An event as a mail says it: every field plain text, '' where there is nothing to say."""

    name: str
    headline: str
    people: str
    banner: str
    is_alarming: bool
    is_off: bool
    reason: str
    note: str
    differences: tuple[Difference, ...]
    when: str
    reader_when: str
    place: str
    access: str
    joining: str
    join_url: str
    passcode: str
    intro: str
    notes: str
    audience: str
    talks: tuple[SaidTalk, ...]
    replays: tuple[Replay, ...]
    url: str
    time_url: str


def compose(
    items: Sequence[Item],
    *,
    language: str,
    zone: str,
    at: datetime | None = None,
    attachments: tuple[Attachment, ...] = (),
    cause: Cause = Cause.CHOSE,
    is_subscribed: bool = True,
    wordings: Wordings = NO_WORDINGS,
) -> Message:
    """The mail that tells `items`, at least one, in `language` (zh or en) with times also in the reader's `zone`.

    Sent at `at`, it says 今天 or 本周六 beside the date to whoever has the clocks of the event. Who is not subscribed
    finds no links to preferences in it; `wordings` are the organizers' own subjects, and what they say around it.
    """
    snapshot = items[0].snapshot
    forms = [item.form for item in items]
    words = wordings.of_items(items, language)
    on = day_there(snapshot, at) if at and same_clocks(snapshot, zone) else None
    opening, closing = (said(text, items, language, on=on) for text in (words.opening, words.closing))
    own_subject = line(said(words.subject, items, language, on=on)) if len(items) == 1 else ""
    context: dict[str, Any] = {
        "language": language,
        "subject": shortened(own_subject) or subject(items, language, at=at, reader=zone),
        "opening": prose(opening),
        "closing": prose(closing),
        # Escaped piece by piece, as each deserves.
        "opening_html": mark_safe(html(opening)),
        "closing_html": mark_safe(html(closing)),
        "series": snapshot.series.name.best(language),
        "contact": snapshot.contact or snapshot.series.contact,
        "events": [_said(item, language, zone, at) for item in items],
        "cause": cause,
        "is_to_a_person": cause in _OF_PEOPLE,
        "forms": forms,
        "is_inviting": Form.INVITATION in forms or Form.UPDATE in forms,
        "unsubscribe": UNSUBSCRIBE_MARK if is_subscribed else "",
        "preferences": PREFERENCES_MARK if is_subscribed else "",
    }
    return Message(
        subject=context["subject"],
        text=linked(render_to_string(f"mail/announcement.{language}.txt", context).strip()) + "\n",
        html=render_to_string("mail/announcement.html", context),
        attachments=attachments,
    )


def _said(item: Item, language: str, reader_zone: str, at: datetime | None) -> SaidEvent:
    snapshot, meeting = item.snapshot, item.snapshot.meeting
    # Nobody goes there any more, or again.
    is_ahead = not snapshot.is_cancelled and item.occasion != Occasion.RECORDING
    is_shown = is_ahead and meeting is not None and may_show(meeting, "subscriber")
    has_page = item.taken_back != TakenBack.WITHDRAWN
    is_brief = item.occasion == Occasion.NOTE or not is_ahead
    return SaidEvent(
        name=name_words(snapshot, language),
        headline=one_line(snapshot.headline.best(language)),
        people=people_words(snapshot.speakers, language),
        banner=banner(item, language, Read(at, reader_zone)),
        is_alarming=bool(item.taken_back) or is_news(item.changes) or item.has(ChangeKind.CANCELLED),
        is_off=snapshot.is_cancelled,
        reason=snapshot.reason_in(language) if snapshot.is_cancelled else "",
        note="" if item.occasion == Occasion.NOTE else item.note,
        differences=differences(item, language),
        when=when_words(snapshot, language),
        reader_when=reader_when_words(snapshot, language, reader_zone),
        place=place_words(snapshot, language) if is_ahead else "",
        access=prose_words(snapshot.venue.access.best(language)) if is_ahead and snapshot.venue else "",
        joining=joining_words(snapshot, language) if is_ahead else "",
        join_url=join_address(snapshot, language) if is_ahead else "",
        passcode=meeting.passcode if meeting and is_shown else "",
        intro=prose_words(snapshot.intro.best(language)) if item.tells_texts else "",
        notes="" if is_brief else prose_words(snapshot.notes.best(language)),
        audience=one_line(snapshot.audience.best(language)) if item.tells_texts else "",
        talks=tuple(_said_talk(item, talk, language) for talk in _told_talks(item)),
        replays=replays(snapshot, language) if item.occasion == Occasion.RECORDING else (),
        url=event_url(snapshot.series.slug, snapshot.path, language) if has_page else "",
        time_url=time_url(snapshot.series.slug, snapshot.path, language) if has_page and is_ahead else "",
    )


def _told_talks(item: Item) -> tuple[TalkPart, ...]:
    is_brief = item.occasion == Occasion.NOTE or item.snapshot.is_cancelled
    return () if is_brief else item.snapshot.planned_talks


def _said_talk(item: Item, talk: TalkPart, language: str) -> SaidTalk:
    """The talk with its texts and links where they are new to the reader."""
    snapshot = item.snapshot
    joined = ("；" if language == "zh" else "; ").join(
        person_words(person, language) for person in talk.speakers
    )
    title = one_line(talk.title.best(language))
    # A headline that is the only talk's title need not be said twice.
    is_headline = title == one_line(snapshot.headline.best(language)) and len(snapshot.planned_talks) == 1
    texts = {part.language: part.text for part in talk.abstracts}
    abstract = texts.get(language) or next((text for text in texts.values() if text), "")
    biographies = (talk.joint_biography, *(person.biography for person in talk.speakers))
    return SaidTalk(
        title="" if is_headline else title,
        people=joined or people_words(talk.speakers, language),
        spoken=spoken_words(talk, language),
        when=_own_time(talk, snapshot, language),
        abstract=prose_words(abstract) if item.tells_texts else "",
        biographies=tuple(text for each in biographies if (text := prose_words(each.best(language))))
        if item.tells_texts
        else (),
        links=tuple((link_words(each, language), each.url) for each in talk.links)
        if item.tells_texts
        else (),
    )


def prose_words(source: str) -> str:
    """Markdown as plain text in which no address touches what would be taken for part of it."""
    return linked(plain(source))


def _own_time(talk: TalkPart, snapshot: Snapshot, language: str) -> str:
    if not talk.starts_at or not talk.ends_at:
        return ""
    own = Snapshot(
        uid="", series=snapshot.series, path="", state="published",
        starts_at=talk.starts_at, ends_at=talk.ends_at, zone=snapshot.zone,
    )  # fmt: skip
    return when_words(own, language)
