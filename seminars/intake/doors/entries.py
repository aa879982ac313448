"""What comes through a door: one announcement each, however the file wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seminars.intake.reading import Reading
from seminars.text.bilingual import Bilingual

# One term of a weekly series is 20; ten years of it are 500.
MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that forbids taking an entry: where it stands, and a sentence."""

    where: Bilingual
    sentence: Bilingual

    @property
    def words(self) -> Bilingual:
        """Place and sentence together."""
        if not self.where:
            return self.sentence
        return Bilingual(f"{self.where.zh}：{self.sentence.zh}", f"{self.where.en}: {self.sentence.en}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One announcement out of a file, read on the day `on`; `text` is what evidence and doubts point into.

    `remarks` say what was left out; `uid` is that of a calendar entry.
    """

    name: str
    text: str
    reading: Reading
    on: date
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Bilingual, ...] = ()
    uid: str = ""
