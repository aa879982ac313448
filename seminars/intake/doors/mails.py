"""A mail (.eml) → its announcement, and those of the mails it forwards. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parseaddr

from seminars.intake.doors.calendar_files import occasions
from seminars.intake.doors.entries import Entry
from seminars.intake.doors.letters import Letter, bare_subject, letter_of
from seminars.intake.doors.occasions import Occasion, entry_of
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.reader import read
from seminars.intake.reading import Doubt, Reading, refusals
from seminars.intake.unreadable import Unreadable
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.phrases import read_phrases
from seminars.timekeeping.zones import zone as zone_of

_INNER_DATE = re.compile(
    r"^(?:>[ ]?)*[ ]?(?:发送时间|发送日期|发件时间|日期|Sent|Date)[ ]{0,2}[:：][ ]?(?P<words>[^\n]{6,60})$",
    re.MULTILINE,
)
_INNER_SUBJECT = re.compile(
    r"^(?:>[ ]?)*[ ]?(?:主题|Subject)[ ]{0,2}[:：][ ]?(?P<words>[^\n]{1,200})$", re.MULTILINE
)
_INNER_SENDER = re.compile(r"^(?:>[ ]?)*[ ]?(?:发件人|From)[ ]{0,2}[:：]", re.MULTILINE)
_SHORT_NOTE = 400


def mail_entries(name: str, data: bytes, *, on: date | None, today: date, zone: str) -> tuple[Entry, ...]:
    """The announcement of a mail; one each where it carries several mails. Raises `Unreadable`."""
    letter = letter_of(data)
    if len(letter.inner) > 1 and len(letter.text) < _SHORT_NOTE:
        found = []
        for number, inner in enumerate(letter.inner, 1):
            found.append(_entry(f"{name}, {number}", inner, on=on, today=today, zone=zone))
        return tuple(found)
    if not letter.text and not letter.inner and letter.calendars:
        return _calendar_alone(name, letter, on=on, today=today, zone=zone)
    return (_entry(name, letter, on=on, today=today, zone=zone),)


def _entry(name: str, letter: Letter, *, on: date | None, today: date, zone: str) -> Entry:
    whole, subject = _with_inner(letter)
    if not whole.strip():
        raise ClosedDoor("empty_mail")
    day = on or _day(letter, whole, zone) or today
    text, reading = _read(whole, subject, day, zone)
    remarks = _remarks(letter)
    for occasion in _occasions(letter, today=today, zone=zone):
        reading, said = _compared(reading, occasion)
        remarks += said
    return Entry(name, text, reading, day, remarks=tuple(remarks))


def _with_inner(letter: Letter) -> tuple[str, str]:
    """The text of a mail with that of the mail it forwards below it, and the subject that counts."""
    if not letter.inner:
        subjects = _INNER_SUBJECT.findall(letter.text) if _INNER_SENDER.search(letter.text) else []
        return letter.text, bare_subject(subjects[-1]) if subjects else letter.subject
    inner = letter.inner[0]
    text, subject = _with_inner(inner)
    if not letter.text.strip():
        return text, subject
    sent = f"\nDate: {inner.sent_at:%Y-%m-%d}" if inner.sent_at else ""
    sender = parseaddr(inner.sender)[0] or inner.sender
    head = f"-----原始邮件-----\nFrom: {sender}{sent}\nSubject: {inner.subject}"
    return f"{letter.text}\n\n{head}\n\n{text}", subject


def _day(letter: Letter, whole: str, zone: str) -> date | None:
    """The day the announcement itself was sent, which is earlier than that of a mail that forwards it."""
    innermost = letter
    while innermost.inner:
        innermost = innermost.inner[0]
    sent_on = innermost.sent_at and _date_in(innermost.sent_at, zone)
    heads = _INNER_DATE.findall(innermost.text) if _INNER_SENDER.search(innermost.text) else []
    for words in reversed(heads):
        days = [each.on for each in read_phrases(words, sent_on or date(2000, 1, 1), zone) if each.on]
        if days and re.search(r"\d{4}", words):
            return days[0]
    return sent_on


def _date_in(moment: datetime, zone: str) -> date:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone_of(zone)).date()


def _read(whole: str, subject: str, day: date, zone: str) -> tuple[str, Reading]:
    """The body read alone, or below its subject where that says what the body does not."""
    body = read(whole, day, zone)
    # In the head of a forwarded mail it is passed over as a subject, not read.
    if not subject or subject in _INNER_SUBJECT.sub("", whole):
        return whole, body
    try:
        alone = read(subject, day, zone)
    except Unreadable:
        return whole, body
    both_text = f"{subject}\n\n{whole}"
    both = read(both_text, day, zone)
    is_needed = (
        (not body.title and not any(talk.title for talk in body.talks))
        or (body.starts_at is None and body.previous_start is None)
        or (body.number is None and alone.number is not None)
        or (body.kind == "announcement" and alone.kind != "announcement")
        # A subject that names another day makes a conflict, which is worth knowing.
        or len(refusals(both)) > len(refusals(body))
    )
    return (both_text, both) if is_needed else (whole, body)


def _occasions(letter: Letter, *, today: date, zone: str) -> list[Occasion]:
    found: list[Occasion] = []
    for data in (*letter.calendars, *(each for inner in letter.inner for each in inner.calendars)):
        try:
            found += occasions(data, today=today, zone=zone)[0]
        except Unreadable:
            continue
    return found[:1] if len({(each.uid, each.starts_at) for each in found}) == 1 else []


def _compared(reading: Reading, occasion: Occasion) -> tuple[Reading, list[Bilingual]]:
    """The reading held against the calendar entry that came with the mail."""
    remarks: list[Bilingual] = []
    said = reading.previous_start if reading.kind == "cancellation" else reading.starts_at
    if said is None:
        field = {"previous_start": occasion.starts_at} if reading.kind == "cancellation" else {
            "starts_at": occasion.starts_at,
            "ends_at": occasion.ends_at,
            "zone": occasion.zone,
            "is_all_day": occasion.is_all_day,
        }  # fmt: skip
        known = {"missing_start", "missing_end"} if occasion.ends_at else {"missing_start"}
        doubts = tuple(doubt for doubt in reading.doubts if doubt.code not in known)
        reading = replace(reading, doubts=doubts, **field)
        remarks.append(
            Bilingual(
                "时间取自邮件所附的日历。", "The time is that of the calendar entry that came with the mail."
            )
        )
    elif said != occasion.starts_at:
        path = "previous_start" if reading.kind == "cancellation" else "starts_at"
        theirs = occasion.starts_at.astimezone(said.tzinfo)
        spans = (reading.evidence[path],) if path in reading.evidence else ()
        doubt = Doubt("time_conflict", path, (said.isoformat(), theirs.isoformat()), spans)
        reading = replace(reading, doubts=(*reading.doubts, doubt))
    elif reading.ends_at is None and occasion.ends_at and reading.kind != "cancellation":
        doubts = tuple(doubt for doubt in reading.doubts if doubt.code != "missing_end")
        reading = replace(reading, ends_at=occasion.ends_at, doubts=doubts)
    if occasion.is_cancelled and reading.kind == "announcement":
        reading = replace(reading, kind="cancellation", previous_start=reading.starts_at)
        remarks.append(
            Bilingual(
                "邮件所附的日历取消了这次活动。",
                "The calendar entry that came with the mail cancels the event.",
            )
        )
    return reading, remarks


def _remarks(letter: Letter) -> list[Bilingual]:
    remarks = []
    names = [*letter.attachments, *(name for inner in letter.inner for name in inner.attachments)]
    if names:
        shown = names[:8] + ["…"] * (len(names) > 8)
        remarks.append(
            Bilingual(
                f"附件没有读取：{'、'.join(shown)}。", f"Attachments were not read: {', '.join(shown)}."
            )
        )
    if letter.is_damaged or any(inner.is_damaged for inner in letter.inner):
        remarks.append(
            Bilingual(
                "邮件里有些字符已损坏，请核对。",
                "Some characters of the mail are damaged; check what was read.",
            )
        )
    return remarks


def _calendar_alone(
    name: str, letter: Letter, *, on: date | None, today: date, zone: str
) -> tuple[Entry, ...]:
    found = [each for data in letter.calendars for each in occasions(data, today=today, zone=zone)[0]]
    entries = []
    for number, occasion in enumerate(found, 1):
        label = name if len(found) == 1 else f"{name}, {number}"
        entries.append(entry_of(label, occasion, on=on, remarks=_remarks(letter)))
    if not entries:
        raise ClosedDoor("empty_mail")
    return tuple(entries)
