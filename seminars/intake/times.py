"""When the event is: every mention of its time, the one that counts, and what the others say against it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from seminars.intake.conflicts import are_sessions, compare_clocks, compare_days, quiet_instant
from seminars.intake.layout import TIME_FIELDS
from seminars.intake.page import Page
from seminars.timekeeping.phrases import TimePhrase, instant
from seminars.timekeeping.zones import TimeRefused, UnknownZone

# Words shortly before a time that belongs to something else than the event.
_ASIDE = re.compile(
    r"(?:截止|截至|报名|预约|签到|入场|茶歇|茶点|用餐|提问|答疑|投稿|发布|更新|"
    r"\b(?:deadline|until|before|by|doors|register|registration|posted|published|sent))[^\n。;]{0,14}$|"
    r"(?:披萨|零食|备有|\b(?:tea|coffee|refreshments?|lunch|reception|pizza|food|snacks?)\b)[^\n。;]{0,22}$",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"(?:截止|截至|deadline|register by|sign up by|rsvp by)", re.IGNORECASE)
_BEFORE_DEADLINE = re.compile(r"[ ]{0,2}(?:前(?!沿)|之前|以前|截止)")
# What was sent, or what the next and the last meeting are.
_NOT_OURS_AFTER = re.compile(
    r"[ ]{0,2}(?:为?自?由?讨论(?!班|会)|提问|问答|茶歇|茶点|交流环节|签到|入场|Q&A|for tea|for coffee|tea\b|coffee\b|doors)|"
    r"[ ]{0,2}(?:早|晚|上午|下午)?(?:发出|发送|发布|发的|[^。\n]{0,14}(?:停一次|停办|停课|暂停|放假|不安排)|的通知|通知中|的邮件|更新|起售|讯)"
)
_NOT_OURS_BEFORE = re.compile(
    r"(?:下次|下一次|下期|下一期|上次|上期|上一期|往期|再下|前次|生于|毕业|入职|[Nn]ext (?:talk|seminar|week|session|meeting|time)|"
    r"[Ll]ast (?:talk|seminar|week|time)|[Pp]revious (?:talk|seminar))[^\n。;]{0,16}$"
)
_SAME_TIME = re.compile(r"同一时间|同一时刻|时段不变|时间段不变|时间不变|[Ss]ame time")
_EVENT_IS = re.compile(
    r"(?:会议|讲座|报告|活动|论坛|研讨会|讨论班|沙龙|时间|分享|event|talk|seminar|lecture)[^\n。;]{0,8}$|(?:将|定)于[ ]?$",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"(?:原定|原为|原是|原来|原计划|而非|而不是|不是|instead of|rather than|\(was|原时间|原本|原安排|originally|previously|was scheduled|from|取消)[^\n。]{0,16}$",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"(?:改[至到为在]|延[期后]?[至到]|推迟[至到]|调整[至到为]|变更为|提前[至到]|顺延[至到]|新时间|"
    r"new (?:time|date)|"
    r"moved to|rescheduled (?:to|for)|postponed (?:to|until)|now (?:be held )?(?:on|at)|will (?:now "
    r")?take place)[^\n。]{0,16}$",
    re.IGNORECASE,
)


# A day has at most so many rows, and the line that names it so much more than the date.
_LONGEST_DAY = 40
_SHORT = 24


@dataclass(slots=True)
class When:
    """Start and end of the event, and what else its times say."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = ""
    on: date | None = None
    previous_start: datetime | None = None
    previous_end: datetime | None = None
    is_all_day: bool = False
    sessions: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    signup_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    phrase: TimePhrase
    role: str
    weight: int


def read_times(page: Page, kind: str, rows: set[int]) -> When:
    """The times of an announcement of `kind`; `rows` are where times of single talks and breaks stand."""
    rows = rows | _days_of_rows(page, rows)
    mentions = [_mention(page, phrase, rows) for phrase in page.phrases]
    when = When(zone=page.zone)
    deadlines = [m.phrase for m in mentions if m.role == "deadline" and m.phrase.on is not None]
    if deadlines:
        when.signup_until = _deadline(page, deadlines[0])
    ours = [m for m in mentions if m.role in ("event", "old", "new")]
    if kind == "cancellation":
        starts, ends, when.zone, when.on = _settle(page, ours, "previous_start", "previous_end", when)
        when.previous_start, when.previous_end = starts, ends
    elif kind == "postponement":
        old = [m for m in ours if m.role == "old"] or [m for m in ours if m.role != "new"][:1]
        new = [m for m in ours if m not in old]
        # “15:00 instead of 19:00” names the day once.
        new_day = next((m.phrase.on for m in new if m.phrase.on), None)
        starts, ends, _, old_day = _settle(page, old, "previous_start", "previous_end", when, new_day)
        when.previous_start, when.previous_end = starts, ends
        starts, ends, when.zone, when.on = _settle(page, new, "starts_at", "ends_at", when, old_day)
        when.starts_at, when.ends_at = starts, ends
        if starts is None and when.on and when.previous_start and _SAME_TIME.search(page.plain):
            when.starts_at = _on_day(when.previous_start, when.on)
            when.ends_at = _on_day(when.previous_end, when.on) if when.previous_end else None
    else:
        ours = [m for m in ours if m.role != "old"] or ours
        starts, ends, when.zone, when.on = _settle(page, ours, "starts_at", "ends_at", when)
        when.starts_at, when.ends_at = starts, ends
    return when


