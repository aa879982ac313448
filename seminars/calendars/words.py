"""The short words of a calendar entry: its title line, its place, who speaks. Pure; one line each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from seminars.programme.snapshots import Snapshot, SpeakerPart, VenuePart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import one_line, plain
from seminars.text.typography import clean, clean_line, is_wide

LONGEST_LINE = 255
CANCELLED = {"zh": "【已取消】", "en": "[CANCELLED] ", "both": "【已取消 CANCELLED】"}

# Tags that word processors and web forms leave in texts. Inequalities such as a<b>c are none of them, nor is the
# b of a<b and b>c, which no attribute follows.
_TAG = r"(?:a|b|br|div|em|font|h[1-6]|i|li|ol|p|span|strong|sub|sup|table|tbody|td|tr|u|ul)"
_MARKUP = re.compile(rf"</{_TAG}\s*>|<br\s*/?>", re.IGNORECASE)
_LINE_END = re.compile(r"<br\s*/?>|</(?:div|h[1-6]|li|p|tr)\s*>", re.IGNORECASE)
_ATTRIBUTE = r"""\s+[a-z:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
ANY_TAG = re.compile(rf"</?{_TAG}(?:{_ATTRIBUTE})*\s*/?>", re.IGNORECASE)

# More names than this do not fit on a telephone.
_NAMED_SPEAKERS = 4


def languages_of(language: str) -> tuple[str, ...]:
    """The languages that a component in `language` (zh, en or both) speaks, in order."""
    return ("zh", "en") if language == "both" else (language,)


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text))


def shown(text: Bilingual, language: str) -> str:
    """The text on one line in `language`, else in the other one; for `both`: `中文 / English`."""
    if language != "both":
        return clean_line(text.best(language))
    return " / ".join(distinct((clean_line(text.zh), clean_line(text.en))))


def title_of(text: Bilingual, language: str) -> str:
    """A title on one line, its formulas readable."""
    return shown(_readable(text), language)


@lru_cache(maxsize=64)  # six components are written of each revision, all with the same abstracts
def prose(source: str) -> str:
    """Markdown with formulas as plain text, without empty lines."""
    text = without_tags(clean(plain(clean(source))))
    lines = (line.rstrip() for line in text.replace("\t", " ").split("\n"))
    return "\n".join(line for line in lines if line)


def without_tags(text: str) -> str:
    """The text without HTML, which calendars show as it is typed; the ends of its paragraphs end lines."""
    if not _MARKUP.search(text):
        return text
    return ANY_TAG.sub("", _LINE_END.sub("\n", text))


def cut(text: str, limit: int) -> str:
    """The text, shortened to `limit` characters with … at its end, but not within one visible sign."""
    if len(text) <= limit:
        return text
    end = max(limit - 1, 0)
    while end and (
        unicodedata.combining(text[end]) or "\u200d" in text[end - 1 : end + 1] or _varies(text[end])
    ):
        end -= 1
    return text[:end].rstrip() + "…"


def names(people: Iterable[SpeakerPart], language: str) -> str:
    """Who speaks, by name alone; of many the first three."""
    found = distinct(_name(person, language) for person in people)
    if len(found) <= _NAMED_SPEAKERS:
        return ("、" if language != "en" else ", ").join(found)
    if language == "en":
        return f"{', '.join(found[:3])} et al."
    return f"{'、'.join(found[:3])}等"


def introduced(people: Iterable[SpeakerPart], language: str) -> str:
    """Who speaks, with form of address and affiliation, in zh or en."""
    return ("、" if language == "zh" else ", ").join(
        distinct(_introduced(person, language) for person in people)
    )


def summary(snapshot: Snapshot, language: str) -> str:
    """What a calendar shows first: `<short name> #89 · speakers · title`, marked when cancelled."""
    # Both names of the series would push speaker and title off a telephone's line.
    short = clean_line(snapshot.series.short.best(language) or snapshot.series.name.best(language))
    number = f"#{snapshot.number}" if snapshot.number else ""
    parts = distinct(
        (
            " ".join(distinct((short, number))),
            names(snapshot.speakers, language),
            title_of(snapshot.headline, language),
        )
    )
    mark = CANCELLED[language] if snapshot.is_cancelled else ""
    # A name of nothing but control characters is a name to the database.
    return cut(mark + (" · ".join(parts) or snapshot.series.slug), LONGEST_LINE)


def room(venue: VenuePart, language: str) -> str:
    """The room with its address: `清华学堂112（地址）`; in zh or en."""
    return noted(shown(venue.name, language), shown(venue.address, language), language)


def noted(text: str, note: str, language: str) -> str:
    """The text with a note in the parentheses of the language."""
    if not text or not note:
        return text or note
    return f"{text}（{note}）" if language == "zh" else f"{text} ({note})"


def _name(person: SpeakerPart, language: str) -> str:
    if language != "both":
        return clean_line(person.name.best(language))
    found = distinct((clean_line(person.name.zh), clean_line(person.name.en)))
    return f"{found[0]} ({found[1]})" if len(found) > 1 else "".join(found)


def addressed(person: SpeakerPart, language: str) -> str:
    """The name with its form of address where both are in one script: 李四老师, Prof. Li Si; in zh or en."""
    name = _name(person, language)
    address = clean_line(person.honorific)
    if name and address:
        is_chinese = is_wide(address[-1])
        if language == "zh" and is_chinese:
            name = f"{name}{address}" if is_wide(name[-1]) else f"{name} {address}"
        elif not is_chinese:
            name = f"{address} {name}"
    return name


def _introduced(person: SpeakerPart, language: str) -> str:
    return noted(addressed(person, language), shown(person.affiliation, language), language)


@lru_cache(maxsize=256)  # six components are written of each revision, all with the same titles
def _readable(title: Bilingual) -> Bilingual:
    zh, en = (clean_line(without_tags(one_line(clean_line(each)))) for each in (title.zh, title.en))
    return Bilingual(zh, en)


def _varies(character: str) -> bool:
    """Whether the character only changes the look of the one before it: variation selectors, skin tones."""
    return "\ufe00" <= character <= "\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff"
