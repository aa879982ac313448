"""One row of a table → a labelled announcement with one talk, read by the same reader as pasted texts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from seminars.intake.confidence import LABELLED
from seminars.intake.doors.columns import Header
from seminars.intake.doors.entries import Fault
from seminars.intake.doors.moments import Moment, moment_of
from seminars.intake.labels import field_of
from seminars.intake.people import read_people
from seminars.intake.reader import read
from seminars.intake.reading import Doubt, Place, Reading, SpeakerReading, TalkReading, Wording
from seminars.intake.tongue import language_of, language_of_text
from seminars.text.bilingual import Bilingual

_NUMBER = re.compile(r"(?:第|#|no\.?)?\s*(\d{1,6})\s*(?:期|讲|次)?", re.IGNORECASE)
_LATER = re.compile(
    r"(?:待定|待公布|另行通知|T\.?B\.?[ADC]\.?|to be (?:announced|confirmed)|[-—–/?？]+)", re.IGNORECASE
)
_CANCELLED = re.compile(r"取消|cancel", re.IGNORECASE)
_WEEKDAY = re.compile(r"周|星期|[A-Za-z]{3}")
_LINK = re.compile(r"https?://[^\s<>\"'，。；、）】》]{3,400}")
_PARTS = re.compile(r"[;；、\n]|(?<=\w)\s*/\s*(?=\w)")
# A day without a year is the nearest one: half a year back counts as much as half a year ahead.
_BACK = timedelta(days=176)
# What a table leaves open is said of its talks one by one, and other times in other columns are none of its own.
_ABOUT_TALKS = frozenset(
    {
        *("missing_talk_title", "missing_abstract", "missing_speaker", "guessed_title", "title_tba"),
        *("date_conflict", "time_conflict"),
    }
)
_LABELS = {
    "number": ("期号", "No."),
    "place": ("地点", "Venue"),
    "meeting": ("线上", "Online"),
    "passcode": ("会议密码", "Passcode"),
    "deadline": ("报名截止", "Deadline"),
    "occasion": ("时间地点", "Time & Venue"),
    "time": ("时间", "Time"),
    "speaker": ("报告人", "Speaker"),
    "affiliation": ("单位", "Affiliation"),
    "position": ("职称", "Position"),
    "title": ("题目", "Title"),
    "title_en": ("英文题目", "English title"),
    "theme": ("主题", "Theme"),
    "abstract": ("摘要", "Abstract"),
    "abstract_en": ("英文摘要", "English abstract"),
    "bio": ("简介", "Bio"),
    "host": ("主持人", "Host"),
    "inviter": ("邀请人", "Invited by"),
    "contact": ("联系人", "Contact"),
    "signup": ("报名", "Registration"),
    "audience": ("参加对象", "Audience"),
    "links": ("链接", "Links"),
    "notes": ("备注", "Notes"),
}
_FACTS = ("occasion", "place", "meeting", "passcode", "deadline")
_DETAILS = ("theme", "speaker", "affiliation", "position", "title", "title_en")
_REST = ("host", "inviter", "contact", "signup", "audience", "links", "notes")
_LONG = ("abstract", "abstract_en", "bio")
_PATHS = {
    "number": "number",
    "time": "starts_at",
    "theme": "title",
    "speaker": "talks.0.speakers.0.name",
    "affiliation": "talks.0.speakers.0.affiliation",
    "title": "talks.0.title",
    "abstract": "talks.0.abstract",
    "bio": "talks.0.speakers.0.biography",
    "signup": "signup_url",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row read: where it stands, the number of its event, the words as an announcement, and what is wrong."""

    at: int
    number: int | None
    moment: Moment
    text: str
    reading: Reading
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Sheet:
    """The announcement while it is written, with the places of what it says."""

    is_chinese: bool
    lines: list[str] = field(default_factory=list)
    length: int = 0
    evidence: dict[str, Place] = field(default_factory=dict)

    def write(self, name: str, words: str, label: str = "") -> None:
        if not words:
            return
        zh, en = (label, label) if label else _LABELS[name]
        label = f"{zh}：" if self.is_chinese else f"{en}: "
        start = self.length + len(label)
        self.evidence[_PATHS.get(name, name)] = (start, start + len(words))
        self.lines.append(label + words)
        self.length = start + len(words) + 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def row_of(
    at: int,
    cells: tuple[str, ...],
    header: Header,
    *,
    before: Row | None,
    on: date,
    zone: str,
    usual_start: time | None,
) -> Row:
    """The row at line `at` of a table; one without day and number goes on with the event of the row before."""
    faults: list[Fault] = []
    number = _number(at, cells, header, faults)
    # Below a merged cell all of an event stands empty but its further talks.
    is_further = before is not None and number in (None, before.number) and not header.cell(cells, "place")
    day_before = before.moment.day if before is not None and is_further and "date" in header.columns else ""
    moment = moment_of(at, cells, header, day_before="", usual_start=None, faults=[])
    if before is not None and is_further and moment.is_empty:
        number, moment = before.number, before.moment
    else:
        moment = moment_of(at, cells, header, day_before=day_before, usual_start=usual_start, faults=faults)
    if before is not None and is_further and not header.cell(cells, "date"):
        number = before.number
    is_undated = "date" in header.columns and not moment.day and not _WEEKDAY.search(moment.words)
    if (moment.is_empty or (is_undated and not faults)) and not header.cell(cells, "occasion"):
        faults.append(Fault(header.where(at, moment.field), Bilingual("没有日期。", "The date is missing.")))
    sheet = _Sheet(language_of_text("\n".join(cells)) != "en")
    sheet.write("number", str(number) if number is not None else "")
    sheet.write("time", moment.words)
    for name in _FACTS:
        # 腾讯会议 above a column says more than 线上.
        label = header.words.get(name, "") if name == "meeting" else ""
        words = " ".join(header.cell(cells, name).split())
        sheet.write(name, words, label=label if field_of(label) == name else "")
    zone = moment.zone or zone
    facts = read(sheet.text or "—0", on - _BACK if moment.is_written else on, zone)
    if facts.starts_at is None and facts.previous_start is None and not faults:
        faults.append(_no_time(at, header, facts, moment))
    if facts.starts_at and facts.ends_at and facts.ends_at <= facts.starts_at:
        said = Bilingual(
            f"结束不晚于开始：“{moment.words}”。", f"The end is not after the start: “{moment.words}”."
        )
        faults.append(Fault(header.where(at, moment.field), said))
    for name in (*_DETAILS, *_REST, *_LONG):
        sheet.write(name, header.cell(cells, name))
    reading = _reading(facts, cells, header, sheet, number)
    return Row(at, number, moment, sheet.text, reading, tuple(faults))


