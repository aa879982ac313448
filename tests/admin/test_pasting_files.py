"""What is pasted or uploaded beside plain words: mails, calendars, texts in other encodings; what is no text."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seminars.models import Event, Series
from tests.admin.pasting import PASTE, TEXT, read, save, sent
from tests.admin.reading import form_with, text_of

MAIL = f"""From: Mei <mei@example.org>
To: all@example.org
Subject: =?utf-8?b?6YCa55+l?=
Date: Mon, 23 Nov 2026 09:00:00 +0800
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{TEXT}"""
EVENT = """BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261120T000000Z
DTSTART:20261128T060000Z
DTEND:20261128T080000Z
SUMMARY:{uid} on sparse recovery
LOCATION:信息楼 202
END:VEVENT
"""


def calendar(*uids: str) -> str:
    events = "".join(EVENT.format(uid=uid) for uid in uids)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n{events}END:VCALENDAR\n".replace("\n", "\r\n")


def upload(desk: Client, name: str, data: bytes) -> Any:
    return read(desk, "", upload=SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.txt", TEXT.encode()),
        ("windows.txt", TEXT.encode("gb18030")),
        ("page.html", f"<html><body><pre>{TEXT}</pre></body></html>".encode()),
        ("mail.eml", MAIL.encode()),
    ],
)
def test_a_file_is_read_like_its_words(desk: Client, wenqu: Series, name: str, data: bytes) -> None:
    filled = sent(upload(desk, name, data))

    assert (filled["number"], filled["on"], filled["new_meeting-code"]) == ("42", "2026-11-28", "555010077")
    assert "最大值有多大" in filled["text"]


@pytest.mark.parametrize("is_file", [True, False])
def test_a_calendar_entry_is_read_whether_it_is_uploaded_or_pasted(
    desk: Client, wenqu: Series, is_file: bool
) -> None:
    entry = calendar("Ann")
    page = upload(desk, "entry.ics", entry.encode()) if is_file else read(desk, entry)

    filled = sent(page)
    assert (filled["on"], filled["start"], filled["end"]) == ("2026-11-28", "14:00", "16:00")
    save(desk, page)
    assert str(Event.objects.get().venue) == "信息楼202"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.txt", b"", "The submitted file is empty."),
        ("paper.pdf", b"%PDF-1.7 ...", "PDF files cannot be read."),
        ("binary.txt", b"\0\1\2" * 50, "binary data"),
        ("two.ics", calendar("Ann", "Bob").encode(), "This holds 2 events"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    desk: Client, wenqu: Series, name: str, data: bytes, sentence: str
) -> None:
    assert sentence in text_of(upload(desk, name, data))
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The text is empty"),
        ("  \n ", "The text is empty"),
        ("a\0b" * 50, "binary data"),
        ("通知" * 600_000, "too large for an announcement"),
    ],
)
def test_what_is_no_text_gets_a_sentence_and_stays_in_the_box(
    desk: Client, wenqu: Series, text: str, sentence: str
) -> None:
    page = read(desk, text)

    assert sentence in text_of(page)
    assert form_with(page, "text")["text"] == text


def test_an_over_long_line_is_read(desk: Client, wenqu: Series) -> None:
    assert sent(read(desk, TEXT + "x" * 100_000))["number"] == "42"


def test_a_day_outside_the_calendar_is_refused_at_its_field(desk: Client, wenqu: Series) -> None:
    for day in ("1200-01-01", "32.13.2026"):
        page = text_of(desk.post(PASTE, {"text": TEXT, "read_on": day}))
        assert 'class="errorlist"' in page
        assert "最大值有多大" in page
