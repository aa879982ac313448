"""How to cite a talk: as a sentence, and for BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from seminars.presenting.lines import number_words, series_link
from seminars.presenting.links import event_url
from seminars.presenting.people import names
from seminars.presenting.talks import plain_title
from seminars.presenting.times import day_words
from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.mathtext import Formula, split
from seminars.timekeeping.zones import zone

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[&%$#_{}\\~^]")
# What would end a field or an entry too early, or not at all.
_BALANCED = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One talk, cited in the reader's language."""

    text: str
    bibtex: str


def citations(snapshot: Snapshot, language: str) -> tuple[Citation, ...]:
    """A citation for each talk that has a title and speakers and takes place; none of a cancelled event.

    Call it within `speaking(language)`.
    """
    if snapshot.is_cancelled:
        return ()
    several = len(snapshot.planned_talks) > 1
    return tuple(
        Citation(_text(snapshot, talk, language), _bibtex(snapshot, talk, order if several else 0, language))
        for order, talk in enumerate(snapshot.shown_talks, 1)
        if talk.is_planned and talk.title and talk.speakers
    )


def _text(snapshot: Snapshot, talk: TalkPart, language: str) -> str:
    day = (talk.starts_at or snapshot.starts_at).astimezone(zone(snapshot.zone))
    return _("%(speakers)s: “%(title)s”. Talk at %(seminar)s, %(day)s. %(address)s") % {
        "speakers": names(talk.speakers, language),
        "title": plain_title(talk.title).best(language),
        "seminar": _seminar(snapshot, language),
        "day": day_words(day, language),
        "address": event_url(snapshot.series.slug, snapshot.path, language),
    }


def _bibtex(snapshot: Snapshot, talk: TalkPart, order: int, language: str) -> str:
    day = (talk.starts_at or snapshot.starts_at).astimezone(zone(snapshot.zone))
    people = " and ".join(f"{{{escaped(each.name.best(language))}}}" for each in talk.speakers)
    told = _("Talk at %(seminar)s") % {"seminar": _seminar(snapshot, language)}
    key = f"{snapshot.series.slug}-{snapshot.path}" + (f"-{order}" if order else "")
    fields = {
        "author": f"{{{people}}}",
        "title": f"{{{{{escaped_title(talk.title.best(language))}}}}}",
        "howpublished": f"{{{escaped(told)}}}",
        "year": f"{{{day.year}}}",
        "month": _MONTHS[day.month - 1],
        "day": f"{{{day.day}}}",
        "url": f"{{{event_url(snapshot.series.slug, snapshot.path, language)}}}",
    }
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines},\n}}"


def escaped(text: str) -> str:
    """Text as TeX prints it, whatever characters it holds."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], " ".join(text.split()))


def escaped_title(source: str) -> str:
    """A title with its formulas as they were typed, if their braces are in order; everything else escaped."""
    return "".join(
        f"${piece.tex}$"
        if isinstance(piece, Formula) and _is_balanced(piece.tex)
        else escaped_piece(piece.source)
        for piece in split(" ".join(source.split()))
    )


def escaped_piece(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _is_balanced(tex: str) -> bool:
    depth = 0
    for brace in _BALANCED.findall(tex.replace(r"\{", "").replace(r"\}", "")):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _seminar(snapshot: Snapshot, language: str) -> str:
    series = series_link(snapshot, language).name.text
    return " ".join(part for part in (series, number_words(snapshot.number, language)) if part)
