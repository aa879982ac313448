"""Times of day and ranges as people write them: 下午3:00—4:30, 晚七点半至九点, 22:30–次日00:30, 4-5 pm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from seminars.timekeeping.numerals import NUMERAL_CHARACTERS, number, number_starts

DAY = 24 * 60
_HALF_DAY = 12 * 60
LONGEST_NIGHT = 8 * 60


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day or a range, in minutes after midnight; an end on the next day is above 1440.

    `other_half` tells that nothing says which half of the day is meant and the afternoon was taken.
    `needs_company` tells that the words alone may mean something else (一点 is also “a little”).
    """

    start: int
    end: int
    starts: int
    ends: int | None = None
    other_half: bool = False
    needs_company: bool = False


_S = "[ ]{0,3}"
_HOUR = rf"\d{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}}"
_PART = "凌晨|清晨|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜间|早|晚"
_EVENING = ("晚", "晚上", "晚间", "夜间")
_SEPARATOR = r"(?:-{1,3}|至|到|to|until|till)"
_HALF = r"[aApP]\.?[ ]?[mM]\b\.?"
_NEXT_DAY = r"次日|翌日|第二天|隔天|(?:the )?next day"


def _clock(which: str) -> str:
    return (
        rf"(?:(?P<h{which}>\d{{1,2}})(?:{_S}:{_S}|"
        rf"\.(?=[0-5]\d{_S}(?:{_SEPARATOR}{_S}\d{{1,2}}\.[0-5]\d{_S})?{_HALF}))(?P<m{which}>[0-5]\d)(?::[0-5]\d)?(?!\d)"
        rf"|(?P<hz{which}>{_HOUR}){_S}[点时](?![间候代差])"
        rf"(?:{_S}(?P<quarter{which}>半|一刻|三刻|整|钟)|{_S}(?P<mz{which}>[0-5]\d|"
        rf"[一二三四五]?十[一二三四五六七八九]?|"
        rf"零[一二三四五六七八九])分?)?"
        rf"|(?P<hp{which}>\d{{1,2}})(?={_S}{_HALF})"
        rf"|(?P<hb{which}>\d{{1,2}})(?={_S}{_SEPARATOR}{_S}\d{{1,2}}(?:[:.]\d\d)?{_S}(?:{_HALF}|[点时]))"
        rf"|(?P<word{which}>(?:12 )?noon|midnight)\b)"
        rf"(?:{_S}(?P<half{which}>{_HALF}))?"
    )


_RANGE = re.compile(
    rf"(?<!\d[:.,])(?<!\+){_clock('1')}"
    rf"(?:{_S}{_SEPARATOR}{_S}(?:(?P<next>{_NEXT_DAY}){_S})?(?:(?P<part2>{_PART}){_S})?{_clock('2')}"
    rf"(?:{_S}\(?(?P<after>{_NEXT_DAY}|\+1)\)?)?)?",
    re.ASCII,
)
_DOTTED = re.compile(
    rf"(?<![\d.:])(\d{{1,2}})\.([0-5]\d){_S}-{{1,3}}{_S}(\d{{1,2}})\.([0-5]\d)(?![\d.]|{_S}(?:{_HALF}|%))",
    re.ASCII,
)
_PART_BEFORE = re.compile(rf"(?:{_PART}){_S}$")
_WORDS = re.compile("noon|midnight")


@dataclass(frozen=True, slots=True)
class _Written:
    minutes: int
    part: str
    half: str
    is_padded: bool
    is_bare: bool


def find_clocks(folded: str) -> Iterator[Clock]:
    """The times of day in an already folded text."""
    starts = [*number_starts(folded), *(m.start() for m in _WORDS.finditer(folded))]
    end = 0
    for start in sorted(starts):
        if start < end:
            continue
        if (dotted := _DOTTED.match(folded, start)) and (clock := _read_dotted(dotted)):
            end = clock.end
            yield clock
            continue
        m = _RANGE.match(folded, start)
        clock = _read(folded, m) if m else None
        if clock is not None:
            end = clock.end
            yield clock


def _read_dotted(m: re.Match[str]) -> Clock | None:
    """`11.15-12.15`, which is a time only beside a day."""
    starts, ends = int(m[1]) * 60 + int(m[2]), int(m[3]) * 60 + int(m[4])
    return Clock(m.start(), m.end(), starts, ends, needs_company=True) if starts < ends <= DAY else None


