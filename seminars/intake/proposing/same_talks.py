"""Which known talk each talk of a text is, so that it keeps its identity. Knows rows, asks no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from seminars.intake.matching import folded
from seminars.intake.proposing.proposal import PlannedTalk
from seminars.intake.reading import TalkReading
from seminars.models import Speaker

Fits = Callable[[int, int], bool]


def same_talks(
    said: Sequence[TalkReading],
    people: Sequence[Sequence[Speaker]],
    known: Sequence[PlannedTalk],
    *,
    is_whole: bool,
) -> list[PlannedTalk | None]:
    """For each talk of the text the known one it is, None for a new one: by speaker, then title, then position.

    `is_whole`: whether the text tells the whole programme. A correction may name one talk of several, so
    that there position says something only where the text names as many as are known.
    """
    speakers = [{person.pk for person in each if person.pk} for each in people]
    present = [{each.speaker_id for each in talk.appearances} for talk in known]
    titles = [_titles(each) for each in said]
    named = [{folded(each.title) for each in talk.abstracts if each.title} for talk in known]

    def by_speaker_and_title(mine: int, theirs: int) -> bool:
        return bool(speakers[mine] & present[theirs] and titles[mine] & named[theirs])

    def by_speaker_in_place(mine: int, theirs: int) -> bool:
        return mine == theirs and bool(speakers[mine] & present[theirs])

    def by_speaker(mine: int, theirs: int) -> bool:
        return bool(speakers[mine] & present[theirs])

    def by_title(mine: int, theirs: int) -> bool:
        return bool(titles[mine] & named[theirs])

    def by_position(mine: int, theirs: int) -> bool:
        if mine != theirs:
            return False
        if is_whole:
            return not people[mine] or not present[theirs]
        return len(said) == len(known)

    found: list[PlannedTalk | None] = [None] * len(said)
    left = set(range(len(known)))
    for fits in (by_speaker_and_title, by_speaker_in_place, by_speaker, by_title, by_position):
        _pair(found, left, known, fits)
    return found


def _pair(found: list[PlannedTalk | None], left: set[int], known: Sequence[PlannedTalk], fits: Fits) -> None:
    """Give each talk that has none yet the first one left that fits it."""
    for mine, taken in enumerate(found):
        if (
            taken is None
            and (theirs := next((each for each in sorted(left) if fits(mine, each)), None)) is not None
        ):
            found[mine] = known[theirs]
            left.remove(theirs)


def _titles(talk: TalkReading) -> set[str]:
    titles = (talk.title, talk.other.title if talk.other else None)
    return {folded(title) for title in titles if title}
