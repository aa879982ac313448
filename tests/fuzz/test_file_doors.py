"""Damaged files: whatever becomes of a mail, a calendar or a table, it is read or refused, never anything else."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seminars.intake.doors.opening import open_door
from seminars.intake.unreadable import Unreadable
from tests.intake.doors.opened import DATA
from tests.journeys.service import ROOT

pytestmark = pytest.mark.slow
# A sample damaged once takes some milliseconds; all doors together about half a minute.
EXAMPLES = int(os.environ.get("DOOR_EXAMPLES", "80"))
SAMPLES = ("forwarded.eml", "attached.eml", "calendar.ics", "term.csv", "term.xlsx")
PIECES = (
    b"", b"\0", b"\xff\xfe", b"\r\n", b"\n\n", b":", b";", b",", b'"', b"'", b"=", b"<", b"<!--", b"</td>", b"<table>",
    b"&#x110000;", b"--b1--", b"--b2\n", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=DAILY\r\n",
    b"DTSTART:00010101T000000Z\r\n", b"DTSTART;TZID=Nowhere/At All:20261301T256161\r\n", b"DURATION:-P9999999D\r\n",
    b"Content-Type: multipart/mixed; boundary=\n", b"Content-Type: text/plain; charset=utf-7\n",
    b"Content-Transfer-Encoding: base64\n", b"Date: Mon, 99 Foo 99999 99:99:99 +9999\n", b"=?utf-8?B?=", b"9" * 40,
    "32月1日".encode(), "12月".encode("gb18030"), "\u202e\ufeff".encode(), b"0.99999999999999999", b"1e999",
)  # fmt: skip
# Where in the file, how much goes away, what comes in its place.
DAMAGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(PIECES)), min_size=1, max_size=8
)
# Bombs are made outside, where they can be stopped.
BOMBS = {
    "nested.html": "b'<div><table><tr><td>' * 200_000",
    "open.html": "b'<a b=\"' * 500_000",
    "lists.html": "b'<ul><li>' * 12_000",
    "long.ics": "b'BEGIN:VCALENDAR\\n' + b'BEGIN:VEVENT\\n' * 3000",
    "folded.ics": "b'BEGIN:VCALENDAR\\nX:' + b'\\n a' * 500_000",
    "quoted.csv": "'日期,题目\\n'.encode() + b'\"' * 2_000_000",
    "wide.csv": "b',' * 4_000_000",
    "parts.eml": "b'MIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=b\\n\\n' + b'--b\\n\\nx\\n' * 100_000",
    "nested.eml": "b'MIME-Version: 1.0\\n' + b'Content-Type: message/rfc822\\n\\n' * 800 + b'x'",
    "heads.eml": "b'A: b\\n' * 200_000 + b'MIME-Version: 1.0\\n\\nx'",
}
OPEN_ALL = """
import sys
from datetime import date
from seminars.intake.doors.opening import open_door
from seminars.intake.unreadable import Unreadable
for name, source in zip(sys.argv[1::2], sys.argv[2::2]):
    try:
        open_door(name, eval(source), on=None, today=date(2026, 11, 20), zone="Asia/Shanghai")
    except Unreadable:
        pass
    print(name)
"""


def damaged(data: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, piece in damages:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


def rezipped(data: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
    """A workbook whose parts are damaged inside an archive that is whole."""
    octets = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(octets, "w") as target:
        for each in source.infolist():
            content = source.read(each)
            is_hit = each.filename.endswith(("sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"))
            target.writestr(each.filename, damaged(content, damages) if is_hit else content)
    return octets.getvalue()


@pytest.mark.parametrize(
    ("sample", "harm"), [*((sample, damaged) for sample in SAMPLES), ("term.xlsx", rezipped)]
)
def test_a_damaged_file_is_read_or_refused(sample: str, harm: Callable[..., bytes]) -> None:
    whole = (DATA / sample).read_bytes()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damages=DAMAGES, name=st.sampled_from([sample, "-"]))
    def check(damages: list[tuple[float, int, bytes]], name: str) -> None:
        try:
            entries = open_door(
                name, harm(whole, damages), on=None, today=date(2026, 11, 20), zone="Asia/Shanghai",
                usual_start=time(14),
            )  # fmt: skip
        except Unreadable as fault:
            words = fault.sentence
            assert words.zh
            assert words.en
            return
        assert entries
        for entry in entries:
            length = len(entry.text)
            assert all(0 <= start <= end <= length for start, end in entry.reading.evidence.values())

    check()


def test_no_bomb_goes_off() -> None:
    # What is linear takes a second or less each; the limit stops what would take minutes.
    words = [word for bomb in BOMBS.items() for word in bomb]
    done = subprocess.run(
        [sys.executable, "-c", OPEN_ALL, *words],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip

    assert (done.stdout.split(), done.stderr) == (list(BOMBS), "")