def _number(at: int, cells: tuple[str, ...], header: Header, faults: list[Fault]) -> int | None:
    words = header.cell(cells, "number")
    if not words or _LATER.fullmatch(words):
        return None
    if found := _NUMBER.fullmatch(words):
        return int(found[1])
    faults.append(
        Fault(
            header.where(at, "number"),
            Bilingual(f"“{words[:40]}”不是期号。", f"“{words[:40]}” is not a number."),
        )
    )
    return None


def _no_time(at: int, header: Header, facts: Reading, moment: Moment) -> Fault:
    where = header.where(at, moment.field)
    if any(doubt.code == "impossible_time" for doubt in facts.doubts):
        return Fault(
            where,
            Bilingual(
                "当地没有这个时刻（夏令时调整），或有两个。",
                "The clocks there are changed then: this time does not exist, or exists twice.",
            ),
        )
    return Fault(
        where,
        Bilingual(
            f"没有读到开始时间：“{moment.words[:60]}”。", f"No start was found in “{moment.words[:60]}”."
        ),
    )


def _reading(
    facts: Reading, cells: tuple[str, ...], header: Header, sheet: _Sheet, number: int | None
) -> Reading:
    """The facts with what the other cells say word for word."""

    def cell(name: str) -> str | None:
        return header.cell(cells, name) or None

    talk, doubts = _talk(cells, header)
    links = _LINK.search(cell("signup") or "")
    is_cancelled = _CANCELLED.search(cell("status") or "") is not None
    starts_at, ends_at = facts.starts_at or facts.previous_start, facts.ends_at or facts.previous_end
    kept = tuple(doubt for doubt in facts.doubts if doubt.code not in _ABOUT_TALKS)
    return replace(
        facts,
        kind="cancellation" if is_cancelled else "announcement",
        language="zh" if sheet.is_chinese else "en",
        series=None,
        number=number,
        title=cell("theme"),
        intro=None,
        starts_at=None if is_cancelled else starts_at,
        ends_at=None if is_cancelled else ends_at,
        previous_start=starts_at if is_cancelled else None,
        previous_end=ends_at if is_cancelled else None,
        sessions=(),
        talks=(talk,),
        host=cell("host"),
        inviter=cell("inviter"),
        contact=cell("contact"),
        signup_url=links[0] if links else None,
        audience=cell("audience"),
        notes=cell("notes"),
        motto=None,
        links=(),
        doubts=(*kept, *doubts),
        evidence={**facts.evidence, **sheet.evidence},
        confidence=dict.fromkeys((*facts.evidence, *sheet.evidence), LABELLED),
        rest=(),
    )


