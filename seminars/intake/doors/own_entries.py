"""The words of our own calendar entries as a labelled announcement, so that what we wrote is read back. Pure."""

from __future__ import annotations

import re
from itertools import takewhile

from seminars.intake.tongue import language_of

_SPEAKERS = re.compile(r"(?:讲者：|Speakers?: )(?P<people>.+)")
_ROOM = re.compile(r"(?:地点：|Room: )(?P<room>.+)")
_TITLE = re.compile(r"(?:题目：|Title: ).+")
_TALK = re.compile(r"(?P<place>\d{1,2})\. (?:(?P<clock>\d\d:\d\d–\d\d:\d\d) )?(?P<words>.+)")
_NOTED = re.compile(r"(?P<title>.+?)(?:（(?P<names>[^（）]+)）| \((?P<other>[^()]+)\))$")
_UNTITLED = ("题目待定", "Title to be announced")
_CUT = re.compile(r"…$")


def is_ours(description: str, url: str) -> bool:
    """Whether a calendar entry is one that this service writes: its last line is the address of its page."""
    return bool(url) and description.rstrip().endswith(url)


def as_announcement(description: str, url: str, location: str) -> str:
    """The words of our entry, every abstract under its heading and every talk with its speakers."""
    lines = description.rstrip().removesuffix(url).rstrip().split("\n")
    people = _people(lines)
    facts: list[str] = []
    talks: list[list[str]] = []
    bodies: list[list[str]] = []
    for line in lines:
        if (talk := _TALK.fullmatch(line)) and (int(talk["place"]) == len(talks) + 1):
            talks.append(_heading(talk, people))
            bodies.append([])
        elif talk and int(talk["place"]) == len(talks) and not bodies[-1]:
            # The same talk in the other language.
            talks[-1] += [words for words in _heading(talk, people) if words.startswith("Title")]
        elif talks:
            bodies[-1].append(line)
        elif _TITLE.fullmatch(line):
            facts.append(line)
        elif any(_TITLE.fullmatch(each) for each in facts):
            bodies = bodies or [[]]
            bodies[0].append(line)
        elif room := _ROOM.fullmatch(line):
            facts.append(f"地点：{_name_of_room(room['room'], location)}")
        elif speakers := _SPEAKERS.fullmatch(line):
            facts.append(f"报告人：{'；'.join(_split(speakers['people']))}")
        else:
            facts.append(line)
    facts = _once(_once(facts, "地点："), "报告人：")
    if not talks:
        return "\n".join([*facts, *(_abstracts(bodies[0]) if bodies else ())])
    facts = [line for line in facts if not line.startswith("报告人：")]
    for heading, body in zip(talks, bodies, strict=True):
        facts += ["", *heading, *_abstracts(body)]
    return "\n".join(facts)


def _people(lines: list[str]) -> list[str]:
    return [each for line in lines if (m := _SPEAKERS.fullmatch(line)) for each in _split(m["people"])]


def _split(people: str) -> list[str]:
    """Names with their affiliations, apart at the separators that stand outside of brackets."""
    found, depth, start = [], 0, 0
    for at, character in enumerate(people):
        depth += character in "(（"
        depth -= character in ")）"
        if depth == 0 and (character == "、" or people.startswith(", ", at)):
            found.append(people[start:at])
            start = at + 1
    return [each.strip() for each in [*found, people[start:]] if each.strip()]


def _heading(talk: re.Match[str], people: list[str]) -> list[str]:
    words = talk["words"].strip()
    noted = _NOTED.fullmatch(words)
    named = (noted["names"] or noted["other"]) if noted else words
    speakers = [_introduced(each, people) for each in _split(named)]
    title = noted["title"] if noted and all(speakers) else "" if all(speakers) else words
    lines = [f"报告 {talk['place']}"]
    if title and title not in _UNTITLED:
        lines.append(f"{'题目' if language_of(title) == 'zh' else 'Title'}: {title}")
    if all(speakers):
        lines.append(f"报告人：{'；'.join(speakers)}")
    if talk["clock"]:
        lines.append(f"时间：{talk['clock']}")
    return lines


def _introduced(name: str, people: list[str]) -> str:
    return next((each for each in people if name and name in each), "")


def _abstracts(lines: list[str]) -> list[str]:
    """The lines under a heading, each language below its own label; what was cut off is left out."""
    found = []
    for label, language in (("摘要：", "zh"), ("Abstract: ", "en")):
        said = [line for line in lines if line.strip() and language_of(line) == language]
        if said and not _CUT.search(said[-1]):
            found.append(label + "\n".join(said))
    return found


def _name_of_room(room: str, location: str) -> str:
    """`明理楼 201` out of `明理楼 201（北辰路 5 号）`: what the description and LOCATION have in common."""
    for name in re.split(r" / |\n", location):
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(room, name, strict=False))
        if len(common := "".join(one for one, _other in alike).rstrip(" ,，（(")) > 1:
            return common
    return room


def _once(facts: list[str], label: str) -> list[str]:
    """The facts without what `label` says again in the second language."""
    first = next((line for line in facts if line.startswith(label)), "")
    return [line for line in facts if line == first or not line.startswith(label)]
