"""Where the words of a search stand in an event: its texts with the words marked, cut around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from seminars.presenting.lines import Line
from seminars.presenting.said import Said, guessed, listed, said
from seminars.programme.snapshots import Snapshot
from seminars.text.bilingual import Bilingual
from seminars.text.plain import one_line
from seminars.text.typography import folded, is_wide

# In widths of Latin letters; a Chinese character takes two.
LONGEST = 150
LEAD = 40

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """An event in a list of hits; `heading`, `speakers` and `excerpt` are HTML with the words marked."""

    line: Line
    heading: SafeString
    speakers: SafeString
    excerpt: SafeString
    excerpt_lang: str


def hit(shown: Line, snapshot: Snapshot, words: Sequence[str], language: str) -> Hit:
    """The hit, with the text in which most of the words stand that its line does not show yet."""
    visible = folded(f"{shown.heading} {shown.speakers}")
    missing = [word for word in words if word not in visible]
    text = _telling(_texts(snapshot, language), missing)
    return Hit(
        line=shown,
        heading=marked(shown.heading.text, words),
        speakers=marked(shown.speakers, words),
        excerpt=excerpt(text.text, words, missing) if text else SafeString(),
        excerpt_lang=text.lang if text else "",
    )


def marked(text: str, words: Iterable[str]) -> SafeString:
    """The text as HTML, each occurrence of one of the folded words in `<mark>`."""
    return _marked(text, spans(text, words), 0, len(text))


def excerpt(text: str, words: Sequence[str], missing: Sequence[str] = ()) -> SafeString:
    """About three lines of the text, around the first of `missing` words, else from its beginning; words marked."""
    found = spans(text, words)
    anchors = spans(text, missing) or found[:1]
    first = _back(text, anchors[0][0], LEAD) if anchors else 0
    last = _forth(text, first, LONGEST)
    body = _marked(text, found, first, last)
    return SafeString(f"{'…' * (first > 0)}{body}{'…' * (last < len(text))}")


def spans(text: str, words: Iterable[str]) -> list[Span]:
    """Where the words occur in the unfolded text: apart, in order."""
    letters, places = [], []
    for place, character in enumerate(text):
        for letter in folded(character):
            letters.append(letter)
            places.append(place)
    plain = "".join(letters)
    found = sorted(
        (places[at], places[at + len(word) - 1] + 1) for word in words for at in _occurrences(word, plain)
    )
    merged: list[Span] = []
    for first, last in found:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _occurrences(word: str, text: str) -> Iterator[int]:
    at = text.find(word) if word else -1
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _marked(text: str, found: Iterable[Span], first: int, last: int) -> SafeString:
    parts, done = [], first
    for begin, end in found:
        begin, end = max(begin, first), min(end, last)
        if begin < end:
            parts += [escape(text[done:begin]), format_html("<mark>{}</mark>", text[begin:end])]
            done = end
    return SafeString("".join([*parts, escape(text[done:last])]))


def _back(text: str, place: int, width: int) -> int:
    """So far before `place`, at the beginning of a word."""
    first = place
    while first > 0 and width > 0:
        first -= 1
        width -= 2 if is_wide(text[first]) else 1
    if first > 0 and not is_wide(text[first]):
        space = text.find(" ", first, place)
        first = space + 1 if space >= 0 else first
    return first


def _forth(text: str, place: int, width: int) -> int:
    last = place
    while last < len(text) and width > 0:
        width -= 2 if is_wide(text[last]) else 1
        last += 1
    if last < len(text) and not is_wide(text[last]) and not is_wide(text[last - 1]):
        space = text.rfind(" ", place, last)
        last = space if space > place else last
    return last


def _telling(texts: Iterable[Said], missing: Sequence[str]) -> Said | None:
    """The text with most of the missing words, the first of several."""
    best: Said | None = None
    most = -1
    for text in texts:
        plain = folded(text.text)
        count = sum(word in plain for word in missing)
        if count > most:
            best, most = text, count
    return best


def _texts(snapshot: Snapshot, language: str) -> Iterator[Said]:
    """What can be read of an event, abstracts first, the reader's language before the other."""
    for talk in snapshot.planned_talks:
        texts = {part.language: part.text for part in talk.abstracts}
        yield from _both(Bilingual(texts.get("zh", ""), texts.get("en", "")), language)
    yield from _both(snapshot.intro, language)
    for talk in snapshot.planned_talks:
        titles = {part.language: part.title for part in talk.abstracts}
        for text in (Bilingual(titles.get("zh", ""), titles.get("en", "")), talk.why, talk.prerequisites):
            yield from _both(text, language)
        for person in talk.speakers:
            yield guessed(
                listed(
                    [
                        part
                        for part in (
                            person.name.zh,
                            person.name.en,
                            person.affiliation.zh,
                            person.affiliation.en,
                        )
                        if part
                    ],
                    language,
                )
            )
        topics = [tag.name.best(language) for tag in talk.tags]
        yield from ([guessed(listed(topics, language))] if topics else [])
    for text in (
        snapshot.notes,
        snapshot.venue.name if snapshot.venue else Bilingual(),
        snapshot.series.name,
    ):
        yield from _both(text, language)


def _both(text: Bilingual, language: str) -> Iterator[Said]:
    first, second = ("en", "zh") if language == "en" else ("zh", "en")
    for each in (first, second):
        words = one_line(getattr(text, each))
        shown = said(Bilingual(**{each: words}), each) if words else None
        if shown:
            yield shown
