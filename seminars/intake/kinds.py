"""Whether a text announces an event, calls it off, moves it, or corrects what was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from itertools import islice

from seminars.intake.page import Page

_EVENT = (
    r"(?:报告会?|讲座|研讨会|讨论班|研讨班|组会|读书会|读书班|课程|活动|沙龙|论坛|分享会?|会议|答辩|演讲|午餐会|例会|"
    r"seminar|colloquium|本[期次场周讲]|今[天晚日]|明[天晚日]|》|\))"
)
_NO_ACTION = r"(?!报名|预约|订阅|关注|限制|资格|线上|直播|茶歇|签到|收费|了?的(?!通知|公告))"
_CANCELLED = re.compile(
    rf"取消(?:通知|公告)|{_EVENT}[^。\n]{{0,30}}?(?<!不会)(?<!不)(?<!未)(?<!没有)(?<!航班)(?<!班机)(?<!列车)(?<!高铁)(?<!行程)(?:取消{_NO_ACTION}|停办|停讲|停开|"
    r"暂停(?!服务|营业|报名|预约|录)|暂不举[行办]|不再举[行办]|不举[行办]|不开(?![放设展])|停一次)|"
    rf"取消(?:原定|本[周次期场]|今[天晚]|明[天晚]|以下)[^。\n]{{0,30}}{_EVENT}|"
    r"因(?:故|病|疫情|天气)(?:取消|停办|停讲|暂停)|被迫取消|不得不取消|(?:予以|宣布|决定)取消|"
    rf"^[\[【(]?(?:紧急|重要)?(?:通知)?[ :|]{{0,2}}取消{_NO_ACTION}|停课一次|"
    r"[Cc]ancell?ation(?: notice)?\b(?! (?:policy|fee))|(?:is|has been|was|are|been|be) (?:hereby |now )?cancell?ed|"
    r"(?<!NOT )(?<!Not )(?<!not )(?:CANCELL?ED|^[\[【(]?Cancell?ed|^Subject:[^\n]{0,60}[Cc]ancell?ed)|"
    r"(?:had|have|has|need) to cancel\b|called off|(?:will not|won't|does not|cannot) (?:take place|"
    r"be held|happen|meet)\b|"
    r"\b[Nn]o (?:seminar|talk|colloquium|meeting|lecture) (?:this|on|today|tomorrow|next)\b",
    re.MULTILINE,
)
# The day on which a thing called off or moved takes place all the same.
_GOES_AHEAD = re.compile(
    r"(?:照常|如期|正常|按时|按期)(?:举行|进行|举办|召开|开展|开讲|开始)?|并[未没]有?取消|没有取消|[未不]取消|不会取消|"
    r"(?:未|没有|不)(?:改期|推迟|延期)|取消[^。\n]{0,8}(?:有误|误发|不实)|"
    r"(?:not|NOT|n't|never)(?: been| be|)? (?:cancell?ed|CANCELL?ED|postponed)|"
    r"(?:goes|go|going) ahead|\bas (?:originally )?(?:planned|scheduled)|still on\b"
)
_LATER = re.compile(
    r"下一?[周次期讲]|以后|其余|其他|其它|后续|之后|恢复|[Nn]ext|again|resume|other|all the other|afterwards"
)
_NEW_TIME = re.compile(
    r"改[至到为在于成]|改期|调整[至到为于]|变更[至到为]|提前[至到]|挪[至到]|推[至到]|移[至到]|换[至到成]|改天|"
    r"now (?:take place|be held|starts?|begins?) (?:on|at|from) (?=\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|"
    r"[JFMASOND][a-z]{2,8} \d)|"
    r"moved|moves|shifted|changed to|brought forward|take place instead"
)
_CHANGE = r"(?:已|均|都|有|做|作|的)*(?:变更|变化|变动|调整|更改|改动|有变|改变|更换)"
_POSTPONED = re.compile(
    rf"(?:延期|改期|顺延|推迟)(?:通知|公告|举行|举办|进行)|延[期后][至到于举]|推迟|顺延|因故(?:延期|改期)|"
    rf"(?:时间|日期)(?:[、及和与/&]|以及)?(?:地点|教室|场地|会场)?{_CHANGE}(?!请|时|前)|"
    rf"(?:地点|教室|场地)(?:[、及和与/&]|以及)(?:时间|日期){_CHANGE}|"
    r"(?:时间|日期)[^。\n:]{0,16}(?:改|调整|变更)[为至到]|改期[至到为于]|择[期日]另?[行定]?举[行办]|换时间|时间换|"
    rf"{_EVENT}[^。\n]{{0,30}}?(?<!不会)(?<!不)(?<!未)(?<!没有)(?:延期|改期|延后)|"
    r"^[\[【(]?(?:延期|改期)|"
    r"[Pp]ostpone(?:d|ment)|POSTPONED|[Rr]escheduled(?! (?:talk|seminar|lecture|event)\b)|"
    r"RESCHEDULED|has been moved to|put off until|"
    r"[Nn]ew (?:date|time|day) and (?:place|venue|room|location|time)|[Nn]ew (?:date|time)[ ]?:|"
    r"(?i:change (?:of|in) (?:\w{2,12} (?:and|&) )?(?:date|time|day)|(?:time|date|schedule) change)|"
    r"time (?:and|&) (?:place|venue|room|location) (?:have |has )?(?:been )?changed",
    re.MULTILINE,
)
# At the head these words tell what kind of text it is.
_CORRECTED = re.compile(
    r"更正|勘误|订正|补正|[Cc]orrection|CORRECTION|[Ee]rratum|[Cc]orrected|"
    rf"(?:地点|教室|场地|会议号|房间|会议室|链接|会场){_CHANGE}|(?:地点|教室|场地|会议号|链接|房间)(?:有误|更新)|"
    r"^[【\[(]?[ ]?(?:更新|UPDATED?|Updated?)(?:通知)?[ ]?[】\]):]|^Subject:[^\n]{0,30}(?:\[?UPDATED?\b|[Uu]pdated:)|"
    r"(?i:room change|change of (?:room|venue|location)|(?:venue|location) change)|"
    r"[Nn]ew (?:room|venue|location|link|Zoom link)\b(?! and (?:time|date))",
    re.MULTILINE,
)
# Anywhere these tell that something said before was wrong.
_PUT_RIGHT = re.compile(
    r"特此(?:更正|订正|勘误)|(?:更正|勘误|订正)(?:如下|为|信息)|现[将予]?[^。\n]{0,10}更正|"
    r"有误[,，]?[ ]?(?:应|现|正确|请以)|"
    r"误[写作印]?[为成作]|笔误|以(?:此|本)(?:次|封)?(?:通知|邮件|消息)?为准|(?:应|实)为[^。\n]{0,20}特此|"
    r"the correct (?:time|date|room|link|venue|passcode|password|ID)\b|should (?:have )?(?:read|been)\b|"
    r"(?:wrong|incorrect) (?:link|room|time|date|passcode|venue|speaker)|with the (?:right|correct) "
)
_NEW_PLACE = re.compile(
    r"(?:地点|教室|会场|场地)[^。\n]{0,10}?(?:改[至到为在]|变更[至到为]|调整[至到为]|换[至到成]|移[至到])|"
    r"改[为在成至到]?(?:线上|在线|腾讯会议|Zoom)|"
    r"转为?线上|"
    r"\b(?:in|at) [A-Z][^.\n]{2,40} instead of (?:in |at )?(?:the )?[A-Z]|"
    r"改[至到为在](?=[^。,;\n]{0,14}(?:楼|馆|堂|厅|室|教))|moved (?:online|to Zoom)|(?:room|venue|"
    r"location) (?:has )?(?:been )?changed"
)
_CONDITION = re.compile(
    r"曾经?[^。\n]{0,4}$|(?:那次|届时)[^。\n]{0,6}$|(?:遇|阴|下)?[雨雪](?:天气?)?(?:则|将|,)?$|(?:如(?![下期此何上])|若|可(?![抗惜])|请勿|无法|倘|万一|是否|可能|除非|避免|以防|以免|一旦)[^。\n]{0,16}$|(?:学期|今后|以后)[^。\n]{0,6}$|"
    r"(?:将|会|主要|来|我们|重点)(?:讨论|探讨|介绍|分析|研究|聊)(?!班|会|生|所|院)[^。\n]{0,20}$|"
    r"(?:\bif|unless|may be|(?<!had )(?<!have )(?<!has )\bto|in case of|Should|could|might|can)\b[^.\n]{0,30}$|"
    r"(?:which|that|who)(?: (?:was|were|had been|has been))? $|(?:[Ff]lights?|[Tt]rains?|[Rr]egistrations?|[Bb]ookings?|"
    r"[Tt]ickets?)[^.\n]{0,12}$"
)
# A time in the place of another one: at 3 pm instead of 2 pm.
_ERRATUM = re.compile(r"更正|勘误|订正|[Cc]orrect|[Ee]rrat|应为|误写")
_INSTEAD = re.compile(r"instead of|rather than|而不是|而非")
_QUOTATION = re.compile(r"《[^》\n]{1,200}》|“[^”\n]{1,200}”|「[^」\n]{1,200}」")
_ELSEWHERE = frozenset({"title", "aside", "links", "keywords", "affiliation", "speaker", "organizer"})
# Without one of these before it, “moved to” moves a room.
_NEAR = 24
_STOPS = ("。", "\n", "!", ". ")
# Of a sentence that is looked through, and of words that are weighed.
_LONGEST, _MOST = 300, 200


def read_kind(page: Page) -> str:
    """announcement, cancellation, postponement or correction, from what stands outside titles and abstracts."""
    quoted = [m.span() for m in _QUOTATION.finditer(page.plain)]
    is_moved = any(_counts(page, m, quoted) for m in page.found_outside(_POSTPONED)) or any(
        _moves_time(page, m) and _counts(page, m, quoted) for m in page.found_outside(_NEW_TIME)
    )
    cancelled = [
        m
        for m in islice(page.found_outside(_CANCELLED), _MOST)
        if _counts(page, m, quoted) and not _is_another_time(page, m)
    ]
    is_moved = is_moved or _stands_instead(page)
    if _goes_ahead(page, cancelled):
        cancelled, is_moved = [], False
    if (
        cancelled
        and not (is_moved and page.labelled("new_time"))
        and not _is_moved_instead(page, cancelled[0])
    ):
        page.use(*cancelled[0].span())
        return "cancellation"
    if is_moved or cancelled:
        return "postponement"
    is_put_right = _is_put_right(page, quoted) or any(
        _counts(page, m, quoted) for m in page.found_outside(_NEW_PLACE)
    )
    return "correction" if is_put_right else "announcement"


def words_of_moving(page: Page) -> list[int]:
    """Where a text says that something was moved."""
    patterns = (_POSTPONED, _NEW_TIME)
    return sorted(m.start() for pattern in patterns for m in islice(page.found_outside(pattern), _MOST))


def _is_put_right(page: Page, quoted: list[tuple[int, int]]) -> bool:
    head = page.lines[min(2, len(page.lines) - 1)].end if page.lines else 0
    said = [*_CORRECTED.finditer(page.plain, 0, head), *page.found_outside(_PUT_RIGHT)]
    return any(_counts(page, m, quoted) for m in said)


def _stands_instead(page: Page) -> bool:
    """Whether a time is said to stand in the place of another one."""
    if _ERRATUM.search(page.plain):
        return False
    for m in islice(page.found_outside(_INSTEAD), _MOST):
        before = page.phrases_in(max(0, m.start() - _NEAR * 2), m.start())
        after = page.phrases_in(m.end(), m.end() + 8)
        if after and before and (before[-1].starts is None) == (after[0].starts is None):
            return True
    return False


def _goes_ahead(page: Page, cancelled: list[re.Match[str]]) -> bool:
    """Whether the event takes place although the text speaks of calling it off; not only a later one."""
    off = {day for m in cancelled for day in _days(page, *_sentence(page, m))}
    for m in islice(page.found_outside(_GOES_AHEAD), _MOST):
        start, end = _sentence(page, m)
        clause = max(page.plain.rfind(mark, start, m.start()) for mark in ",;，；") + 1
        is_later = _LATER.search(page.plain, max(start, clause), end) is not None
        days = _days(page, max(start, clause), end)
        if not is_later and (not cancelled or not days or not off or days & off):
            return True
    return False


def _is_moved_instead(page: Page, cancelled: re.Match[str]) -> bool:
    """Whether a new time follows in the same breath: 取消，改于12月16日 … 举行."""
    end = min(_sentence(page, cancelled)[1] + 60, len(page.plain))
    return any(
        _moves_time(page, m) and not _LATER.search(page.plain, cancelled.end(), m.start())
        for m in _NEW_TIME.finditer(page.plain, cancelled.end(), end)
    )


def _is_another_time(page: Page, m: re.Match[str]) -> bool:
    """Whether it is another occasion that is called off: the event itself is announced for another day."""
    start, end = _sentence(page, m)
    theirs = _days(page, start, end)
    ours = _days(page, 0, start, with_clock=True) | {
        phrase.on
        for block in page.labelled("time", "occasion")
        for phrase in page.phrases_in(block.start, block.end)
        if phrase.on and not start <= phrase.start < end
    }
    if theirs:
        return bool(ours and not theirs & ours)
    return bool(ours) and re.search(r"下一?[周次期]|[Nn]ext week", page.plain[start : m.end()]) is not None


def _sentence(page: Page, m: re.Match[str]) -> tuple[int, int]:
    low, high = max(0, m.start() - _LONGEST), min(m.end() + _LONGEST, len(page.plain))
    start = max(max(page.plain.rfind(mark, low, m.start() + 1) + 1 for mark in _STOPS), low)
    ends = [at for mark in _STOPS if (at := page.plain.find(mark, m.end(), high)) >= 0]
    return start, min(ends, default=high)


def _days(page: Page, start: int, end: int, *, with_clock: bool = False) -> set[date]:
    return {p.on for p in page.phrases_in(start, end) if p.on and (p.starts is not None or not with_clock)}


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
    # Before the keyword, and before the subject that some patterns begin with.
    return not any(
        _CONDITION.search(page.plain, max(0, m.start() - 20), end) for end in (m.start(), m.end() - 2)
    )
