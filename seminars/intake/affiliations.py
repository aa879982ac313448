"""Where people are and as what: ranks, institutions, and what a biography tells of both."""

from __future__ import annotations

import re

RANK = (
    r"(?:国家|校聘|长聘|特聘|特任|讲席|荣誉|客座|首席|助理|青年|高级|资深|副|准聘|正|讲座|杰出|算法|研究)*"
    r"(?:教授|研究员|工程师|科学家|院士|讲师|分析师|架构师)"
    r"|(?:[一二三四五六]年级|直博|在读)?(?:博士|硕士|本科)(?:研究)?生|(?:博士|硕士|本科)?[一二三四五六]年级|[大研博硕][一二三四五]|博士后(?:研究员)?|院长|副院长|主任|所长|"
    r"系主任|"
    r"负责人|创始人|主任医师|博士生导师"
)
ENGLISH_RANK = (
    r"(?:[Aa]ssistant |[Aa]ssociate |[Ff]ull |[Vv]isiting |"
    r"[Ee]meritus )?[Pp]rofessor(?: of [A-Z]\w+(?: [A-Z]\w+)?)?|"
    r"Ph\.?D\.? (?:[Ss]tudent|[Cc]andidate)|[Pp]ost-?doc(?:toral)?(?: (?:[Ff]ellow|[Rr]esearcher))?|"
    r"(?:[Ss]enior |[Pp]rincipal |[Ss]taff )?(?:[Rr]esearch )?(?:[Ss]cientist|[Ee]ngineer|[Ff]ellow)|"
    r"[Ll]ecturer|[Rr]eader"
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽ"
CHINESE_NAME = r"[㐀-鿿]{2,4}(?:·[㐀-鿿]{1,8}){0,3}"
ENGLISH_NAME = (
    rf"[{_UPPER}][\w'’.\-]{{0,20}}(?: (?:(?:van|von|de|der|den|da|di|dos|la|le|bin|al|el|ten)[ ]){{0,2}}"
    rf"[{_UPPER}][\w'’.\-]{{0,20}}){{0,4}}"
)
INSTITUTION = (
    r"(?:大学|学院|研究院|研究所|实验室|科学院|中心|公司|集团|医院|学校|团队|书院|学部|学系|系|所|院"
    r"|Universit(?:y|é|ät)|Institute|College|Laboratory|Laboratories|Labs?|School|Academy|Inc\.?|Research)"
)
_NAMED_OF = re.compile(
    rf"[ ]?[㐀-鿿·]{{2,8}}[,，][ ]?(?:[^,，。;]{{0,6}}[,，][ ]?)?(?:现?[任为是])?"
    rf"(?P<where>(?:(?!毕业|获|曾|\d{{4}})[^,，。;:、()《》\n]){{1,24}}?{INSTITUTION}"
    rf"(?:[^,，。;:、()《》\n的]{{1,12}}?(?:学院|研究院|研究所|实验室|学部|系)(?![统列]))?)"
)
_IS_AT = re.compile(
    rf"(?:现?(?:就职于|任职于|任教于|就读于|供职于|工作于|来自|在)|[是为系]|现为|现任|毕业于)[ ]{{0,2}}"
    rf"(?P<where>[^,。;:、()《》\n]{{1,30}}?{INSTITUTION}(?:[^,。;:、()《》\n的]{{1,12}}?(?:学院|"
    rf"研究院|研究所|实验室|学部|系)(?![统列]))?)"
)
_AT = re.compile(
    r"\b(?:at|from|with|of) (?:the )?(?P<where>[A-Z][\w&.'’\-]*(?: (?:(?:of|for|the|and|at) "
    r"){0,2}[A-Z][\w&'’\-]*){0,6}(?: \([A-Z]\w{1,20}\))?)"
)


def affiliation_in(sentence: str) -> tuple[str | None, str | None]:
    """Affiliation and position a biography's sentence tells."""
    if (m := _NAMED_OF.match(sentence)) or (m := _IS_AT.search(sentence)):
        rank = re.match(rf"[^,。;]{{0,8}}?(?P<rank>{RANK}|成员|校友)", sentence[m.end() :])
        return m["where"].strip(), rank["rank"] if rank else None
    if m := _AT.search(sentence):
        before = re.search(r"\b(?:is|are) (?:an? |the )?([\w ,\-]{3,60}?) $", sentence[: m.start()])
        return m["where"].strip().rstrip("."), before[1].strip() if before else None
    return None, None
