"""A pasted text laid out in lines and labelled blocks, and the notebook in which its readers keep what they use."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from seminars.intake.labels import LONG_FIELDS, Label, labels_in
from seminars.intake.reading import Doubt, Place
from seminars.timekeeping.numerals import folded
from seminars.timekeeping.phrases import TimePhrase, read_phrases

TALK_MARK = re.compile(
    r"[【\[(<]?[ ]?(?:(?:报告|演讲|讲座|分享|Talk|TALK|Session)[ ]{0,2}#?(?:[一二三四五六七八九十]|"
    r"\d{1,2})(?!\d)"
    r"|第[ ]?(?:[一二三四五六七八九十]|\d)[ ]?(?:场|讲|位|个报告|部分)(?:报告|讲座|演讲)?)"
    r"(?P<what>[ ]{0,2}(?:摘要|简介|内容|Abstract))?"
    r"(?:[ ]?[】\])>]?[ ]{0,2}[:.、|]|[ ]?[】\])>]|(?=[ ])|$)[ ]{0,4}"
)
_CLOSING = re.compile(
    r"(?:欢迎|热烈欢迎|敬请|期待|诚邀|【重复|\[重复|重复一遍|联系我们|扫码|扫描|请扫|请大家|请各位|"
    r"报名|点击|长按|复制该信息|"
    r"#腾讯会议|会议主题|.{0,20}邀请[您你](?:参加|加入)|All (?:are|is) welcome|Everyone is welcome|"
    r"Everybody is welcome|"
    r"All welcome|Please (?:join|register|contact|note|sign)|We look forward|See you|Join (?:us|Zoom)|"
    r"Best regards|Kind regards|Best,|Cheers|-{3,}|={3,}|_{3,}|\*{3,}|Make .{2,40} Great|"
    r"给大家带来不便|特此通知|此致)"
)
_ROW = re.compile(r"\d{1,2}:\d\d[ ]{0,2}-{1,2}[ ]{0,2}\d{1,2}:\d\d[ ]{1,4}\S")
_MAIL_HEAD = re.compile(
    r"(?:>[ ]?)*(?:发件人|收件人|抄送|发送时间|发送日期|日期|主题|From|To|Cc|CC|Date|Sent|Subject)[ ]{0,2}:|"
    r"-{2,}[ ]?(?:转发|原始|Forwarded|Original)"
)
_SENDER = re.compile(r"(?:>[ ]?)*(?:发件人|发送时间|From|Sent|Subject)[ ]{0,2}:")
_SENTENCE = re.compile(
    r"[。！？!?~](?:[”」』）)])?|"
    r"(?<!Prof)(?<!Dr)(?<!Mr)(?<!Ms)(?<!St)(?<!No)(?<! [A-Z])\.(?=[ ]|$)|(?<=[^\d])\.(?=[A-Z一-鿿])|\n",
    re.MULTILINE,
)
_EDGES = " \t\n\r\f\v\u3000,，;；、:："


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


@dataclass(slots=True)
class Page:
    """A text, its folded twin of the same length, its layout, and what has been read from it so far."""

    text: str
    on: date
    zone: str
    plain: str = ""
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    phrases: list[TimePhrase] = field(default_factory=list)
    evidence: dict[str, Place] = field(default_factory=dict)
    used: list[Place] = field(default_factory=list)
    doubts: dict[Doubt, None] = field(default_factory=dict)
    long_blocks: list[Place] = field(default_factory=list)
    bodies: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plain = folded(self.text)
        lines = list(_lines(self.plain))
        head = _mail_head(self.plain, lines)
        self.lines = [line for line in lines if line not in head]
        self.used += [(line.start, line.end) for line in head]
        self.blocks = list(_blocks(self.plain, self.lines))
        self.long_blocks = sorted((b.start, b.end) for b in self.blocks if b.field in LONG_FIELDS)
        within = {line.start: line.end for line in head}
        heads = sorted(within)
        self.phrases = [
            phrase
            for phrase in read_phrases(self.text, self.on, self.zone)
            if not (at := bisect_right(heads, phrase.start)) or phrase.start >= within[heads[at - 1]]
        ]

    def labelled(self, *fields: str) -> list[Block]:
        """The blocks of these fields, in order."""
        return [block for block in self.blocks if block.field in fields]

    def note(self, path: str, start: int, end: int) -> str:
        """The words at a place, kept as the evidence of a field and as used."""
        start, end = self.trimmed(start, end)
        if start < end:
            self.evidence.setdefault(path, (start, end))
            self.used.append((start, end))
        return self.text[start:end]

    def use(self, start: int, end: int) -> None:
        """Mark a place as understood although it fills no field."""
        if start < end:
            self.used.append((start, end))

    def trimmed(self, start: int, end: int) -> Place:
        """The place without space and separators at its edges."""
        while start < end and self.plain[start] in _EDGES:
            start += 1
        while start < end and self.plain[end - 1] in _EDGES:
            end -= 1
        return start, end

    def words(self, start: int, end: int) -> str:
        """The folded words at a place."""
        start, end = self.trimmed(start, end)
        return self.plain[start:end]

    def doubt(
        self, code: str, path: str, candidates: tuple[str, ...] = (), spans: tuple[Place, ...] = ()
    ) -> None:
        """Keep a doubt, once."""
        self.doubts.setdefault(Doubt(code, path, candidates, spans))

    def sentences(self, start: int, end: int) -> Iterator[Place]:
        """The sentences at a place, each with its full stop."""
        begin = start
        for stop in _SENTENCE.finditer(self.plain, start, end):
            if self.plain[begin : stop.end()].strip():
                yield begin, stop.end()
            begin = stop.end()
        if self.plain[begin:end].strip():
            yield begin, end

    def phrases_in(self, start: int, end: int) -> list[TimePhrase]:
        """The time phrases that begin at a place."""
        first = bisect_left(self.phrases, start, key=lambda phrase: phrase.start)
        return self.phrases[first : bisect_left(self.phrases, end, key=lambda phrase: phrase.start)]

    def block_at(self, position: int) -> Block | None:
        """The labelled block at a place; None in free text."""
        place = bisect_right(self.blocks, position, key=lambda block: block.label_start)
        block = self.blocks[place - 1] if place else None
        return block if block is not None and block.field and position < block.end else None

    def in_body(self, position: int) -> bool:
        """Whether a place lies in the prose of a talk."""
        place = bisect_right(self.bodies, (position, len(self.text)))
        return place > 0 and position < self.bodies[place - 1][1]

    def in_long_block(self, position: int) -> bool:
        """Whether a place lies inside an abstract or a biography."""
        place = bisect_right(self.long_blocks, (position, len(self.text)))
        return place > 0 and position < self.long_blocks[place - 1][1]


def is_closing(words: str) -> bool:
    """Whether a line begins what comes after the talks: welcome, sign-up, greeting, an invitation to a meeting."""
    return _CLOSING.match(words) is not None


def _lines(plain: str) -> Iterator[Line]:
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


def _mail_head(plain: str, lines: list[Line]) -> list[Line]:
    """The lines of a forwarded mail's head: sender, day and subject of the mail are not those of the event."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if _MAIL_HEAD.match(plain, line.start, line.end):
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    mails = [run for run in runs if len(run) > 1 and any(_SENDER.match(plain, line.start) for line in run)]
    return [line for run in mails for line in run]


