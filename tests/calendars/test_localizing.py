from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from seminars.calendars.envelope import wrapped
from seminars.calendars.localizing import clocks, localized
from seminars.programme.snapshots import Snapshot
from tests.calendars.readers import alike, with_icalendar
from tests.calendars.samples import a_snapshot, written
from tests.calendars.strategies import snapshots, zones


def told(snapshot: Snapshot, reader_zone: str, language: str = "zh") -> bytes:
    """A file with this event, by the clocks of `reader_zone`."""
    entry = localized(
        written(snapshot, language=language),
        own_zone=snapshot.zone,
        reader_zone=reader_zone,
        language=language,
    )
    return wrapped([clocks([entry], reader_zone), entry.body], language=language)


def an_event_at(*moment: int, hours: int = 1, zone: str = "Asia/Shanghai") -> Snapshot:
    starts_at = datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year to minute
    return a_snapshot(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), zone=zone)


def times(body: bytes) -> list[str]:
    return [line for line in body.decode().split("\r\n") if line.startswith(("DTSTART;", "DTEND"))]


def first_line(body: bytes) -> str:
    return with_icalendar(body)[0].description.split("\n")[0]


def test_nine_in_the_evening_in_beijing_follows_the_clocks_of_new_york() -> None:
    weeks = {
        "2026-03-06": (13, "20260306T080000"), "2026-03-13": (13, "20260313T090000"),
        "2026-10-30": (13, "20261030T090000"), "2026-11-06": (13, "20261106T080000"),
    }  # fmt: skip

    for day, (hour, wall) in weeks.items():
        body = told(an_event_at(*map(int, day.split("-")), hour), "America/New_York")
        assert times(body)[0] == f"DTSTART;TZID=America/New_York:{wall}"
        assert alike(body)[0].starts == datetime.fromisoformat(f"{day}T{hour}:00:00+00:00")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "zh",
            "2026年11月28日（周六）09:00–10:00（北京时间）；2026年11月27日（周五）20:00–21:00（纽约时间）(-1天)",
        ),
        (
            "en",
            "Sat, 28 November 2026, 09:00–10:00 (Beijing time); "
            "Fri, 27 November 2026, 20:00–21:00 (New York time) (-1 day)",
        ),
    ],
)
def test_the_reader_s_time_stands_beside_the_event_s_own(language: str, line: str) -> None:
    assert first_line(told(an_event_at(2026, 11, 28, 1), "America/New_York", language)) == line


def test_a_later_day_is_marked_and_both_languages_are_told() -> None:
    body = told(an_event_at(2026, 11, 28, 15), "Pacific/Auckland", "both")

    (seen,) = with_icalendar(body)
    assert "(+1天)" in seen.description
    assert "(+1 day)" in seen.description
    assert "SUMMARY" in body.decode()


def test_clocks_that_agree_are_told_once() -> None:
    assert first_line(told(an_event_at(2026, 11, 28, 1), "Asia/Taipei")) == (
        "2026年11月28日（周六）09:00–10:00（北京时间）"
    )


@pytest.mark.parametrize(("minute", "hours"), [(30, 1), (0, 2)])
def test_an_hour_that_comes_twice_is_written_in_utc(minute: int, hours: int) -> None:
    # New York shows 01:30 at 05:30 and at 06:30 UTC; the second event only ends within that hour.
    for hour in (5, 6) if hours == 1 else (4,):
        body = told(an_event_at(2026, 11, 1, hour, minute, hours=hours), "America/New_York")
        assert f"DTSTART:20261101T{hour:02}{minute:02}00Z\r\nDTEND:20261101T".encode() in body
        assert times(body) == [f"DTEND:20261101T{hour + hours:02}{minute:02}00Z"]


def test_an_event_in_beijing_s_summer_time_of_1988_is_read_right() -> None:
    body = told(an_event_at(1988, 7, 1, 0), "Asia/Shanghai")

    assert times(body)[0] == "DTSTART;TZID=Asia/Shanghai:19880701T090000"
    assert b"BEGIN:DAYLIGHT\r\nDTSTART:19880417T020000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0900\r\n" in body
    assert alike(body)[0].starts == datetime(1988, 7, 1, tzinfo=UTC)


def test_a_move_across_the_date_line_loses_no_instant() -> None:
    # Samoa left out the 30th of December 2011.
    body = told(an_event_at(2011, 12, 30, 9, hours=2), "Pacific/Apia")

    assert times(body) == [
        "DTSTART;TZID=Pacific/Apia:20111229T230000",
        "DTEND;TZID=Pacific/Apia:20111231T010000",
    ]
    assert alike(body)[0].ends == datetime(2011, 12, 30, 11, tzinfo=UTC)


def test_the_year_2040_is_told_by_its_rules() -> None:
    body = told(an_event_at(2040, 7, 2, 13), "Europe/London")

    assert times(body)[0] == "DTSTART;TZID=Europe/London:20400702T140000"
    assert b"DTSTART:20400325T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n" in body


def test_whole_days_and_utc_need_no_table() -> None:
    days = a_snapshot(
        is_all_day=True,
        starts_at=datetime(2026, 11, 27, 16, tzinfo=UTC),
        ends_at=datetime(2026, 11, 28, 16, tzinfo=UTC),
    )

    assert told(days, "America/New_York") == wrapped([written(days)], language="zh")
    in_utc = told(an_event_at(2026, 11, 28, 1), "UTC")
    assert b"DTSTART:20261128T010000Z\r\n" in in_utc
    assert b"VTIMEZONE" not in in_utc
    assert first_line(in_utc).endswith("；2026年11月28日（周六）01:00–02:00（UTC）")


@given(snapshots(), zones, st.sampled_from(["zh", "en", "both"]))
def test_any_event_in_any_zone_means_the_same_as_in_utc(
    snapshot: Snapshot, reader_zone: str, language: str
) -> None:
    plain = wrapped([written(snapshot, language=language)], language=language)

    body = told(snapshot, reader_zone, language)

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for event in Calendar.from_ical(body).walk("VEVENT"):
        assert not event.errors
    (seen,), (known,) = alike(body), alike(plain)
    assert replace(seen, description="") == replace(known, description="")