def _read(folded: str, m: re.Match[str]) -> Clock | None:
    before = _PART_BEFORE.search(folded, max(0, m.start() - 6), m.start())
    first = _written(m, "1", before[0].rstrip() if before else "")
    second = _written(m, "2", m["part2"] or "")
    if first is None:
        return None
    start = before.start() if before else m.start()
    if second is None:
        # "15:00-99:00": the end says nothing, the start stands.
        end = m.end("half1") if m["half1"] else _end_of(m, "1")
        starts, is_guess = _starts(first, None)
        return Clock(start, end, starts, None, is_guess, _needs_company(m, first))
    starts, is_guess = _starts(first, second)
    ends = _ends(second, first, starts, is_next_day=bool(m["next"] or m["after"]))
    return Clock(start, m.end(), starts, ends, is_guess, False)


def _end_of(m: re.Match[str], which: str) -> int:
    return max(m.end(f"{name}{which}") for name in ("m", "hz", "quarter", "mz", "hp", "hb", "word")) + (
        1 if m[f"hz{which}"] and not m[f"quarter{which}"] and not m[f"mz{which}"] else 0
    )


def _needs_company(m: re.Match[str], first: _Written) -> bool:
    return bool(m["hz1"] and not first.part and not m["quarter1"] and not m["mz1"]) or bool(m["word1"])


def _written(m: re.Match[str], which: str, part: str) -> _Written | None:
    half = (m[f"half{which}"] or "")[:1].lower()
    if m[f"word{which}"]:
        return _Written(0 if m[f"word{which}"] == "midnight" else _HALF_DAY, "", "w", True, False)
    hour_words = m[f"h{which}"] or m[f"hz{which}"] or m[f"hp{which}"] or m[f"hb{which}"]
    if not hour_words:
        return None
    hour = number(hour_words)
    quarter = {"半": 30, "一刻": 15, "三刻": 45}.get(m[f"quarter{which}"] or "", 0)
    minute = quarter or number((m[f"m{which}"] or m[f"mz{which}"] or "0").lstrip("零")) or 0
    if hour is None or hour > 24 or (hour == 24 and minute) or (half and hour > 12 and m[f"hp{which}"]):
        return None
    padded = len(hour_words) == 2 and hour_words.isdigit()
    return _Written(hour * 60 + minute, part, half, padded, bool(m[f"hb{which}"]))


def _starts(first: _Written, second: _Written | None) -> tuple[int, bool]:
    """Minutes of the start, and whether the half of the day is only a guess."""
    minutes = _with_part(first.minutes, first.part, first.half)
    if first.part or first.half:
        return minutes, False
    if second is not None and (second.half or (second.part and not first.is_padded)):
        end = _with_part(second.minutes, second.part, second.half)
        later = minutes + _HALF_DAY
        return (later if minutes < _HALF_DAY and later < end else minutes), False
    if not first.is_padded and 60 <= minutes < 7 * 60:
        return minutes + _HALF_DAY, True
    return minutes, False


def _ends(second: _Written, first: _Written, starts: int, *, is_next_day: bool) -> int:
    minutes = _with_part(second.minutes, second.part, second.half)
    if is_next_day:
        return minutes % DAY + DAY
    if not second.part and first.part in _EVENING and _HALF_DAY <= minutes < _HALF_DAY + 60:
        return minutes + _HALF_DAY
    if (
        not second.part
        and not second.half
        and minutes < _HALF_DAY
        and minutes + _HALF_DAY > starts >= minutes
    ):
        return minutes + _HALF_DAY
    if minutes <= starts and minutes + DAY - starts <= LONGEST_NIGHT:
        return minutes + DAY
    # "16:00-14:00" is a slip, not a meeting of 22 hours: the end stays before the start, for others to doubt.
    return minutes


def _with_part(minutes: int, part: str, half: str) -> int:
    """Minutes after midnight once the half of the day is known; 下午 15:00 is redundant, not wrong."""
    if half == "a":
        return minutes % _HALF_DAY
    if half == "p":
        return minutes % _HALF_DAY + _HALF_DAY if minutes <= _HALF_DAY + 59 else minutes
    if part in ("下午", "午后", "傍晚") and minutes < _HALF_DAY:
        return minutes + _HALF_DAY
    if part in ("中午", "正午") and minutes < 4 * 60:
        return minutes + _HALF_DAY
    if part in _EVENING and 4 * 60 <= minutes < _HALF_DAY + 60:
        return minutes + _HALF_DAY
    if part in ("凌晨", "清晨") and _HALF_DAY <= minutes < _HALF_DAY + 60:
        return minutes - _HALF_DAY
    return minutes
