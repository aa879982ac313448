"""The one door: octets and the name of a file in, the announcements it holds out. Pure."""

from __future__ import annotations

import re
from datetime import date, time

from seminars.intake.doors.calendar_files import calendar_entries
from seminars.intake.doors.delimited import rows_of_text
from seminars.intake.doors.entries import Entry
from seminars.intake.doors.mails import mail_entries
from seminars.intake.doors.markup import text_of_html
from seminars.intake.doors.octets import decoded
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.doors.tables import table_entries
from seminars.intake.doors.workbooks import rows_of_workbook
from seminars.intake.reader import read

MOST_BYTES = 8 * 1024 * 1024
TABLES = ("csv", "tsv", "xlsx", "xlsm")

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)
# Mails begin with headers that no announcement is pasted with.
_MAIL = re.compile(
    rb"\A(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?"
    rb"(?:MIME-Version|Received|Message-ID|Return-Path|DKIM-Signature|Delivered-To):",
    re.IGNORECASE,
)
_HEAD = 16_384
_PAGE = re.compile(rb"\A\s*(?:<!doctype html|<html)", re.IGNORECASE)


def open_door(
    name: str, data: bytes, *, on: date | None, today: date, zone: str, usual_start: time | None = None
) -> tuple[Entry, ...]:
    """The announcements that a file holds, by what it is: mail, calendar, table, web page or text.

    `on` is the day the caller says it was written; else that of the mail itself, else `today`. `usual_start` is the
    hour of table rows that name only a day. Raises `Unreadable` for the file as a whole.
    """
    if not data.strip():
        raise ClosedDoor("empty")
    kind = kind_of(name, data)
    # The reader of texts has a smaller limit of its own.
    if kind != "text" and len(data) > MOST_BYTES:
        raise ClosedDoor("too_large", most=MOST_BYTES // 1024 // 1024)
    match kind:
        case "mail":
            return mail_entries(name, data, on=on, today=today, zone=zone)
        case "calendar":
            return calendar_entries(name, data, on=on, today=today, zone=zone)
        case "workbook":
            table = rows_of_workbook(data)
        case "table":
            table = rows_of_text(_text(data))
        case _:
            text = text_of_html(_text(data)) if kind == "page" else _text(data)
            return (Entry(name, text, read(text, on or today, zone), on or today),)
    return table_entries(name, table, on=on or today, zone=zone, usual_start=usual_start)


def kind_of(name: str, data: bytes) -> str:
    """What a file is, by its content, else by the end of its name: mail, calendar, workbook, table, page or text.

    Raises `Unreadable` for what no door opens.
    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    for sign, reason in _SIGNS:
        if data.startswith(sign):
            raise ClosedDoor(reason)
    if data.startswith(_COMPOUND):
        raise ClosedDoor(_inside_compound(data, suffix))
    if data.startswith(_ZIP):
        return _inside_zip(data, suffix)
    if suffix in ("xlsx", "xlsm"):
        raise ClosedDoor("broken_workbook")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper() == b"BEGIN:VCALENDAR" or suffix in (
        "ics",
        "ical",
    ):
        return "calendar"
    if suffix == "eml" or _MAIL.match(data[:_HEAD]):
        return "mail"
    if suffix in TABLES:
        return "table"
    return "page" if suffix in ("html", "htm") or _PAGE.match(data[:_HEAD]) else "text"


def _inside_zip(data: bytes, suffix: str) -> str:
    # The names inside a zip stand at its end, uncompressed.
    if b"xl/workbook" in data or suffix in ("xlsx", "xlsm"):
        return "workbook"
    raise ClosedDoor("word" if b"word/document.xml" in data or suffix == "docx" else "archive")


def _inside_compound(data: bytes, suffix: str) -> str:
    """Old formats of Microsoft share one container, in which names are written in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "password"
    if "__substg1.0_".encode("utf-16-le") in data or suffix == "msg":
        return "outlook"
    return "word" if "WordDocument".encode("utf-16-le") in data or suffix == "doc" else "old_excel"


def _text(data: bytes) -> str:
    text, is_whole = decoded(data)
    if not is_whole or "\0" in text:
        raise ClosedDoor("binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")
