"""What the head and the foot of a text say: the series, the number, and what only frames them."""

from __future__ import annotations

import re

from seminars.intake.layout import Line, is_closing
from seminars.intake.page import Page
from seminars.timekeeping.numerals import number

_SERIES_WORD = (
    r"(?:研讨会|讨论班|讨论会|研讨班|沙龙|论坛|讲坛|讲堂|系列讲座|系列报告|学术讲座|学术报告会|前沿讲座|名家讲座|"
    r"组会|"
    r"读书会|读书班|大讲堂|午餐会|茶会|例会|短课程|学习班|系列课程|双周会|周会|下午茶|工作坊|冬令营|暑期学校|"
    r"冬季学校|"
    r"[Ww]ebinars?(?: [Ss]eries)?|网络研讨会|[Cc]ircle|[Ss]ymposium|"
    r"[Ss]eminars?(?: [Ss]eries)?|[Cc]olloqui(?:um|a)|[Rr]eading [Gg]roup|[Ll]ecture [Ss]eries|[Ll]ectures|"
    r"[Ww]orkshop|"
    r"SEMINAR(?: SERIES)?|COLLOQUIUM|READING GROUP|WORKSHOP|[Jj]ournal [Cc]lub|[Ss]tudy [Gg]roup|"
    r"[Ll]unch [Tt]alks?|[Ff]orum|[Tt]ea [Tt]alks?)"
)
_SERIES = re.compile(
    rf"(?P<name>(?:[A-Z][\w–\- ]{{0,40}} )?(?:Reading Group|Seminar|Colloquium|Workshop|"
    rf"Lectures) on [A-Z][\w ]{{2,40}}\w|"
    rf"[^\n。,:!?《》()#【】|]{{0,50}}{_SERIES_WORD}[”\"]?)"
)
_BARE = re.compile(
    r"(?:研讨会|讨论班|论坛|沙龙|(?:学术)?讲座|学术报告会?|组会|读书会|系列讲座|名家讲座|[Ss]eminar|SEMINAR|"
    r"[Cc]olloquium|COLLOQUIUM|"
    r"[Ww]orkshop|WORKSHOP|[Ff]orum)"
)
_COUNT = r"第[ ]?(?:\d{1,6}|[零〇一二两三四五六七八九十百]{1,7})[ ]?(?:期|讲|次|场|回)"
_NUMBERED_SERIES = re.compile(
    rf"(?P<name>[^\n。,;:!?《》()#【】|]{{2,40}}?)[ ]?[·—|(-]?[ ]?{_COUNT}"
    rf"|(?P<english>[A-Z][^\n。,;:!?《》()#【】|]{{3,60}}?)[ ]?(?:[-–—,][ ]?)?(?:#|No\.?|№)[ ]?\d{{1,6}}\b"
)
_IN_SENTENCE = re.compile(
    rf"{_COUNT}(?P<a>[㐀-鿿A-Za-z“”]{{2,16}}?{_SERIES_WORD})"
    rf"|的(?P<b>[“\"]?[^\s。,的]{{2,16}}[”\"]?{_SERIES_WORD})(?=[ ]?{_COUNT})"
    rf"|(?:学期|举办|举行|参加|新一期)的?(?P<c>[㐀-鿿A-Za-z“”]{{2,14}}?(?:读书会|讨论班|研讨班|论坛|沙龙))"
)
_NUMBER = re.compile(
    r"(?:[Ss]eminar|SEMINAR|[Cc]olloquium|[Tt]alk|[Ll]ecture|[Ss]ession|期|#)[ ]?(?:#|No\.?|no\.?|№|"
    r"-)?[ ]?(?P<a>\d{1,6})(?![\d:/.\-]|[ ]?[月年])"
    r"|(?:\bNo\.|№|(?<!\w)#)[ ]?(?P<c>\d{1,4})(?=[ ]?(?:$|\n|[:|)\]】]))"
    r"|第[ ]?(?P<b>\d{1,6}|[零〇一二两三四五六七八九十百]{1,7})[ ]?(?:期|讲|场|回|届|次(?![由请来为在有给]))"
)
_GREETING = re.compile(
    r"^(?:各位|尊敬|亲爱|大家好|老师|同学|Dear|Hi\b|Hello|To:|From:|Subject:|主题|发件人|收件人|"
    r"Fwd?:|你好)"
)
# A kind of text and what web pages put around it; neither a title nor a series.
_FRAME = re.compile(
    r"[^\n>»›]{1,24}(?:[>»›][^\n>»›]{1,24}){1,5}|"
    r"[【\[(*#= ]{0,3}(?:重要|紧急|最新|温馨)?[ ]?(?:学术|讲座|活动|会议|报告|研讨会|讨论班|取消|延期|改期|更正|"
    r"变更|课程|组会|线上|校内|"
    r"论坛|沙龙|seminar|Seminar|SEMINAR|talk|Talk|academic|Academic){0,4}[ ]?"
    r"(?:预告|通知|公告|海报|信息|动态|报告|讲座|安排|announcement|Announcement|ANNOUNCEMENT|notice|Notice|"
    r"NOTICE)[】\])*#= :!]{0,3}|[^\n]{0,40}(?:通知|预告|公告|安排|日程)[】\])*#= :!]{0,3}|"
    r"当前位置.*|您的位置.*|首页|主页|登录|菜单|搜索|Home|Menu|Search|Login|Skip to .*|Events?|News|English|中文"
)
_NOTICE = re.compile(
    r"(?:改期|取消|延期|更正|变更|活动|讲座|本周|下周)?(?:通知|预告|公告|安排)[】\])]?[!：:]?$"
)
_TAG = re.compile(
    r"[ ]?(?:[【\[(](?P<a>[^】\])]{1,16})[】\])]|(?P<b>(?:学术|系列|线上|校园|名家|今日|活动)?(?:讲座|报告|预告|"
    r"通知|讲座预告|活动预告|转发|短课程|"
    r"微课程|公开课|论文分享|取消|延期|改期|更正|提醒|更新)|Fwd?|FW|Re|RE|Talk|Seminar|(?i:cancell?ed|postponed|"
    r"reminder|updated?|"
    r"correction|rescheduled|moved|announcement|invitation))[ ]?[:|丨])[ ]?"
)


