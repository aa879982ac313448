"""What an event can be found by: folded texts and facets, stored beside its public copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import plain
from seminars.text.typography import folded
from seminars.timekeeping.zones import zone


class Entry(NamedTuple):
    """One field a line: in `names` what it is called and who speaks, in `text` that and all else.

    `facets` are words between spaces, such as ` tag:ml year:2026 `; the series is a column of its own.
    """

    names: str
    text: str
    facets: str


def index(snapshot: Snapshot) -> Entry:
    """The entry of an event; what a meeting's visibility may hide is left out."""
    names = [
        snapshot.path,
        *_number(snapshot.number),
        *_both(snapshot.series.name, snapshot.series.short, snapshot.title),
    ]
    texts = [*_prose(snapshot.intro, snapshot.notes), snapshot.host]
    if snapshot.venue:
        texts += _both(snapshot.venue.name)
    for talk in snapshot.planned_talks:
        names += _names_of(talk)
        texts += _texts_of(talk)
    return Entry(_lines(names), _lines([*names, *texts]), f" {' '.join(_facets(snapshot))} ")


def _number(number: int | None) -> list[str]:
    return [f"#{number}", f"第{number}期"] if number else []


def _names_of(talk: TalkPart) -> list[str]:
    names = [each.title for each in talk.abstracts]
    for person in talk.speakers:
        names += _both(person.name)
    return [*names, *_both(*(tag.name for tag in talk.tags))]


def _texts_of(talk: TalkPart) -> list[str]:
    texts = [plain(each.text) for each in talk.abstracts]
    for person in talk.speakers:
        texts += _both(person.affiliation)
    return [*texts, *_both(talk.why, talk.prerequisites), talk.level]


def _facets(snapshot: Snapshot) -> list[str]:
    talks = snapshot.planned_talks
    found = [f"tag:{tag.slug}" for talk in talks for tag in talk.tags]
    found.append(f"year:{snapshot.starts_at.astimezone(zone(snapshot.zone)).year}")
    found += [f"language:{talk.language}" for talk in talks if talk.language]
    kinds = {link.kind for talk in talks for link in talk.links}
    found += ["has:slides"] * ("slides" in kinds) + ["has:video"] * ("recording" in kinds)
    found += ["where:online"] * bool(snapshot.meeting) + ["where:onsite"] * bool(snapshot.venue)
    return list(dict.fromkeys(found))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(" ".join(folded(text).split()) for text in texts if text.strip()))


def _both(*texts: Bilingual) -> list[str]:
    return [text for each in texts for text in (each.zh, each.en)]


def _prose(*texts: Bilingual) -> list[str]:
    return [plain(text) for text in _both(*texts)]