def _blocks(plain: str, lines: list[Line]) -> Iterator[Block]:
    """The labelled blocks and the free lines of a text; an abstract runs on until something else begins."""
    open_block: Block | None = None
    is_waiting = False
    for line in lines:
        labels = labels_in(plain, line.start, line.end)
        words = plain[line.start : line.end]
        mark = TALK_MARK.match(words)
        if mark and not (labels and labels[0].leads_line and labels[0].start == line.start):
            labels = [label for label in labels if label.start >= line.start + mark.end()]
        if open_block and open_block.field in LONG_FIELDS and not (labels and labels[0].leads_line):
            labels = [label for label in labels if not label.is_english]
        begins_anew = (
            bool(mark or _ROW.match(words)) or is_closing(words) or bool(labels and labels[0].leads_line)
        )
        if open_block is not None and (is_waiting or open_block.field in LONG_FIELDS) and not begins_anew:
            stop = labels[0].start if labels else line.end
            name = open_block.field
            if name == "speaker" and (stop - line.start > 60 or "。" in words):
                # A heading “讲者” over a paragraph announces a biography.
                name = "bio"
            open_block = Block(name, open_block.start, stop, open_block.label_start, open_block.is_english)
            is_waiting = False
            if not labels:
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
        if open_block is not None and not is_waiting and open_block.field not in LONG_FIELDS:
            yield open_block
            open_block = None
    if open_block is not None:
        yield open_block


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
