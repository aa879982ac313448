"""Reads an announcement as people write it: text, date and zone in, a `Reading` with evidence and doubts out.

Rules only, no guesses that cannot be traced: each subject has its module, all read the same `Page` and write
what they used into its notebook; what nobody used is the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

from seminars.intake.gaps import add_doubts
from seminars.intake.headings import read_number, read_series
from seminars.intake.kinds import read_kind
from seminars.intake.online import links_of, read_meetings
from seminars.intake.page import Page
from seminars.intake.people import read_people
from seminars.intake.places import read_places
from seminars.intake.prose import Prose, read_prose, use_chrome
from seminars.intake.reading import (
    MeetingReading,
    Place,
    PlaceReading,
    ProgrammeRow,
    Reading,
    SpeakerReading,
    TalkReading,
)
from seminars.intake.rest import rest_of
from seminars.intake.rows import row_of_head
from seminars.intake.segments import Segment, find_segments, times_of_talks
from seminars.intake.talks import read_talks
from seminars.intake.times import When, read_times
from seminars.intake.titles import read_headline, title_beside_person, title_in_quotes, title_over_labels
from seminars.intake.tongue import language_of_text
from seminars.intake.unreadable import check_readable

_ONSITE = re.compile(r"【线下】|\(线下\)|线下|in[- ]person|on[- ]?site", re.IGNORECASE)
_ONLINE = re.compile(r"线上|在线|online|virtual", re.IGNORECASE)
_CHAIRS = re.compile(
    r"由[ ]?(?:[㐀-鿿]{2,10}的|[㐀-鿿]{1,12}?(?:所长|院长|主任|会长|秘书长|"
    r"书记))?(?P<who>[㐀-鿿]{2,4}?)(?:副?教授|老师|博士|同学|研究员)?[ ]?(?:担任)?主持"
)
_MODERATES = re.compile(
    r"\b(?:moderated|chaired|hosted) by (?:(?:Prof|"
    r"Dr)\. )?(?P<who>[^\W\d_a-z][\w'’\-]*(?: [^\W\d_a-z][\w'’\-]*){1,3})"
)
_INVITES = re.compile(
    r"(?:受|应)[ ]?(?:[㐀-鿿]{1,16}?(?:大学|学院|研究院|系|所|中心|组|院))?(?P<who>[㐀-鿿]{2,3})(?:副?教授|老师|博士|"
    r"研究员)的?邀请"
)

# Lines at the top that may be a name or a title.
_HEAD = 12


def read(text: str, on: date, zone: str) -> Reading:
    """What `text` announces, read on the day `on` by somebody whose clocks show the IANA zone `zone`.

    Raises `Unreadable` for an empty, binary or too large text, and nothing else.
    """
    check_readable(text)
    page = Page(text, on, zone)
    segments = find_segments(page)
    kind = read_kind(page)
    when = read_times(page, kind, times_of_talks(page, segments))
    meetings = read_meetings(page)
    prose = read_prose(page)
    places = read_places(page, prose.repeated)
    number, series = read_number(page), read_series(page)
    row = None if page.labelled("title", "speaker") or prose.speakers else row_of_head(page, _HEAD)
    if row is not None and not prose.title:
        page.use(*row.who)
        prose.speakers, prose.title = list(row.speakers), row.title
    headline = None if page.labelled("title") or prose.title else _headline(page, kind, series)
    talks, programme = read_talks(page, segments, prose, when, headline if not segments else None, kind)
    talks = _with_inviter_as_speaker(page, talks, meetings)
    headline_of_all = headline or _theme(page, segments)
    title = page.note("title", *headline_of_all) if headline_of_all and segments else None
    if headline and not segments:
        page.doubt("guessed_title", "talks.0.title", (page.said(*headline),), (headline,))
    starts, ends = _whole(when, talks, programme)
    _note_end(page, ends)
    use_chrome(page)
    signup_url = _signup_url(page)
    reading = Reading(
        kind=kind,
        language=language_of_text(text),
        series=series,
        number=number,
        title=title,
        intro=prose.intro,
        starts_at=starts,
        ends_at=ends,
        zone=when.zone,
        previous_start=when.previous_start,
        previous_end=when.previous_end,
        is_all_day=when.is_all_day and not any(talk.starts_at for talk in talks),
        sessions=tuple(when.sessions),
        mode=_mode(page, places, meetings),
        places=tuple(places),
        meetings=tuple(meetings),
        talks=tuple(talks),
        programme=tuple(programme),
        host=_person(page, "host"),
        inviter=_person(page, "inviter"),
        contact=_contact(page, prose),
        signup_url=signup_url,
        signup_until=when.signup_until,
        audience=prose.audience,
        notes=prose.notes,
        motto=prose.motto,
        links=_other_links(page, talks, signup_url),
    )
    return add_doubts(page, reading, rest_of(page))


def _headline(page: Page, kind: str, series: str | None) -> Place | None:
    """A title without a label: beside the speaker's own line, else the first line of an announcement."""
    beside = title_beside_person(page, _HEAD) or title_in_quotes(page, _HEAD)
    return beside or (read_headline(page, series) if kind == "announcement" else title_over_labels(page))


