"""What an event can be found by: one folded text, stored beside its public copy."""

from __future__ import annotations

from seminars.programme.snapshots import Snapshot, TalkPart
from seminars.text.bilingual import Bilingual
from seminars.text.plain import plain
from seminars.text.typography import folded


def index(snapshot: Snapshot) -> str:
    """The words of an event, folded, one field a line; what a meeting's visibility may hide is left out."""
    lines = [
        snapshot.path,
        f"#{snapshot.number}" if snapshot.number else "",
        *_both(snapshot.series.name, snapshot.series.short, snapshot.title),
        *_prose(snapshot.intro, snapshot.notes),
        snapshot.host,
    ]
    if snapshot.venue:
        lines += _both(snapshot.venue.name)
    for talk in snapshot.planned_talks:
        lines += _talk_lines(talk)
    return "\n".join(dict.fromkeys(" ".join(folded(line).split()) for line in lines if line.strip()))


def _talk_lines(talk: TalkPart) -> list[str]:
    lines = [text for each in talk.abstracts for text in (each.title, plain(each.text))]
    for person in talk.speakers:
        lines += _both(person.name, person.affiliation)
    for tag in talk.tags:
        lines += _both(tag.name)
    return [*lines, *_both(talk.why, talk.prerequisites), talk.level]


def _both(*texts: Bilingual) -> list[str]:
    return [text for each in texts for text in (each.zh, each.en)]


def _prose(*texts: Bilingual) -> list[str]:
    return [plain(text) for text in _both(*texts)]
