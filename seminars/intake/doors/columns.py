"""The header of a table: which column says what, by the words organizers use. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from seminars.intake.doors.delimited import Table
from seminars.intake.doors.reasons import ClosedDoor
from seminars.intake.labels import field_of
from seminars.text.bilingual import Bilingual
from seminars.timekeeping.numerals import folded

# What a header says that stands above a column, and not before a colon in a text.
_WORDS = {
    "date": "日期 报告日期 讲座日期 活动日期 举办日期 举行日期 date day 日期/date",
    "starts": "开始 开始时间 起始时间 起始 开始时刻 start starts starttime startsat begin begins from",
    "ends": "结束 结束时间 终止时间 结束时刻 end ends endtime endsat finish until to",
    "time": "时段 时刻 起止时间 起止 具体时间 时间段 hours slot",
    "weekday": "星期 周 周几 星期几 weekday dayofweek",
    "number": "期号 期数 期 第几期 期次 编号 no no. nr nr. # number issue",
    "title_en": "英文题目 英文标题 英文报告题目 题目(英文) 标题(英文) 题目（英） englishtitle titleinenglish title(en) "
    "title(english) title_en",
    "abstract_en": "英文摘要 摘要(英文) englishabstract abstractinenglish abstract(en) abstract(english) abstract_en",
    "title": "中文题目 中文标题 题目(中文) chinesetitle titleinchinese title(zh) title_zh",
    "abstract": "中文摘要 摘要(中文) chineseabstract abstract(zh) abstract_zh",
    "speaker": "姓名 讲者姓名 报告人姓名 主讲人姓名 name speakername",
    "place": "线下地点 房间 hall building",
    "status": "状态 status state",
    "meeting": "会议 腾讯会议号码 meeting zoomurl meetingurl meetinglink onlinelink",
    "theme": "本期主题 主题 活动主题 theme eventtitle event",
    "zone": "时区 timezone tz zone",
}
_COLUMNS = {word: name for name, words in _WORDS.items() for word in words.split()}
_READ = frozenset(
    {
        *("date", "time", "starts", "ends", "weekday", "zone", "number", "theme", "status", "occasion"),
        *("title", "title_en", "abstract", "abstract_en", "speaker", "affiliation", "position", "bio"),
        *("place", "meeting", "passcode", "host", "inviter", "contact", "signup", "deadline", "audience"),
        *("notes", "links"),
    }
)
# A header is looked for below a heading and some empty lines.
_LOOKED_AT = 12
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands, the words above it, and the columns that say nothing to us."""

    row: int
    columns: Mapping[str, int]
    words: Mapping[str, str]
    unknown: tuple[str, ...]

    def cell(self, cells: tuple[str, ...], field: str) -> str:
        """What a row says about a field; '' where it says nothing."""
        at = self.columns.get(field, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    def where(self, number: int, field: str) -> Bilingual:
        """A cell as its reader finds it: `row 3, “date”`."""
        name = self.words.get(field, "")
        if not name:
            return Bilingual(f"第 {number} 行", f"row {number}")
        return Bilingual(f"第 {number} 行“{name}”", f"row {number}, “{name}”")


def header_of(table: Table) -> Header:
    """The header among the first rows of a table. Raises `Unreadable`."""
    best = max(table.rows[:_LOOKED_AT], key=lambda row: len({_field(cell) for cell in row[1]} - {None}))
    fields = [_field(cell) for cell in best[1]]
    if len(set(fields) - {None}) < _FEWEST:
        raise ClosedDoor("no_header")
    columns: dict[str, int] = {}
    for at, field in enumerate(fields):
        if field is None:
            continue
        if field in columns:
            both = f"{_shown(best[1][columns[field]])}、{_shown(best[1][at])}"
            raise ClosedDoor("twice_a_column", columns=both)
        columns[field] = at
    if not {"date", "time", "starts", "occasion"} & set(columns):
        known = "、".join(_shown(best[1][at]) for at in columns.values())
        raise ClosedDoor("no_date_column", columns=known)
    words = {field: _shown(best[1][at]) for field, at in columns.items()}
    unknown = tuple(
        _shown(cell) for cell, field in zip(best[1], fields, strict=True) if cell and field is None
    )
    return Header(best[0], columns, words, unknown)


def _field(cell: str) -> str | None:
    key = folded(cell).strip().strip("*:：").lower()
    bare = "".join(key.split())
    found = _COLUMNS.get(bare) or field_of(key)
    if found is None and ("/" in bare or "(" in bare):
        parts = {
            _COLUMNS.get(part) or field_of(part) for part in bare.replace("(", "/").rstrip(")").split("/")
        }
        found = parts.pop() if len(parts) == 1 else None
    return found if found in _READ else None


def _shown(cell: str) -> str:
    return " ".join(cell.split())[:40]
