"""Which times and places of a text are said of the event itself, and which of something beside it."""

from __future__ import annotations

import re

from seminars.intake.layout import TIME_FIELDS
from seminars.intake.mentions import Mention
from seminars.intake.page import Page
from seminars.intake.reading import Place
from seminars.timekeeping.phrases import TimePhrase

# Words of something beside the event: what is eaten, tried out, handed in, opened, or was and will be.
_BESIDE = re.compile(
    r"截稿|交稿|工作人员|志愿者|布置|到位|开播|推流|同系列|曾(?=经|调整|改|延|推|定|于)|还[将会]|补(?!充)|第二场|加场|咖啡|点心|水果|奶茶|供应|检票|领票|取票|售票|抢票|换票|休息|散场|餐(?!会)|"
    r"测试|调试|试音|试讲|彩排|预演|排练|联调|入会(?!议)|入场|进场|签到|报到|注册|开放|候场|集合|发车|班车|茶歇|茶叙|茶会|茶点|晚宴|午宴|"
    r"酒会|食堂|答疑|办公时间|见面(?!会)|座谈(?!会)|参观|合影|截止|截至|报名|提交|投稿|领取|发放|回放|"
    r"录像|录播|讲义|课件|上传|收到|发出|上一?[次期讲周场届]|下一?[次期讲周场届]|往期|前一[次期]|再下|平时|通常|一般|惯例|以往|往常|"
    r"另一[场次个]|另有|另设|另外|签售|停止|考试(?!时间|地点)|放假|假期|节日|出生|毕业|获得|离校|抵达|到达|返程|离开|航班|列车|高铁|清场|闭馆|关门|熄灯|结束后|会后|会前|讲座后|报告后|讲座前|报告前|"
    r"\b(?:second|another|separate|(?:tea|coffee|lunch|dinner)(?! (?:seminar|talk|lecture|session|hour|meeting))|"
    r"refreshments?|come back|skip|camera|drinks|reception|breakfast|buffet|wine|pizza|desk|badges?|doors?|"
    r"help|pre-?[a-z]+|closed|test|tests|testing|rehears\w+|dry run|sound ?check|trial|regist(?:er|ration)|"
    r"sign[- ]?up|check-?in|rsvp|deadline|"
    r"due|submit\w*|submission|recordings?|video|slides|available|until|posted|sent|usual(?:ly)?|normally|"
    r"regular(?:ly)?|next|last|previous(?:ly)?|earlier|ends?|finish\w*|past|upcoming|holidays?|exams?|"
    r"office hours?|meet with|"
    r"arriv\w+|flight|train|leaves?|departs?|bus|shuttle|notif\w+|born|joined|received|appointed|since|"
    r"overflow|early|late[rst]*|afterwards|free between|around (?:from|between))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:[将定拟特]于|时间[为是:]?|日期[为是:]?|(?<!请)于|提醒|别忘了|记得|欢迎|诚邀|特邀|邀请|我们|相约|锁定|"
    r"(?:报告(?!厅)会?|讲座|会议|论坛|沙龙|讨论班|研讨会|研讨班|组会|读书会|工作坊|活动|答辩|分享会?|课程)(?:将|会|安排|定)?[在于]?|"
    r"\b(?:talk|seminar|lecture|colloquium|event|workshop|meeting|session|defen[cs]e|speaks?|speaking|present\w*|held|"
    r"takes? place|starts?|begins?|join us|see you|come|remind\w*|scheduled|time|date|when)\b)[^。\n;:\d]{0,12}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[^。\n;]{0,40}?(?:举行|举办|召开|开讲|开始|开课|准时|不见不散|恭候|等你|[见]!|"
    r"[作做带进](?:[^。\n;]{0,16})?(?:报告|讲座|分享|演讲|来)|讲座|报告会|学术报告|seminar|colloquium|lecture|talk\b|"
    r"speaks?\b|presents?\b|will give|takes? place|be held|see you|join us|sharp)",
    re.IGNORECASE,
)
_EVENT = re.compile(r"(?:讲座|报告会?|讨论班|研讨会|沙龙|论坛)(?![前后间]|结束)")
_TIME_LABEL = re.compile(
    r"(?:时间|日期|通知|预告|提醒|安排|\b(?:time|date|when|reminder))[ ]?:[ ]?$", re.IGNORECASE
)
_NUMBER = re.compile(r"第[ ]?([\d一二三四五六七八九十百]+)[ ]?[讲期场次届回]")
_PLACE_BEFORE = re.compile(
    r"(?:地点|教室|会场|场地|地址|将[在于]|定[在于]|改[在为到]|移[到至]|换[到至]|相约|"
    r"(?:报告会?|讲座|会议|论坛|沙龙|讨论班|研讨会|研讨班|组会|读书会|工作坊|活动|答辩|分享会?|课程|同学|大家)[^。\n;]{0,16}[在到于]|"
    r"\b(?:talk|seminar|lecture|colloquium|event|workshop|meeting|defen[cs]e|held|takes? place|venue|location|place|room|"
    r"join us|see you|come|meet|starts?|begins?)\b)[^。\n;]{0,36}$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"[^。\n;]{0,16}?(?:举行|举办|召开|进行|开讲|开课|报告|讲座|分享|不见不散|恭候|[见]!|takes? place|will be held)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"星期|周|礼拜|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_STOP = re.compile(r"[。!?！？\n;]|\. ")
_CLAUSE = re.compile(r"[,，。!?！？\n;]|\. ")
_RESTATED = re.compile(
    r"重复|再次提醒|再提醒|温馨提醒|再说一遍|[Rr]eminder|[Oo]nce (?:more|again)|[Rr]ecap|[Ii]n short"
)
# Lines at the top that name the event and its day.
_HEAD = 3
_FAR = 60
# From here on a line is a paragraph.
_LONG = 60


def is_beside(page: Page, place: Place) -> bool:
    """Whether the clause around a place in the text speaks of something beside the event."""
    before, after = around(page, place, _CLAUSE)
    # What a bracket remarks, `3 pm (tea at 2:45 pm)`, and what a colon leads to, is another thing.
    after = re.split(r"[:(]", after, maxsplit=1)[0]
    if not before.strip(" (（"):
        # An apposition, `tea in the common room, Hall 201`, belongs to what it explains.
        before, _ = around(page, place, _STOP)
    if (number := _NUMBER.search(before)) and _is_another(page, number[1]):
        return True
    event = _EVENT.search(after)
    # What comes after the event itself, `12月10日的讲座因报名人数…`, is told about it.
    return _BESIDE.search(before) is not None or bool(
        _BESIDE.search(after[: event.start()] if event else after)
    )


def _is_another(page: Page, number: str) -> bool:
    """Whether the headline gives the event another number: 第42讲 below 第41讲."""
    head = page.lines[min(_HEAD, len(page.lines)) - 1].end if page.lines else 0
    numbers = [m[1] for m in _NUMBER.finditer(page.plain, 0, min(head, _LONG * _HEAD))]
    return bool(numbers) and number not in numbers


def is_tied(page: Page, phrase: TimePhrase) -> bool:
    """Whether the words around a time say it of the event: 将于 … 举行, `the talk starts at`, the headline."""
    place = (phrase.start, phrase.end)
    if is_restated(page, phrase.start) and not phrase.is_relative:
        return True
    if is_beside(page, place):
        return False
    before, after = around(page, place, _STOP)
    if _is_of_head(page, phrase) or _is_own_line(page, phrase):
        return True
    if before.endswith((":", ": ")):
        return _TIME_LABEL.search(before) is not None
    if before.rfind("(") > before.rfind(")"):
        # `写作课（12月14日）也由…主讲`: what stands behind a bracket is not said of the time in it.
        after = after.partition(")")[0]
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None


def is_tied_place(page: Page, place: Place) -> bool:
    """Whether the words around a place say it of the event: 讲座在 … 举行, `the talk is in`."""
    if is_restated(page, place[0]):
        return True
    before, after = around(page, place, _STOP)
    return _PLACE_BEFORE.search(before) is not None or _PLACE_AFTER.match(after) is not None


def _is_own_line(page: Page, phrase: TimePhrase) -> bool:
    """Whether a weekday or an hour is all of a line, as on a poster; a bare date may be that of the text."""
    line = page.line_at(phrase.start)
    said = page.plain[phrase.start : phrase.end]
    if (
        line is None
        or line.end - line.start > _LONG
        or (phrase.starts is None and _WEEKDAY.search(said) is None)
    ):
        return False
    return not re.search(r"\w", page.plain[line.start : phrase.start] + page.plain[phrase.end : line.end])


def _is_of_head(page: Page, phrase: TimePhrase) -> bool:
    """Whether a date stands in the first lines, in a long one in its first sentence."""
    if phrase.on is None or phrase.is_relative:
        return False
    for line in page.lines[:_HEAD]:
        if line.start <= phrase.start < line.end:
            return phrase.start - line.start < _LONG and not _STOP.search(
                page.plain, line.start, phrase.start
            )
    return False


def is_told(page: Page, mention: Mention) -> bool:
    """Whether a mention may speak against another one: it stands in a time field or is said of the event."""
    phrase = mention.phrase
    if mention.role != "event":
        return not is_beside(page, (phrase.start, phrase.end))
    if is_tied(page, phrase):
        return True
    block = page.block_at(phrase.start)
    if block is None or block.field not in TIME_FIELDS:
        return False
    low, high = phrase.start - _FAR, phrase.end + _FAR
    said = page.phrases_in(max(block.start, low), min(block.end, high))
    if len(said) < 2:
        return True
    # An hour without a day behind the event's own is a remark, `14:00（13:45 开放入会）`, unless it names a zone.
    line = page.line_at(phrase.start)
    earlier = page.phrases_in(max(line.start, low), phrase.start) if line else []
    is_remark = phrase.on is None and phrase.zone is None and any(p.starts is not None for p in earlier)
    return not is_remark and not is_beside(page, (phrase.start, phrase.end))


def is_restated(page: Page, position: int) -> bool:
    """Whether something stands in a line that gives time and place once more."""
    line = page.line_at(position)
    return (
        line is not None
        and _RESTATED.search(page.plain, max(line.start, position - _FAR), position) is not None
    )


def around(page: Page, place: Place, stop: re.Pattern[str]) -> tuple[str, str]:
    """The words before and after a place, up to the next mark of `stop` on either side."""
    low, high = max(0, place[0] - _FAR), min(place[1] + _FAR, len(page.plain))
    before = list(stop.finditer(page.plain, low, place[0]))
    after = stop.search(page.plain, place[1], high)
    return page.plain[before[-1].end() if before else low : place[0]], page.plain[
        place[1] : after.start() if after else high
    ]
