"""IANA zones: which exist, what a wall-clock time in one means, when its clocks change.

zoneinfo carries every datetime. pytz does what zoneinfo lacks: zones by country, and the refusal of local
times that a clock change skips or repeats. A pytz zone never stands in `tzinfo`.
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytz

from seminars.timekeeping.names import COUNTRIES_IN_CHINESE, zone_words

# pytz writes its transitions out and stops here; afterwards it repeats the last offset for ever.
LAST_YEAR_OF_PYTZ = 2037

# British Columbia left clock changes behind with IANA 2026b; older data says 8 hours.
WITNESS_ZONE = "America/Vancouver"
WITNESS_WALL_TIME = datetime(2026, 12, 1, 12)  # noqa: DTZ001  (a wall time on purpose)
WITNESS_OFFSET = timedelta(hours=-7)


class StaleZoneData(RuntimeError):
    """The time zone data on this machine is older than the rules now in force."""

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__(
            f"The time zone data of {source} is out of date: it does not know that {WITNESS_ZONE} stays at "
            "UTC-7 from 2026 on, so local times would be shown wrong. "
            "Mend it with: pip install --upgrade tzdata pytz"
        )


class UnknownZone(ValueError):
    """A name that the IANA time zone database does not have."""

    def __init__(self, name: str) -> None:
        self.name = name
        shown = name[:60]
        self.zh = f"没有名为“{shown}”的时区，请使用 Asia/Shanghai 这样的名称。"
        self.en = f"There is no time zone “{shown}”; use a name such as Asia/Shanghai."
        super().__init__(self.en)


class TimeRefused(ValueError):
    """A wall-clock time that names no instant, or two; `zh` and `en` say so in a sentence."""

    wall: datetime
    zone: str
    zh: str
    en: str

    def __init__(self, wall: datetime, zone: str, zh: str, en: str) -> None:
        self.wall, self.zone, self.zh, self.en = wall, zone, zh, en
        super().__init__(en)


class SkippedTime(TimeRefused):
    """The clocks jump over this time."""

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(
            wall,
            zone,
            f"{_wall_words(wall)}（{zone_words(zone, 'zh')}）不存在：当天时钟拨快，跳过了这一时刻。"
            "请另选时间。",
            f"{_wall_words(wall)} ({zone_words(zone, 'en')}) does not exist: "
            "the clocks go forward and skip it. Choose another time.",
        )


class RepeatedTime(TimeRefused):
    """The clocks show this time twice."""

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(
            wall,
            zone,
            f"{_wall_words(wall)}（{zone_words(zone, 'zh')}）出现两次：当天时钟拨慢，这一时刻会重复。"
            "请另选时间，或写明与 UTC 的时差。",
            f"{_wall_words(wall)} ({zone_words(zone, 'en')}) happens twice: the clocks go back over it. "
            "Choose another time, or write its offset from UTC.",
        )


class TimeOutOfRange(TimeRefused):
    """A time at the very edge of the calendar, which cannot be converted."""

    def __init__(self, wall: datetime, zone: str) -> None:
        super().__init__(
            wall, zone, f"{wall.year} 年超出了可用的范围。", f"The year {wall.year} is out of range."
        )


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The first instant (`at`, UTC) at which the clocks of a zone show a new offset."""

    at: datetime
    before_offset: timedelta
    after_offset: timedelta

    @property
    def forward(self) -> bool:
        """Whether an hour is lost rather than repeated."""
        return self.after_offset > self.before_offset


@dataclass(frozen=True, slots=True)
class CountryZones:
    """A country of the zone picker; `zones` are (IANA name, name to show)."""

    code: str
    name: str
    zones: tuple[tuple[str, str], ...]


def use_packaged_zone_data() -> None:
    """Let the installed tzdata package win over the copy of the operating system, which may be years old."""
    zoneinfo.reset_tzpath(to=[])
    ZoneInfo.clear_cache()


