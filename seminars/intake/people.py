"""Names of people with what is said around them: honorific, affiliation, position."""

from __future__ import annotations

import re
from dataclasses import replace

from seminars.intake.reading import SpeakerReading
from seminars.intake.surnames import is_surname
from seminars.timekeeping.numerals import folded

HONORIFICS = (
    "同学",
    "老师",
    "博士后",
    "博士",
    "先生",
    "女士",
    "院士",
    "师兄",
    "师姐",
    "学长",
    "学姐",
    "Professor",
    "Prof.",
    "Prof",
    "Dr.",
    "Dr",
    "Mr.",
    "Ms.",
    "Mrs.",
)
_RANK = (
    r"(?:国家|校聘|长聘|特聘|特任|讲席|荣誉|客座|首席|助理|青年|高级|资深|副|准聘|正|讲座|杰出|算法|研究)*"
    r"(?:教授|研究员|工程师|科学家|院士|讲师|分析师|架构师)"
    r"|(?:[一二三四五六]年级|直博|在读)?(?:博士|硕士|本科)(?:研究)?生|(?:博士|硕士|本科)?[一二三四五六]年级|[大研博硕][一二三四五]|博士后(?:研究员)?|院长|副院长|主任|所长|"
    r"系主任|"
    r"负责人|创始人|主任医师|博士生导师"
)
_ENGLISH_RANK = (
    r"(?:[Aa]ssistant |[Aa]ssociate |[Ff]ull |[Vv]isiting |"
    r"[Ee]meritus )?[Pp]rofessor(?: of [A-Z]\w+(?: [A-Z]\w+)?)?|"
    r"Ph\.?D\.? (?:[Ss]tudent|[Cc]andidate)|[Pp]ost-?doc(?:toral)?(?: (?:[Ff]ellow|[Rr]esearcher))?|"
    r"(?:[Ss]enior |[Pp]rincipal |[Ss]taff )?(?:[Rr]esearch )?(?:[Ss]cientist|[Ee]ngineer|[Ff]ellow)|"
    r"[Ll]ecturer|[Rr]eader"
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĻĽŁŃŅŇŌŐŒŘŚŞŠŤŪŮŰŹŻŽ"
_CHINESE_NAME = r"[㐀-鿿]{2,4}(?:·[㐀-鿿]{1,8}){0,3}"
_ENGLISH_NAME = (
    rf"[{_UPPER}][\w'’.\-]{{0,20}}(?: (?:(?:van|von|de|der|den|da|di|dos|la|le|bin|al|el|ten)[ ]){{0,2}}"
    rf"[{_UPPER}][\w'’.\-]{{0,20}}){{0,4}}"
)
NAME = re.compile(rf"{_CHINESE_NAME}|{_ENGLISH_NAME}")
_TITLED = re.compile(r"^(?P<before>Professor|Prof\.?|Dr\.?|Mr\.?|Ms\.?|Mrs\.?)[ ]{0,2}(?=[^\W\d_a-z])")
_AFTER_NAME = re.compile(rf"(?P<rank>{_RANK})$|(?P<honorific>同学|老师|博士|先生|女士|学长|学姐|师兄|师姐|学弟|学妹|师弟|师妹)$")
_INSTITUTION = (
    r"(?:大学|学院|研究院|研究所|实验室|科学院|中心|公司|集团|医院|学校|团队|书院|学部|学系|系|所|院"
    r"|Universit(?:y|é|ät)|Institute|College|Laboratory|Laboratories|Labs?|School|Academy|Inc\.?|Research)"
)
_NAMED_OF = re.compile(
    rf"[ ]?[㐀-鿿·]{{2,8}}[,，][ ]?(?:[^,，。;]{{0,6}}[,，][ ]?)?(?:现?[任为是])?"
    rf"(?P<where>(?:(?!毕业|获|曾|\d{{4}})[^,，。;:、()《》\n]){{1,24}}?{_INSTITUTION}"
    rf"(?:[^,，。;:、()《》\n的]{{1,12}}?(?:学院|研究院|研究所|实验室|学部|系)(?![统列]))?)"
)
_IS_AT = re.compile(
    rf"(?:现?(?:就职于|任职于|任教于|就读于|供职于|工作于|来自|在)|[是为系]|现为|现任|毕业于)[ ]{{0,2}}"
    rf"(?P<where>[^,。;:、()《》\n]{{1,30}}?{_INSTITUTION}(?:[^,。;:、()《》\n的]{{1,12}}?(?:学院|"
    rf"研究院|研究所|实验室|学部|系)(?![统列]))?)"
)
_AT = re.compile(
    r"\b(?:at|from|with|of) (?:the )?(?P<where>[A-Z][\w&.'’\-]*(?: (?:(?:of|for|the|and|at) "
    r"){0,2}[A-Z][\w&'’\-]*){0,6}(?: \([A-Z]\w{1,20}\))?)"
)
_FROM_THERE = re.compile(
    rf"(?:来自)?[ ]?(?P<where>[^,。]{{2,30}}?(?:{_INSTITUTION}|公司))[ ]?的[ ]?(?P<who>(?:{_CHINESE_NAME}|"
    rf"{_ENGLISH_NAME}).*)"
    rf"|(?P<there>[㐀-鿿]{{2,14}}(?:大学|学院|研究院|研究所|实验室|"
    rf"研究中心))[ ]?(?P<one>(?:[㐀-鿿]{{2,4}}?|{_ENGLISH_NAME})[ ]?(?:{_RANK}|同学|老师|博士|"
    rf"先生|女士))$"
    rf"|(?P<name>{_ENGLISH_NAME}) (?:from|of|at) (?:the )?(?P<home>[A-Z].{{2,60}})"
)
# An affiliation may have brackets of its own: 张宇（Moonshot AI (Kimi)）.
_INSIDE = re.compile(r"[(（\[【]((?:[^()（）\[\]【】]|[(（][^()（）\[\]【】]{1,60}[)）]){1,120})[)）\]】]")
_SEPARATORS = re.compile(
    r"[、;/&\n]|[ ]{2,}|(?: and )|(?:(?<=[㐀-鿿)）])[ ]?[和与及][ ]?(?=[㐀-鿿A-Z]))|(?:(?<=[A-Za-z)"
    r"])[ ]?[和与][ ]?(?=[㐀-鿿A-Z]))"
)
_SHARED = re.compile(r"[ ]?[(（,，][ ]?(?:均|都|皆|同)(?:来自|为|是|在)?(?P<where>[^()（）,，]{2,40}?)(?:成员)?[)）]?$")
_RANK_AT = re.compile(
    r"(?:(?:an? |the )?(?P<rank>[A-Za-z][a-z][\w \-]{1,40}?) )(?:at|from|in|with) (?:the )?(?P<where>[A-Z][^,;]{2,60})"
)
_COMES_FROM = re.compile(r"^(?:现?(?:来自|就职于|任职于|任教于|就读于|供职于)|[Ff]rom |[Aa]t )[ ]?")
# What stands before a name and is none of it.
_ROLE = re.compile(
    r"^(?:我们|小组成员|课题组成员|组员|成员|本组|本组的|我组|校友|主讲人|报告人|讲者|嘉宾|来自|及其|the|"
    r"our own)[ ]?(?=[㐀-鿿A-Z])"
)


def has_ideographs(words: str) -> bool:
    """Whether words have Chinese characters; a name such as Søren has none."""
    return re.search("[㐀-鿿]", words) is not None


def split_people(words: str) -> list[str]:
    """`甲（A 大学）、乙（B 大学）` taken apart; brackets keep what is inside."""
    pieces, depth, start = [], 0, 0
    masked = []
    for character in words:
        depth += character in "(（[【"
        masked.append("\x01" if depth > 0 else character)
        depth -= character in ")）]】" and depth > 0
    for separator in _SEPARATORS.finditer("".join(masked)):
        pieces.append(words[start : separator.start()])
        start = separator.end()
    pieces.append(words[start:])
    return [piece.strip(" ,，.。") for piece in pieces if piece.strip(" ,，.。")]


def read_people(words: str) -> list[SpeakerReading]:
    """The people a speaker field names, in the characters it is written in.

    An honorific or a place said once after the last name counts for all of them.
    """
    plain = folded(words)
    return [_in_own_characters(person, words, plain) for person in _people(plain)]


def _in_own_characters(person: SpeakerReading, words: str, plain: str) -> SpeakerReading:
    """A person read from the folded twin of `words`, told in the characters of `words`."""

    def own(said: str | None) -> str | None:
        at = plain.find(said) if said else -1
        return words[at : at + len(said)] if said and at >= 0 else said

    return SpeakerReading(
        own(person.name) or person.name,
        own(person.honorific),
        own(person.affiliation),
        own(person.position),
        other_name=own(person.other_name),
    )


def _people(words: str) -> list[SpeakerReading]:
    words, shared = _shared_place(words)
    pieces = _listed(words) or split_people(words)
    if not _all_names(pieces):
        # A separator inside one person's description: 某大学 A 系和 B 系.
        person = read_person(words)
        return [person] if person else []
    people = [person for piece in pieces if (person := read_person(piece))]
    if (
        len(people) > 1
        and people[-1].honorific
        and not any(p.honorific or p.affiliation for p in people[:-1])
    ):
        people = [
            SpeakerReading(p.name, people[-1].honorific, p.affiliation, p.position, p.biography)
            for p in people
        ]
    return [replace(p, affiliation=p.affiliation or shared) for p in people] if shared else people


def _shared_place(words: str) -> tuple[str, str | None]:
    """`甲、乙（均来自某大学）`: the place of all of them, apart."""
    m = _SHARED.search(words)
    return (words[: m.start()], m["where"].strip()) if m else (words, None)


def _listed(words: str) -> list[str]:
    """`Ann Lee, Bo Fang and Cy Tan` or `甲乙丙，丁戊己`: names alone, with commas between them; [] for anything "
    "else."""
    if not re.search(r"[,，]", words) or re.search(r"[(（\[【]", words):
        return []
    pieces = [
        piece.strip() for part in split_people(words) for piece in re.split(r"[,，]", part) if piece.strip()
    ]
    if all(re.fullmatch(r"[㐀-鿿]{2,3}", piece) for piece in pieces):
        return [] if any(re.search(rf"{_INSTITUTION}$|^(?:{_RANK})$", piece) for piece in pieces) else pieces
    ends_in_and = re.search(r" and | & |和", words) is not None
    full = all(
        re.fullmatch(rf"(?:(?:Prof|Dr)\. )?{_ENGLISH_NAME}", piece)
        and " " in piece
        and not re.search(_INSTITUTION, piece)
        for piece in pieces
    )
    return pieces if full and (ends_in_and or len(pieces) > 2) else []


def read_person(words: str) -> SpeakerReading | None:
    """One person: `Prof. A B (Some University)`, `某某 教授，某大学`, `某某（某大学，副教授）`."""
    words = words.strip(" ,，.。:：")
    inside = _INSIDE.search(words)
    outside = (words[: inside.start()] + " " + words[inside.end() :] if inside else words).strip()
    outside = _ROLE.sub("", outside)
    parts = [part.strip() for part in re.split(r"[,，|]|[ ]{2,}|[ ]/[ ]", outside) if part.strip()]
    if parts and (m := _FROM_THERE.match(parts[0])):
        parts[:1] = [m["who"] or m["one"] or m["name"], m["where"] or m["there"] or m["home"]]
    if not parts:
        return None
    parts[:1] = _spaced(parts[0])
    name, honorific, position = _bare_name(parts[0])
    if not name:
        return None
    beside = parts[0].removeprefix(name).strip()
    said = parts[1:] + ([piece.strip() for piece in re.split(r"[,，;；]", inside[1])] if inside else [])
    affiliation, other_name = None, beside if _is_other_script(name, beside) else None
    for piece in said:
        if other_name is None and inside and piece == inside[1] and _is_other_script(name, piece):
            other_name = piece
        elif re.fullmatch(rf"{_RANK}|{_ENGLISH_RANK}", piece):
            position = position or piece
        elif piece in HONORIFICS:
            honorific = honorific or piece
        elif m := _RANK_AT.fullmatch(piece):
            affiliation, position = affiliation or m["where"], position or m["rank"]
        elif piece:
            place, rank = _without_rank(_COMES_FROM.sub("", piece))
            if affiliation and has_ideographs(piece) and not re.search(_INSTITUTION, piece):
                continue
            affiliation = _together(words, affiliation, place) if affiliation else place
            position = position or rank
    return SpeakerReading(name, honorific, affiliation, position, other_name=other_name)


def looks_like_people(words: str, people: list[SpeakerReading]) -> bool:
    """Whether `people`, read from words beside a title, are names rather than words of the title."""
    for person in people:
        if re.search(rf"{_INSTITUTION}$" if has_ideographs(person.name) else _INSTITUTION, person.name):
            return False
        if has_ideographs(person.name):
            is_known = is_surname(person.name) and len(person.name) <= 4
            if not (is_known or person.honorific or person.affiliation or "·" in person.name):
                return len(person.name) in (2, 3) and words.strip() == person.name
        elif not (
            person.affiliation or ((person.honorific or " " in person.name) and NAME.match(person.name))
        ):
            return False
    return True


def _together(words: str, first: str, last: str) -> str:
    """Two parts of an affiliation as the text has them."""
    start, end = words.find(first), words.find(last) + len(last)
    between = words[start + len(first) : end - len(last)]
    return words[start:end] if 0 <= start < end and len(between) <= 3 else f"{first}, {last}"


def affiliation_in(sentence: str) -> tuple[str | None, str | None]:
    """Affiliation and position a biography's sentence tells."""
    if (m := _NAMED_OF.match(sentence)) or (m := _IS_AT.search(sentence)):
        rank = re.match(rf"[^,。;]{{0,8}}?(?P<rank>{_RANK}|成员|校友)", sentence[m.end() :])
        return m["where"].strip(), rank["rank"] if rank else None
    if m := _AT.search(sentence):
        before = re.search(r"\b(?:is|are) (?:an? |the )?([\w ,\-]{3,60}?) $", sentence[: m.start()])
        return m["where"].strip().rstrip("."), before[1].strip() if before else None
    return None, None


def _spaced(words: str) -> list[str]:
    """`某某 副研究员 某研究院` taken apart: the name with its rank, then the rest."""
    tokens = words.split(" ")
    if len(tokens) < 2 or not re.fullmatch(_CHINESE_NAME, tokens[0]) or not has_ideographs(tokens[1]):
        return [words]
    if re.fullmatch(rf"{_RANK}|同学|老师|博士|先生|女士", tokens[1]):
        return [tokens[0] + tokens[1], *filter(None, [" ".join(tokens[2:])])]
    return [tokens[0], " ".join(tokens[1:])]


def _bare_name(words: str) -> tuple[str, str | None, str | None]:
    honorific = position = None
    if m := _TITLED.match(words):
        title = m["before"].rstrip(".") + ("." if not m["before"].startswith("Professor") else "")
        honorific, words = title, words[m.end() :]
        position = "Prof." if title.startswith("Prof") else None
    tokens = words.split(" ")
    if len(tokens) > 1 and has_ideographs(tokens[0]):
        # 某某 教授 某大学: only the first token can be the name.
        if re.fullmatch(rf"{_RANK}|同学|老师|博士|先生|女士", tokens[1]):
            words = tokens[0] + tokens[1]
        elif re.fullmatch(_ENGLISH_NAME, " ".join(tokens[1:])) or not re.fullmatch(r"[㐀-鿿]", tokens[0]):
            words = tokens[0]
        else:
            words = "".join(tokens)
    if (m := _AFTER_NAME.search(words)) and m.start() >= 2:
        position = m["rank"] or position
        honorific = m["honorific"] or m["rank"] or honorific
        words = words[: m.start()].rstrip()
    name = words.strip()
    is_name = (
        len(name) <= 40 and not re.search(r"[:。;<>@\d]", name) and re.search(r"[^\W_]", name) is not None
    )
    if re.fullmatch("[㐀-鿿]+", name) and len(name) > 4:
        is_name = False
    return (name if is_name else ""), honorific, position


def _all_names(pieces: list[str]) -> bool:
    return bool(pieces) and all(
        (person := read_person(p)) is not None
        and NAME.match(person.name)
        and not re.search(rf"{_INSTITUTION}$|^(?:{_RANK})$", re.split("[,，(（]", p)[0])
        for p in pieces
    )


def _is_other_script(name: str, other: str) -> bool:
    if has_ideographs(name) == has_ideographs(other):
        return False
    if not has_ideographs(other):
        return re.fullmatch(_ENGLISH_NAME, other) is not None and not re.search(_INSTITUTION, other)
    return re.fullmatch(_CHINESE_NAME, other) is not None and not re.search(_INSTITUTION, other)


def _without_rank(words: str) -> tuple[str, str | None]:
    m = re.search(rf"[ ]?({_RANK}|{_ENGLISH_RANK})(?:[、/兼及和 ]+(?:{_RANK}))*$", words)
    return (words[: m.start()].strip(), m[1]) if m and m.start() > 2 else (words, None)