def row_times(page: Page, phrase: TimePhrase, when: When) -> tuple[datetime | None, datetime | None]:
    """The instants of a programme row, on its own day or else on the day of the event."""
    header = header_of(page, phrase)
    day = phrase.on or (header.on if header else None) or when.on
    if day is None or phrase.starts is None:
        return None, None
    zone = phrase.zone or when.zone
    starts = _instant(page, day, phrase.starts, zone, "talks", phrase)
    ends = _instant(page, day, phrase.ends, zone, "talks", phrase) if phrase.ends is not None else None
    return starts, ends


def header_of(page: Page, row: TimePhrase) -> TimePhrase | None:
    """The date that stands over a programme row, on a short line of its own."""
    at = bisect_left(page.phrases, row.start, key=lambda phrase: phrase.start)
    for phrase in reversed(page.phrases[max(0, at - _LONGEST_DAY) : at]):
        if phrase.on is not None and phrase.starts is None and phrase.last_on is None and not phrase.further:
            line = page.line_at(phrase.start)
            around = line.end - line.start - (phrase.end - phrase.start) if line else _SHORT
            return phrase if around < _SHORT else None
    return None


def _days_of_rows(page: Page, rows: set[int]) -> set[int]:
    """Where the dates over the rows of a programme of several days stand, but for the first."""
    headers = [
        header_of(page, phrase) for phrase in page.phrases if phrase.start in rows and phrase.on is None
    ]
    days = {header.start: header.on for header in headers if header is not None}
    first = min(days.values(), default=None, key=lambda day: day or date.max)
    return {start for start, day in days.items() if day != first}


def _mention(page: Page, phrase: TimePhrase, rows: set[int]) -> _Mention:
    line_start = page.plain.rfind("\n", max(0, phrase.start - 60), phrase.start) + 1 or max(
        0, phrase.start - 60
    )
    before = page.plain[max(line_start, phrase.start - 40) : phrase.start]
    after = page.plain[phrase.end : phrase.end + 8]
    if phrase.start in rows:
        return _Mention(phrase, "row", 0)
    if page.in_long_block(phrase.start) or (phrase.is_recurring and phrase.on is None):
        return _Mention(phrase, "other", 0)
    block = page.block_at(phrase.start)
    name = block.field if block else ""
    if name in ("deadline", "signup") or _DEADLINE.search(before) or _BEFORE_DEADLINE.match(after):
        return _Mention(phrase, "deadline", 0)
    if name in ("previous", "new_time"):
        return _Mention(phrase, "old" if name == "previous" else "new", 3)
    is_note = name == "notes" and phrase.on is not None and _EVENT_IS.search(before) is not None
    is_free = name in ("", "place", "meeting") and not page.in_body(phrase.start)
    is_event = name in TIME_FIELDS or is_free or is_note
    if (
        not is_event
        or _ASIDE.search(before)
        or _NOT_OURS_BEFORE.search(before)
        or _NOT_OURS_AFTER.match(after)
    ):
        return _Mention(phrase, "other", 0)
    if phrase.starts is None and block is None and _is_signature(page, phrase):
        return _Mention(phrase, "other", 0)
    role = _role(before)
    return _Mention(phrase, role, 3 if name in TIME_FIELDS else 1 if phrase.is_relative else 2)


def _role(before: str) -> str:
    """Whether the words before a time call it the old or the new one; the nearer word counts."""
    old, new = _OLD.search(before), _NEW.search(before)
    if old and new:
        return "new" if new.start() > old.start() else "old"
    return "new" if new else "old" if old else "event"


def _is_signature(page: Page, phrase: TimePhrase) -> bool:
    """Whether a bare date is all of one of the last lines: the day the text was signed."""
    lines = [line for line in page.lines[-2:] if line.start <= phrase.start < line.end]
    if (
        not lines
        or len(page.lines) < 4
        or page.words(lines[0].start, lines[0].end) != page.words(phrase.start, phrase.end)
    ):
        return False
    page.use(phrase.start, phrase.end)
    return True


