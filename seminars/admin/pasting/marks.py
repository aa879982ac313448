"""A pasted text cut into pieces, each with the fields that were read from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from seminars.intake.confidence import SAID
from seminars.intake.reading import Place, Reading

# What colours a field, by the first word of its path; what is not named here is of the last kind.
KINDS = {
    "starts_at": "when",
    "ends_at": "when",
    "previous_start": "when",
    "previous_end": "when",
    "zone": "when",
    "signup_until": "when",
    "programme": "when",
    "places": "where",
    "meetings": "where",
    "host": "who",
    "inviter": "who",
    "contact": "who",
    "speakers": "who",
}
ABOUT_PEOPLE = re.compile(r"talks\.\d+\.(speakers|joint_biography)")


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a field was read from; `number` is their order in the text.

    Those that say something else than what was read are no `is_main`. `label` is how the field is called,
    `target` the id of its place on the page; '' where there is none.
    """

    number: int
    path: str
    start: int
    end: int
    words: str
    is_sure: bool
    is_main: bool = True
    label: str = ""
    target: str = ""

    @property
    def kind(self) -> str:
        """What it is about: when, where, who or what."""
        return "who" if ABOUT_PEOPLE.match(self.path) else KINDS.get(self.path.split(".")[0], "what")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between two edges: `within` are the fields that they belong to, the shortest first; `begins` those
    that begin here. What was not understood `is_rest`.
    """

    words: str
    within: tuple[Found, ...] = ()
    begins: tuple[Found, ...] = ()
    is_rest: bool = False

    @property
    def kind(self) -> str:
        return self.within[0].kind if self.within else ""

    @property
    def is_sure(self) -> bool:
        return not self.within or self.within[0].is_sure

    @property
    def paths(self) -> str:
        """All its fields, as the page's script looks for them."""
        return " ".join(found.path for found in self.within)


def found_in(text: str, reading: Reading, others: Mapping[str, Place]) -> tuple[Found, ...]:
    """What each field was read from, in the order of the text; `others` are places that say something else of it.

    `speakers` and its like, which only hold what single names say, are left out where those are there.
    """
    evidence = _beside_names(text, reading) | reading.evidence
    spans = {path: span for path, span in evidence.items() if not _is_spelled_out(path, evidence)}
    spans |= {path: span for path, span in others.items() if span not in evidence.values()}
    ordered = sorted(spans.items(), key=lambda each: (each[1][0], -each[1][1], each[0]))
    sure = {path for path in evidence if reading.confidence.get(path, 1.0) >= SAID}
    return tuple(
        Found(number, path, start, end, text[start:end], path in sure, path in evidence)
        for number, (path, (start, end)) in enumerate(ordered, 1)
    )


def _beside_names(text: str, reading: Reading) -> dict[str, Place]:
    """Where affiliation, position and form of address stand: the reader notes the words about people as a whole."""
    found: dict[str, Place] = {}
    for number, talk in enumerate(reading.talks):
        around = reading.evidence.get(f"talks.{number}.speakers", (0, 0))
        for place, person in enumerate(talk.speakers):
            path = f"talks.{number}.speakers.{place}"
            told = reading.evidence.get(f"{path}.biography", (0, 0))
            begin = reading.evidence.get(f"{path}.name", around)[0]
            for part in ("affiliation", "position", "honorific"):
                words = getattr(person, part)
                for start, end in ((max(begin, around[0]), around[1]), told) if words else ():
                    if (at := text.find(words, start, end)) >= 0:
                        found.setdefault(f"{path}.{part}", (at, at + len(words)))
    return found


def _is_spelled_out(path: str, evidence: Mapping[str, Place]) -> bool:
    if path != "speakers" and not path.endswith(".speakers"):
        return False
    prefix = "talks." if path == "speakers" else f"{path}."
    return any(other.startswith(prefix) and other.endswith(".name") for other in evidence)


def pieces(text: str, found: Iterable[Found], rest: Iterable[Place]) -> tuple[Piece, ...]:
    """The whole text in order; joined together again it is the text."""
    found, rest = sorted(found, key=lambda each: each.number), sorted(rest)
    edges = {0, len(text), *(edge for each in found for edge in (each.start, each.end))}
    edges |= {edge for span in rest for edge in span}
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    made, open_now, waiting, unread = [], list[Found](), list(found), list(rest)
    for start, end in pairwise(cuts):
        begins = []
        while waiting and waiting[0].start <= start:
            begins.append(waiting.pop(0))
        open_now = [each for each in (*open_now, *begins) if each.end > start]
        while unread and unread[0][1] <= start:
            unread.pop(0)
        within = tuple(sorted(open_now, key=lambda each: (each.end - each.start, each.number)))
        is_rest = not within and bool(unread) and unread[0][0] <= start
        made.append(Piece(text[start:end], within, tuple(begins), is_rest))
    return tuple(made)
