"""How a text is laid out: its lines, the labelled blocks they make, the head of a forwarded mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from seminars.intake.labels import Label, labels_in
from seminars.intake.vocabulary import LONG_FIELDS
from seminars.timekeeping.phrases import TimePhrase

TALK_MARK = re.compile(
    r"(?:[^\w\s【\[(<《“\"'.,:;]{1,3}[ ]?)?[【\[(<]?[ ]?(?:(?:报告|演讲|讲座|分享|Talk|TALK|"
    r"Session)[ ]{0,2}#?(?:[一二三四五六七八九十]|"
    r"\d{1,2})(?!\d)"
    r"|第[ ]?(?:[一二三四五六七八九十]|\d)[ ]?(?:场|讲|位|个报告|部分)(?:报告|讲座|演讲)?)"
    r"(?P<what>[ ]{0,2}(?:摘要|简介|内容|Abstract))?"
    r"(?:[ ]?[】\])>]?[ ]{0,2}[:.、|]|[ ]?[】\])>]|(?=[ ])|$)[ ]{0,4}"
)
_CLOSING = re.compile(
    r"(?:欢迎|热烈欢迎|敬请|期待|诚邀|【重复|\[重复|重复一遍|联系我们|扫码|扫描|请扫|请大家|请各位|请感兴趣|请有意|"
    r"报名|点击|长按|复制该信息|午餐自备|[两三四]位(?:讲者|嘉宾|报告人|主讲)|茶点|茶歇由|会后|讲座结束|报告结束|"
    r"本次(?:活动|讲座)(?:由|无需|免费)|"
    r"#腾讯会议|会议主题|.{0,20}邀请[您你](?:参加|加入)|公交|乘车|上一[篇条]|下一[篇条]|版权所有|打印本页|关闭窗口|"
    r"分享到|"
    r"©|Copyright|All (?:are|is) welcome|Everyone is welcome|"
    r"Everybody is welcome|"
    r"All welcome|Please (?:join|register|contact|note|sign|RSVP|let|bring|email)|We look forward|See you|"
    r"Join (?:us|Zoom)|"
    r"To (?:join|meet|register|attend|sign|subscribe|unsubscribe|be added|receive)|RSVP|Parking|Registration|Sandwiches|"
    r"Food |Free |Hope to see|Attendance|Livestream|(?:Zoom|Meeting) (?:link|ID|details)|Link to|"
    r"[A-Z][A-Za-z ]{2,28}:[ ]?(?:https?://|www\.)|[㐀-鿿]{2,10}:[ ]?https?://|"
    r"附[件图:]|供稿|撰稿|If you (?:would|wish|want|are|have|plan|cannot|can|need|miss|"
    r"prefer)|For (?:more|further|details|questions)|"
    r"(?:Light )?[Rr]efreshments|Snacks|Pizza|Lunch (?:will|is)|Coffee (?:and|will|is)|Tea (?:and|will|is)|"
    r"(?:This|The) (?:talk|seminar|event|lecture|session) (?:is|will be) (?:part|hosted|organi[sz]ed|"
    r"recorded|open|co-)|"
    r"Thanks|Thank you|Sincerely|Yours|Many thanks|"
    r"Best regards|Kind regards|Best wishes|Best,|Cheers|Regards|-{3,}|={3,}|_{3,}|\*{3,}|Make .{2,40} Great|"
    r"给大家带来不便|特此通知|此致)"
)
# The same inside a line: a sentence that no abstract and no biography ends with.
_TAIL = re.compile(
    r"(?<=[。!?.~;)”\]])[ ]{0,2}(?:(?:热烈|诚挚)?欢迎(?:大家|各位|广大|全体|全校|感兴趣|老师|同学|参加|届时|有兴趣|"
    r"踊跃|前来|莅临|校内|师生|你|您)|"
    r"敬请(?:关注|光临|期待|届时|参加)|请(?:提前|扫码|大家|各位|点击|有意|感兴趣|携带|同学|务必|于|在)|期待(?:您|"
    r"你|大家)|"
    r"茶点|茶歇|会议主题|腾讯会议|联系人|扫码|点击链接|复制该信息|报名|会场提供|现场提供|"
    r"All (?:are|is) welcome|All welcome|Everyone is welcome|Everybody is welcome|Please (?:join|register|"
    r"contact|sign|RSVP)|"
    r"(?:Light )?[Rr]efreshments|Snacks|Lunch (?:will|is)|Coffee (?:and|will|is)|Join (?:us|Zoom)|To (?:join|"
    r"register|meet))"
)
# A line under “Speakers:” that is one more person.
_PERSON_LINE = re.compile(
    r"(?:[•·*-]|\d[.)、])?[ ]?(?:(?:Prof\.?|Professor|Dr\.?)[ ])?(?:[㐀-鿿]{2,4}|"
    r"[^\W\d_a-z][\w'’.\-]{0,20}(?: [\w'’.\-]{1,20}){1,4})"
    r"[ ]?(?:[(,，]|教授|副教授|研究员|博士|老师|同学)[^。:\n]{1,90}"
)
# Under the name of a speaker: where the person is from.
_HOME_LINE = re.compile(
    r"[(][^()\n]{2,80}[)]|(?:(?![,。:;])[^\n(]){0,30}(?:大学|学院|研究院|研究所|研究中心|实验室|科学院)[^,。:;\n(]{0,16}|"
    r"(?:[A-Z][\w.&'’\-]*,? (?:of |for |the |and |at |in )*){0,8}(?:University|Universität|"
    r"Université|Universiteit|Institute?|College|Laboratory|Labs?|School|Hochschule)"
    r"(?:(?: of|,)? [A-Z][\w.&'’\-]*){0,6}"
)
_SIGNATURE = re.compile(
    r"[^\s,。;:、《》]{2,20}(?:学院|系|部|中心|委员会|办公室|研究院|研究所|学生会|研会|团队|组委会|课题组|编辑部|"
    r"实验室|研讨会|讨论班)"
)
_SESSION = re.compile(
    r"[•·*-]?[ ]?(?:第[ ]?[一二三四五六七八九十\d]{1,2}[ ]?(?:讲|场|次|课|天|节|期|部分)|"
    r"(?:Session|Day|Lecture|Part|Class)[ ]?\d{1,2}|[①-⑩]|\(?\d{1,2}[.)、])?[: ]{0,3}"
)
_ROW = re.compile(r"(?:\(?\d{1,2}[.)、][ ]{0,3})?\d{1,2}:\d\d[ ]{0,2}-{1,2}[ ]{0,2}\d{1,2}:\d\d[ ]{1,4}\S")
_MAIL_HEAD = re.compile(
    r"(?:>[ ]?)*(?:发件人|收件人|抄送|发送时间|发送日期|日期|主题|From|To|Cc|CC|Date|Sent|Subject)[ ]{0,2}:|"
    r"-{2,}[ ]?(?:转发|原始|Forwarded|Original)"
)
# Who wrote what is quoted below, and when.
_ATTRIBUTION = re.compile(
    r"(?:>[ ]?)*(?:On .{6,60}[,<].{2,80} wrote:|Am .{6,60} schrieb .{2,80}:|(?:在|于)?.{0,4}\d{4}.{6,60}写道:)[ ]*"
)
_SENDER = re.compile(r"(?:>[ ]?)*(?:发件人|发送时间|From|Sent|Subject)[ ]{0,2}:")


_LATER = re.compile(r"[^\w]{0,3}(?:next|upcoming|future|coming up|后续|近期|下[次期]|预告)", re.IGNORECASE)
_ONE_SENTENCE = frozenset(
    {"place", "time", "occasion", "host", "inviter", "affiliation", "position", "number"}
)
# Several dates may stand under one of these, a line each.
TIME_FIELDS = frozenset({"time", "occasion"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the space around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """What one label announces; an unlabelled line has the field ''."""

    field: str
    start: int
    end: int
    label_start: int
    is_english: bool = False


def is_closing(words: str) -> bool:
    """Whether a line begins what comes after the talks: welcome, sign-up, greeting, an invitation to a "
    "meeting."""
    return _CLOSING.match(words) is not None


