"""The smallest pieces of time in a text: dates, weekdays, clocks and zones, each where it stands.

Every pattern matches a bounded number of characters, so a text is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seminars.timekeeping.clocks import Clock, find_clocks
from seminars.timekeeping.names import MONTHS
from seminars.timekeeping.numerals import NUMERAL_CHARACTERS, lower_ascii, number, number_starts
from seminars.timekeeping.zonewords import ZoneWord, find_zones


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in figures or words; year and month may be missing.

    `last_day` ends a range of days (4–6 December), `day_first` marks 3/4/2026, which may be read both ways,
    `needs_company` words that are a date only beside a weekday or a time.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int
    needs_company: bool = False
    day_first: bool = False
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 = Monday; `week` counts Monday-based weeks from this one, None when bare."""

    start: int
    end: int
    weekday: int
    week: int | None
    is_recurring: bool = False
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class NearDay:
    """Today, tomorrow and their like, in days from the day of reading."""

    start: int
    end: int
    days: int


Atom = WrittenDate | Weekday | NearDay | Clock | ZoneWord

_S = "[ ]{0,3}"
_NUM = rf"(?:\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})"
_FULL_DATE = re.compile(
    rf"(?<!\d\.)(?P<y>(?:19|20|21)\d\d){_S}[-/.]{_S}(?P<m>\d{{1,2}}){_S}[-/.]{_S}(?P<d>\d{{1,2}})(?!\d)"
    rf"|(?P<yz>(?:19|20|21)\d\d|[{NUMERAL_CHARACTERS}]{{4}}){_S}年{_S}(?P<mz>{_NUM}){_S}月{_S}(?P<dz>{_NUM})"
    rf"(?:{_S}[日号])?(?:{_S}-{_S}(?P<last>{_NUM}){_S}日)?(?:(?<=[日号])|(?!\d))",
    re.ASCII,
)
_MONTH_DAY = re.compile(
    rf"(?<!\d\.)(?P<m>{_NUM}){_S}月{_S}(?P<d>{_NUM})"
    rf"(?:{_S}[日号])?(?:{_S}-{_S}(?P<last>{_NUM}){_S}日)?(?:(?<=[日号])|(?![\d个份]))",
    re.ASCII,
)
_DAY = re.compile(rf"(?<![./月])(?<!\d:)(?P<d>{_NUM}){_S}(?:日|号)(?![楼馆室厅院线门机桌教本])", re.ASCII)
_SLASH = re.compile(
    r"(?<![./\-])(?<!\d:)(?P<m>\d{1,2})[/.](?P<d>\d{1,2})(?:[/.](?P<y>(?:19|20)\d\d))?(?![\d/%]|\.\d)",
    re.ASCII,
)
_MONTH_WORDS = "|".join(
    f"{name}|{name.upper()}|{name[:3]}|{name[:3].upper()}" + ("|Sept" if name == "September" else "")
    for name in MONTHS
)
_ORDINAL = "(?:st|nd|rd|th)?"
_DAYS = rf"(?P<d>\d{{1,2}}){_ORDINAL}(?:{_S}-{_S}(?P<last>\d{{1,2}}){_ORDINAL})?"
_YEAR = rf"(?:{_S},?{_S}(?P<y>(?:19|20)\d\d)(?!\d))?"
_DAY_MONTH = re.compile(rf"(?<![\w.]){_DAYS}{_S}(?:of )?(?P<m>{_MONTH_WORDS})\b\.?{_YEAR}", re.ASCII)
_WORD_AND_DAY = re.compile(rf"(?:{_MONTH_WORDS})\.?{_S}{_DAYS}(?!\d|:\d){_YEAR}", re.ASCII)
# Several at once, 周一、三、五, count as the first of them.
_WEEKDAY = re.compile(
    r"(?P<word>周|星期|礼拜)(?P<d>[一二三四五六日天1-6])"
    r"(?:[ ]?[、,和及/][ ]?(?:周|星期|礼拜)?[一二三四五六日天](?=[)\]】、,和及/ 上下晚中早:]|\d|$)){0,6}",
    re.ASCII,
)
# A date such as “12/17 (四)” names its weekday so.
_BRACKETED_WEEKDAY = re.compile(r"(?<=[\d日号 ])[(](?P<d>[一二三四五六日])[)]")
_WEEK = re.compile(r"(?:上上|上|本|这|下下|下|每)个?$")
_ENGLISH_WEEKDAY = re.compile(
    r"(?P<d>Mon|Tue|Wed|Thu|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)"
    r"(?:day|sday|nesday|rsday|urday|s|rs|r|DAY|SDAY|NESDAY|RSDAY|URDAY)?(?P<many>s)?\b\.?",
    re.ASCII,
)
_ENGLISH_WEEK = re.compile(r"\b(this|next|last|coming|every)[ ]{1,3}(?:coming )?$", re.IGNORECASE | re.ASCII)
_NEAR_DAY = re.compile(
    r"大后天|后天|明天|明日|今天|今日|昨天|前天|[今明](?=[晚早])"
    r"|the day after tomorrow|today|tomorrow|tonight|yesterday"
)
_NEAR = {
    "大后天": 3,
    "后天": 2,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "昨天": -1,
    "前天": -2,
} | {
    "the day after tomorrow": 2,
    "tomorrow": 1,
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
}
_WEEKS = {
    "上上": -2,
    "上": -1,
    "本": 0,
    "这": 0,
    "下": 1,
    "下下": 2,
    "this": 0,
    "coming": 0,
    "next": 1,
    "last": -1,
}
_MONTH_NUMBERS = {name[:3].lower(): place for place, name in enumerate(MONTHS, 1)}
_WEEKDAY_LETTERS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# After a bare 周一 these go on with a sentence about time; any other ideograph makes it a name, as in 周一鸣.
_AFTER_BARE_WEEKDAY = frozenset("上下中晚早凌清傍午的在我将举至到和或有起前后北是由请")


