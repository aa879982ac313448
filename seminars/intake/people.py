"""Names of people with what is said around them: honorific, affiliation, position."""

from __future__ import annotations

import re
from dataclasses import replace

from seminars.intake.affiliations import CHINESE_NAME, ENGLISH_NAME, ENGLISH_RANK, INSTITUTION, RANK
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
NAME = re.compile(rf"{CHINESE_NAME}|{ENGLISH_NAME}")
_TITLED = re.compile(
    r"^(?P<before>Professor|Prof\.?|Dr\.?|Mr\.?|Ms\.?|Mrs\.?)[ ]{0,2}(?:(?:Dr|rer|nat|med|phil)\.[ "
    r"]?){0,3}(?=[^\W\d_a-z])"
)
_PRONOUNS = re.compile(r"[ ]?[(\[](?:she|he|they)/\w{2,6}(?:/\w{2,6})?[)\]]")
_AFTER_NAME = re.compile(
    rf"(?P<rank>{RANK})$|(?P<honorific>同学|老师|博士|先生|女士|学长|学姐|师兄|师姐|学弟|学妹|师弟|师妹)$"
)
_FROM_THERE = re.compile(
    rf"(?:来自)?[ ]?(?P<where>[^,。]{{2,30}}?(?:{INSTITUTION}|公司))[ ]?的[ ]?(?P<who>(?:{CHINESE_NAME}|"
    rf"{ENGLISH_NAME}).*)"
    rf"|(?P<there>[㐀-鿿]{{2,14}}(?:大学|学院|研究院|研究所|实验室|"
    rf"研究中心))[ ]?(?:(?:{RANK})[ 、]?)?(?P<one>(?:[㐀-鿿]{{2,4}}?|{ENGLISH_NAME})[ ]?(?:{RANK}|同学|老师|博士|"
    rf"先生|女士))$"
    rf"|(?P<name>{ENGLISH_NAME}) (?:from|of|at) (?:the )?(?P<home>[A-Z].{{2,60}})"
)
# An affiliation may have brackets of its own: 张宇（Moonshot AI (Kimi)）.
_INSIDE = re.compile(r"[(（\[【]((?:[^()（）\[\]【】]|[(（][^()（）\[\]【】]{1,60}[)）]){1,120})[)）\]】]")
_SEPARATORS = re.compile(
    r"[、;/&\n]|[ ]{2,}|(?: and )|(?:(?<=[㐀-鿿)）])[ ]?[和与及][ ]?(?=[㐀-鿿A-Z]))|(?:(?<=[A-Za-z)"
    r"])[ ]?[和与][ ]?(?=[㐀-鿿A-Z]))"
)
_SHARED = re.compile(
    r"[ ]?[(（,，][ ]?(?:均|都|皆|同)(?:来自|为|是|在)?(?P<where>[^()（）,，]{2,40}?)(?:成员)?[)）]?$"
)
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
        return [] if any(re.search(rf"{INSTITUTION}$|^(?:{RANK})$", piece) for piece in pieces) else pieces
    ends_in_and = re.search(r" and | & |和", words) is not None
    full = all(
        re.fullmatch(rf"(?:(?:Prof|Dr)\. )?{ENGLISH_NAME}", piece)
        and " " in piece
        and not re.search(INSTITUTION, piece)
        for piece in pieces
    )
    return pieces if full and (ends_in_and or len(pieces) > 2) else []


def read_person(words: str) -> SpeakerReading | None:
    """One person: `Prof. A B (Some University)`, `某某 教授，某大学`, `某某（某大学，副教授）`."""
    words = _PRONOUNS.sub("", words).strip(" ,，.。:：")
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
        elif re.fullmatch(rf"{RANK}|{ENGLISH_RANK}", piece):
            position = position or piece
        elif piece in HONORIFICS:
            honorific = honorific or piece
        elif m := _RANK_AT.fullmatch(piece):
            affiliation, position = affiliation or m["where"], position or m["rank"]
        elif piece:
            place, rank = _without_rank(_COMES_FROM.sub("", piece))
            if affiliation and has_ideographs(piece) and not re.search(INSTITUTION, piece):
                continue
            affiliation = _together(words, affiliation, place) if affiliation else place
            position = position or rank
    return SpeakerReading(name, honorific, affiliation, position, other_name=other_name)


def looks_like_people(words: str, people: list[SpeakerReading]) -> bool:
    """Whether `people`, read from words beside a title, are names rather than words of the title."""
    for person in people:
        if re.search(rf"{INSTITUTION}$" if has_ideographs(person.name) else INSTITUTION, person.name):
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


def _spaced(words: str) -> list[str]:
    """`某某 副研究员 某研究院` taken apart: the name with its rank, then the rest."""
    tokens = words.split(" ")
    if len(tokens) < 2 or not re.fullmatch(CHINESE_NAME, tokens[0]) or not has_ideographs(tokens[1]):
        return [words]
    if re.fullmatch(rf"{RANK}|同学|老师|博士|先生|女士", tokens[1]):
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
        if re.fullmatch(rf"{RANK}|同学|老师|博士|先生|女士", tokens[1]):
            words = tokens[0] + tokens[1]
        elif re.fullmatch(ENGLISH_NAME, " ".join(tokens[1:])) or not re.fullmatch(r"[㐀-鿿]", tokens[0]):
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
        and not re.search(rf"{INSTITUTION}$|^(?:{RANK})$", re.split("[,，(（]", p)[0])
        for p in pieces
    )


def _is_other_script(name: str, other: str) -> bool:
    if has_ideographs(name) == has_ideographs(other):
        return False
    if not has_ideographs(other):
        return re.fullmatch(ENGLISH_NAME, other) is not None and not re.search(INSTITUTION, other)
    return re.fullmatch(CHINESE_NAME, other) is not None and not re.search(INSTITUTION, other)


def _without_rank(words: str) -> tuple[str, str | None]:
    m = re.search(rf"[ ]?({RANK}|{ENGLISH_RANK})(?:[、/兼及和 ]+(?:{RANK}))*$", words)
    return (words[: m.start()].strip(), m[1]) if m and m.start() > 2 else (words, None)
