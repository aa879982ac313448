"""What sentences say: who speaks, about what, for whom, and that there are snacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from seminars.intake.naming import people_of_head, speakers_in
from seminars.intake.page import Page
from seminars.intake.reading import Place, SpeakerReading
from seminars.intake.titles import title_outside

# Lines at the top that may be a name or a title.
_HEAD = 12
_THEME = re.compile(
    r"(?:报告|本次报告|分享|讲座|本期)[^。\n]{0,12}(?:和|与|围绕|关于)[^。\n]{2,80}?(?:相关|有关|展开)"
)
_SNACKS = re.compile(
    r"零食|茶点|茶歇|点心|水果|披萨|比萨|奶茶|咖啡|午餐|餐食|自由交流|[Ss]nack|[Pp]izza|"
    r"[Rr]efreshment|[Cc]offee|[Tt]ea |[Ff]ree food|[Ll]unch"
)
_AUDIENCE = re.compile(
    r"(?:热烈)?欢迎[^。\n]{0,40}(?:参加|参与|聆听|莅临|交流|旁听|到场|前来)|"
    r"敬请[^。\n]{0,20}(?:光临|参加|关注)|"
    r"(?:All|Everyone|Everybody|Students|Anyone)[^.\n]{0,40}\bwelcome"
)
_ORGANISATION = re.compile(
    r"[^\s,。:;!?]{2,24}(?:组|办公室|组委会|编辑部|课题组|学院|系|中心|委员会|研究所|研究院|团队|学生会|研会|科协|"
    r"部)"
)
_GREETING = re.compile(
    r"(?:各位|尊敬的|亲爱的|大家好|老师们|同学们|Dear|Hi |Hello|你好)[^。\n]{0,40}|"
    r"[【\[(]?[^\n]{0,12}(?:通知|预告|公告)[】\])]?[:]?|"
    r"给大家带来不便,?敬请谅解|敬请谅解|特此通知|此致|敬礼|We apologi[sz]e[^\n]*|Best regards,?|"
    r"Kind regards,?|Best,|Regards,?"
)
_PAGE_CHROME = re.compile(
    r"联系我们|关于我们|返回(?:首页|顶部)|首页|上一[篇页]|下一[篇页]|分享到.{0,10}|阅读原文|"
    r"点击此处[^ 。\n]{0,12}|点击查看[^ 。\n]{0,10}|"
    r"Contact us|Back to top|Home|Share this|长按识别二维码.{0,10}|扫码关注.{0,10}"
)
_MOTTO = re.compile(r"[^\n。:]{4,60}[!！]")
_REPEATED = re.compile(
    r"[【\[(]?重复(?:一遍|一下)?(?:时间|地点|时间地点|时间、地点)[^】\]\n:]{0,10}[】\]]?[:]?"
)


@dataclass(slots=True)
class Prose:
    """What free text says about the event."""

    speakers: list[SpeakerReading] = field(default_factory=list)
    intro: str | None = None
    notes: str | None = None
    audience: str | None = None
    motto: str | None = None
    contact: str | None = None
    repeated: Place | None = None
    title: Place | None = None


def read_prose(page: Page) -> Prose:
    """Speakers, theme, snacks, audience line, motto and signature of the free text outside the talks."""
    prose = Prose(repeated=_repeated(page))
    notes: list[Place] = []
    for start, end in _free_sentences(page):
        words = page.plain[start:end]
        if not prose.speakers and (who := speakers_in(page, start, end)):
            prose.speakers = who
            page.use(start, end)
        elif prose.intro is None and _THEME.search(words):
            prose.intro = page.note("intro", start, end)
        elif _SNACKS.search(words) and len(words) < 200:
            notes.append((start, end))
        elif prose.audience is None and _AUDIENCE.search(words):
            prose.audience = page.note("audience", start, end)
    prose.speakers = prose.speakers or people_of_head(page, _HEAD)
    prose.title = title_outside(page)
    _labelled(page, prose, notes)
    _last_lines(page, prose)
    return prose


def is_event_talk(words: str) -> bool:
    """Whether a sentence speaks of the event: theme, snacks, audience, who comes."""
    return any(pattern.search(words[:120]) for pattern in (_THEME, _SNACKS, _AUDIENCE)) or (
        re.search(
            r"邀请|同学可以|群里|群号|扫码|二维码|报名|联系人|请大家|请各位|给大家带来|为大家带来|我们将在|"
            r"will (?:speak|give a talk|be speaking)|"
            r"pleased to",
            words[:200],
        )
        is not None
    )


def use_chrome(page: Page) -> None:
    """Mark greetings, closing phrases and the frame of a web page as understood: they say nothing."""
    for line in page.lines:
        if _PAGE_CHROME.fullmatch(page.plain, line.start, line.end):
            page.use(line.start, line.end)
        for start, end in page.sentences(line.start, line.end):
            first, last = page.trimmed(start, end)
            if _GREETING.fullmatch(
                page.plain.rstrip("。!.,: ")[:0] + page.plain[first:last].rstrip("。!.,: ")
            ):
                page.use(start, end)
    for m in _PAGE_CHROME.finditer(page.plain):
        if m[0].startswith("点击"):
            page.use(*m.span())


def _free_sentences(page: Page) -> list[Place]:
    return [
        sentence
        for block in page.blocks
        if not block.field and not page.in_body(block.start)
        for sentence in page.sentences(block.start, block.end)
    ]


def _repeated(page: Page) -> Place | None:
    """What follows the time in a line that repeats time and place."""
    for line in page.lines:
        m = _REPEATED.match(page.plain, line.start, line.end)
        if m is None:
            continue
        page.use(*m.span())
        phrase = next((p for p in page.phrases if m.end() <= p.start < line.end), None)
        return (phrase.end if phrase else m.end()), line.end
    return None


def _labelled(page: Page, prose: Prose, notes: list[Place]) -> None:
    for block in page.labelled("audience"):
        if prose.audience is None:
            prose.audience = page.note("audience", block.start, block.end)
            page.use(block.label_start, block.end)
    notes += [(block.label_start, block.end) for block in page.labelled("notes")]
    if notes:
        notes.sort()
        prose.notes = "\n".join(page.note("notes", *place) for place in notes) or None


def _last_lines(page: Page, prose: Prose) -> None:
    """Motto and signature stand at the very end."""
    for line in page.lines[-4:]:
        words = page.plain[line.start : line.end]
        if (
            page.block_at(line.start)
            or page.in_body(line.start)
            or line is page.lines[0]
            or is_used(page, line.start)
        ):
            continue
        if (
            prose.motto is None
            and _MOTTO.fullmatch(words)
            and not _AUDIENCE.search(words)
            and not _GREETING.match(words)
        ):
            prose.motto = page.note("motto", line.start, line.end)
        elif prose.contact is None and line in page.lines[-2:] and _ORGANISATION.fullmatch(words):
            prose.contact = page.note("contact", line.start, line.end)


def is_used(page: Page, position: int) -> bool:
    """Whether a place has been understood already."""
    return any(start <= position < end for start, end in page.used)
