"""Which series a text belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max

from seminars.intake.matching import folded
from seminars.intake.proposing.proposal import Choice, Question
from seminars.intake.reading import Reading
from seminars.models import Event, EventState, Series

# A name of fewer letters stands in many texts.
_SHORTEST_NAME = 2
# How many events a series may be ahead of what is entered.
_AHEAD = 3


def match_series(
    reading: Reading, series: Series | None, open_to: Sequence[Series], answers: Mapping[str, str]
) -> tuple[Series | None, Question | None]:
    """The series that is meant: the one answered or asked for, else the only one that the text names, by name or
    number; with the question, where there is a choice.
    """
    offered = list(dict.fromkeys([*([series] if series else []), *open_to]))
    answered = next((each for each in offered if str(each.pk) == answers.get("series")), None)
    named = _named(reading, offered)
    numbered = _numbered(reading, offered)
    guessed = next((found[0] for found in (named, numbered, offered) if len(found) == 1), None)
    chosen = answered or series or guessed
    if len(offered) < 2:
        return chosen, None
    likely = [*named, *(each for each in numbered if each not in named)]
    ordered = [*likely, *(each for each in offered if each not in likely)]
    choices = tuple(Choice(str(each.pk), str(each), f"/{each.slug}/") for each in ordered)
    said = reading.series or (f"#{reading.number}" if reading.number is not None else "")
    return chosen, Question("series", said, choices, str(chosen.pk) if chosen else "")


def _named(reading: Reading, offered: Sequence[Series]) -> list[Series]:
    """The series whose name or short name is the one in the text; failing that, whose name is a part of it."""
    said = folded(reading.series or "").strip("“”\"'《》「」")
    if not said:
        return []
    names = {each: _names(each) for each in offered}
    exact = [each for each in offered if said in names[each]]
    return exact or [
        each for each in offered if any(name in said or said in name for name in names[each] if name)
    ]


def _names(series: Series) -> set[str]:
    names = (series.name_zh, series.name_en, series.short_zh, series.short_en, series.slug)
    return {folded(name) for name in names if len(folded(name)) >= _SHORTEST_NAME}


def _numbered(reading: Reading, offered: Sequence[Series]) -> list[Series]:
    """The series that has an event of that number, or comes to it next."""
    if reading.number is None or len(offered) < 2:
        return []
    known = Event.objects.filter(series__in=offered).exclude(state=EventState.WITHDRAWN)
    highest = dict(known.values_list("series").annotate(Max("number")).order_by())
    having = set(known.filter(number=reading.number).values_list("series", flat=True))
    return [
        each
        for each in offered
        if each.pk in having
        or (each.is_numbered and 0 < reading.number - (highest.get(each.pk) or 0) <= _AHEAD)
    ]