def is_frame(words: str) -> bool:
    """Whether a line only says what kind of text follows, or belongs to a web page around it."""
    return _FRAME.fullmatch(words) is not None or _GREETING.match(words) is not None


def without_tag(page: Page, line: Line) -> tuple[int, int]:
    """The line without the tags at its head, `【讲座预告】` or `讲座|`."""
    start = line.start
    while start < line.end and not page.plain[start].isalnum() and page.plain[start] not in "【[(《「“\"‘'":
        start += 1
    while (tag := _TAG.match(page.plain, start, line.end)) and tag.end() < line.end:
        start = tag.end()
    return start, line.end


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
        value = number(m["a"] or m["c"] or m["b"]) if "百" not in (m["b"] or "") else _hundreds(m["b"])
        if value:
            page.note("number", *m.span())
            return value
    return None


def read_series(page: Page) -> str | None:
    """The name of the series: a label, a short line at the head or the foot, a sentence, or the subject of "
    "the meeting."""
    for block in page.labelled("series"):
        return page.note("series", block.start, block.end)
    edges = [*page.lines[:4], *page.lines[:-4:-1]]
    for named in (_named_series, _numbered_series):
        for line in edges:
            place = named(page, line)
            if place is None:
                continue
            after = page.plain[place[1] : line.end].strip()
            if not after or after.startswith("("):
                page.use(line.start, line.end)
            return page.note("series", *place)
    for line in page.lines[:3]:
        m = _IN_SENTENCE.search(page.plain, line.start, min(line.end, line.start + 200))
        if m is not None and not page.in_long_block(m.start()) and not page.in_body(m.start()):
            return page.note("series", *m.span(m.lastgroup or 0))
    for block in page.labelled("subject"):
        m = _SERIES.match(page.plain, *page.trimmed(block.start, block.end))
        if m and not _BARE.fullmatch(m["name"].strip()) and "预定" not in m["name"]:
            return page.note("series", *m.span("name"))
    return None


def is_series_line(page: Page, line: Line, series: str | None) -> bool:
    """Whether a line names the series or numbers the event, and is no title."""
    words = page.text[line.start : line.end]
    said = page.plain[slice(*page.trimmed(*without_tag(page, line)))]
    return (
        bool(series and (series in words or said in series))
        or _NUMBER.search(page.plain, line.start, line.end) is not None
    )


def _numbered_series(page: Page, line: Line) -> tuple[int, int] | None:
    """What stands before the number, `数学之美 第三期`."""
    start, end = _head_of_line(page, line)
    m = _NUMBERED_SERIES.match(page.plain, start, end)
    if m is None or page.phrases_in(start, m.end()):
        return None
    name = page.trimmed(*m.span(m.lastgroup or 0))
    words = page.plain[slice(*name)].strip()
    return name if not _BARE.fullmatch(words) and re.search(r"\w{2}", words) else None


def _named_series(page: Page, line: Line) -> tuple[int, int] | None:
    """A line that ends in a word such as 研讨会, perhaps with a number behind it."""
    start, end = _head_of_line(page, line)
    m = _SERIES.match(page.plain, start, end)
    if m is None or re.search(r"[。;]" if page.phrases_in(start, end) else r"[。,;]", page.plain[start:end]):
        return None
    first, last = m.span("name")
    numbered = _NUMBER.match(page.plain, first, last)
    if numbered:
        first = numbered.end()
    if _BARE.fullmatch(page.plain[first:last].strip()):
        return None
    after = page.plain[m.end() : end].strip()
    is_dated = after[:1] in (",", "，", "、") and bool(page.phrases_in(m.end(), end))
    if (
        after
        and not is_dated
        and not re.match(r"[(#\[【第|\-:·]|No|\d|之[一二三四五六七八九十]", after)
        and not _NOTICE.fullmatch(after)
    ):
        return None
    return first, last


def _head_of_line(page: Page, line: Line) -> tuple[int, int]:
    """A line that may name a series, without its tag; an empty place for any other."""
    start, end = without_tag(page, line)
    words = page.plain[start:end]
    if (said := page.phrases_in(start, end)) and said[0].start == start:
        start = page.trimmed(said[-1].end, end)[0]
        while start < end and not page.plain[start].isalnum() and page.plain[start] not in '“"':
            start += 1
    is_other = len(words) > 90 or is_closing(words) or (is_frame(words) and not _NOTICE.search(words))
    is_told = page.block_at(line.start) or page.in_body(line.start) or page.in_long_block(start)
    return (start, start) if is_other or is_told else (start, end)


def _hundreds(words: str) -> int | None:
    left, _, right = words.partition("百")
    rest = number(right.lstrip("零〇")) if right.lstrip("零〇") else 0
    first = number(left) if left else 1
    return None if first is None or rest is None else first * 100 + rest
