"""Files that are only there to cost time or to break a parser: refused in words, before anything is read."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from seminars.admin.importing.carrying import uploaded
from seminars.intake.doors.opening import open_door
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.unreadable import Unreadable

TODAY = date(2026, 11, 24)
WITHIN = b"Content-Type: message/rfc822\n\n" * 3000 + b"x"
PARTS = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1200))
MAIL = b"MIME-Version: 1.0\n"
ENTRY = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261127T070000Z\n%sEND:VEVENT\nEND:VCALENDAR\n"


def rows() -> bytes:
    """A table of 40 kB with millions of empty rows."""
    octets = BytesIO()
    Workbook().save(octets)
    swollen = BytesIO()
    with ZipFile(octets) as plain, ZipFile(swollen, "w", ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            content = plain.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"<row/>" * 4_000_000 + b"</sheetData>")
                assert len(content) > 20_000_000
            archive.writestr(name, content)
    return swollen.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("within.eml", WITHIN, "too_many_parts"),
        ("parts.eml", PARTS + b"x", "too_many_parts"),
        ("words.eml", MAIL + b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nhi", "too_many_parts"),
        ("words.eml", MAIL + b"Content-Type: text/plain; " + b'a="\\"";' * 20_000 + b"\n\nhi", "too_many_parts"),
        ("rows.xlsx", rows(), "full_workbook"),
        ("lines.ics", ENTRY % (b"X-A:1\n" * 30_000), "swollen_calendar"),
        ("nested.ics", b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 30_000, "swollen_calendar"),
        ("dates.ics", ENTRY % (b"EXDATE:" + b"20261127T070000Z," * 20_000 + b"\n"), "swollen_calendar"),
        ("folded.ics", ENTRY % (b"RDATE:20261127T070000Z\n" + b" ,20261127T070000Z\n" * 20_000), "swollen_calendar"),
    ],
)  # fmt: skip
def test_a_costly_file_is_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        open_door(name, data, on=None, today=TODAY, zone="Asia/Shanghai")
    assert str(refusal.value) == str(ClosedDoor(reason))


@pytest.mark.parametrize("data", [WITHIN, PARTS + b"x"])
def test_a_costly_mail_is_not_carried_on(data: bytes) -> None:
    with pytest.raises(Unreadable):
        uploaded(SimpleUploadedFile("a.eml", data), today=TODAY)