def _whole(
    when: When, talks: list[TalkReading], programme: list[ProgrammeRow]
) -> tuple[datetime | None, datetime | None]:
    """Start and end of the event; a programme lasts from its first row to its last."""
    if (
        not programme
        and len({talk.starts_at.date() for talk in talks if talk.starts_at}) > 1
        and (own := next((talk for talk in talks if talk.starts_at == when.starts_at), None))
    ):
        # A list of meetings on several days: the first of them.
        return own.starts_at, own.ends_at
    rows: list[TalkReading | ProgrammeRow] = [*talks, *programme]
    starts = [row.starts_at for row in rows if row.starts_at]
    ends = [row.ends_at for row in rows if row.ends_at]
    start = when.starts_at or (min(starts) if starts and when.previous_start is None else None)
    if when.is_all_day and starts:
        return min(starts), max(ends, default=None)
    if len(starts) > 1 and start is not None:
        # The programme may go on after the time of its first talk.
        return start, max([*ends, *([when.ends_at] if when.ends_at else [])], default=None)
    return start, when.ends_at or (max(ends) if ends and start else None)


def _note_end(page: Page, ends: datetime | None) -> None:
    """Keep where the end of a programme is said: in its last row."""
    if ends is None or "ends_at" in page.evidence:
        return
    minutes = ends.hour * 60 + ends.minute
    rows = [p for p in page.phrases if p.ends is not None and p.ends % (24 * 60) == minutes and p.clock_span]
    if rows and rows[-1].clock_span:
        page.evidence["ends_at"] = rows[-1].clock_span


def _theme(page: Page, segments: list[Segment]) -> Place | None:
    """A title announced before the first of several talks: it is that of the whole event."""
    first = segments[0].start if segments else 0
    for block in page.labelled("title"):
        if block.end <= first and block.start < block.end:
            page.use(block.label_start, block.end)
            return block.start, block.end
    return None


def _mode(page: Page, places: list[PlaceReading], meetings: list[MeetingReading]) -> str:
    is_online = bool(meetings) or (not places and _ONLINE.search(page.plain) is not None)
    if places or (is_online and _ONSITE.search(page.plain)):
        return "hybrid" if is_online else "onsite"
    return "online" if is_online else "onsite"


def _with_inviter_as_speaker(
    page: Page, talks: list[TalkReading], meetings: list[MeetingReading]
) -> list[TalkReading]:
    """`由我来讲` in a mail with a pasted invitation: whoever invites also speaks."""
    inviter = next((meeting.inviter for meeting in meetings if meeting.inviter), None)
    if (
        inviter is None
        or len(talks) != 1
        or talks[0].speakers
        or not re.search(r"由我来?(?:讲|主讲|分享|报告|带来)", page.plain)
    ):
        return talks
    number = next(number for number, meeting in enumerate(meetings) if meeting.inviter)
    page.evidence["talks.0.speakers.0.name"] = page.evidence[f"meetings.{number}.inviter"]
    return [replace(talks[0], speakers=(SpeakerReading(inviter),))]


def _person(page: Page, name: str) -> str | None:
    for block in page.labelled(name):
        start, end = page.trimmed(block.start, block.end)
        people = read_people(page.said(start, end))
        page.use(block.label_start, block.end)
        if people:
            at = page.text.find(people[0].name, start, end)
            page.note(name, at, at + len(people[0].name)) if at >= 0 else page.note(name, start, end)
            return "; ".join(person.name for person in people)
        if start < end:
            return page.note(name, start, end)
    m = (
        _CHAIRS.search(page.plain) or _MODERATES.search(page.plain)
        if name == "host"
        else _INVITES.search(page.plain)
    )
    return page.note(name, *m.span("who")) if m and not page.in_long_block(m.start()) else None


def _contact(page: Page, prose: Prose) -> str | None:
    said = []
    blocks = page.labelled("contact")
    if blocks:
        page.evidence.pop("contact", None)
    for number, block in enumerate(blocks):
        page.use(block.label_start, block.end)
        said.append(page.note(f"contact.{number}" if number else "contact", block.start, block.end))
    return "; ".join(words for words in said if words) or prose.contact


def _signup_url(page: Page) -> str | None:
    for link, start, end in links_of(page, 0, len(page.text)):
        block = page.block_at(start)
        before = re.split(r"[。\n]", page.plain[max(0, start - 60) : start])[-1]
        if (block and block.field in ("signup", "deadline")) or re.search(
            r"报名|注册|登记|regist|sign.?up|RSVP", before, re.IGNORECASE
        ):
            return page.note("signup_url", start, end) or link
    return None


def _other_links(page: Page, talks: list[TalkReading], signup_url: str | None) -> tuple[str, ...]:
    known = {link for talk in talks for link in talk.links} | {signup_url}
    found = links_of(page, 0, len(page.text))
    for _, start, end in found:
        page.use(start, end)
    return tuple(dict.fromkeys(link for link, _, _ in found if link not in known))