def find_atoms(folded: str) -> list[Atom]:
    """The pieces of time in an already folded text, by position; where two overlap, the longer one counts."""
    lowered = lower_ascii(folded)
    found: list[Atom] = [
        *_dates(folded),
        *_chinese_weekdays(folded),
        *_english_weekdays(folded),
        *_bracketed_weekdays(folded),
        *(
            NearDay(m.start(), m.end(), _NEAR[m[0]])
            for m in _NEAR_DAY.finditer(lowered)
            if not _is_inside_word(lowered, m)
        ),
        *find_clocks(folded),
        *find_zones(folded, lowered),
    ]
    found.sort(key=lambda atom: (atom.start, -atom.end))
    kept: list[Atom] = []
    for atom in found:
        if kept and atom.start < kept[-1].end:
            if atom.end - atom.start > kept[-1].end - kept[-1].start:
                kept[-1] = atom
            continue
        kept.append(atom)
    return kept


def _dates(folded: str) -> Iterator[WrittenDate]:
    for start in number_starts(folded):
        if m := _FULL_DATE.match(folded, start):
            yield from _date(m, m["y"] or m["yz"], m["m"] or m["mz"], m["d"] or m["dz"], last=m["last"])
        elif m := _MONTH_DAY.match(folded, start):
            yield from _date(m, None, m["m"], m["d"], last=m["last"])
        elif m := _DAY_MONTH.match(folded, start):
            yield from _date(m, m["y"], str(_MONTH_NUMBERS[m["m"][:3].lower()]), m["d"], last=m["last"])
        elif m := _SLASH.match(folded, start):
            yield from _slashed(m)
        elif m := _DAY.match(folded, start):
            day = number(m["d"])
            if day and day <= 31:
                yield WrittenDate(m.start(), m.end(), None, None, day, needs_company=True)
    for m in _WORD_AND_DAY.finditer(folded):
        if not _is_inside_word(folded, m):
            yield from _date(m, m["y"], str(_MONTH_NUMBERS[m[0][:3].lower()]), m["d"], last=m["last"])


def _slashed(m: re.Match[str]) -> Iterator[WrittenDate]:
    first, second = int(m["m"]), int(m["d"])
    if m["y"] and first <= 12 and second <= 12 and first != second:
        yield WrittenDate(m.start(), m.end(), int(m["y"]), first, second, day_first=True)
    elif first <= 12:
        yield from _date(m, m["y"], m["m"], m["d"], needs_company=not m["y"])
    else:
        yield from _date(m, m["y"], m["d"], m["m"], needs_company=True)


def _date(
    m: re.Match[str],
    year: str | None,
    month: str,
    day: str,
    *,
    needs_company: bool = False,
    last: str | None = None,
) -> Iterator[WrittenDate]:
    year_number = number(year) if year else None
    month_number, day_number = number(month), number(day)
    if year_number is not None and not 1900 <= year_number < 2200:
        return
    if month_number and day_number and month_number <= 12 and day_number <= 31:
        yield WrittenDate(
            m.start(),
            m.end(),
            year_number,
            month_number,
            day_number,
            needs_company=needs_company,
            last_day=number(last) if last else None,
        )


def _chinese_weekdays(folded: str) -> Iterator[Weekday]:
    for m in _WEEKDAY.finditer(folded):
        day, follows = m["d"], folded[m.end() : m.end() + 1]
        weekday = int(day) - 1 if day.isdigit() else _WEEKDAY_LETTERS.index("日" if day == "天" else day)
        which = _WEEK.search(folded[max(0, m.start() - 3) : m.start()])
        if which is None:
            is_name = "一" <= follows <= "鿿" and follows not in _AFTER_BARE_WEEKDAY
            if m["word"] == "周" and is_name:
                continue
            yield Weekday(m.start(), m.end(), weekday, None)
        else:
            word = which[0].rstrip("个")
            start = m.start() - len(which[0])
            yield Weekday(start, m.end(), weekday, _WEEKS.get(word), is_recurring=word == "每")


def _bracketed_weekdays(folded: str) -> Iterator[Weekday]:
    for m in _BRACKETED_WEEKDAY.finditer(folded):
        if re.search(r"[\d日号][ ]?$", folded[max(0, m.start() - 2) : m.start()]):
            yield Weekday(m.start(), m.end(), _WEEKDAY_LETTERS.index(m["d"]), None)


def _english_weekdays(folded: str) -> Iterator[Weekday]:
    for m in _ENGLISH_WEEKDAY.finditer(folded):
        if _is_inside_word(folded, m):
            continue
        before = _ENGLISH_WEEK.search(folded, max(0, m.start() - 16), m.start())
        word = before[1].lower() if before else ""
        yield Weekday(
            before.start() if before else m.start(),
            m.end(),
            _ENGLISH_WEEKDAYS.index(m["d"].lower()),
            _WEEKS.get(word),
            is_recurring=word == "every" or bool(m["many"]),
            is_loose=word == "next",
        )


def _is_inside_word(text: str, m: re.Match[str]) -> bool:
    """Whether an English match goes on from or into a longer word, as “Sun” does in “Sunda”."""
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    first, last = m[0][0], m[0][-1]
    return (first.isascii() and _is_letter(before)) or (
        last.isascii() and last.isalpha() and _is_letter(after)
    )


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
