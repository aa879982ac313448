"""Biographies given to the speakers they tell about."""

from __future__ import annotations

import re
from dataclasses import replace

from seminars.intake.affiliations import affiliation_in
from seminars.intake.page import Page
from seminars.intake.people import has_ideographs
from seminars.intake.reading import Place, SpeakerReading
from seminars.intake.surnames import same_person

_WORD = r"[A-Z][\w.'’\-]{0,20}"
_NAMES = re.compile(
    rf"(?P<names>{_WORD}(?: {_WORD}){{1,3}}(?:(?:, and |, | and | & ){_WORD}(?: "
    rf"{_WORD}){{1,3}}){{1,5}}),? (?:are|were|work|both)\b"
)
_BOTH_CHINESE = re.compile(r"(?P<names>[^,。\n]{2,40}?)(?:均为|都是|均是|分别[是为]|均来自|来自)")


def with_biographies(
    page: Page, path: str, speakers: list[SpeakerReading], places: list[Place]
) -> tuple[list[SpeakerReading], str | None]:
    """The speakers with their biographies, affiliations and other names; and the biography that tells of "
    "all."""
    places = [place for place in (page.trimmed(*place) for place in places) if place[0] < place[1]]
    if not places:
        return speakers, None
    if not speakers:
        speakers = _named_in(page, places[0])
    if len(speakers) == 1:
        words = "\n\n".join(page.said(*place) for place in places)
        page.note(f"{path}.speakers.0.biography", places[0][0], places[-1][1])
        return [_told(speakers[0], words)], None
    owners = [_owner(page, place, speakers) for place in places]
    if len(places) == len(speakers) and sorted(owner for owner in owners if owner is not None) == list(
        range(len(speakers))
    ):
        told = list(speakers)
        for place, owner in zip(places, owners, strict=True):
            assert owner is not None
            told[owner] = _told(told[owner], page.note(f"{path}.speakers.{owner}.biography", *place))
        return told, None
    start, end = places[0][0], places[-1][1]
    joint = page.note(f"{path}.joint_biography", start, end)
    return _told_together(speakers, joint), joint


def _told(speaker: SpeakerReading, words: str) -> SpeakerReading:
    where, rank = affiliation_in(words[:400])
    return replace(
        speaker,
        biography=words,
        affiliation=speaker.affiliation or where,
        position=speaker.position or (rank if not speaker.affiliation else None),
    )


def _told_together(speakers: list[SpeakerReading], joint: str) -> list[SpeakerReading]:
    where, rank = affiliation_in(joint[:400])
    told = [replace(s, affiliation=s.affiliation or where, position=s.position or rank) for s in speakers]
    names = _NAMES.search(joint)
    if names is None:
        return told
    english = [name.strip() for name in re.split(r", and | and |, | & ", names["names"]) if name.strip()]
    strangers = [name for name in english if name not in {s.name for s in speakers}]
    unmet = [
        n for n, s in enumerate(told) if s.name not in english and has_ideographs(s.name) and not s.other_name
    ]
    if len(english) == len(speakers) and len(strangers) == len(unmet):
        for place, name in zip(unmet, strangers, strict=True):
            if same_person(told[place].name, name):
                told[place] = replace(told[place], other_name=name)
    return told


def _owner(page: Page, place: Place, speakers: list[SpeakerReading]) -> int | None:
    head = page.text[place[0] : place[0] + 60]
    found = [(head.index(s.name), n) for n, s in enumerate(speakers) if s.name in head]
    return min(found)[1] if found else None


def _named_in(page: Page, place: Place) -> list[SpeakerReading]:
    """Speakers whom only the biography names."""
    words = page.text[place[0] : min(place[1], place[0] + 300)]
    if m := _NAMES.match(words):
        return [
            SpeakerReading(name.strip())
            for name in re.split(r", and | and |, | & ", m["names"])
            if name.strip()
        ]
    if m := re.match(
        rf"(?:(?:Prof|Dr)\.? )?(?P<name>{_WORD}(?: {_WORD}){{1,3}}) (?:is|was|received|works|joined)\b", words
    ):
        return [SpeakerReading(m["name"])]
    if m := re.match(r"(?P<name>[㐀-鿿]{2,4}?)[,，]?(?:现为|现任|是|为|,|，|博士|教授)", words):
        return [SpeakerReading(m["name"])]
    return []
