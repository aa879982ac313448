"""The main job, end to end, with real processes: paste, publish, read, subscribe, move, cancel."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject

from tests.journeys.service import ROOT, Service, running, wait_for

TEXTS = ROOT / "tests" / "data" / "journey"
NAMES = ("--name-zh", "问渠班研讨会", "--name-en", "Wenqu Class Seminar", "--zone", "Asia/Shanghai")


def mails(service: Service) -> list[EmailMessage]:
    files = sorted((service.folder / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]  # type: ignore[misc]


def last_line(printed: str) -> str:
    return printed.strip().splitlines()[-1]


def instants(calendar: str) -> dict[str, datetime]:
    """Start by UID as two readers that are not ours find it; they must agree."""
    first = {
        each.uid.value: each.dtstart.value.astimezone(UTC) for each in vobject.readOne(calendar).vevent_list
    }
    second = {each.uid: each.begin.datetime.astimezone(UTC) for each in ics.Calendar(calendar).events}
    assert first == second
    return first


def unfolded(calendar: str) -> list[str]:
    return calendar.replace("\r\n ", "").split("\r\n")


def test_the_main_job(tmp_path: Path, socket_enabled: None) -> None:
    service = Service(tmp_path)
    with running(service, "web", "worker", "beat"):
        assert f"Port {service.port} is in use" in service.command("welcome", "--no-demo", status=1)
        published_texts_are_pages(service)
        past_events_are_in_the_calendar_and_told_nobody(service)
        a_coming_event_is_told_moved_and_cancelled(service)


def published_texts_are_pages(service: Service) -> None:
    assert last_line(service.command("series", "wenqu", *NAMES)) == "/wenqu/"
    two = ("intake", str(TEXTS / "two_talks.txt"), "--series", "wenqu", "--on", "2025-10-28", "--publish")
    one = ("intake", str(TEXTS / "no_title.txt"), "--series", "wenqu", "--on", "2026-04-08", "--publish")
    assert last_line(service.command(*two)) == "/wenqu/2025-11-01/"
    assert last_line(service.command(*one)) == "/wenqu/89/"
    # The same text again is the same event.
    assert last_line(service.command(*two)) == "/wenqu/2025-11-01/"

    for path in ("/wenqu/2025-11-01/", "/en/wenqu/2025-11-01/"):
        page = service.page(path)
        for words in (
            "叶知秋",
            "杜若溪",
            "Tempered Losses for Kernel Machines",
            "明理楼305",
            "555-010-089",
            "零食",
        ):
            assert words in page, f"{path}: {words}"
        assert "<math" in service.get(path)[1]
        assert "https://arxiv.org/abs/2505.01234" in service.get(path)[1]
    page = service.page("/wenqu/89/")
    for words in ("Ivo Brandt", "温如故", "腾讯会议（会议号另行通知）", "share first authorship"):
        assert words in page, words
    assert "Ask Why Twice!" in service.page("/wenqu/")

    time_page = service.page("/wenqu/2025-11-01/time/?tz=America/New_York")
    assert "03:00" in time_page
    assert "11月2日" in time_page
    assert "2 November" in service.page("/en/wenqu/2025-11-01/time/?tz=America/New_York")


def past_events_are_in_the_calendar_and_told_nobody(service: Service) -> None:
    status, calendar = service.get("/calendar/wenqu.ics?all=1")

    assert status == 200
    assert sorted(instants(calendar).values()) == [
        datetime(2025, 11, 1, 7, tzinfo=UTC),
        datetime(2026, 4, 11, 6, tzinfo=UTC),
    ]
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert service.get("/calendar/wenqu.ics?all=1")[1] == calendar
    assert mails(service) == []


def a_coming_event_is_told_moved_and_cancelled(service: Service) -> None:
    monday = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    monday += timedelta(days=7 - monday.weekday())
    saturday = monday + timedelta(days=5)
    service.command("subscribe", "lan@example.org", "--series", "wenqu", "--language", "zh")
    text = (ROOT / "examples" / "announcement.txt").read_text(encoding="utf-8")
    words = ("intake", "-", "--series", "wenqu", "--on", monday.isoformat(), "--publish")

    reference = last_line(service.command(*words, text=text)).strip("/")
    assert reference == f"wenqu/{saturday}"
    wait_for(lambda: len(mails(service)) == 1)
    service.command("move", reference, "--start", f"{saturday + timedelta(days=1)}T15:30")
    wait_for(lambda: len(mails(service)) == 2)
    service.command("cancel", reference, "--reason", "讲者航班延误")
    wait_for(lambda: len(mails(service)) == 3)

    told, moved, off = mails(service)
    assert [part.get_content_type() for part in told.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "text/calendar",
    ]  # fmt: skip
    assert str(moved["Subject"]).startswith("【时间变更】问渠班研讨会 → ")
    assert "15:30" in str(moved["Subject"])
    assert str(off["Subject"]).startswith("【取消】")
    assert "问渠班研讨会" in off["Subject"]
    sequences = [_line(_calendar_of(mail), "SEQUENCE") for mail in (told, moved, off)]
    assert sequences == ["0", "1", "2"]
    assert _line(_calendar_of(off), "STATUS") == "CANCELLED"

    feed = service.get("/calendar/wenqu.ics")[1]
    assert (_line(feed, "SEQUENCE"), _line(feed, "STATUS")) == ("2", "CANCELLED")
    assert _line(feed, "UID") == _line(_calendar_of(told), "UID")
    assert "讲者航班延误" in service.page(f"/{reference}/")
    assert "lan@example.org" in service.page("/outgoing/")
    service.command("drain")
    assert len(mails(service)) == 3


def _calendar_of(mail: EmailMessage) -> str:
    part = next(each for each in mail.walk() if each.get_content_type() == "text/calendar")
    return str(part.get_payload(decode=True).decode())  # type: ignore[union-attr]


def _line(calendar: str, name: str) -> str:
    """The value of the first property `name` within the events."""
    events = calendar[calendar.index("BEGIN:VEVENT") :]
    return next(line.split(":", 1)[1] for line in unfolded(events) if line.startswith(f"{name}:"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EMAIL_URL", "smpt://localhost"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/x"),
        ("PORT", "eighty"),
        ("SITE_URL", "seminars.example.org"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
    ],
)
def test_a_wrong_variable_is_one_readable_line(
    tmp_path: Path, name: str, value: str, socket_enabled: None
) -> None:
    service = Service(tmp_path, **{name: value})

    refusal = service.command("prepare", status=1)

    assert len(refusal.strip().splitlines()) == 1
    assert name in refusal
