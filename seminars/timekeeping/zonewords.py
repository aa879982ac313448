"""Words that name a time zone: 北京时间, New York time, EST, UTC+8, Asia/Shanghai."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from seminars.timekeeping.names import CITIES
from seminars.timekeeping.zones import is_zone, zone


@dataclass(frozen=True, slots=True)
class ZoneWord:
    """A zone named in a text: IANA names it may mean, likeliest first, or an offset from UTC in minutes."""

    start: int
    end: int
    names: tuple[str, ...] = ()
    offset: int | None = None


_PHRASES = {
    "中国标准时间": "Asia/Shanghai",
    "东八区": "Asia/Shanghai",
    "China Standard Time": "Asia/Shanghai",
    "China time": "Asia/Shanghai",
    "中国时间": "Asia/Shanghai",
    "美国东部时间": "America/New_York",
    "美东时间": "America/New_York",
    "Eastern Standard Time": "America/New_York",
    "Eastern Daylight Time": "America/New_York",
    "Eastern Time": "America/New_York",
    "波士顿时间": "America/New_York",
    "Boston time": "America/New_York",
    "美国中部时间": "America/Chicago",
    "Central Standard Time": "America/Chicago",
    "Central Daylight Time": "America/Chicago",
    "美国山地时间": "America/Denver",
    "Mountain Time": "America/Denver",
    "美国西部时间": "America/Los_Angeles",
    "美西时间": "America/Los_Angeles",
    "太平洋时间": "America/Los_Angeles",
    "Pacific Standard Time": "America/Los_Angeles",
    "Pacific Daylight Time": "America/Los_Angeles",
    "Pacific Time": "America/Los_Angeles",
    "英国时间": "Europe/London",
    "UK time": "Europe/London",
    "欧洲中部时间": "Europe/Berlin",
    "德国时间": "Europe/Berlin",
    "法国时间": "Europe/Paris",
    "Central European Time": "Europe/Berlin",
    "日本时间": "Asia/Tokyo",
    "韩国时间": "Asia/Seoul",
}
_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "BJT": ("Asia/Shanghai",),
    "CST": ("Asia/Shanghai", "America/Chicago"),
    "HKT": ("Asia/Hong_Kong",),
    "SGT": ("Asia/Singapore",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "MSK": ("Europe/Moscow",),
    "CET": ("Europe/Berlin",),
    "CEST": ("Europe/Berlin",),
    "EET": ("Europe/Helsinki",),
    "EEST": ("Europe/Helsinki",),
    "WET": ("Europe/Lisbon",),
    "BST": ("Europe/London",),
    "UTC": ("UTC",),
    "EST": ("America/New_York",),
    "EDT": ("America/New_York",),
    "ET": ("America/New_York",),
    "CDT": ("America/Chicago",),
    "CT": ("America/Chicago",),
    "MST": ("America/Denver",),
    "MDT": ("America/Denver",),
    "PST": ("America/Los_Angeles",),
    "PDT": ("America/Los_Angeles",),
    "PT": ("America/Los_Angeles",),
    "AEST": ("Australia/Sydney",),
    "AEDT": ("Australia/Sydney",),
    "NZST": ("Pacific/Auckland",),
    "NZDT": ("Pacific/Auckland",),
}
_BY_WORD = {words.lower(): name for words, name in _PHRASES.items()}
for _name, (_zh, _en) in CITIES.items():
    _BY_WORD |= {f"{_zh}时间": _name, f"{_zh}当地时间": _name, f"{_en} time".lower(): _name}

_CITY_NAMES = {word: name for name, cities in CITIES.items() for word in cities}
# A bare name of a city is a zone right behind a clock, or before one: 16:00 London, Beijing 23:00.
_CITY = re.compile(
    rf"(?<![A-Za-z㐀-鿿])(?P<city>{'|'.join(sorted(_CITY_NAMES, key=len, reverse=True))})(?![A-Za-z㐀-鿿]|[ ][A-Z])"
)
_CLOCK_BEFORE = re.compile(r"(?:\d|[apAP]\.?[mM]\.?)[ ]?[(]?$")
_CLOCK_AFTER = re.compile(r"[ ]?[: ]?\d")
_OFFSET = re.compile(
    r"(?:UTC|GMT)[ ]?(?P<sign>[+\-]| (?=\d\d:\d\d\)))[ ]?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?(?!\d)", re.ASCII
)
_NAMED = re.compile("时间|东八区| time")
_LENGTHS = sorted({len(words) for words in _BY_WORD}, reverse=True)
_CAPITALS = re.compile("[A-Z]{2,}")
_IANA = re.compile(
    r"(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_]{2,20}(?:/[A-Z][A-Za-z_]{2,20})?"
)

# What a bare offset is called when the zone of the reader does not fit; whole hours have Etc zones besides.
_ZONES_OF_OFFSETS = {
    480: "Asia/Shanghai",
    540: "Asia/Tokyo",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    390: "Asia/Yangon",
    570: "Australia/Darwin",
    0: "UTC",
}


def find_zones(folded: str, lowered: str) -> Iterator[ZoneWord]:
    """The zones an already folded text names; abbreviations count only as written, in capitals."""
    for m in _OFFSET.finditer(folded):
        minutes = int(m["h"]) * 60 + int(m["m"] or 0)
        if minutes <= 14 * 60:
            yield ZoneWord(m.start(), m.end(), offset=-minutes if m["sign"] == "-" else minutes)
    for m in _NAMED.finditer(lowered):
        length = next((n for n in _LENGTHS if n <= m.end() and lowered[m.end() - n : m.end()] in _BY_WORD), 0)
        if length:
            yield ZoneWord(m.end() - length, m.end(), (_BY_WORD[lowered[m.end() - length : m.end()]],))
    for m in _CITY.finditer(folded):
        around = folded[max(0, m.start() - 4) : m.start()], folded[m.end() : m.end() + 3]
        if _CLOCK_BEFORE.search(around[0]) or _CLOCK_AFTER.match(around[1]):
            yield ZoneWord(m.start(), m.end(), (_CITY_NAMES[m["city"]],))
    for m in _CAPITALS.finditer(folded):
        names, after = _ABBREVIATIONS.get(m[0], ()), folded[m.end() : m.end() + 1]
        if after.isascii() and (after.isalnum() or after in ("+", "-")):
            continue
        if m[0] == "GMT":
            yield ZoneWord(m.start(), m.end(), offset=0)
        elif names:
            yield ZoneWord(m.start(), m.end(), names)
    for m in _IANA.finditer(folded):
        if is_zone(m[0]):
            yield ZoneWord(m.start(), m.end(), (m[0],))


def zone_of_offset(minutes: int, on: date, reader_zone: str) -> str | None:
    """The zone to show for an offset in minutes on a day: the reader's if it fits, else the best known."""
    noon = datetime.combine(on, time(12), zone(reader_zone))
    if noon.utcoffset() == timedelta(minutes=minutes):
        return reader_zone
    if minutes in _ZONES_OF_OFFSETS:
        return _ZONES_OF_OFFSETS[minutes]
    hours, rest = divmod(abs(minutes), 60)
    name = f"Etc/GMT{'-' if minutes > 0 else '+'}{hours}"
    return name if not rest and is_zone(name) else None