def _talk(cells: tuple[str, ...], header: Header) -> tuple[TalkReading, list[Doubt]]:
    def cell(name: str) -> str | None:
        words = header.cell(cells, name)
        return None if not words or _LATER.fullmatch(words) else words

    title, abstract = cell("title"), cell("abstract")
    other = (cell("title_en"), cell("abstract_en"))
    if title is None and abstract is None:
        (title, abstract), other = other, (None, None)
    speakers = _speakers(cell("speaker") or "", cell("affiliation") or "", cell("position") or "")
    biography = cell("bio")
    doubts = []
    if title is None:
        is_later = bool(_LATER.fullmatch(header.cell(cells, "title")))
        doubts.append(Doubt("title_tba" if is_later else "missing_talk_title", "talks.0.title"))
    if abstract is None:
        doubts.append(Doubt("missing_abstract", "talks.0.abstract"))
    if not speakers:
        doubts.append(Doubt("missing_speaker", "talks.0.speakers"))
    if len(speakers) == 1 and biography:
        speakers = (replace(speakers[0], biography=biography),)
    said = abstract or title
    talk = TalkReading(
        title=" ".join(title.split()) if title else None,
        language=language_of(said) if said else None,
        speakers=speakers,
        joint_biography=biography if len(speakers) != 1 else None,
        abstract=abstract,
        links=tuple(dict.fromkeys(_LINK.findall(header.cell(cells, "links")))),
        other=Wording("en", *other) if any(other) else None,
    )
    return talk, doubts


def _speakers(words: str, affiliation: str, position: str) -> tuple[SpeakerReading, ...]:
    """The people of a cell; as many affiliations as people are given one to each, else all have the same."""
    if not words:
        return ()
    people = read_people(words) or [SpeakerReading(" ".join(words.split())[:120])]
    affiliations = _for_each(affiliation, len(people))
    positions = _for_each(position, len(people))
    return tuple(
        replace(person, affiliation=person.affiliation or where, position=person.position or rank)
        for person, where, rank in zip(people, affiliations, positions, strict=True)
    )


def _for_each(words: str, count: int) -> Sequence[str | None]:
    parts = [" ".join(part.split()) for part in _PARTS.split(words) if part.strip()]
    if len(parts) == count:
        return parts
    whole = " ".join(words.split()) or None
    return [whole] * count
