"""Whether a text announces an event, calls it off, moves it, or corrects what was said."""

from __future__ import annotations

import re
from bisect import bisect_right

from seminars.intake.page import Page

_CANCELLED = re.compile(
    r"取消通知|(?:报告|讲座|研讨会|讨论班|组会|读书会|课程|活动|沙龙|论坛|分享|会议|本期|本次|本场|本周|今[天晚日]|"
    r"明[天晚日]|》|\))"
    r"[^。\n]{0,30}?(?<!不会)(?<!不)(?:取消|停办|暂停一次|不再举行|不再举办)(?!报名|预约|订阅|关注|限制|了?的)|"
    r"因故(?:取消|停办)|被迫取消|不得不取消|^[\[【(]?(?:紧急|重要)?(?:通知)?[ :|]{0,2}取消|停办一次|暂停一次|"
    r"停一次|[停]课一次|"
    r"[Cc]ancell?ation(?: notice)?\b(?! (?:policy|fee))|(?:is|has been|was|are|been|"
    r"be) (?:hereby )?cancell?ed|CANCELL?ED|"
    r"^[\[【(]?Cancell?ed|(?:had|have|has) to cancel\b|called off|will not take place",
    re.MULTILINE,
)
_NEW_TIME = re.compile(
    r"改[至到为在]|改期|调整[至到为]|变更[至到为]|提前[至到]|挪[至到]|推[至到]|移[至到]|改于|moved|moves|shifted|"
    r"changed to|brought forward"
)
_POSTPONED = re.compile(
    r"延期通知|改期通知|延[期后][至到举]|推迟[至到]|顺延|延期至|因故(?:延期|推迟|改期)|时间变更|时间[^。\n:]{0,16}(?:改|调整|变更)[为至到]|时间调整|时间更改|"
    r"时间有变|改期[至到为]|"
    r"(?:报告|讲座|活动|研讨会|讨论班|组会|论坛|沙龙|会议|本期|本次|分享|》|\))[^。\n]{0,30}?(?<!不)(?:延期|推迟|"
    r"改期|延后)|"
    r"^[\[【(]?(?:延期|改期|推迟)|"
    r"[Pp]ostpone(?:d|ment)|POSTPONED|[Rr]escheduled|RESCHEDULED|has been moved to|put off until",
    re.MULTILINE,
)
_CORRECTED = re.compile(
    r"更正|勘误|订正|[Cc]orrection|CORRECTION|[Ee]rratum|[Cc]orrected|(?:地点|教室|场地|会议号|房间|会议室)(?:变更|"
    r"更改|更换|调整|有误|有变)|"
    r"[Rr]oom [Cc]hange|[Cc]hange of (?:room|venue)|[Vv]enue [Cc]hange"
)
_NEW_PLACE = re.compile(
    r"(?:地点|教室|会场|场地)[^。\n]{0,10}?(?:改[至到为在]|变更[至到为]|调整[至到为]|换[至到成]|移[至到])|"
    r"改[为在成至到]?(?:线上|在线|腾讯会议|Zoom)|"
    r"转为?线上|"
    r"改[至到为在](?=[^。,;\n]{0,14}(?:楼|馆|堂|厅|室|教))|moved (?:online|to Zoom)|(?:room|venue|"
    r"location) (?:has )?(?:been )?changed"
)
_CONDITION = re.compile(
    r"(?:如|若|如需|如果|可|请勿|无法|如遇|倘)[^。\n]{0,16}$|(?:if|unless|may be|to|in case of|Should)[^.\n]{0,30}$"
)
_QUOTATION = re.compile(r"《[^》\n]{1,200}》|“[^”\n]{1,200}”|「[^」\n]{1,200}」")
_ELSEWHERE = frozenset({"title", "aside", "links", "keywords", "affiliation", "speaker"})
# Without one of these before it, “moved to” moves a room.
_NEAR = 24


def read_kind(page: Page) -> str:
    """announcement, cancellation, postponement or correction, from what stands outside titles and "
    "abstracts."""
    quoted = [m.span() for m in _QUOTATION.finditer(page.plain)]
    for m in _CANCELLED.finditer(page.plain):
        if _counts(page, m, quoted) and not _is_another_time(page, m):
            page.use(*m.span())
            return "cancellation"
    if any(_counts(page, m, quoted) for m in _POSTPONED.finditer(page.plain)):
        return "postponement"
    if any(_moves_time(page, m) and _counts(page, m, quoted) for m in _NEW_TIME.finditer(page.plain)):
        return "postponement"
    head = page.lines[min(2, len(page.lines) - 1)].end if page.lines else 0
    said = [*_CORRECTED.finditer(page.plain, 0, head), *_NEW_PLACE.finditer(page.plain)]
    return "correction" if any(_counts(page, m, quoted) for m in said) else "announcement"


def _is_another_time(page: Page, m: re.Match[str]) -> bool:
    """Whether it is another occasion that is called off: the event was announced before, for another day."""
    sentence = max(page.plain.rfind(mark, 0, m.start()) for mark in ("。", "\n", "！"))
    theirs = {p.on for p in page.phrases_in(sentence + 1, m.end()) if p.on}
    ours = {p.on for p in page.phrases_in(0, sentence + 1) if p.on and p.starts is not None}
    return bool(theirs and ours and not theirs & ours)


def _moves_time(page: Page, m: re.Match[str]) -> bool:
    """Whether a word such as 改为 is followed by a time, not by a room."""
    return bool(page.phrases_in(m.end(), m.end() + _NEAR))


def _counts(page: Page, m: re.Match[str], quoted: list[tuple[int, int]]) -> bool:
    """Whether a keyword is said of the event: not in an abstract, a title, or under a condition."""
    at = m.end() - 1
    place = bisect_right(quoted, (at, len(page.plain)))
    if place and at < quoted[place - 1][1]:
        return False
    block = page.block_at(at)
    if page.in_long_block(at) or page.in_body(at) or (block is not None and block.field in _ELSEWHERE):
        return False
    return _CONDITION.search(page.plain, max(0, m.start() - 20), m.start()) is None
