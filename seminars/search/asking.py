"""What a reader looks for: words, and facets that narrow. One line of text says it wherever it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from seminars.text.bilingual import Bilingual
from seminars.text.typography import HAN, clean_line, folded

MOST_WORDS = 8
MOST_FACETS = 6
# Of the words; with its facets a search is at most as long as `Subscription.query`.
LONGEST_WORDS = 200
LONGEST_QUERY = 700

# What may follow the colon, in the order in which pages and lines of text name them.
KINDS = {
    "series": re.compile(r"[-\w]{1,50}", re.ASCII),
    "tag": re.compile(r"[-\w]{1,60}", re.ASCII),
    "year": re.compile(r"[1-9][0-9]{3}"),
    "language": re.compile(r"zh|en|mixed"),
    "has": re.compile(r"slides|video"),
    "where": re.compile(r"online|onsite"),
}
# Of these an event has but one, or readers choose but one: another replaces it.
SINGLE = ("series", "year", "language")

_TOKEN = re.compile(r'"([^"]*)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟＂", '"""""')
# Between Chinese words these stand for a space; ASCII ones may belong to a word, as in C++.
_MARKS = re.compile("[，。、；！？·…—《》〈〉「」『』【】（）]")
# Where writers put a space between scripts, readers often type none; a number stays with its counter: 第89期.
_LATIN = re.compile(f"[^ {HAN}]*[A-Za-z\u0391-\u03c9][^ {HAN}]*")

_WORDS = {
    ("language", "zh"): Bilingual("中文报告", "in Chinese"),
    ("language", "en"): Bilingual("英文报告", "in English"),
    ("language", "mixed"): Bilingual("中英文报告", "in Chinese and English"),
    ("has", "slides"): Bilingual("有幻灯片", "with slides"),
    ("has", "video"): Bilingual("有回放", "with recording"),
    ("where", "online"): Bilingual("可线上参加", "online"),
    ("where", "onsite"): Bilingual("可到现场", "on site"),
}

Facet = tuple[str, str]


class Fields(Protocol):
    """The fields of an address or a form."""

    def getlist(self, name: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the words as they were typed, and (kind, value) of each facet. False where it asks for nothing."""

    typed: str = ""
    facets: tuple[Facet, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.facets)

    def __str__(self) -> str:
        """The line of text that `asked_in` reads again: `梯度 tag:ml year:2026`."""
        return " ".join([self.typed, *(":".join(each) for each in self.facets)]).strip()

    @property
    def words(self) -> tuple[str, ...]:
        """The different words as they are looked for: folded, at most eight; one in quotes may hold spaces."""
        found = (word for token in _tokens(self.typed) for word in _folded(*token))
        return tuple(dict.fromkeys(found))[:MOST_WORDS]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Name and value as an address holds them: `q=…&tag=…`."""
        return [("q", self.typed), *self.facets] if self.typed else list(self.facets)

    def chosen(self, kind: str) -> tuple[str, ...]:
        """The values of the facets of this kind."""
        return tuple(value for each, value in self.facets if each == kind)

    def along(self, facet: Facet) -> Asked:
        """The same search, narrowed by `facet`, which replaces another of a kind that is chosen once."""
        kept = [each for each in self.facets if each[0] != facet[0] or facet[0] not in SINGLE]
        return replace(self, facets=_in_order([*kept, facet]))

    def without(self, facet: Facet) -> Asked:
        return replace(self, facets=tuple(each for each in self.facets if each != facet))

    @property
    def name(self) -> Bilingual:
        """What feeds and mails call it."""
        labels = [_label(each) for each in self.facets]
        return Bilingual(
            " · ".join(filter(None, (self.typed, *(each.zh for each in labels)))),
            " · ".join(filter(None, (self.typed, *(each.en for each in labels)))),
        )


def asked_in(text: str, facets: Iterable[Facet] = ()) -> Asked:
    """The search that a line of text asks for, with more facets; what is no facet counts as a word."""
    typed: list[str] = []
    found: list[Facet] = []
    left = LONGEST_WORDS
    for is_phrase, token in _tokens(clean_line(text)[:LONGEST_QUERY]):
        kind, _colon, value = token.partition(":")
        if not is_phrase and _is_facet((kind, value)):
            found.append((kind, value))
            continue
        word = f'"{token}"' if is_phrase else token
        if len(word) > left:
            word = token[:left].strip() if not typed else ""
        if word:
            typed.append(word)
            left -= len(word) + 1
    found += [(kind, cleaned) for kind, value in facets if _is_facet((kind, cleaned := clean_line(value)))]
    return Asked(" ".join(typed), _in_order(found))


def asked_by(fields: Fields) -> Asked:
    """The search that an address asks for; the words are in the first `q`."""
    facets = [(kind, value) for kind in KINDS for value in fields.getlist(kind)]
    return asked_in(next(iter(fields.getlist("q")), ""), facets)


def _tokens(text: str) -> list[tuple[bool, str]]:
    """Whether it stands in quotes for a reason, and the token itself."""
    found = []
    for phrase, bare in _TOKEN.findall(text.translate(_QUOTES)):
        token = " ".join((phrase or bare).split())
        if token:
            is_phrase = bool(phrase) and (" " in token or _is_facet((*token.partition(":")[::2],)))
            found.append((is_phrase, token))
    return found


def _folded(is_phrase: bool, token: str) -> list[str]:
    if is_phrase:
        return [" ".join(folded(token).split())]
    return _LATIN.sub(r" \g<0> ", folded(_MARKS.sub(" ", token))).split()


def _is_facet(facet: Facet) -> bool:
    kind, value = facet
    return kind in KINDS and KINDS[kind].fullmatch(value) is not None


def _in_order(facets: Iterable[Facet]) -> tuple[Facet, ...]:
    """Each once, of single kinds the last, kind by kind."""
    found = list(dict.fromkeys(facets))
    last = {kind: (kind, value) for kind, value in found}
    kept = [each for each in found if each[0] not in SINGLE or last[each[0]] == each]
    return tuple(sorted(kept, key=lambda each: list(KINDS).index(each[0])))[:MOST_FACETS]


def _label(facet: Facet) -> Bilingual:
    kind, value = facet
    if kind == "year":
        return Bilingual(f"{value} 年", value)
    if kind == "tag":
        return Bilingual(f"主题 {value}", f"topic {value}")
    return _WORDS.get(facet, Bilingual(value, value))
