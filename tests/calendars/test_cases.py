"""Cases that broke calendars of others, each with the bytes or words that ours must have."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from seminars.calendars.envelope import wrapped
from seminars.calendars.feed import feed
from seminars.calendars.localizing import clocks, localized
from seminars.calendars.options import Options
from seminars.models import Counter, Publication
from seminars.programme.snapshots import AbstractPart, Snapshot
from seminars.publishing.change import cancel, restore
from seminars.publishing.rename import rename_venue
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.zones import SkippedTime, parse_local
from tests.calendars.readers import alike, with_icalendar
from tests.calendars.samples import LIN, TALK, a_snapshot, description, written
from tests.factories import NOW, STARTS, a_series, a_venue, an_event, published


def titled(title: str, text: str = "") -> Snapshot:
    """The sample with this title and abstract in Chinese, and nothing else to be told."""
    return a_snapshot(talks=(replace(TALK, abstracts=(AbstractPart("zh", title, text),)),), meeting=None)


def lines(body: bytes) -> list[str]:
    """The content lines, unfolded."""
    return body.decode().replace("\r\n ", "").split("\r\n")


def by_the_clocks_of(zone: str, *snapshots: Snapshot) -> bytes:
    """A file of these events for a reader in `zone`."""
    entries = [
        localized(written(each), own_zone=each.zone, reader_zone=zone, language="zh") for each in snapshots
    ]
    return wrapped([clocks(entries, zone), *(each.body for each in entries)], language="zh")


def test_half_past_two_on_a_day_in_1988_never_was_in_beijing() -> None:
    with pytest.raises(SkippedTime):
        parse_local(datetime(1988, 4, 17, 2, 30), "Asia/Shanghai")


def test_nine_in_the_morning_of_the_summer_of_1988_is_midnight_in_utc() -> None:
    nine = parse_local(datetime(1988, 7, 1, 9), "Asia/Shanghai")

    assert nine.astimezone(UTC) == datetime(1988, 7, 1, tzinfo=UTC)
    body = by_the_clocks_of("Asia/Shanghai", a_snapshot(starts_at=nine, ends_at=nine + timedelta(hours=2)))
    assert "DTSTART;TZID=Asia/Shanghai:19880701T090000" in lines(body)
    assert alike(body)[0].starts == datetime(1988, 7, 1, tzinfo=UTC)


def test_a_series_at_nine_in_the_evening_keeps_its_instants_in_new_york_all_year() -> None:
    first = parse_local(datetime(2026, 1, 2, 21), "Asia/Shanghai")
    weeks = [first + timedelta(weeks=week) for week in range(52)]

    body = by_the_clocks_of(
        "America/New_York",
        *(a_snapshot(uid=str(at), starts_at=at, ends_at=at + timedelta(hours=1)) for at in weeks),
    )

    hours = [line[-6:-4] for line in lines(body) if line.startswith("DTSTART;")]
    # Standard time until the 8th of March and from the 1st of November on.
    assert hours == ["08"] * 10 + ["09"] * 34 + ["08"] * 8
    assert (body.count(b"BEGIN:STANDARD"), body.count(b"BEGIN:DAYLIGHT")) == (2, 1)
    assert [each.starts for each in alike(body)] == weeks


def test_one_evening_is_two_days_on_either_side_of_the_date_line() -> None:
    event = a_snapshot(
        starts_at=datetime(2026, 11, 28, 10, 30, tzinfo=UTC), ends_at=datetime(2026, 11, 28, 12, tzinfo=UTC)
    )

    for zone, starts, ends in [
        ("Pacific/Kiritimati", "20261129T003000", "20261129T020000"),
        ("Pacific/Pago_Pago", "20261127T233000", "20261128T010000"),
    ]:
        body = by_the_clocks_of(zone, event)
        assert [line for line in lines(body) if line.startswith(("DTSTART;", "DTEND;"))] == [
            f"DTSTART;TZID={zone}:{starts}", f"DTEND;TZID={zone}:{ends}",
        ]  # fmt: skip
        assert (alike(body)[0].starts, alike(body)[0].ends) == (event.starts_at, event.ends_at)


def test_an_event_of_the_new_year_is_of_the_old_one_abroad() -> None:
    event = a_snapshot(
        starts_at=datetime(2026, 12, 31, 16, tzinfo=UTC), ends_at=datetime(2026, 12, 31, 18, tzinfo=UTC)
    )

    body = by_the_clocks_of("America/New_York", event)

    assert "DTSTART;TZID=America/New_York:20261231T110000" in lines(body)
    assert alike(body)[0].description.split("\n")[0] == (
        "2027年1月1日（周五）00:00–02:00（北京时间）；2026年12月31日（周四）11:00–13:00（纽约时间）(-1天)"
    )


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x85"])
def test_a_line_end_of_any_kind_in_an_abstract_is_one_line_end(end: str) -> None:
    told = description(titled("题", f"甲。{end}{end}乙。"))

    assert told[-3:] == ["甲。", "乙。", "https://seminars.example.org/wenqu/42/"]


def test_an_inequality_is_no_html() -> None:
    assert description(titled("题", "若 a<b 且 b>c，则 x<i>y。"))[-2] == "若 a<b 且 b>c，则 x<i>y。"
    assert (
        description(titled("题", "<b>若</b> a<b and b>c，x<i 且 i>y。"))[-2] == "若 a<b and b>c，x<i 且 i>y。"
    )


def test_empty_fields_leave_no_trace() -> None:
    bare = a_snapshot(venue=None, meeting=None, talks=(), number=None)

    told = lines(written(bare, language="both"))

    assert not [line for line in told if "None" in line or line.endswith((":", ";"))]
    assert not [line for line in told[:-1] if not line]


@pytest.mark.parametrize(
    "poison", ["林\r\nATTENDEE:mailto:x@example.org", "林\u2028X-A:b", '林";X-B="', "林\x00\x0b\ud800"]
)
def test_a_name_brings_no_property_with_it_in_any_zone(poison: str) -> None:
    evil = a_snapshot(talks=(replace(TALK, speakers=(replace(LIN, name=Bilingual(poison)),)),))
    known = {line.partition(":")[0] for line in lines(written(a_snapshot()))}

    entry = localized(written(evil), own_zone="Asia/Shanghai", reader_zone="America/New_York", language="zh")

    names = {line.partition(":")[0] for line in lines(entry.body)}
    assert {name.partition(";")[0] for name in names} == {name.partition(";")[0] for name in known}


def test_another_host_with_other_habits_writes_the_same_bytes() -> None:
    code = "import sys; from tests.calendars.samples import *; sys.stdout.buffer.write(written(a_snapshot()))"
    other = os.environ | {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "42"}

    body = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=other).stdout

    assert body == written(a_snapshot())


@pytest.mark.django_db
def test_a_database_restored_elsewhere_serves_the_same_file() -> None:
    series = a_series(slug="wenqu")
    published(an_event(series))
    before = feed("wenqu", Options(), at=NOW)

    # What differs there: how far the change cursor counted, and what rows were numbered.
    Counter.objects.filter(name="changes").update(value=4711)
    Publication.objects.update(cursor=1)

    assert feed("wenqu", Options(), at=NOW) == before


@pytest.mark.django_db
def test_cancelling_and_restoring_raises_the_sequence_by_two() -> None:
    event = an_event(a_series(slug="wenqu"))
    published(event)
    plain = with_icalendar(feed("wenqu", Options(), at=NOW).body)

    cancel(event, reason="", by=None, at=NOW + timedelta(minutes=1))
    restore(event, by=None, at=NOW + timedelta(minutes=2))

    body = feed("wenqu", Options(), at=NOW).body
    assert with_icalendar(body) == [replace(each, sequence=2) for each in plain]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_renamed_room_is_told_by_forty_coming_events_and_by_no_past_one() -> None:
    series, venue = a_series(slug="wenqu"), a_venue(name_zh="旧馆")
    for week in range(-3, 40):
        published(
            an_event(series, venue=venue, starts_at=STARTS + timedelta(weeks=week)),
            at=NOW - timedelta(days=30),
        )
    venue.name_zh = "新馆"

    rename_venue(venue, by=None, at=NOW)

    told = lines(feed("wenqu", Options(), at=NOW).body)
    assert [line for line in told if line.startswith("LOCATION")] == ["LOCATION:旧馆"] * 3 + [
        "LOCATION:新馆"
    ] * 40
    assert [line for line in told if line.startswith("SEQUENCE")] == ["SEQUENCE:0"] * 3 + ["SEQUENCE:1"] * 40
