"""Who speaks."""

from __future__ import annotations

from dataclasses import dataclass

from seminars.presenting.links import to_speaker
from seminars.presenting.pictures import Shown, photo
from seminars.presenting.prose import Prose, prose
from seminars.presenting.said import Said, has_han, listed, said, said_besides
from seminars.programme.snapshots import SpeakerPart


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of one talk: `name` with the form of address, `other_name` in the other script."""

    name: Said
    other_name: Said | None
    affiliation: Said | None
    other_affiliation: Said | None
    biography: Prose | None
    homepage: str
    href: str
    photo: Shown | None = None


def person(part: SpeakerPart, language: str, *, prefix: str) -> Person:
    name = said(part.name, language) or Said(part.slug, "en")
    return Person(
        name=addressed(name, part.honorific),
        other_name=said_besides(part.name, language),
        affiliation=said(part.affiliation, language),
        other_affiliation=said_besides(part.affiliation, language),
        biography=prose(part.biography, language, prefix=prefix),
        homepage=part.homepage,
        href=to_speaker(part.slug, language),
        photo=photo(part.photo),
    )


@dataclass(frozen=True, slots=True)
class Then:
    """What was said of a speaker when they spoke, as far as it is not what is said today."""

    affiliation: Said | None
    biography: Prose | None


def then(was: SpeakerPart, now: SpeakerPart, language: str, *, prefix: str) -> Then | None:
    """What differs between an earlier talk and today; None where nothing does, or nothing was said."""
    affiliation = said(was.affiliation, language) if was.affiliation != now.affiliation else None
    biography = prose(was.biography, language, prefix=prefix) if was.biography != now.biography else None
    return Then(affiliation, biography) if affiliation or biography else None


def addressed(name: Said, honorific: str) -> Said:
    """The name with its form of address where both are in one script: 李四老师, Prof. Li Si."""
    if not honorific or has_han(honorific) != has_han(name.text):
        return name
    if has_han(honorific):
        return Said(f"{name.text}{honorific}", name.lang)
    return Said(f"{honorific} {name.text}", name.lang)


def names(people: tuple[SpeakerPart, ...], language: str) -> str:
    """Everybody's name in the reader's language, without forms of address."""
    return listed([each.name.best(language) for each in people], language)
