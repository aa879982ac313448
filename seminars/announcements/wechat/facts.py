"""What every post says of an event: when, relative to today and absolutely, where, how to join, who. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from seminars.announcements.saying.items import nearness, place_words, reader_when_words, when_words
from seminars.announcements.wechat.lines import Line
from seminars.calendars.words import introduced
from seminars.meetings.audiences import address_for, may_show
from seminars.meetings.words import provider_name, words_for
from seminars.presenting.links import event_url, join_url, time_url
from seminars.programme.snapshots import MeetingPart, Snapshot, SpeakerPart
from seminars.text.plain import plain
from seminars.text.typography import clean_line, is_wide, pangu

# Most readers of WeChat read their own clocks there.
BEIJING = "Asia/Shanghai"


def labelled(zh: str, en: str, language: str) -> str:
    """The label of a line, with the colon of the language; '' for none."""
    if language == "zh":
        return f"{zh}：" if zh else ""
    return f"{en}: " if en else ""


def when(snapshot: Snapshot, language: str, on: date | None = None) -> str:
    """Date, weekday, times and zone; before it, or in English behind it, how near that is on the day `on`."""
    said = when_words(snapshot, language)
    if snapshot.is_all_day:
        said += "全天" if language == "zh" else ", all day"
    near = nearness(snapshot, language, on) if on else ""
    if not near:
        return said
    return f"{near}，即{said}" if language == "zh" else f"{said}, {near}"


def beijing(snapshot: Snapshot, language: str) -> str:
    """The same by the clocks of Beijing, for an event elsewhere; '' where they agree."""
    if not reader_when_words(snapshot, language, BEIJING):
        return ""
    return when_words(snapshot, language, BEIJING)


def place(snapshot: Snapshot, language: str) -> str:
    """The room by name alone; '' for an online event."""
    return clean_line(snapshot.venue.name.best(language)) if snapshot.venue else ""


def online(meeting: MeetingPart, language: str) -> str:
    """How to join, as everybody may know it: provider and number, or the room's name and that the number comes."""
    name, note = _online(meeting, language)
    return name + note


def joining(meeting: MeetingPart, language: str, join_page: str) -> list[Line]:
    """The lines that tell how to join; a link or a passcode only where everybody may know it.

    The link is `join_page` where a clock opens the meeting.
    """
    name, note = _online(meeting, language)
    lines = [
        Line("online", labelled("线上", "Online", language), name),
        Line("online-note", "", _unbracketed(note)),
    ]
    address = address_for("public", meeting, join_page)
    passcode = clean_line(meeting.passcode) if may_show(meeting, "public") else ""
    return [
        *lines,
        Line("join", labelled("入会链接", "Meeting link", language), address, is_shared=True),
        Line("passcode", labelled("会议密码", "Passcode", language), passcode, is_shared=True),
    ]


def _online(meeting: MeetingPart, language: str) -> tuple[str, str]:
    """What the meeting is called, and what is noted of it: a room without a number is known by its own name."""
    words, provider = clean_line(words_for("public", meeting, language)), provider_name(meeting, language)
    label = clean_line(meeting.label)
    if meeting.code or meeting.url or label in ("", provider) or not may_show(meeting, "public"):
        return words, ""
    return f"{provider} {label}", words.removeprefix(provider)


def facts(snapshot: Snapshot, language: str) -> list[Line]:
    """Time, room, meeting and the way to other time zones, each on a line that can be found at a glance."""
    here = place(snapshot, language)
    address = place_words(snapshot, language).removeprefix(here)
    access = plain(snapshot.venue.access.best(language)) if snapshot.venue else ""
    lines = [
        Line("time", labelled("时间", "Time", language), when(snapshot, language)),
        Line("beijing", labelled("北京时间", "In Beijing", language), beijing(snapshot, language)),
        Line("place", labelled("地点", "Place", language), here),
        Line("address", labelled("到达", "Getting there", language), _unbracketed(address)),
        Line("access", labelled("路线", "Directions", language), clean_line(access)),
    ]
    if snapshot.meeting:
        page = join_url(snapshot.series.slug, snapshot.path, language)
        lines += joining(snapshot.meeting, language, page)
    zones = time_url(snapshot.series.slug, snapshot.path, language)
    lines.append(Line("zones", labelled("时区转换", "Other time zones", language), zones, is_shared=True))
    return lines


def details(snapshot: Snapshot, language: str) -> Line:
    """The way to the event's page."""
    url = event_url(snapshot.series.slug, snapshot.path, language)
    return Line("details", labelled("详情与日历", "Details and calendar", language), url, is_shared=True)


def named(people: Sequence[SpeakerPart], language: str) -> str:
    """The speakers as a sentence names them: `李炳辉和邱子涵同学`, `Nathan Chen 和张宇`."""
    names = [clean_line(person.name.best(language)) for person in people]
    names = list(dict.fromkeys(name for name in names if name))
    if language == "en":
        return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    honorifics = {clean_line(person.honorific) for person in people}
    said = pangu("和".join(part for part in ("、".join(names[:-1]), *names[-1:]) if part))
    if len(honorifics) == 1 and is_wide((honorific := honorifics.pop())[-1:]):
        return said + honorific if is_wide(said[-1:]) else f"{said} {honorific}"
    return said


def speakers(people: Sequence[SpeakerPart], language: str) -> str:
    """The speakers with form of address and affiliation."""
    said = [introduced((person,), language) for person in people]
    return ("、" if language == "zh" else "; ").join(each for each in said if each)


def _unbracketed(words: str) -> str:
    return words.strip().removeprefix("（").removesuffix("）").removeprefix("(").removesuffix(")")
