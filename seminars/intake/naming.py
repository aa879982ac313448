"""Who a sentence says will speak."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from seminars.intake.layout import Line, is_home_line
from seminars.intake.page import Page
from seminars.intake.people import read_people
from seminars.intake.reading import SpeakerReading

_DOES = r"(?:做|作|带来|分享|报告|主讲|讲解|讲授|讲|介绍|谈谈|聊聊|聊|交流|导读|领读|汇报|带大家|带领|带我们)"
_TITLE_OF = (
    r"(?:教授|副教授|研究员|副研究员|院士|博士|老师|同学|先生|女士|工程师|博士后|讲师|学长|学姐|师兄|师姐)"
)
# Who has no name before a quoted title.
_NOBODY = (
    r"(?:我们?|大家|本[次期周场]|今[天晚日]|明[天晚]|这次|同学|老师|一起|继续|接着|下面|主要|将要?|会|来|想|要|"
    r"报告|讲座|主题|题目|分享|欢迎|邀请|他|她|上次|下次|正式|组会|可以|准备|负责)"
)
_CAPITAL = r"[^\W\d_a-z]"
_NO_NAME = (
    r"(?!(?:Unfortunately|Sadly|Today|Tomorrow|This|The|On|Our|In|At|We|And|But|Speaker|Dear|Hi|Hello|All|Please|"
    r"Next)\b)"
)
_PARTICLES = r"(?:(?:van|von|de|der|da|di|la|le|bin|al) ){0,2}"
_NAMED = (
    rf"{_NO_NAME}(?:(?:Prof\.?|Professor|Dr\.?) )?{_CAPITAL}[\w'’.\-]{{0,20}}"
    rf"(?: {_PARTICLES}{_CAPITAL}[\w'’.\-]{{0,20}}){{1,4}}"
)
_HOME = r"(?: \([^()\n]{2,80}\)|,? (?:from|of|at) (?:the )?[A-Z][\w&'’.\- ]{1,60}?)?"
_PATTERNS = (
    re.compile(
        r"\((?:主讲人|报告人|讲者|主讲|演讲人|分享人|主讲嘉宾|嘉宾|[Ss]peaker)[ ]?[: ][ ]?(?P<who>[^()\n]{2,80})\)"
    ),
    re.compile(
        r"(?:给|为)?(?:大家|我们|同学们)?带来[ ]{0,2}(?P<a>[^。:,\n《]{2,60}?)的(?:学术)?(?:报告|分享|讲座|演讲|"
        r"讲解)"
        r"|(?:主讲人|报告人|讲者|主讲|演讲人|分享人|嘉宾)(?:仍|还|依然|仍然|依旧|不变,?仍?)?(?:是|"
        r"为|:)[ ]?(?P<b>[^。,;\n《]{2,50})"
        rf"|(?:邀请|请)[到了来]{{0,2}}[^。\n《“]{{1,60}}?[、,][^。\n《“]{{0,40}}?的[ "
        rf"]?(?P<k>[㐀-鿿]{{2,3}}[ ]?(?:副|助理)?{_TITLE_OF})"
        r"(?=[ ]?(?:[,、。]|与|为|给|来|将|和))"
        rf"|(?:特?邀请?|(?<!敬)请)(?!您|你|大家|各位|有|务|同学|参|提|扫|关|注|谅|见谅|理解)[到了来]{{0,2}}[ "
        rf"]{{0,2}}(?P<c>[^。:\n《“]{{2,50}}?)(?=[ ]?(?:线上|在线|来校|莅临|为|给|来|"
        rf"到|于|在|就|,|。|"
        rf"{_DOES}|将))"
        rf"|由[ ]{{0,2}}(?P<d>[^。:,\n《]{{2,40}}?)[ ]?(?:{_DOES}|为大家|为我们|给大家|为同学)"
        rf"|(?:^|[,。:;\n ])(?P<e>(?:来自)?(?:(?!请|我们|由|是)[㐀-鿿]){{0,14}}?的?[㐀-鿿]{{2,4}}?(?:副|"
        rf"助理)?{_TITLE_OF})[ ]?(?:将|会|为|给|要|来)[^。\n]{{0,30}}?{_DOES}"
        rf"|(?:^|[,。:;\n ])(?P<h>(?:[㐀-鿿]{{2,16}}[ ]?)?(?:的[ ]?)?{_NAMED}[ ]?(?:副|助理|讲席)?{_TITLE_OF})"
        rf"[ ]?(?:将|会|为|给|要|来|应邀)[^。\n]{{0,30}}?{_DOES}"
        rf"|(?:^|[,。:;\n ])(?P<i>(?!{_NOBODY})[㐀-鿿]{{2,3}}(?:同学|老师|师兄|师姐)?)[ ]?{_DOES}[ "
        rf"]?(?:的[ ]?)?(?=[“《「\"])"
        rf"|(?:^|(?<=[。!\n]))[ ]?(?P<l>(?!{_NOBODY})[㐀-鿿]{{2,3}}(?:同学|老师|师兄|师姐)?)(?:会|"
        rf"将|来|要)(?:给大家|为大家|给我们)?"
        rf"(?:讲|分享|介绍|报告|聊)"
        r"|(?:主讲人|报告人|讲者|主讲|演讲人|分享人|嘉宾)[ ]?(?P<m>[㐀-鿿]{2,4}[ ]?\([^()\n]{2,40}\))"
        rf"|(?:主讲人|报告人|讲者|演讲人|分享人|嘉宾)[ ]?(?P<f>[㐀-鿿]{{2,3}}(?:副|助理)?{_TITLE_OF})"
        rf"|(?P<g>[㐀-鿿]{{2,3}}(?:副|助理)?{_TITLE_OF})的?(?:学术)?(?:报告|讲座|分享|演讲)"
    ),
    re.compile(
        r"(?:talk|seminar|lecture|presentation|colloquium|led) (?:will be )?(?:given |delivered |"
        r"presented )?by "
        r"(?P<a>(?:Prof\. |Dr\. )?[^.\n;:\"“]{3,80}?)"
        r"(?=[.,;]? (?:on|at|will|about|in|originally|scheduled|has|is|was|entitled|titled)\b|[.,\n\"“]|$)"
        r"|(?:[Ss]peaker|[Pp]resenter) (?:is|will be) (?P<b>[^.\n;:]{3,80}?)(?=[.\n]|$)"
        rf"|(?:welcome|host|hosting|features?|featuring|hear from|introduce|invited?|have|speaker is|"
        rf"guest is) (?P<c>{_NAMED}{_HOME}) ?(?=to (?:speak|give|talk|present|our|the)|as |for |who |on |at |"
        rf",|\.|this|next|will)"
        rf"|(?P<d>{_NAMED}{_HOME}),? (?:will|is going to|is) (?:be )?(?:speak|giv|present|talk|tell|discuss|"
        rf"lectur|join|visit|introduc|describ|report|explain)"
        rf"|(?P<f>{_NAMED}) (?:has|had|is unable) to (?:cancel|postpone|give|speak)"
        rf"|(?<!\w)(?!(?:This|That|There|It|He|She|They|We|The|Who|You|I|Talk|Talks|Speaker|Lunch|Pizza|"
        rf"Coffee|Tea|Zoom|Registration)\b)(?P<h>{_CAPITAL}[\w'’\-]{{2,20}}) will (?:lead|present|speak|talk|"
        rf"tell|give a talk|discuss)\b"
        rf"|(?P<k>(?:Prof|Dr)\.? {_NAMED}{_HOME}) (?:repeats|speaks|talks|presents|gives|discusses|returns|visits)\b"
        rf"|^[ ]*(?:by|with) (?P<g>{_NAMED}(?:,[^\n.]{{3,80}}| \([^()\n]{{2,80}}\))?)[ ]*$"
        rf"|(?P<e>{_NAMED})(?:'s|’s) (?:talk|seminar|lecture|presentation)\b",
        re.MULTILINE,
    ),
)
# A line that is a person and where that person is from, and nothing else.
_FROM = r"(?:Universi|Institut|College|Labs?\b|Laborator|School|Academ|Polit[eé]cni|Research|\bTech|\bInc\b|^[A-Z]{2,6}$)"
_TITLES = r"(?:(?:Prof|Dr|Professor|PD)\.? ){1,3}"
_OWN_LINE = re.compile(
    rf"(?:{_TITLES})?{_NAMED} ?\((?=[^()\n]{{0,60}}{_FROM}|[A-Z]{{2,6}}\))[^()\n]{{2,90}}\)"
    rf"|(?:{_TITLES})?{_NAMED}, [^\n.:;!?]{{0,60}}{_FROM}[^\n.:;!?]{{0,40}}"
    rf"|{_TITLES}{_NAMED}"
    rf"|(?:[A-Z][\w' ]{{2,24}}: )(?={_TITLES}){_TITLES}{_NAMED}(?:, [^\n.:;]{{2,50}})?"
    rf"|[㐀-鿿]{{2,4}}[ ]?(?:(?:副|助理)?{_TITLE_OF})?[ ]?"
    r"\([^()\n]{0,30}(?:大学|学院|研究院|研究所|中心|实验室|科学院|公司)[^()\n]{0,20}\)"
    rf"|[㐀-鿿]{{2,3}}[ ]?(?:副|助理)?{_TITLE_OF}[,，]?[ ]?[^,。:;\n]{{2,20}}(?:大学|学院|研究院|"
    rf"研究所)[^,。:;\n]{{0,12}}"
    r"|[㐀-鿿]{2,3}[ ]{0,2}(?:副|助理)?(?:教授|研究员|院士|博士)"
)
# `Visitor talk: Prof. A. Name`
_LEAD_IN = re.compile(r"[A-Z][\w' ]{2,24}: ")
_SPEAKS_HIMSELF = frozenset({"我", "我来", "本人", "自己"})


def is_person_line(page: Page, line: Line) -> bool:
    """Whether a line is a person and where that person is from, `A. Name (Some University)`."""
    start, end = page.trimmed(line.start, line.end)
    return _OWN_LINE.fullmatch(page.plain, start, end) is not None and page.block_at(start) is None


def people_of_head(page: Page, lines: int) -> list[SpeakerReading]:
    """The people that the first lines of a text are, where they are nothing else."""
    for line in page.lines[:lines]:
        if is_person_line(page, line) and not page.in_body(line.start):
            start, end = page.trimmed(line.start, line.end)
            if (lead := _LEAD_IN.match(page.plain, start, end)) is not None:
                page.use(start, lead.end())
                start = lead.end()
            page.evidence.setdefault("speakers", (start, end))
            home = home_below(page, line)
            page.use(start, home.end if home else end)
            where = page.said(*page.trimmed(home.start, home.end)).strip("()（）") if home else None
            return [
                replace(p, affiliation=p.affiliation or where) for p in read_people(page.said(start, end))
            ]
    return []


def home_below(page: Page, line: Line) -> Line | None:
    """The line under a person that is all the place where that person is from."""
    at = bisect_right(page.lines, line.start, key=lambda other: other.start)
    below = page.lines[at] if at < len(page.lines) else None
    is_home = (
        below is not None
        and page.block_at(below.start) is None
        and is_home_line(page.plain[below.start : below.end])
    )
    return below if is_home else None


def speakers_in(page: Page, start: int, end: int) -> list[SpeakerReading]:
    """The people that the words at a place announce as speakers; none where they announce nobody."""
    for pattern in _PATTERNS:
        for m in pattern.finditer(page.plain, start, end):
            first, last = page.trimmed(*m.span(m.lastgroup or 0))
            words = page.said(first, last).strip()
            if not words or words in _SPEAKS_HIMSELF:
                continue
            people = read_people(words)
            if people:
                page.evidence.setdefault("speakers", (first, last))
                return people
    return []
