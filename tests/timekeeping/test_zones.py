# ruff: noqa: DTZ901  (wall-clock times and bounds of strategies carry no zone on purpose)

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import pytz
from hypothesis import example, given
from hypothesis import strategies as st

from seminars.timekeeping.zones import (
    ClockChange,
    RepeatedTime,
    SkippedTime,
    StaleZoneData,
    TimeOutOfRange,
    UnknownZone,
    as_zoneinfo,
    check_zone_data,
    is_zone,
    next_clock_change,
    offset_words,
    parse_local,
    picker_zones,
    use_packaged_zone_data,
    zone,
    zones_by_country,
)

use_packaged_zone_data()
ZONES = picker_zones()
instants = st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
wall_times = st.datetimes(datetime(1980, 1, 1), datetime(2036, 12, 31)).map(lambda at: at.replace(fold=0))


@given(instants, st.sampled_from(ZONES))
@example(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/New_York")
def test_an_instant_survives_every_zone(instant: datetime, name: str) -> None:
    assert instant.astimezone(zone(name)).astimezone(UTC) == instant


@given(wall_times, st.sampled_from(ZONES))
@example(datetime(1988, 4, 17, 2, 30), "Asia/Shanghai")
@example(datetime(2026, 11, 1, 1, 30), "America/New_York")
def test_parse_local_agrees_with_pytz(wall: datetime, name: str) -> None:
    try:
        expected = pytz.timezone(name).localize(wall, is_dst=None).astimezone(UTC)
    except pytz.InvalidTimeError as refusal:
        with pytest.raises(SkippedTime if isinstance(refusal, pytz.NonExistentTimeError) else RepeatedTime):
            parse_local(wall, name)
    else:
        parsed = parse_local(wall, name)
        assert (parsed.astimezone(UTC), parsed.tzinfo) == (expected, ZoneInfo(name))


@given(st.datetimes(datetime(2038, 1, 1), datetime(2090, 1, 1)), st.sampled_from(ZONES))
@example(datetime(2040, 3, 11, 2, 30), "America/New_York")
@example(datetime(2040, 11, 4, 1, 30), "America/New_York")
def test_parse_local_beyond_pytz_follows_the_round_trip(wall: datetime, name: str) -> None:
    there = ZoneInfo(name)
    folds = [wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)]
    shown = {at for at in folds if at.astimezone(there).replace(tzinfo=None, fold=0) == wall.replace(fold=0)}

    try:
        found = {parse_local(wall, name).astimezone(UTC)}
    except SkippedTime:
        found = set()
    except RepeatedTime:
        found = set(folds)

    assert found == shown


@given(st.integers(0, 3 * 365 * 24), st.sampled_from(ZONES))
def test_zoneinfo_and_pytz_agree_over_the_next_three_years(hour: int, name: str) -> None:
    instant = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour)

    assert (
        instant.astimezone(ZoneInfo(name)).utcoffset() == instant.astimezone(pytz.timezone(name)).utcoffset()
    )


def test_zoneinfo_and_pytz_agree_on_every_offered_zone() -> None:
    months = [datetime(2026 + month // 12, month % 12 + 1, 15, 12, tzinfo=UTC) for month in range(10, 46)]
    apart = [
        (name, at)
        for name in ZONES
        for at in months
        if at.astimezone(ZoneInfo(name)).utcoffset() != at.astimezone(pytz.timezone(name)).utcoffset()
    ]

    assert apart == []


def test_parse_local_names_the_skipped_hour_in_two_languages() -> None:
    with pytest.raises(SkippedTime) as refused:
        parse_local(datetime(1988, 4, 17, 2, 30), "Asia/Shanghai")

    assert (refused.value.wall, refused.value.zone) == (datetime(1988, 4, 17, 2, 30), "Asia/Shanghai")
    assert refused.value.zh.startswith("1988-04-17 02:30（北京时间）不存在")
    assert refused.value.en.startswith("1988-04-17 02:30 (Beijing time) does not exist")


@pytest.mark.parametrize("year", [2026, 2040])
def test_parse_local_refuses_a_repeated_hour(year: int) -> None:
    first_sunday = next(day for day in range(1, 8) if datetime(year, 11, day).weekday() == 6)

    with pytest.raises(RepeatedTime):
        parse_local(datetime(year, 11, first_sunday, 1, 30), "America/New_York")


def test_parse_local_refuses_the_edges_of_the_calendar() -> None:
    with pytest.raises(TimeOutOfRange):
        parse_local(datetime.max, "Asia/Shanghai")


def test_parse_local_refuses_a_datetime_with_a_zone() -> None:
    with pytest.raises(ValueError, match="must not carry"):
        parse_local(datetime(2026, 1, 1, tzinfo=UTC), "Asia/Shanghai")


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../../etc/passwd", "asia/shanghai", "UTC+8", "A" * 5000, "\0"]
)
def test_unknown_zones_are_refused(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(UnknownZone):
        zone(name)


def test_the_installed_zone_data_is_in_force() -> None:
    check_zone_data()


def test_stale_zone_data_says_how_to_mend_it() -> None:
    assert "pip install --upgrade tzdata pytz" in str(StaleZoneData("zoneinfo"))


def test_next_clock_change_finds_new_york_going_back() -> None:
    event = datetime(2025, 11, 1, 7, tzinfo=UTC)

    assert next_clock_change("America/New_York", event, timedelta(days=7)) == ClockChange(
        datetime(2025, 11, 2, 6, tzinfo=UTC), timedelta(hours=-4), timedelta(hours=-5)
    )


def test_next_clock_change_finds_none_in_beijing() -> None:
    assert next_clock_change("Asia/Shanghai", datetime(2025, 11, 1, tzinfo=UTC), timedelta(days=400)) is None


def test_next_clock_change_knows_forward() -> None:
    change = next_clock_change("Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC), timedelta(days=2))

    assert change is not None
    assert (change.at, change.forward) == (datetime(2026, 3, 29, 1, tzinfo=UTC), True)


def test_as_zoneinfo_replaces_a_pytz_zone() -> None:
    theirs = pytz.timezone("America/New_York").localize(datetime(2026, 11, 1, 1, 30), is_dst=False)

    ours = as_zoneinfo(theirs)

    assert (ours.tzinfo, ours.astimezone(UTC)) == (
        ZoneInfo("America/New_York"),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    )


def test_as_zoneinfo_keeps_a_fixed_offset() -> None:
    theirs = datetime(2026, 1, 1, tzinfo=pytz.FixedOffset(330))

    assert as_zoneinfo(theirs).tzinfo == timezone(timedelta(minutes=330))


def test_the_picker_begins_with_china_in_chinese() -> None:
    first = zones_by_country("zh")[0]

    assert (first.code, first.name, first.zones) == (
        "CN",
        "中国",
        (("Asia/Shanghai", "北京时间"), ("Asia/Urumqi", "乌鲁木齐时间")),
    )


def test_the_picker_is_alphabetical_in_english_and_ends_with_utc() -> None:
    names = [country.name for country in zones_by_country("en")]

    assert names[:-1] == sorted(names[:-1])
    assert names[-1] == "UTC"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Asia/Shanghai", "UTC+8"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC−3:30"),
        ("UTC", "UTC"),
    ],
)
def test_offset_words(name: str, words: str) -> None:
    assert offset_words(datetime(2026, 1, 1, tzinfo=ZoneInfo(name)), "zh") == words