def check_zone_data() -> None:
    """Raise `StaleZoneData` unless zoneinfo and pytz both know the rules in force since 2026."""
    if WITNESS_WALL_TIME.replace(tzinfo=ZoneInfo(WITNESS_ZONE)).utcoffset() != WITNESS_OFFSET:
        raise StaleZoneData("zoneinfo (package tzdata)")
    if pytz.timezone(WITNESS_ZONE).localize(WITNESS_WALL_TIME).utcoffset() != WITNESS_OFFSET:
        raise StaleZoneData("pytz")


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database, written exactly."""
    return name in pytz.all_timezones_set


def zone(name: str) -> ZoneInfo:
    """The zone called `name`; raises `UnknownZone`."""
    if not is_zone(name):
        raise UnknownZone(name)
    try:
        return ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        raise UnknownZone(name) from None


def parse_local(wall: datetime, zone_name: str) -> datetime:
    """The instant at which the clocks of a zone show `wall`, carrying that zone.

    Raises `SkippedTime` or `RepeatedTime` where a clock change leaves no instant or two, `TimeOutOfRange` at
    the edges of the calendar, `UnknownZone`, and ValueError for a `wall` that already has a zone.
    """
    if wall.tzinfo is not None:
        raise ValueError("A wall-clock time must not carry a zone.")
    if not 2 <= wall.year <= 9998:
        raise TimeOutOfRange(wall, zone_name)
    wall = wall.replace(fold=0)
    moment = wall.replace(tzinfo=zone(zone_name))
    if wall.year > LAST_YEAR_OF_PYTZ:
        return _checked_by_round_trip(wall, zone_name, moment)
    try:
        pytz.timezone(zone_name).localize(wall, is_dst=None)
    except pytz.NonExistentTimeError:
        raise SkippedTime(wall, zone_name) from None
    except pytz.AmbiguousTimeError:
        raise RepeatedTime(wall, zone_name) from None
    return moment


def as_zoneinfo(moment: datetime) -> datetime:
    """The same instant without any pytz zone: an IANA zone stays, any other becomes its fixed offset.

    For datetimes from other people's libraries. Raises ValueError for one without a zone.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("A datetime without a zone names no instant.")
    name = getattr(moment.tzinfo, "zone", None)
    if isinstance(name, str) and is_zone(name):
        return moment.astimezone(ZoneInfo(name))
    if isinstance(moment.tzinfo, ZoneInfo | timezone):
        return moment
    return moment.astimezone(timezone(offset))


def next_clock_change(zone_name: str, after: datetime, within: timedelta) -> ClockChange | None:
    """The first change of the clocks of a zone later than `after` and not later than `after + within`."""
    there = zone(zone_name)
    low = after.astimezone(UTC).replace(microsecond=0)
    last = low + within
    before = _offset(low, there)
    while low < last:
        high = min(low + timedelta(days=1), last)
        if _offset(high, there) != before:
            at = _first_instant_of_new_offset(low, high, there)
            return ClockChange(at, before, _offset(at, there))
        low = high
    return None


def zones_by_country(language: str) -> list[CountryZones]:
    """The zone picker: countries by name in `language` (`zh`: the most asked for first), then UTC."""
    countries = [
        CountryZones(code, country_name(code, language), shown)
        for code, names in pytz.country_timezones.items()
        if (
            shown := tuple(
                (name, zone_words(name, language)) for name in names if name in pytz.common_timezones_set
            )
        )
    ]
    order = list(COUNTRIES_IN_CHINESE)

    def place(country: CountryZones) -> tuple[int, str]:
        known = language == "zh" and country.code in COUNTRIES_IN_CHINESE
        return (order.index(country.code) if known else len(order), country.name)

    return [*sorted(countries, key=place), CountryZones("", "UTC", (("UTC", "UTC"),))]


def picker_zones() -> list[str]:
    """The IANA names the picker offers, in alphabetical order."""
    return sorted({name for country in zones_by_country("en") for name, _ in country.zones})


def country_name(code: str, language: str) -> str:
    """The name of a country by its ISO 3166 code; English where the Chinese name is not known here."""
    english = pytz.country_names.get(code, code)
    return COUNTRIES_IN_CHINESE.get(code, english) if language == "zh" else english


def offset_words(moment: datetime, language: str) -> str:
    """How far the clocks of `moment` are from UTC, in either language: `UTC+8`, `UTC−3:30`, `UTC`."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("A datetime without a zone has no offset.")
    if not offset:
        return "UTC"
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    rest = f":{minutes:02}:{seconds:02}" if seconds else f":{minutes:02}" if minutes else ""
    return f"UTC{'+' if offset > timedelta(0) else '−'}{hours}{rest}"


def _wall_words(wall: datetime) -> str:
    return wall.strftime("%Y-%m-%d %H:%M")


def _offset(at: datetime, there: ZoneInfo) -> timedelta:
    return at.astimezone(there).utcoffset() or timedelta(0)


def _first_instant_of_new_offset(low: datetime, high: datetime, there: ZoneInfo) -> datetime:
    before = _offset(low, there)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(middle, there) == before:
            low = middle
        else:
            high = middle
    return high


def _checked_by_round_trip(wall: datetime, zone_name: str, moment: datetime) -> datetime:
    if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None, fold=0) != wall:
        raise SkippedTime(wall, zone_name)
    if moment.replace(fold=1).utcoffset() != moment.utcoffset():
        raise RepeatedTime(wall, zone_name)
    return moment
