"""Every field of a reading points at the very words it came from, and says how sure it is."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from seminars.intake.page import Page
from seminars.intake.reader import read
from seminars.intake.reading import Reading
from seminars.timekeeping.numerals import folded
from tests.intake.test_samples import NAMES, SAMPLES


def letters(words: str) -> str:
    return re.sub(r"[\W_]", "", folded(words))


def said_whole(reading: Reading) -> dict[str, str]:
    """Fields that are the words of their place and nothing else."""
    said = {name: getattr(reading, name) for name in ("series", "title", "intro", "audience", "motto")}
    for n, talk in enumerate(reading.talks):
        said |= {f"talks.{n}.title": talk.title, f"talks.{n}.joint_biography": talk.joint_biography}
        for k, speaker in enumerate(talk.speakers):
            path = f"talks.{n}.speakers.{k}"
            said |= {f"{path}.name": speaker.name, f"{path}.biography": speaker.biography}
            said |= {f"{path}.affiliation": speaker.affiliation}
    said |= {f"meetings.{n}.passcode": meeting.passcode for n, meeting in enumerate(reading.meetings)}
    return {path: words for path, words in said.items() if words}


def said_in_part(reading: Reading) -> dict[str, list[str]]:
    """Fields whose place holds their words among others."""
    said = {f"places.{n}": [p.venue, p.room or ""] for n, p in enumerate(reading.places)}
    said |= {f"meetings.{n}": [m.code or ""] for n, m in enumerate(reading.meetings)}
    said |= {
        f"talks.{n}.abstract": [t.abstract.split("\n\n")[0]]
        for n, t in enumerate(reading.talks)
        if t.abstract
    }
    persons = {"host": reading.host, "inviter": reading.inviter}
    return said | {path: [words.split("; ")[0]] for path, words in persons.items() if words}


@pytest.mark.parametrize("name", NAMES)
def test_a_field_points_at_its_words(name: str) -> None:
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    on, zone = date.fromisoformat(truth["reference_date"]), truth["reference_tz"]
    page = Page(text, on, zone)

    reading = read(text, on, zone)

    whole, part = said_whole(reading), said_in_part(reading)
    there = {path: letters(page.said(*place)) for path, place in reading.evidence.items()}
    assert {path: there.get(path) for path in whole} == {
        path: letters(words) for path, words in whole.items()
    }
    assert [path for path, words in part.items() for each in words if letters(each) not in there[path]] == []
    moments = ("starts_at", "ends_at", "previous_start", "previous_end", "signup_until", "number")
    assert [field for field in moments if getattr(reading, field) and field not in there] == []
    assert set(reading.confidence) == set(reading.evidence)
