"""Day and hours of a table row, in however many columns and formats a spreadsheet keeps them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from seminars.intake.doors.columns import Header
from seminars.intake.doors.entries import Fault
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.phrases import read_phrases
from seminars.timekeeping.zones import is_zone

_EPOCH = date(1899, 12, 30)
_SERIAL = re.compile(r"(?P<day>[34]\d{4}|5[0-4]\d{3})(?P<part>\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_PART_OF_DAY = re.compile(r"0?\.\d{1,17}")
_NO_HOUR = re.compile(r"(?<=\d)[T ]0{1,2}:00(?::00(?:\.0+)?)?$")
_SECONDS = re.compile(r"(\d{1,2}:\d\d):\d\d(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?)[T ]+(?P<hour>.*\d.*)")
_WRITTEN = re.compile(r"\d")
_SOME_DAY = date(2001, 1, 1)
_UTC = "UTC"


@dataclass(frozen=True, slots=True)
class Moment:
    """Day, weekday and hours in words, the day alone, the zone if the row names one, and the column of the day."""

    words: str
    day: str
    zone: str
    field: str

    @property
    def is_empty(self) -> bool:
        return not self.words

    @property
    def is_written(self) -> bool:
        """Whether the day has a date, and is not only a weekday."""
        return _WRITTEN.search(self.words) is not None


def moment_of(
    at: int,
    cells: tuple[str, ...],
    header: Header,
    *,
    day_before: str,
    usual_start: time | None,
    faults: list[Fault],
) -> Moment:
    """When the event of a row is; what is no date or no time is added to `faults`.

    `day_before` is the day of the row above, which counts for a row that names none.
    """
    day, hours = _in_words(header.cell(cells, "date")), _in_words(header.cell(cells, "time"))
    starts, ends = _in_words(header.cell(cells, "starts")), _in_words(header.cell(cells, "ends"))
    field = next(name for name in ("date", "time", "starts", "occasion") if name in header.columns)
    if dated := _DAY_FIRST.fullmatch(starts):
        day, starts = day or dated["day"], dated["hour"]
    if dated := _DAY_FIRST.fullmatch(ends):
        ends = dated["hour"] if _is_same_day(dated["day"], day) else ends
    day = day or day_before
    zone = header.cell(cells, "zone")
    if zone and not is_zone(zone):
        sentence = Bilingual(
            f"“{zone[:40]}”不是时区，例如 Asia/Shanghai。",
            f"“{zone[:40]}” is no time zone such as Asia/Shanghai.",
        )
        faults.append(Fault(header.where(at, "zone"), sentence))
        zone = ""
    if day and not any(phrase.on for phrase in read_phrases(day, _SOME_DAY, _UTC)):
        faults.append(_no_date(header.where(at, "date"), day))
    if not hours and starts:
        hours = f"{starts}-{ends}" if ends else starts
    if day and hours and not _has_hour(hours):
        column = "time" if header.cell(cells, "time") else "starts"
        sentence = Bilingual(f"“{hours[:40]}”不是时间。", f"“{hours[:40]}” is not a time.")
        faults.append(Fault(header.where(at, column), sentence))
    said = " ".join(part for part in (day, _bracketed(header.cell(cells, "weekday")), hours) if part)
    if said and usual_start is not None and not _has_hour(said):
        said = f"{said} {usual_start:%H:%M}"
    return Moment(said, day, zone, field)


def _in_words(cell: str) -> str:
    """A cell as people write days and hours: numbers of spreadsheets become dates, seconds are dropped."""
    words = " ".join(cell.split())
    if serial := _SERIAL.fullmatch(words):
        day = _EPOCH + timedelta(days=int(serial["day"]))
        return f"{day.isoformat()} {_clock(serial['part'])}" if serial["part"] else day.isoformat()
    if compact := _COMPACT.fullmatch(words):
        return "-".join(compact.groups())
    if _PART_OF_DAY.fullmatch(words):
        return _clock(words)
    return _SECONDS.sub(r"\1", _NO_HOUR.sub("", words))


def _clock(part_of_day: str) -> str:
    minutes = round(float(part_of_day) * 24 * 60)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _has_hour(words: str) -> bool:
    return any(phrase.starts is not None for phrase in read_phrases(words, _SOME_DAY, _UTC))


def _is_same_day(one: str, other: str) -> bool:
    first, second = (
        next((phrase.on for phrase in read_phrases(words, _SOME_DAY, _UTC)), None) for words in (one, other)
    )
    return first is not None and first == second


def _bracketed(weekday: str) -> str:
    """A weekday as it stands behind a date; a lone 三 is 周三."""
    words = weekday.strip("()（） ")
    if words in tuple("一二三四五六日天"):
        words = f"周{words}"
    return f"（{words}）" if words else ""


def _no_date(where: Bilingual, words: str) -> Fault:
    return Fault(where, Bilingual(f"“{words[:40]}”不是日期。", f"“{words[:40]}” is not a date."))
