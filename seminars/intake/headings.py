"""What the head and the foot of a text say: its kind, the series, the number, a headline."""

from __future__ import annotations

import re

from seminars.intake.page import Page, is_closing
from seminars.timekeeping.numerals import number

_SERIES_WORD = (
    r"(?:研讨会|讨论班|讨论会|研讨班|沙龙|论坛|讲坛|讲堂|系列讲座|系列报告|学术讲座|学术报告会|组会|"
    r"读书会|大讲堂|"
    r"[Ss]eminar(?: [Ss]eries)?|[Cc]olloquium|[Rr]eading [Gg]roup|[Ll]ecture [Ss]eries|[Ww]orkshop|"
    r"SEMINAR|COLLOQUIUM)"
)
_SERIES = re.compile(
    rf"(?P<name>(?:Reading Group|Seminar|Colloquium|Workshop|Lectures) on [A-Z][\w ]{{2,40}}\w|"
    rf"[^\n。,:!?《》#【】|]{{0,50}}{_SERIES_WORD})"
)
_BARE = re.compile(
    r"(?:研讨会|讨论班|论坛|沙龙|学术讲座|学术报告会|[Ss]eminar|SEMINAR|[Cc]olloquium|[Ww]orkshop)"
)
_NUMBER = re.compile(
    r"(?:[Ss]eminar|SEMINAR|[Cc]olloquium|[Tt]alk|[Ll]ecture|[Ss]ession|期|#)[ ]?(?:#|No\.?|no\.?|№|"
    r"-)?[ ]?(?P<a>\d{1,6})(?![\d:/.\-]|[ ]?[月年])"
    r"|第[ ]?(?P<b>\d{1,6}|[零〇一二两三四五六七八九十百]{1,7})[ ]?(?:期|讲|次|场|回|届)"
)
_CANCELLED = re.compile(
    r"取消通知|(?:报告|讲座|研讨会|讨论班|活动|沙龙|论坛|分享|会议|本期|本次|》|\))"
    r"[^。\n]{0,30}(?<!不会)(?<!不)取消(?!报名|预约|订阅|关注|限制)|"
    r"因故取消|[Cc]ancell?ation|(?:is|has been|was|are|been) (?:hereby )?cancell?ed|CANCELL?ED|"
    r"^[\[【(]?Cancell?ed|停办一次|暂停一次",
    re.MULTILINE,
)
_POSTPONED = re.compile(
    r"延期通知|改期通知|(?:时间)?(?:改[至到为期]|延[期后][至到举]|推迟[至到]|顺延|延期至|"
    r"调整[至到为])|因故(?:延期|推迟)|时间变更|(?:报告|讲座|活动|研讨会|讨论班)[^。\n]{0,20}(?:延期|"
    r"推迟|改期)|"
    r"[Pp]ostponed|POSTPONED|[Rr]escheduled|RESCHEDULED|has been moved to"
)
_CORRECTED = re.compile(r"更正|勘误|订正|[Cc]orrection|CORRECTION|[Ee]rratum")
_CONDITION = re.compile(r"(?:如|若|如需|如果|可|请勿|无法)[^。\n]{0,10}$|(?:if|unless|may be|to) $")
_GREETING = re.compile(
    r"^(?:各位|尊敬|亲爱|大家好|老师|同学|Dear|Hi\b|Hello|To:|From:|Subject:|主题|发件人|收件人|"
    r"转发|Fwd?:|[【\[])"
)


def read_kind(page: Page) -> str:
    """announcement, cancellation, postponement or correction, from what stands outside the abstracts."""
    free = [m for m in _CANCELLED.finditer(page.plain) if _counts(page, m.start())]
    if any(not _CONDITION.search(page.plain[max(0, m.start() - 14) : m.start()]) for m in free):
        page.use(*free[0].span())
        return "cancellation"
    if any(_counts(page, m.start()) for m in _POSTPONED.finditer(page.plain)):
        return "postponement"
    head = page.lines[0].end if page.lines else 0
    return "correction" if _CORRECTED.search(page.plain, 0, head) else "announcement"


def read_number(page: Page) -> int | None:
    """The number of the event in its series, from the first lines or the label."""
    for block in page.labelled("number"):
        digits = re.search(r"\d{1,6}", page.plain[block.start : block.end])
        if digits:
            page.note("number", block.start, block.end)
            return int(digits[0])
    for line in page.lines[:4]:
        here = page.block_at(line.start)
        if page.in_body(line.start) or (here is not None and here.field != "series"):
            continue
        m = _NUMBER.search(page.plain, line.start, min(line.end, line.start + 120))
        if m is None or (m["b"] and m[0].endswith("届")):
            continue
        value = number(m["a"] or m["b"]) if "百" not in (m["b"] or "") else _hundreds(m["b"])
        if value:
            page.note("number", *m.span())
            return value
    return None


def read_series(page: Page) -> str | None:
    """The name of the series: a label, a short line at the head or the foot, or the subject of the meeting."""
    for block in page.labelled("series"):
        return page.note("series", block.start, block.end)
    edges = [*page.lines[:3], *page.lines[:-4:-1]]
    for line in edges:
        words = page.plain[line.start : line.end]
        if len(words) > 70 or page.block_at(line.start) or page.in_body(line.start) or _GREETING.match(words):
            continue
        m = _SERIES.match(page.plain, line.start, line.end)
        if m is None or re.search(r"[。,;]", words) or is_closing(words):
            continue
        start, end = m.span("name")
        numbered = _NUMBER.match(page.plain, start, end)
        if numbered:
            start = numbered.end()
        if _BARE.fullmatch(page.plain[start:end].strip()) or page.in_long_block(start):
            continue
        after = page.plain[m.end() : line.end].strip()
        if after and not re.match(r"[(#\[【第|\-:·]|No|\d", after):
            continue
        if not after or after.startswith("("):
            page.use(line.start, line.end)
        return page.note("series", start, end)
    for block in page.labelled("subject"):
        m = _SERIES.match(page.plain, *page.trimmed(block.start, block.end))
        if m and not _BARE.fullmatch(m["name"].strip()) and "预定" not in m["name"]:
            return page.note("series", *m.span("name"))
    return None


def read_headline(page: Page, series: str | None) -> tuple[int, int] | None:
    """An unlabelled title: a short first line that is nothing else."""
    for line in page.lines[:3]:
        words = page.plain[line.start : line.end]
        if page.block_at(line.start) or page.in_body(line.start) or is_closing(words):
            return None
        has_time = any(line.start <= p.start < line.end for p in page.phrases)
        is_other = (
            _GREETING.match(words)
            or _NUMBER.search(words)
            or (series and series in page.text[line.start : line.end])
        )
        if is_other:
            continue
        if has_time or not 6 <= len(words) <= 160 or re.search(r"[。;]|https?:|[!,:]$", words):
            return None
        return line.start, line.end
    return None


def _counts(page: Page, position: int) -> bool:
    return not page.in_long_block(position) and not page.in_body(position)


def _hundreds(words: str) -> int | None:
    left, _, right = words.partition("百")
    rest = number(right.lstrip("零〇")) if right.lstrip("零〇") else 0
    first = number(left) if left else 1
    return None if first is None or rest is None else first * 100 + rest