def is_home_line(words: str) -> bool:
    """Whether a line is all the name of a university, an institute or a laboratory."""
    return _HOME_LINE.fullmatch(words.strip()) is not None


def lines_of(plain: str) -> Iterator[Line]:
    start = 0
    while start < len(plain):
        end = plain.find("\n", start)
        end = len(plain) if end < 0 else end
        first, last = start, end
        while first < last and plain[first].isspace():
            first += 1
        while first < last and plain[last - 1].isspace():
            last -= 1
        if first < last:
            yield Line(first, last)
        start = end + 1


def head_of_mail(plain: str, lines: list[Line]) -> list[Line]:
    """The lines of a forwarded mail's head: sender, day and subject of the mail are not those of the "
    "event."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if _MAIL_HEAD.match(plain, line.start, line.end):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    mails = [run for run in runs if len(run) > 1 and any(_SENDER.match(plain, line.start) for line in run)]
    quoted = [line for line in lines if _ATTRIBUTION.fullmatch(plain, line.start, line.end)]
    return sorted([line for run in mails for line in run] + quoted, key=lambda line: line.start)


def blocks_of(plain: str, lines: list[Line], phrases: list[TimePhrase]) -> Iterator[Block]:
    """The labelled blocks and the free lines of a text; an abstract runs on until something else begins."""
    dated = {phrase.start: phrase.end for phrase in phrases if phrase.on is not None}
    for block in _whole_blocks(plain, lines, dated):
        if block.field in LONG_FIELDS:
            yield from _without_tail(plain, block)
        elif block.field in _ONE_SENTENCE:
            yield from _first_sentence(plain, block)
        else:
            yield block


def _first_sentence(plain: str, block: Block) -> Iterator[Block]:
    """A field up to its full stop; what a chat wrote behind it is free text."""
    stop = plain.find("。", block.start, block.end)
    if stop < 0 or not plain[block.start : stop].strip() or not plain[stop + 1 : block.end].strip():
        yield block
        return
    yield replace(block, end=stop)
    yield Block("", stop + 1, block.end, stop + 1)


def _whole_blocks(plain: str, lines: list[Line], dated: dict[int, int]) -> Iterator[Block]:
    open_block: Block | None = None
    is_waiting = is_list = False
    for line in lines:
        labels = labels_in(plain, line.start, line.end)
        words = plain[line.start : line.end]
        is_session = (
            open_block is not None
            and (open_block.field in TIME_FIELDS or _is_of_later(plain, open_block))
            and _is_session(plain, line, dated)
        )
        mark = None if is_session else TALK_MARK.match(words)
        if mark and not (labels and labels[0].leads_line and labels[0].start == line.start):
            labels = [label for label in labels if label.start >= line.start + mark.end()]
        if open_block and open_block.field in LONG_FIELDS and not (labels and labels[0].leads_line):
            labels = [label for label in labels if not label.is_english]
        begins_anew = not is_session and (
            bool(mark or _ROW.match(words))
            or is_closing(words)
            or _is_signature(words, line, dated)
            or bool(labels and labels[0].leads_line)
        )
        is_speaker = open_block is not None and open_block.field == "speaker"
        is_person = is_speaker and (
            (is_list and _PERSON_LINE.fullmatch(words))
            or (not is_waiting and not labels and _HOME_LINE.fullmatch(words))
        )
        goes_on = (
            is_waiting
            or is_session
            or bool(is_person)
            or (open_block is not None and open_block.field in LONG_FIELDS)
        )
        if open_block is not None and goes_on and not begins_anew:
            stop = labels[0].start if labels else line.end
            name = open_block.field
            if name == "speaker" and (stop - line.start > 60 or "。" in words):
                # A heading “讲者” over a paragraph announces a biography.
                name = "bio"
            open_block = Block(name, open_block.start, stop, open_block.label_start, open_block.is_english)
            is_waiting = False
            if not labels:
                is_list = is_list and name == "speaker"
                continue
        elif not labels or labels[0].start > line.start:
            if open_block is not None:
                yield open_block
                open_block = None
            yield Block("", line.start, labels[0].start if labels else line.end, line.start)
        for block in _line_blocks(plain, labels, line):
            if open_block is not None:
                yield open_block
            open_block = block
        is_waiting = open_block is not None and not plain[open_block.start : open_block.end].strip()
        is_list = is_waiting or (is_list and not labels)
        if (
            open_block is not None
            and not is_waiting
            and open_block.field not in (*LONG_FIELDS, *TIME_FIELDS, "speaker", "aside")
        ):
            yield open_block
            open_block = None
    if open_block is not None:
        yield open_block


def _is_signature(words: str, line: Line, dated: dict[int, int]) -> bool:
    """Whether a line is all the name of an organisation, or all a date: the text was signed there."""
    return _SIGNATURE.fullmatch(words) is not None or dated.get(line.start, 0) >= line.end - 1


def _is_of_later(plain: str, block: Block) -> bool:
    """Whether a heading announces the dates of later meetings, a line each."""
    return block.field == "aside" and _LATER.match(plain, block.label_start, block.start) is not None


def _is_session(plain: str, line: Line, dated: dict[int, int]) -> bool:
    """Whether a line under 时间 is one of several dates, `第二讲 12月3日 14:00`."""
    mark = _SESSION.match(plain, line.start, line.end)
    return line.start in dated or (mark is not None and mark.end() in dated)


def _without_tail(plain: str, block: Block) -> Iterator[Block]:
    """A long block up to the welcome that ends its last line; the rest is free text."""
    last_line = plain.rfind("\n", block.start, block.end) + 1
    tail = _TAIL.search(plain, max(block.start, last_line), block.end)
    if tail is None:
        yield block
        return
    yield Block(block.field, block.start, tail.start(), block.label_start, block.is_english)
    yield Block("", tail.start(), block.end, tail.start())


def _line_blocks(plain: str, labels: list[Label], line: Line) -> Iterator[Block]:
    """What the labels of one line announce; one inside a bracket ends with it."""
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start if following else line.end
        start = min(label.end, end)
        is_inside = label.start > line.start and plain[label.start - 1] == "("
        close = plain.find(")", start, end) if is_inside else -1
        while is_inside and close > 0 and plain.count("(", start, close) > plain.count(")", start, close):
            close = plain.find(")", close + 1, end)
        if close < 0:
            yield Block(label.field, start, end, label.start, label.is_english)
            continue
        yield Block(label.field, start, close, label.start, label.is_english)
        if plain[close + 1 : end].strip():
            yield Block("", close + 1, end, close + 1)