def _settle(
    page: Page,
    mentions: list[_Mention],
    start_path: str,
    end_path: str,
    when: When,
    other_day: date | None = None,
) -> tuple[datetime | None, datetime | None, str, date | None]:
    """The start and end that the mentions give together, their zone and day; notes evidence and conflicts."""
    phrases = [m.phrase for m in sorted(mentions, key=lambda m: -m.weight)]
    dated = [p for p in phrases if p.on is not None]
    clocked = [p for p in phrases if p.starts is not None]
    both = [p for p in dated if p.starts is not None]
    main = next(iter([*both, *dated, *clocked]), None)
    zone = next((p.zone for p in [*both, *clocked] if p.zone), None) or page.zone
    if main is None:
        return None, None, zone, None
    # The time of the day and the zone that go with it may stand in another line than the date.
    clock = main if main.starts is not None else next(iter(clocked), None)
    zone = (clock.zone if clock else None) or main.zone or zone
    day = main.on or other_day
    for phrase in phrases:
        page.use(phrase.start, phrase.end)
        for found in phrase.disagreements if phrase in (main, clock) else ():
            path = "zone" if found.code == "timezone_from_context" else start_path
            page.doubt(found.code, path, found.candidates, ((phrase.start, phrase.end),))
    if day is None:
        return None, None, zone, None
    if main.on is not None:
        compare_days(page, main, dated, start_path, zone)
    if clock is None or clock.starts is None:
        if main.last_on or _says_all_day(page, main):
            when.is_all_day = True
            return _all_day(page, main, zone, start_path, end_path, day)
        page.evidence.setdefault(start_path, (main.start, main.end))
        return None, None, zone, day
    starts = _instant(page, day, clock.starts, zone, start_path, clock)
    ends = _instant(page, day, clock.ends, zone, end_path, clock) if clock.ends is not None else None
    if ends is None:
        ends = _end_said_elsewhere(page, clock, clocked, day, zone, end_path)
    words = (min(main.start, clock.start), max(main.end, clock.end))
    page.evidence.setdefault(start_path, words if _near(main, clock) else (clock.start, clock.end))
    if ends is not None and clock.clock_span:
        page.evidence.setdefault(end_path, clock.clock_span)
    if starts is not None:
        compare_clocks(page, clock, clocked, starts, ends, day, zone, start_path)
    _several_sessions(page, both, when, zone)
    return starts, ends, zone, day


def _near(main: TimePhrase, clock: TimePhrase) -> bool:
    return abs(main.start - clock.start) < 60


def _on_day(moment: datetime, day: date) -> datetime:
    return datetime.combine(day, moment.timetz())


def _end_said_elsewhere(
    page: Page, clock: TimePhrase, clocked: list[TimePhrase], day: date, zone: str, path: str
) -> datetime | None:
    for other in clocked:
        if other.ends is not None and other.starts == clock.starts and not other.zone:
            page.evidence.setdefault(path, (other.start, other.end))
            return _instant(page, day, other.ends, zone, path, other)
    return None


def _several_sessions(page: Page, both: list[TimePhrase], when: When, zone: str) -> None:
    if are_sessions(page, both) or any(p.further for p in both):
        for p in sorted(both, key=lambda p: (p.on or date.min, p.starts or 0)):
            for day in (p.on, *p.further):
                _add_session(when, p, day, zone)


def _add_session(when: When, p: TimePhrase, day: date | None, zone: str) -> None:
    if day is None or p.starts is None:
        return
    starts = quiet_instant(day, p.starts, p.zone or zone)
    ends = quiet_instant(day, p.ends, p.zone or zone) if p.ends is not None else None
    if starts is not None:
        there = ZoneInfo(zone)
        when.sessions.append((starts.astimezone(there), ends.astimezone(there) if ends else None))


def _says_all_day(page: Page, phrase: TimePhrase) -> bool:
    around = page.plain[phrase.end : phrase.end + 12].lower()
    return "全天" in around or "all day" in around or "整天" in around


def _all_day(
    page: Page, main: TimePhrase, zone: str, start_path: str, end_path: str, day: date
) -> tuple[datetime | None, datetime | None, str, date]:
    page.evidence.setdefault(start_path, (main.start, main.end))
    page.evidence.setdefault(end_path, (main.start, main.end))
    starts = _instant(page, day, 0, zone, start_path, main)
    ends = _instant(page, (main.last_on or day) + timedelta(days=1), 0, zone, end_path, main)
    return starts, ends, zone, day


def _deadline(page: Page, phrase: TimePhrase) -> datetime | None:
    page.evidence.setdefault("signup_until", (phrase.start, phrase.end))
    page.use(phrase.start, phrase.end)
    minutes = phrase.starts if phrase.starts is not None else 24 * 60
    return _instant(page, phrase.on or page.on, minutes, phrase.zone or page.zone, "signup_until", phrase)


def _instant(page: Page, on: date, minutes: int, zone: str, path: str, phrase: TimePhrase) -> datetime | None:
    try:
        return instant(on, minutes, zone)
    except (TimeRefused, UnknownZone, OverflowError):
        wall = datetime.combine(on, time(minutes // 60 % 24, minutes % 60)).isoformat(timespec="minutes")
        page.doubt("impossible_time", path, (wall,), ((phrase.start, phrase.end),))
        return None
